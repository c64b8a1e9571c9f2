import {
  addDays,
  dateOf,
  HOUR,
  type Instant,
  type IsoDate,
  instantOf,
  isWeekend,
  MINUTE,
  weekdayOf,
} from "../../domain/calendar.js";
import type { CaptionId } from "../../domain/caption.js";
import type { MessageType } from "../../domain/message.js";
import type { DemoCaption } from "./captions.js";
import { type Luck, luck } from "./luck.js";
import type { DemoPage } from "./pages.js";

/** A past message of a demo page. */
export interface DemoMessage {
  readonly page: string;
  readonly text: string;
  readonly captionId: CaptionId | null;
  readonly sentAt: Instant;
  readonly type: MessageType;
  readonly price: number;
  readonly sent: number;
  readonly viewed: number;
  readonly purchased: number;
  readonly earnings: number;
}

/** Days of history before the demo's now. */
export const HISTORY_DAYS = 180;

/** What an hour does to the share of recipients that look: the rhythm which the analysis is to find. */
const HOUR_EFFECT = {
  weekday: [
    0.3, 0.25, 0.25, 0.25, 0.25, 0.3, 0.35, 0.4, 0.5, 0.62, 0.7, 0.66, 0.72, 0.8, 0.74, 0.66, 0.7, 0.85, 1.0,
    1.3, 1.6, 1.65, 1.2, 0.8,
  ],
  weekend: [
    0.35, 0.3, 0.25, 0.25, 0.25, 0.25, 0.3, 0.4, 0.55, 0.75, 0.9, 1.1, 1.0, 0.9, 1.0, 0.85, 0.8, 0.95, 1.15,
    1.25, 1.3, 1.55, 1.35, 0.9,
  ],
} as const;
/** How often an hour was used by hand: evenings, but never only evenings. */
const HABIT = [0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 4, 4, 4, 5, 4, 4, 4, 5, 6, 6, 7, 7, 4, 0];

/** One after another: what a viewer's readiness to buy does at each price tier, cheapest first. */
const TIER_READINESS = [1.12, 1, 0.88] as const;
/** Share of messages by price tier, cheapest first. */
const TIER_HABIT = [0.3, 0.45, 0.25] as const;
const VIEW_RATE = 0.52;
/** Tiring weeks long past, days before now, with what they did to the buying: the audience recovered. */
const EPISODES = [
  { from: 150, to: 136, factor: 0.7 },
  { from: 104, to: 94, factor: 0.78 },
] as const;
const RECENT_DAYS = 14;

/** The messages of a page up to the demo's now, oldest first, the same on every machine. */
export function demoHistory(page: DemoPage, bank: readonly DemoCaption[], now: Instant): DemoMessage[] {
  if (page.audience === 0) return [];
  const chance = luck(`history ${page.page} ${page.luck ?? 0}`);
  const paid = rotation(page, bank, chance);
  const free = rota(
    bank.filter((c) => isFree(c)),
    60,
    chance,
  );
  const today = dateOf(now);
  const messages: DemoMessage[] = [];
  let owedPpv = chance.next();
  let owedBump = chance.next();
  for (let ago = page.since ?? HISTORY_DAYS; ago >= (page.until ?? 0); ago--) {
    const date = addDays(today, -ago);
    const recent = ago <= RECENT_DAYS;
    const busier = weekdayOf(date) === 5 || weekdayOf(date) === 6 ? 1.12 : 0.95;
    owedPpv += ago < (page.ppvUntil ?? 0) ? 0 : (page.ppv / 7) * busier * (recent ? page.pace : 1);
    owedBump += (page.bump / 7) * busier;
    const types: MessageType[] = [];
    for (; owedPpv >= 1; owedPpv--) types.push("PPV");
    for (; owedBump >= 1; owedBump--) types.push("Bump");
    for (const { sentAt, type } of times(date, types, chance)) {
      if (sentAt > now - 22 * MINUTE) continue;
      messages.push(
        type === "PPV" ? ppv(page, paid, sentAt, ago, chance) : bump(page, free, sentAt, ago, chance),
      );
    }
  }
  return messages;
}

