import * as z from "zod";
import { isRecord, numberField, rows, section, textField, valueField, wordField } from "./report-values.js";

const measures = { msg_count: numberField, avg_rpr: numberField, avg_conv: numberField };
const triggerSchema = {
  psychological_trigger: textField,
  ...measures,
  rpr_lift_pct: numberField,
  conv_lift_pct: numberField,
};
const categorySchema = {
  content_category: textField,
  price_tier: textField,
  ...measures,
  trend_direction: wordField,
  trend_pct: numberField,
  best_price_tier: textField,
};
const weekdaySchema = { day_of_week_la: numberField, ...measures, t_statistic: numberField };
const windowSchema = {
  day_type: wordField,
  hour_24: numberField,
  ...measures,
  confidence: textField,
  value: valueField,
  reliability: numberField,
};

/** The report's own names, in lower case, with whatever can be read of them. */
const fields = z.object({
  report_version: numberField,
  creator_name: textField,
  analysis_timestamp: textField,
  data_freshness: textField,
  account_classification: section({
    size_tier: wordField,
    avg_audience: numberField,
    total_revenue_period: numberField,
    saturation_tolerance: numberField,
  }),
  behavioral_segment: section({
    segment_label: wordField,
    avg_rpr: numberField,
    avg_conv: numberField,
    avg_purchase: numberField,
    sample_size: numberField,
  }),
  saturation: section({
    saturation_score: numberField,
    risk_level: wordField,
    unlock_rate_deviation: numberField,
    emv_deviation: numberField,
    consecutive_underperform_days: numberField,
    recommended_action: textField,
    volume_adjustment_factor: numberField,
    confidence_score: numberField,
    exclusion_reason: textField,
    parts: section({ unlock: numberField, emv: numberField, days: numberField, frequency: numberField }),
  }),
  frequency_trend: numberField,
  psychological_trigger_analysis: rows(triggerSchema),
  content_category_performance: rows(categorySchema),
  day_of_week_patterns: rows(weekdaySchema),
  time_window_optimization: rows(windowSchema),
});

/** The section of the score has had two names. */
export const reportSchema = z.preprocess(
  (value) =>
    isRecord(value) && !isRecord(value.saturation)
      ? { ...value, saturation: value.saturation_analysis }
      : value,
  fields,
);

export type RawReport = z.output<typeof fields>;
type Lists =
  | "psychological_trigger_analysis"
  | "content_category_performance"
  | "day_of_week_patterns"
  | "time_window_optimization";
export type RawRow<List extends Lists> = NonNullable<RawReport[List]>[number];
