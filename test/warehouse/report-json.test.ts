import { describe, expect, it, onTestFinished } from "vitest";
import { parseReport } from "../../src/domain/report.js";
import { QUIET } from "../../src/warehouse/port.js";
import { reportJson } from "../../src/warehouse/report-json.js";
import { duckdbPlace } from "./duckdb-place.js";
import { caption, NOW } from "./fixtures.js";

const SECTIONS = {
  account_classification: ["size_tier", "avg_audience", "total_revenue_period", "saturation_tolerance"],
  behavioral_segment: ["segment_label", "avg_rpr", "avg_conv", "avg_purchase", "sample_size"],
  saturation: [
    "saturation_score",
    "risk_level",
    "unlock_rate_deviation",
    "emv_deviation",
    "consecutive_underperform_days",
    "recommended_action",
    "volume_adjustment_factor",
    "confidence_score",
    "exclusion_reason",
    "parts",
  ],
} as const;
const LISTS = {
  psychological_trigger_analysis: [
    "psychological_trigger",
    "msg_count",
    "avg_rpr",
    "avg_conv",
    "rpr_lift_pct",
    "conv_lift_pct",
  ],
  content_category_performance: [
    "content_category",
    "price_tier",
    "msg_count",
    "avg_rpr",
    "avg_conv",
    "trend_direction",
    "trend_pct",
    "best_price_tier",
  ],
  day_of_week_patterns: ["day_of_week_la", "msg_count", "avg_rpr", "avg_conv", "t_statistic"],
  time_window_optimization: [
    "day_type",
    "hour_24",
    "msg_count",
    "avg_rpr",
    "avg_conv",
    "confidence",
    "value",
    "reliability",
  ],
} as const;

describe("the report", () => {
  it("carries the contract's names, and every number that the functions computed", async () => {
    const day = 24 * 3_600_000;
    const place = await duckdbPlace({
      creators: [{ page: "ana" }],
      captions: Array.from({ length: 30 }, (_, index) => caption(index)),
      messages: Array.from({ length: 240 }, (_, n) => ({
        page: "ana",
        text: caption(n % 30).text,
        sendingTime: NOW - (n / 2) * day - (n % 11) * 3_600_000,
        type: "PPV" as const,
        price: 12,
        sent: 1000,
        viewed: 500 + (n % 7),
        purchased: 40 + (n % 13) - (n < 28 ? 15 : 0),
        earnings: 12 * (40 + (n % 13) - (n < 28 ? 15 : 0)),
      })),
    });
    onTestFinished(() => place.dispose());
    const text = (await (await place.open()).report("ana", NOW, QUIET)) ?? "";
    const json = JSON.parse(text) as Record<string, never>;
    expect(json).toMatchObject({ creator_name: "ana", report_version: 2 });
    expect(json.data_freshness).toBe(new Date(NOW).toISOString());
    for (const [section, names] of Object.entries(SECTIONS))
      for (const name of names) expect(Object.keys(json[section] ?? {}), section).toContain(name);
    for (const [list, names] of Object.entries(LISTS)) {
      const rows = json[list] as unknown as Record<string, unknown>[];
      expect(rows.length, list).toBeGreaterThan(0);
      for (const row of rows) for (const name of names) expect(Object.keys(row), list).toContain(name);
    }
    expect(json).toHaveProperty("frequency_trend");
    // Read back by the reader of all reports: nothing of ours is missing to it.
    const report = parseReport(text);
    expect(report.saturation.state).toBe("scored");
    const parts = report.saturation.parts ?? { unlock: 0, emv: 0, days: 0, frequency: 0 };
    const sum = parts.unlock + parts.emv + parts.days + parts.frequency;
    expect(report.saturation.score).toBeCloseTo(sum, 3);
    expect(report.segment.perPurchase).toBeCloseTo(12);
    expect(report.weekdays).toHaveLength(7);
    for (const value of [
      report.account.averageAudience,
      report.account.revenue,
      report.frequencyTrend,
      report.segment.averageRpr,
    ])
      expect(value).not.toBeNull();
  });

  it("says null for what is not known: no NaN, no Infinity, nothing left out", () => {
    const text = reportJson("ana", {
      now: { analysis_now: new Date(NOW), data_to: null },
      account: { size_tier: "MICRO", avg_audience: Number.NaN, total_revenue_period: 0, ppv_count: 7n },
      segment: undefined,
      saturation: {
        saturation_score: null,
        exclusion_reason: "not enough recent data",
        emv_deviation: Number.POSITIVE_INFINITY,
      },
      triggers: [],
      categories: [{ content_category: "Fitness", avg_rpr: Number.NaN, msg_count: 3n }],
      weekdays: [],
      windows: [],
    });
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
    expect(JSON.parse(text)).toMatchObject({
      data_freshness: null,
      account_classification: {
        size_tier: "MICRO",
        avg_audience: null,
        total_revenue_period: 0,
        ppv_count: 7,
      },
      behavioral_segment: { segment_label: null, sample_size: null },
      saturation: { saturation_score: null, emv_deviation: null, parts: { unlock: null } },
      content_category_performance: [
        { content_category: "Fitness", price_tier: null, msg_count: 3, avg_rpr: null },
      ],
    });
    expect(parseReport(text).saturation.state).toBe("not enough recent data");
  });
});
