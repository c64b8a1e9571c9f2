import type { Segment } from "../../domain/report.js";

/** How a demo page is made: its size, its prices and what happened to its audience lately. */
export interface DemoPage {
  readonly page: string;
  readonly name: string;
  /** Recipients of a message. */
  readonly audience: number;
  /** Prices of Budget, Mid and Premium PPVs in dollars: they make the segment. */
  readonly prices: readonly [number, number, number];
  /** Share of viewers that buy, before everything else. */
  readonly unlock: number;
  /** PPVs and bumps a week. */
  readonly ppv: number;
  readonly bump: number;
  /** Factor on the unlock rate in the last 14 days: below 1 the audience is tiring. */
  readonly recent: number;
  /** Factor on the PPVs a week in the last 14 days. */
  readonly pace: number;
  /** What it offers; absent: everything. */
  readonly offers?: readonly string[];
  /** First and last day with messages, days before the demo's now. Default 180 and 0. */
  readonly since?: number;
  readonly until?: number;
  /** Last day with a PPV, days before now, where it stopped selling earlier than it stopped sending. */
  readonly ppvUntil?: number;
  /** Chooses the page's luck; kept where a page must come out near a figure. */
  readonly luck?: number;
}

/** Usual prices of a segment (§7 names segments by the dollars a purchase). */
export const PRICES: Readonly<Record<Exclude<Segment, "EXPLORATORY">, readonly [number, number, number]>> = {
  BUDGET: [5, 8, 12],
  STANDARD: [9, 15, 25],
  PREMIUM: [15, 26, 40],
  LUXURY: [28, 45, 75],
};
const { BUDGET, STANDARD, PREMIUM, LUXURY } = PRICES;

/** Without history, so that the screens have one to say so. */
export const PAGE_WITHOUT_HISTORY = "zoe_new";
/** Its inventory allows one category only, and nearly all captions of that have been taken out of use. */
export const PAGE_OUT_OF_CAPTIONS = "lotte.asmr";
/** Planned before the demo begins. */
export const PAGES_WITH_COMMITTED_WEEKS = ["jade_north", "carmen.lux"] as const;

