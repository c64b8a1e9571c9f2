import type { Instant, IsoDate } from "./calendar.js";
import type { CaptionTier, PriceTier, RankedCaption } from "./caption.js";
import type { ScheduleMessage } from "./schedule.js";

/** A paid message or a free one. */
export type MessageType = "PPV" | "Bump";

/** A time for one message. */
export interface Slot {
  readonly type: MessageType;
  readonly instant: Instant;
  /** Los Angeles date, hour and minute of the instant. */
  readonly date: IsoDate;
  readonly hour: number;
  readonly minute: number;
  /** Value of its hour in tenths, 0 to 10. */
  readonly valueTenths: number;
}

/** A message of a plan: a slot with its caption and what it may bring. */
export interface PlannedMessage {
  readonly slot: Slot;
  readonly caption: RankedCaption;
  /** The price tier that the mix asked for; differs from the caption's in a shortage. */
  readonly askedTier: CaptionTier;
  /** Dollars, 80 % interval; null for bumps and while the page's revenue is not known. */
  readonly expected: Expected | null;
  /** Median price of the page's PPVs of the price tier over 90 days; null for bumps and where there is none. */
  readonly usualPrice: number | null;
  /** The stored form that it stands in unchanged, where the plan replaces a schedule that had it. */
  readonly carried?: ScheduleMessage;
}

/** Expected revenue in dollars with its 80 % interval. */
export interface Expected {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** How many PPVs of each price tier. */
export interface PriceMix {
  readonly budget: number;
  readonly mid: number;
  readonly premium: number;
}

export const mixCount = (mix: PriceMix, tier: PriceTier): number =>
  ({ Budget: mix.budget, Mid: mix.mid, Premium: mix.premium })[tier];
