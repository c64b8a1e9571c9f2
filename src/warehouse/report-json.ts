import type { PageName } from "../domain/page.js";
import { isoOrNull, numberOrNull, type Row, textOrNull } from "./cells.js";

/** Rows of the analysis' table functions, of one page, from one moment. */
export interface ReportRows {
  readonly now: Row;
  readonly account: Row;
  readonly segment: Row | undefined;
  readonly saturation: Row | undefined;
  readonly triggers: readonly Row[];
  readonly categories: readonly Row[];
  readonly weekdays: readonly Row[];
  readonly windows: readonly Row[];
}

/** The order of rows within the report's lists: a report is the same text whether its page is asked alone or with others. */
export const REPORT_ORDER = {
  triggers: "rpr_lift_pct DESC NULLS LAST, psychological_trigger",
  categories: "avg_rpr DESC NULLS LAST, content_category, price_tier NULLS LAST",
  weekdays: "day_of_week_la",
  time_windows: "day_type, hour_24",
} as const;

/** The report's JSON text (§7): the original's names, and ours beside them. What is not known is null, never NaN. */
export function reportJson(page: PageName, rows: ReportRows): string {
  const { now, account, segment, saturation } = rows;
  return JSON.stringify({
    creator_name: page,
    report_version: 2,
    analysis_timestamp: isoOrNull(now.analysis_now),
    data_freshness: isoOrNull(now.data_to),
    account_classification: pick(account, {
      text: ["size_tier"],
      number: ["avg_audience", "total_revenue_period", "saturation_tolerance", "ppv_count", "bump_count"],
    }),
    behavioral_segment: {
      ...pick(segment, { text: ["segment_label"], number: ["avg_rpr", "avg_conv"] }),
      avg_purchase: numberOrNull(segment?.avg_purchase),
      sample_size: numberOrNull(segment?.sample_size),
    },
    saturation: {
      ...pick(saturation, {
        number: [
          "saturation_score",
          "unlock_rate_deviation",
          "emv_deviation",
          "consecutive_underperform_days",
          "volume_adjustment_factor",
          "confidence_score",
        ],
        text: ["risk_level", "recommended_action", "exclusion_reason"],
      }),
      parts: {
        unlock: numberOrNull(saturation?.unlock_part),
        emv: numberOrNull(saturation?.emv_part),
        days: numberOrNull(saturation?.days_part),
        frequency: numberOrNull(saturation?.frequency_part),
      },
    },
    frequency_trend: numberOrNull(saturation?.frequency_trend),
    psychological_trigger_analysis: rows.triggers.map((row) =>
      pick(row, { text: ["psychological_trigger"], number: [...MEASURES, "rpr_lift_pct", "conv_lift_pct"] }),
    ),
    content_category_performance: rows.categories.map((row) =>
      pick(row, {
        text: ["content_category", "price_tier", "trend_direction", "best_price_tier"],
        number: [...MEASURES, "trend_pct"],
      }),
    ),
    day_of_week_patterns: rows.weekdays.map((row) =>
      pick(row, { number: ["day_of_week_la", ...MEASURES, "t_statistic", "value", "reliability"] }),
    ),
    time_window_optimization: rows.windows.map((row) =>
      pick(row, {
        text: ["day_type", "confidence"],
        number: ["hour_24", ...MEASURES, "value", "reliability"],
      }),
    ),
  });
}

const MEASURES = ["msg_count", "avg_rpr", "avg_conv"];

function pick(
  row: Row | undefined,
  columns: { readonly text?: readonly string[]; readonly number?: readonly string[] },
): Record<string, string | number | null> {
  const { text = [], number = [] } = columns;
  return Object.fromEntries([
    ...text.map((name) => [name, textOrNull(row?.[name])]),
    ...number.map((name) => [name, numberOrNull(row?.[name])]),
  ]);
}
