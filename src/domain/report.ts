import type { Tier } from "./tier.js";

export const SEGMENTS = ["EXPLORATORY", "BUDGET", "STANDARD", "PREMIUM", "LUXURY"] as const;
export type Segment = (typeof SEGMENTS)[number];

/** Why a saturation score says less than it seems to, or nothing. */
export type SaturationState = "scored" | "no history" | "history too short" | "not enough recent data" | "missing";

/** A page's analysis as read from any version of the report; null is "not in the report", never 0. */
export interface Report {
  /** 2 is ours; null is an older procedure's. */
  readonly version: number | null;
  readonly creatorName: string | null;
  readonly analysisTimestamp: string | null;
  /** ISO UTC of the last message known to the warehouse when the report was made, as the report says it. */
  readonly dataFreshness: string | null;
  readonly account: {
    readonly tier: Tier | null;
    /** What the report called the tier, where we do not know it. */
    readonly tierText: string | null;
    readonly averageAudience: number | null;
    /** Dollars in the last 30 days. */
    readonly revenue: number | null;
    /** The procedure's own tolerance: shown beside, not used, unless asked for. */
    readonly tolerance: number | null;
  };
  readonly segment: {
    readonly label: Segment | null;
    readonly averageRpr: number | null;
    readonly averageConversion: number | null;
    /** Dollars a purchase over 90 days. */
    readonly perPurchase: number | null;
    readonly sampleSize: number | null;
  };
  readonly saturation: {
    readonly state: SaturationState;
    /** 0..1 */
    readonly score: number | null;
    readonly riskLevel: string | null;
    /** Deviations as shares, −0.11 is 11 % below. */
    readonly unlockDeviation: number | null;
    readonly emvDeviation: number | null;
    readonly underperformDays: number | null;
    readonly recommendedAction: string | null;
    readonly factor: number | null;
    readonly confidence: number | null;
    readonly exclusionReason: string | null;
    /** What each part adds to the score, already weighted; null before report version 2. */
    readonly parts: { readonly unlock: number; readonly emv: number; readonly days: number; readonly frequency: number } | null;
  };
  /** Change of PPVs a day, 14 days against 60, as a share; null where unknown. */
  readonly frequencyTrend: number | null;
  readonly triggers: readonly TriggerRow[] | null;
  readonly categories: readonly CategoryRow[] | null;
  readonly weekdays: readonly WeekdayRow[] | null;
  readonly windows: readonly WindowRow[] | null;
}

export interface TriggerRow {
  readonly trigger: string;
  readonly count: number | null;
  readonly rpr: number | null;
  readonly conversion: number | null;
  /** Percent against the page's mean, 18 is +18 %. */
  readonly rprLift: number | null;
  readonly conversionLift: number | null;
}
export interface CategoryRow {
  readonly category: string;
  readonly priceTier: string | null;
  readonly count: number | null;
  readonly rpr: number | null;
  readonly conversion: number | null;
  readonly trend: string | null;
  readonly trendPercent: number | null;
  readonly bestPriceTier: string | null;
}
export interface WeekdayRow {
  /** 1 Sunday … 7 Saturday, as the procedures have it. */
  readonly weekday: number;
  readonly count: number | null;
  readonly rpr: number | null;
  readonly conversion: number | null;
  readonly tStatistic: number | null;
}
export interface WindowRow {
  readonly dayType: "Weekday" | "Weekend";
  readonly hour: number;
  readonly count: number | null;
  readonly rpr: number | null;
  readonly conversion: number | null;
  readonly confidence: string | null;
  /** What the hour is worth; from `avg_rpr` where the report has no `value`. NaN and absent are null. */
  readonly value: number | null;
  /** 0..1; below 0.3 there is no reliable hour effect; null before version 2. */
  readonly reliability: number | null;
}
