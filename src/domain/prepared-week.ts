import type { Instant, IsoDate } from "./calendar.js";
import type { Availability, PriceTier, RankedCaption, RankedCaptions } from "./caption.js";
import type { Replaced } from "./carried.js";
import type { MessageType } from "./message.js";
import type { PageName } from "./page.js";
import type { Report } from "./report.js";

/** All that the warehouse knows for one page, week and seed: asked once, planned from many times. */
export interface PreparedWeek {
  readonly page: PageName;
  /** First day of the week. */
  readonly startDate: IsoDate;
  /** "Now" for due dates and the past rule. */
  readonly now: Instant;
  readonly seed: string;
  readonly report: Report;
  /** sha-256 of the report's text. */
  readonly reportDigest: string;
  /** The tolerance in force: the operator's, or the report's where asked for. */
  readonly tolerance: number;
  readonly captions: RankedCaptions;
  readonly availability: readonly Availability[];
  readonly neighbours: readonly CommittedMessage[];
  readonly overlaps: readonly OverlappingSchedule[];
  /** The one of them whose place the plan takes; absent where it takes none's. */
  readonly replaces?: Replaced;
  readonly statistics: SendStatistics;
  /** Last `sending_time` of the warehouse; null where it has no messages. */
  readonly dataTo: Instant | null;
  /** True where an older procedure chose the captions: no seed draws others, and there are no reasons. */
  readonly older?: boolean;
}

/** A message of a committed schedule near the week: the gap is kept from it. */
export interface CommittedMessage {
  readonly scheduleId: string;
  readonly instant: Instant;
  readonly type: MessageType;
}

/** A committed schedule of the page that overlaps the week. */
export interface OverlappingSchedule {
  readonly scheduleId: string;
  readonly weekStart: IsoDate;
  readonly createdBy: string | null;
  readonly createdAt: string | null;
}

/** What the page's own PPVs say about price tiers, over 90 days. */
export interface TierStatistics {
  readonly count: number;
  /** Mean revenue per recipient; null over no rows. */
  readonly rpr: number | null;
  /** Sample standard deviation of RPR; null with fewer than 2 rows. */
  readonly sd: number | null;
  /** Median price asked; null over no rows. */
  readonly usualPrice: number | null;
}

export interface SendStatistics {
  /** A: median recipients of a PPV, 30 days, else 90; null without a PPV in 90 days. */
  readonly audience: number | null;
  readonly byTier: Readonly<Record<PriceTier, TierStatistics>>;
  readonly all: TierStatistics;
  /** Past PPVs of 90 days by hour of their day type, counts: `[weekday[24], weekend[24]]`. */
  readonly sendsByHour: { readonly weekday: readonly number[]; readonly weekend: readonly number[] };
}

/** What a plan did not take, and why. */
export interface PassedOver {
  readonly caption: Pick<RankedCaption, "captionId" | "text" | "priceTier" | "category">;
  readonly score: number | null;
  readonly reason: string;
}