/** The pages of the demo, over all tiers, segments and zones. */
export const DEMO_PAGES: readonly DemoPage[] = [
  {
    page: "jadebri",
    name: "Jade Bri",
    audience: 2140,
    prices: STANDARD,
    unlock: 0.064,
    ppv: 9,
    bump: 9,
    recent: 0.9,
    pace: 1,
    luck: 1284,
  },
  {
    page: "jade_north",
    name: "Jade North",
    audience: 4800,
    prices: PREMIUM,
    unlock: 0.05,
    ppv: 14,
    bump: 11,
    recent: 0.8,
    pace: 1.15,
    luck: 36,
  },
  {
    page: "anna_v",
    name: "Anna V",
    audience: 3050,
    prices: STANDARD,
    unlock: 0.06,
    ppv: 11,
    bump: 8,
    recent: 1,
    pace: 1,
  },
  {
    page: "carmen.lux",
    name: "Carmen Lux",
    audience: 9200,
    prices: LUXURY,
    unlock: 0.05,
    ppv: 16,
    bump: 12,
    recent: 1,
    pace: 1,
  },
  {
    page: "mia_rose",
    name: "Mia Rose",
    audience: 820,
    prices: BUDGET,
    unlock: 0.06,
    ppv: 6,
    bump: 4,
    recent: 1,
    pace: 1,
  },
  {
    page: "lena.k",
    name: "Lena K",
    audience: 1450,
    prices: STANDARD,
    unlock: 0.05,
    ppv: 8,
    bump: 6,
    recent: 0.88,
    pace: 1,
    luck: 31,
  },
  {
    page: "sofia_sky",
    name: "Sofia Sky",
    audience: 12800,
    prices: PREMIUM,
    unlock: 0.07,
    ppv: 21,
    bump: 16,
    recent: 1.02,
    pace: 1,
  },
  {
    page: "nora-b",
    name: "Nora B",
    audience: 640,
    prices: STANDARD,
    unlock: 0.05,
    ppv: 6,
    bump: 4,
    recent: 0.68,
    pace: 1.2,
  },
  {
    page: "ivy.moon",
    name: "Ivy Moon",
    audience: 3900,
    prices: PREMIUM,
    unlock: 0.05,
    ppv: 13,
    bump: 10,
    recent: 0.9,
    pace: 1,
  },
  {
    page: "ruby_stone",
    name: "Ruby Stone",
    audience: 16500,
    prices: BUDGET,
    unlock: 0.08,
    ppv: 20,
    bump: 16,
    recent: 0.86,
    pace: 1,
  },
  {
    page: "clara.fit",
    name: "Clara Fit",
    audience: 2600,
    prices: STANDARD,
    unlock: 0.055,
    ppv: 10,
    bump: 8,
    recent: 1,
    pace: 1,
    offers: ["Fitness", "Lifestyle", "Behind the Scenes", "Photo Set"],
  },
  {
    page: "cosplay_kit",
    name: "Kit",
    audience: 5200,
    prices: STANDARD,
    unlock: 0.06,
    ppv: 14,
    bump: 10,
    recent: 1,
    pace: 1,
    offers: ["Cosplay", "Behind the Scenes", "Photo Set", "Tease/Preview"],
  },
  {
    page: "dana_dee",
    name: "Dana Dee",
    audience: 980,
    prices: PREMIUM,
    unlock: 0.045,
    ppv: 7,
    bump: 5,
    recent: 1,
    pace: 1,
  },
  {
    page: "elle.grace",
    name: "Elle Grace",
    audience: 6100,
    prices: LUXURY,
    unlock: 0.04,
    ppv: 15,
    bump: 12,
    recent: 0.87,
    pace: 1,
  },
  {
    page: "freya_n",
    name: "Freya N",
    audience: 420,
    prices: BUDGET,
    unlock: 0.07,
    ppv: 5,
    bump: 4,
    recent: 1,
    pace: 1,
  },
  {
    page: "gia.gold",
    name: "Gia Gold",
    audience: 21000,
    prices: LUXURY,
    unlock: 0.045,
    ppv: 22,
    bump: 17,
    recent: 1,
    pace: 1,
  },
  {
    page: "hazel_h",
    name: "Hazel H",
    audience: 1980,
    prices: STANDARD,
    unlock: 0.055,
    ppv: 9,
    bump: 6,
    recent: 0.66,
    pace: 1.3,
  },
  {
    page: "isla.wave",
    name: "Isla Wave",
    audience: 2950,
    prices: BUDGET,
    unlock: 0.08,
    ppv: 12,
    bump: 9,
    recent: 1,
    pace: 1,
  },
  {
    page: "juno_jay",
    name: "Juno Jay",
    audience: 1400,
    prices: PREMIUM,
    unlock: 0.05,
    ppv: 8,
    bump: 6,
    recent: 0.9,
    pace: 1.1,
  },
  {
    page: "kaia.k",
    name: "Kaia K",
    audience: 7400,
    prices: STANDARD,
    unlock: 0.06,
    ppv: 15,
    bump: 11,
    recent: 0.7,
    pace: 1.2,
  },
  {
    page: "luna_light",
    name: "Luna Light",
    audience: 3300,
    prices: STANDARD,
    unlock: 0.06,
    ppv: 12,
    bump: 9,
    recent: 1.05,
    pace: 1,
  },
  {
    page: "mara.mind",
    name: "Mara Mind",
    audience: 1100,
    prices: STANDARD,
    unlock: 0.05,
    ppv: 5,
    bump: 5,
    recent: 1,
    pace: 1,
    since: 24,
  },
  {
    page: "willow.rain",
    name: "Willow Rain",
    audience: 2200,
    prices: STANDARD,
    unlock: 0.06,
    ppv: 10,
    bump: 8,
    recent: 1,
    pace: 1,
    until: 6,
  },
  {
    page: "tess_quiet",
    name: "Tess Quiet",
    audience: 900,
    prices: STANDARD,
    unlock: 0.05,
    ppv: 6,
    bump: 5,
    recent: 1,
    pace: 1,
    ppvUntil: 20,
  },
  {
    page: "lotte.asmr",
    name: "Lotte",
    audience: 1300,
    prices: STANDARD,
    unlock: 0.055,
    ppv: 7,
    bump: 5,
    recent: 1,
    pace: 1,
    offers: ["ASMR"],
  },
  {
    page: "pia.first",
    name: "Pia First",
    audience: 700,
    prices: STANDARD,
    unlock: 0.05,
    ppv: 6,
    bump: 4,
    recent: 1,
    pace: 1,
    since: 11,
  },
  {
    page: "zoe_new",
    name: "Zoe",
    audience: 0,
    prices: STANDARD,
    unlock: 0,
    ppv: 0,
    bump: 0,
    recent: 1,
    pace: 1,
  },
  {
    page: "bella_bee",
    name: "Bella Bee",
    audience: 15200,
    prices: STANDARD,
    unlock: 0.09,
    ppv: 19,
    bump: 15,
    recent: 0.72,
    pace: 1.1,
  },
];
