import { captionTierOf } from "./caption.js";
import { type ErosError, nothingToPlan } from "./errors.js";
import { type RawReport, type RawRow, reportSchema } from "./report-schema.js";
import { isRecord, lowerKeys } from "./report-values.js";
import { TIERS, type Tier } from "./tier.js";

export const SEGMENTS = ["EXPLORATORY", "BUDGET", "STANDARD", "PREMIUM", "LUXURY"] as const;
export type Segment = (typeof SEGMENTS)[number];

/** Why a saturation score says less than it seems to, or nothing. */
export type SaturationState =
  | "scored"
  | "no history"
  | "history too short"
  | "not enough recent data"
  | "missing";

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
    readonly parts: {
      readonly unlock: number;
      readonly emv: number;
      readonly days: number;
      readonly frequency: number;
    } | null;
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

/**
 * Reads the report of any procedure, ours or an older one (§7): sections may be null or absent, letters of any case,
 * numbers text. What is missing is null. Never read: the old daily targets, which count views.
 * @throws {ErosError} of kind "nothingToPlan" where the text is no JSON object.
 */
export function parseReport(text: string): Report {
  const raw = reportSchema.parse(parseObject(text));
  const account = raw.account_classification;
  const saturation = raw.saturation;
  const segment = raw.behavioral_segment;
  const tier = tierOf(account.size_tier);
  return {
    version: raw.report_version,
    creatorName: raw.creator_name,
    analysisTimestamp: raw.analysis_timestamp,
    dataFreshness: raw.data_freshness,
    account: {
      tier,
      tierText: tier === null ? account.size_tier : null,
      averageAudience: account.avg_audience,
      revenue: account.total_revenue_period,
      tolerance: account.saturation_tolerance,
    },
    segment: {
      label: SEGMENTS.find((label) => label === segment.segment_label) ?? null,
      averageRpr: segment.avg_rpr,
      averageConversion: segment.avg_conv,
      perPurchase: segment.avg_purchase,
      sampleSize: segment.sample_size,
    },
    saturation: {
      state: stateOf(saturation, segment.sample_size),
      score: saturation.saturation_score,
      riskLevel: saturation.risk_level,
      unlockDeviation: saturation.unlock_rate_deviation,
      emvDeviation: saturation.emv_deviation,
      underperformDays: saturation.consecutive_underperform_days,
      recommendedAction: saturation.recommended_action,
      factor: saturation.volume_adjustment_factor,
      confidence: saturation.confidence_score,
      exclusionReason: saturation.exclusion_reason,
      parts: partsOf(saturation.parts),
    },
    frequencyTrend: raw.frequency_trend,
    triggers: raw.psychological_trigger_analysis?.flatMap(triggerRow) ?? null,
    categories: raw.content_category_performance?.flatMap(categoryRow) ?? null,
    weekdays: raw.day_of_week_patterns?.flatMap(weekdayRow) ?? null,
    windows: raw.time_window_optimization?.flatMap(windowRow) ?? null,
  };
}

const TIER_ALIASES: Readonly<Record<string, Tier>> = { XL: "MEGA", NEW: "MICRO" };

function tierOf(text: string | null): Tier | null {
  return text === null ? null : (TIERS.find((tier) => tier === text) ?? TIER_ALIASES[text] ?? null);
}

/** A category's price tier by our name for it; one that we do not know stays as the report has it. */
const tierName = (text: string | null): string | null =>
  text === null ? null : (captionTierOf(text) ?? text);

/**
 * What the score is worth. Our procedure says it in `exclusion_reason`; older ones give 0 with confidence 0 where they
 * had nothing to go by, which must not look healthy.
 */
function stateOf(saturation: RawReport["saturation"], sampleSize: number | null): SaturationState {
  const reason = saturation.exclusion_reason?.toLowerCase().replace(/[\s_-]+/g, " ");
  const said = (["no history", "history too short", "not enough recent data"] as const).find(
    (state) => state === reason,
  );
  if (said !== undefined) return said;
  if (saturation.saturation_score === null) return "missing";
  if (saturation.saturation_score !== 0 || saturation.confidence_score !== 0) return "scored";
  return sampleSize !== null && sampleSize > 0 ? "history too short" : "no history";
}

function partsOf({
  unlock,
  emv,
  days,
  frequency,
}: RawReport["saturation"]["parts"]): Report["saturation"]["parts"] {
  if (unlock === null || emv === null || days === null || frequency === null) return null;
  return { unlock, emv, days, frequency };
}

const measured = (raw: { msg_count: number | null; avg_rpr: number | null; avg_conv: number | null }) => ({
  count: raw.msg_count,
  rpr: raw.avg_rpr,
  conversion: raw.avg_conv,
});

const triggerRow = (raw: RawRow<"psychological_trigger_analysis">): TriggerRow[] =>
  raw.psychological_trigger === null
    ? []
    : [
        {
          trigger: raw.psychological_trigger,
          ...measured(raw),
          rprLift: raw.rpr_lift_pct,
          conversionLift: raw.conv_lift_pct,
        },
      ];

const categoryRow = (raw: RawRow<"content_category_performance">): CategoryRow[] =>
  raw.content_category === null
    ? []
    : [
        {
          category: raw.content_category,
          priceTier: tierName(raw.price_tier),
          ...measured(raw),
          trend: raw.trend_direction,
          trendPercent: raw.trend_pct,
          bestPriceTier: tierName(raw.best_price_tier),
        },
      ];

const weekdayRow = (raw: RawRow<"day_of_week_patterns">): WeekdayRow[] =>
  isWhole(raw.day_of_week_la, 1, 7)
    ? [{ weekday: raw.day_of_week_la, ...measured(raw), tStatistic: raw.t_statistic }]
    : [];

function windowRow(raw: RawRow<"time_window_optimization">): WindowRow[] {
  const dayType = (["Weekday", "Weekend"] as const).find((type) =>
    raw.day_type?.startsWith(type.toUpperCase()),
  );
  if (dayType === undefined || !isWhole(raw.hour_24, 0, 23)) return [];
  const { confidence, reliability } = raw;
  // Only where there is no value at all does the mean stand in: a "NaN" is a value that could not be computed.
  const value = raw.value === undefined ? raw.avg_rpr : raw.value;
  return [{ dayType, hour: raw.hour_24, ...measured(raw), confidence, value, reliability }];
}

const isWhole = (value: number | null, from: number, to: number): value is number =>
  value !== null && Number.isInteger(value) && value >= from && value <= to;

/** The report's object with lower-case keys; text that holds the text once more is unwrapped. */
function parseObject(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
    if (typeof value === "string") value = JSON.parse(value);
  } catch {
    throw unreadable("it is not JSON", text);
  }
  if (!isRecord(value)) throw unreadable("it is no JSON object", text);
  return lowerKeys(value);
}

const unreadable = (why: string, text: string): ErosError =>
  nothingToPlan(
    `the report cannot be read: ${why}; it begins with “${text.trim().slice(0, 40)}”`,
    "run analyze_creator_performance for this page by itself and look at what it returns",
  );