function ppv(
  page: DemoPage,
  captions: readonly (() => DemoCaption)[],
  sentAt: Instant,
  ago: number,
  chance: Luck,
): DemoMessage {
  const roll = chance.next();
  const tier = roll < TIER_HABIT[0] ? 0 : roll < TIER_HABIT[0] + TIER_HABIT[1] ? 1 : 2;
  const caption = captions[tier]?.() as DemoCaption;
  const price = page.prices[tier];
  const { sent, viewed } = audience(page, sentAt, ago, 1, chance);
  const mood =
    ago <= RECENT_DAYS ? page.recent : (EPISODES.find((e) => ago <= e.from && ago >= e.to)?.factor ?? 1);
  const rate = page.unlock * TIER_READINESS[tier] * caption.appeal * mood * chance.around(0.07);
  const purchased = Math.min(viewed, Math.round(viewed * rate));
  return {
    ...row(page, caption, sentAt, chance),
    type: "PPV",
    price,
    sent,
    viewed,
    purchased,
    earnings: purchased * price,
  };
}

function bump(
  page: DemoPage,
  captions: () => DemoCaption,
  sentAt: Instant,
  ago: number,
  chance: Luck,
): DemoMessage {
  const caption = captions();
  const { sent, viewed } = audience(page, sentAt, ago, caption.appeal, chance);
  return {
    ...row(page, caption, sentAt, chance),
    type: "Bump",
    price: 0,
    sent,
    viewed,
    purchased: 0,
    earnings: 0,
  };
}

function audience(
  page: DemoPage,
  sentAt: Instant,
  ago: number,
  appeal: number,
  chance: Luck,
): { sent: number; viewed: number } {
  const sent = Math.max(1, Math.round(page.audience * (1 - 0.0008 * ago) * chance.around(0.02)));
  const date = dateOf(sentAt);
  const hour = Math.floor((sentAt - (instantOf(date, 0) ?? sentAt)) / HOUR) % 24;
  const effect = HOUR_EFFECT[isWeekend(date) ? "weekend" : "weekday"][hour] ?? 1;
  return {
    sent,
    viewed: Math.min(sent, Math.round(sent * VIEW_RATE * effect * appeal * chance.around(0.05))),
  };
}

/** Nine in ten rows of the sending platform carry no caption id; one in forty was written by hand. */
function row(
  page: DemoPage,
  caption: DemoCaption,
  sentAt: Instant,
  chance: Luck,
): Pick<DemoMessage, "page" | "text" | "captionId" | "sentAt"> {
  const byHand = chance.next() < 0.025;
  const known = chance.next() < 0.1;
  return {
    page: page.page,
    text: byHand ? `${caption.text} (for ${page.name}'s friends)` : caption.text,
    captionId: known && !byHand ? caption.captionId : null,
    sentAt,
  };
}

/** Times of a day's messages: at habitual hours, an hour apart at least, never on a round minute. */
function times(
  date: IsoDate,
  types: readonly MessageType[],
  chance: Luck,
): { sentAt: Instant; type: MessageType }[] {
  const taken: { sentAt: Instant; type: MessageType }[] = [];
  for (const type of types) {
    for (let attempt = 0; attempt < 40; attempt++) {
      const minute = 1 + chance.below(58);
      const sentAt = instantOf(date, habitualHour(chance), minute);
      if (sentAt === null || minute % 15 === 0) continue;
      if (taken.some((other) => Math.abs(other.sentAt - sentAt) < HOUR)) continue;
      taken.push({ sentAt, type });
      break;
    }
  }
  return taken.sort((a, b) => a.sentAt - b.sentAt);
}

const HABIT_SUM = HABIT.reduce((sum, weight) => sum + weight, 0);
function habitualHour(chance: Luck): number {
  const roll = chance.below(HABIT_SUM);
  let passed = 0;
  return HABIT.findIndex((weight) => {
    passed += weight;
    return roll < passed;
  });
}

const TIER_NAMES = [["Budget"], ["Mid", "Standard"], ["Premium", "Luxury"]] as const;
const isFree = (caption: DemoCaption): boolean =>
  caption.priceTier === "Bump" || caption.priceTier === "Free";

/** For each price tier a list that goes round about every five weeks, so that captions have records. */
function rotation(page: DemoPage, bank: readonly DemoCaption[], chance: Luck): (() => DemoCaption)[] {
  return TIER_NAMES.map((names, tier) => {
    const fitting = bank.filter(
      (c) =>
        (names as readonly string[]).includes(c.priceTier) &&
        (page.offers?.includes(c.category) ?? c.category !== "ASMR"),
    );
    return rota(fitting, Math.ceil(page.ppv * 5.5 * (TIER_HABIT[tier] ?? 0)) + 4, chance);
  });
}

function rota(fitting: readonly DemoCaption[], size: number, chance: Luck): () => DemoCaption {
  const chosen = new Set<DemoCaption>();
  while (chosen.size < Math.min(size, fitting.length)) chosen.add(chance.pick(fitting));
  const list = [...chosen];
  let at = 0;
  return () => list[at++ % list.length] as DemoCaption;
}
