import type { IsoDate } from "./calendar.js";

/** A caption's id: a signed 64-bit hash as text, 19 digits and perhaps a minus. Never a JavaScript number. */
export type CaptionId = string;

/** What a caption asks for: the three price tiers of PPVs, and Free for bumps. */
export const PRICE_TIERS = ["Budget", "Mid", "Premium"] as const;
export type PriceTier = (typeof PRICE_TIERS)[number];
export type CaptionTier = PriceTier | "Free";
export const CAPTION_TIERS: readonly CaptionTier[] = [...PRICE_TIERS, "Free"];

const TIER_NAMES: ReadonlyMap<string, CaptionTier> = new Map([
  ["budget", "Budget"],
  ["mid", "Mid"],
  ["standard", "Mid"],
  ["premium", "Premium"],
  ["luxury", "Premium"],
  ["vip", "Premium"],
  ["free", "Free"],
  ["bump", "Free"],
]);

/** A price tier by any of its names, in any letter case: Standard is Mid, Luxury and VIP Premium, Bump Free; else null. */
export const captionTierOf = (name: string): CaptionTier | null =>
  TIER_NAMES.get(name.trim().toLowerCase()) ?? null;

/**
 * The one form of a caption's text under which two captions are the same: NFKC, without zero-width characters,
 * white space to one blank, trimmed, lower case.
 */
export function captionKey(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[\u200B-\u200D\u2060\uFEFF]/g, "")
    .replace(/\s+/gu, " ")
    .trim()
    .toLowerCase();
}

/** How long a caption has rested on this page: 30 days or more (or never sent), 20–30, 10–20. */
export const REST_GROUPS = ["rested", "recent", "relaxed"] as const;
export type RestGroup = (typeof REST_GROUPS)[number];

/** A caption that this page may send in this week, with everything that explains its place. */
export interface RankedCaption {
  readonly captionId: CaptionId;
  readonly captionKey: string;
  readonly text: string;
  readonly priceTier: CaptionTier;
  readonly category: string;
  readonly urgent: boolean;
  /** Place within price tier and rest group, from 1. */
  readonly rank: number;
  readonly restGroup: RestGroup;
  /** Los Angeles date of the last send on this page before the week, null if never. */
  readonly lastSent: IsoDate | null;
  /** Own sends on this page in 180 days, and how many of them were successes (plain counts). */
  readonly sends: number;
  readonly successes: number;
  /** Own observations, each weighted by its age; below 1 the caption is untested. */
  readonly weight: number;
  readonly tested: boolean;
  /** The Beta posterior: prior, other pages and own record together. */
  readonly alpha: number;
  readonly beta: number;
  /** Wilson 95 % interval of the record. */
  readonly wilsonLow: number;
  readonly wilsonHigh: number;
  /** Thompson draw inside the interval, 12 digits. */
  readonly draw: number;
  /** Share of its category beyond a quarter of the page's sends in 14 days, at most 0.5. */
  readonly overuse: number;
  /** Better captions of its category, and better urgent ones, in its price tier and rest group. */
  readonly betterInCategory: number;
  readonly betterUrgent: number;
  readonly score: number;
  /** Dollars earned by and recipients of its own PPV sends on this page in 180 days. */
  readonly earnings: number;
  readonly sent: number;
  /** True where an older procedure chose it and tells no more than its score: nothing above explains it. */
  readonly byProcedure?: boolean;
}

/** Urgent captions that a week uses at most, by their own price tier; bumps have no limit. */
export const URGENT_LIMITS: Readonly<Record<CaptionTier, number>> = {
  Budget: 2,
  Mid: 2,
  Premium: 1,
  Free: Number.POSITIVE_INFINITY,
};

/** Ranked captions by price tier, each list in the order in which a plan takes them. */
export type RankedCaptions = Readonly<Record<CaptionTier, readonly RankedCaption[]>>;

/** Why captions of a price tier cannot be used this week. */
export interface Availability {
  readonly priceTier: CaptionTier;
  readonly active: number;
  readonly eligible: number;
  readonly locked: number;
  readonly resting: number;
  readonly restricted: number;
  /** Eligible ones by rest group. */
  readonly rested: number;
  readonly recent: number;
  readonly relaxed: number;
  /** Eligible ones that carry urgency. */
  readonly urgent: number;
}
