import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ErosError } from "../../src/domain/errors.js";
import { parseReport } from "../../src/domain/report.js";
import { reportText } from "./generators.js";

const window = {
  day_type: "Weekday",
  hour_24: 21,
  msg_count: 5,
  avg_rpr: 0.6,
  avg_conv: 0.03,
  confidence: "good",
};

describe("our own report", () => {
  it("is read field by field", () => {
    const report = parseReport(
      reportText({
        psychological_trigger_analysis: [
          {
            psychological_trigger: "urgency",
            msg_count: 12,
            avg_rpr: 0.5,
            avg_conv: 0.04,
            rpr_lift_pct: 18,
            conv_lift_pct: 3,
          },
        ],
        content_category_performance: [
          {
            content_category: "Tease/Preview",
            price_tier: "Mid",
            msg_count: 9,
            avg_rpr: 0.61,
            avg_conv: 0.05,
            trend_direction: "RISING",
            trend_pct: 12.5,
            best_price_tier: "Premium",
          },
        ],
        day_of_week_patterns: [
          { day_of_week_la: 1, msg_count: 7, avg_rpr: 0.4, avg_conv: 0.02, t_statistic: 1.1 },
        ],
        time_window_optimization: [{ ...window, value: 1.2, reliability: 0.8 }],
      }),
    );
    expect(report.version).toBe(2);
    expect(report.account).toEqual({
      tier: "MEDIUM",
      tierText: null,
      averageAudience: 2140,
      revenue: 41_230.5,
      tolerance: 0.2,
    });
    expect(report.segment).toEqual({
      label: "STANDARD",
      averageRpr: 0.44,
      averageConversion: 0.031,
      perPurchase: 14.2,
      sampleSize: 88,
    });
    expect(report.saturation).toMatchObject({
      state: "scored",
      score: 0.45,
      unlockDeviation: -0.11,
      emvDeviation: -0.09,
      underperformDays: 2,
      confidence: 0.8,
      parts: { unlock: 0.19, emv: 0.13, days: 0.13, frequency: 0 },
    });
    expect(report.frequencyTrend).toBe(0.02);
    expect(report.triggers).toEqual([
      { trigger: "urgency", count: 12, rpr: 0.5, conversion: 0.04, rprLift: 18, conversionLift: 3 },
    ]);
    expect(report.categories).toEqual([
      {
        category: "Tease/Preview",
        priceTier: "Mid",
        count: 9,
        rpr: 0.61,
        conversion: 0.05,
        trend: "RISING",
        trendPercent: 12.5,
        bestPriceTier: "Premium",
      },
    ]);
    expect(report.weekdays).toEqual([{ weekday: 1, count: 7, rpr: 0.4, conversion: 0.02, tStatistic: 1.1 }]);
    expect(report.windows).toEqual([
      {
        dayType: "Weekday",
        hour: 21,
        count: 5,
        rpr: 0.6,
        conversion: 0.03,
        confidence: "good",
        value: 1.2,
        reliability: 0.8,
      },
    ]);
  });

  it.each(["no history", "history too short", "not enough recent data"] as const)(
    "says that there is “%s”",
    (reason) => {
      const saturation = { saturation_score: 0, confidence_score: 0, exclusion_reason: reason };
      expect(parseReport(reportText({ saturation })).saturation.state).toBe(reason);
    },
  );

  it("has no score where there is not enough recent data", () => {
    const saturation = {
      saturation_score: null,
      confidence_score: 0,
      exclusion_reason: "not enough recent data",
    };
    expect(parseReport(reportText({ saturation })).saturation).toMatchObject({
      score: null,
      state: "not enough recent data",
    });
  });
});

describe("reports of older procedures", () => {
  it("may lack every section, or hold null: missing is null, never 0", () => {
    const sections = [
      "account_classification",
      "behavioral_segment",
      "saturation",
      "psychological_trigger_analysis",
      "content_category_performance",
      "day_of_week_patterns",
      "time_window_optimization",
    ];
    const empty = parseReport("{}");
    expect(parseReport(JSON.stringify(Object.fromEntries(sections.map((name) => [name, null]))))).toEqual(
      empty,
    );
    expect(empty.account).toEqual({
      tier: null,
      tierText: null,
      averageAudience: null,
      revenue: null,
      tolerance: null,
    });
    expect(empty.saturation).toMatchObject({ state: "missing", score: null, confidence: null, parts: null });
    expect(empty.segment.label).toBeNull();
    expect([empty.triggers, empty.categories, empty.weekdays, empty.windows]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it("may have the score's section under its other name", () => {
    const text = reportText({
      saturation: null,
      saturation_analysis: { saturation_score: 0.7, confidence_score: 0.5 },
    });
    expect(parseReport(text).saturation).toMatchObject({ score: 0.7, state: "scored" });
  });

  it("may write keys and values in any letter case", () => {
    const upper = (text: string): string =>
      text.replace(/"([a-z_0-9 ]+)"/gi, (_, word: string) => `"${word.toUpperCase()}"`);
    const text = reportText({ time_window_optimization: [{ ...window, day_type: "weekday", value: 1 }] });
    const report = parseReport(upper(text));
    expect(report.account.tier).toBe("MEDIUM");
    expect(report.segment.label).toBe("STANDARD");
    expect(report.saturation.parts).toEqual({ unlock: 0.19, emv: 0.13, days: 0.13, frequency: 0 });
    expect(report.windows?.[0]).toMatchObject({ dayType: "Weekday", hour: 21, value: 1 });
    expect(parseReport('{"Account_Classification":{"Size_Tier":"medium"}}').account.tier).toBe("MEDIUM");
  });

  it("may write numbers as text and whole numbers with a fraction of nothing", () => {
    const text = reportText({
      saturation: { saturation_score: "0.45", confidence_score: "1.0", consecutive_underperform_days: "2.0" },
      day_of_week_patterns: [{ day_of_week_la: "7.0", msg_count: "12.0" }],
      time_window_optimization: [{ ...window, hour_24: "21.0", value: "0.75" }],
    });
    const report = parseReport(text);
    expect(report.saturation).toMatchObject({ score: 0.45, confidence: 1, underperformDays: 2 });
    expect(report.weekdays?.[0]).toMatchObject({ weekday: 7, count: 12 });
    expect(report.windows?.[0]).toMatchObject({ hour: 21, value: 0.75 });
  });

  it("may write “NaN” for what could not be computed: that is missing", () => {
    const text = reportText({
      saturation: { saturation_score: "NaN", confidence_score: "nan" },
      time_window_optimization: [
        { ...window, value: "NaN" },
        { ...window, hour_24: 20, avg_rpr: "Infinity" },
      ],
    });
    const report = parseReport(text);
    expect(report.saturation).toMatchObject({ score: null, confidence: null, state: "missing" });
    expect(report.windows?.map(({ value }) => value)).toEqual([null, null]);
  });

  it("may have windows without a value: then the mean revenue a recipient stands in", () => {
    const report = parseReport(
      reportText({ time_window_optimization: [window, { ...window, value: null }] }),
    );
    expect(report.windows?.map(({ value, reliability }) => [value, reliability])).toEqual([
      [0.6, null],
      [0.6, null],
    ]);
  });

  it.each([
    ["XL", "MEGA"],
    ["NEW", "MICRO"],
    ["xl", "MEGA"],
    [" large ", "LARGE"],
  ])("may call a tier %s: %s", (said, tier) => {
    expect(parseReport(reportText({ account_classification: { size_tier: said } })).account.tier).toBe(tier);
  });

  it("may know tiers, risks and price tiers that we do not: they are kept as text", () => {
    const report = parseReport(
      reportText({
        account_classification: { size_tier: "Gigantic" },
        behavioral_segment: { segment_label: "WHALES" },
        saturation: { saturation_score: 0.5, confidence_score: 1, risk_level: "apocalyptic" },
        content_category_performance: [
          { content_category: "A", price_tier: "standard", best_price_tier: "VIP" },
          { content_category: "B", price_tier: "Diamond" },
        ],
      }),
    );
    expect(report.account).toMatchObject({ tier: null, tierText: "GIGANTIC" });
    expect(report.segment.label).toBeNull();
    expect(report.saturation.riskLevel).toBe("APOCALYPTIC");
    expect(report.categories?.map(({ priceTier, bestPriceTier }) => [priceTier, bestPriceTier])).toEqual([
      ["Mid", "Premium"],
      ["Diamond", null],
    ]);
  });

  it("may give 0 with confidence 0 for a page without history: that is not a healthy page", () => {
    const saturation = { saturation_score: 0, confidence_score: 0 };
    expect(parseReport(reportText({ saturation, behavioral_segment: {} })).saturation.state).toBe(
      "no history",
    );
    expect(parseReport(reportText({ saturation })).saturation.state).toBe("history too short");
    for (const [sample_size, state] of [
      [0, "no history"],
      [1, "history too short"],
    ] as const)
      expect(
        parseReport(reportText({ saturation, behavioral_segment: { sample_size } })).saturation.state,
      ).toBe(state);
    expect(
      parseReport(reportText({ saturation: { ...saturation, saturation_score: 0.2 } })).saturation.state,
    ).toBe("scored");
    expect(
      parseReport(reportText({ saturation: { ...saturation, confidence_score: 0.4 } })).saturation.state,
    ).toBe("scored");
  });

  it.each(["unlock", "emv", "days", "frequency"])(
    "show no parts of the score where %s is missing",
    (part) => {
      const parts = { unlock: 0.19, emv: 0.13, days: 0.13, frequency: 0, [part]: null };
      expect(
        parseReport(reportText({ saturation: { saturation_score: 0.45, parts } })).saturation.parts,
      ).toBeNull();
    },
  );

  it("may add sections of their own, daily targets among them, which are never volumes", () => {
    const text = reportText({
      available_categories: ["Tease", "Solo"],
      daily_ppv_target_min: 40,
      account_classification: { size_tier: "MEDIUM", daily_ppv_target_max: 90, min_ppv_gap_minutes: 1 },
    });
    expect(JSON.stringify(parseReport(text))).not.toMatch(/40|90/);
  });

  it("leave out rows that say nothing: no name, no such hour, no such weekday, no row at all", () => {
    const report = parseReport(
      reportText({
        psychological_trigger_analysis: [{ msg_count: 3 }, null, "x"],
        content_category_performance: [{ price_tier: "Mid" }],
        day_of_week_patterns: [{ day_of_week_la: 8 }, { day_of_week_la: 1.5 }, { day_of_week_la: 0 }],
        time_window_optimization: [
          { ...window, hour_24: 24 },
          { ...window, hour_24: -1 },
          { ...window, day_type: "Holiday" },
          7,
        ],
      }),
    );
    expect([report.triggers, report.categories, report.weekdays, report.windows]).toEqual([[], [], [], []]);
  });

  it("may be JSON within JSON", () => {
    expect(parseReport(JSON.stringify(reportText())).account.tier).toBe("MEDIUM");
  });
});

describe("what cannot be read", () => {
  it.each(["", "not json", "[1, 2]", "null", "42", '"just text"', '{"saturation": NaN}'])(
    "is refused: %s",
    (text) => {
      expect(() => parseReport(text)).toThrow(ErosError);
      expect(() => parseReport(text)).toThrow(/the report cannot be read/);
    },
  );

  it("is never a crash: any JSON object is a report", () => {
    const keys = [
      "saturation",
      "account_classification",
      "time_window_optimization",
      "__proto__",
      "day_of_week_patterns",
    ];
    const section = fc.oneof(fc.jsonValue(), fc.array(fc.dictionary(fc.string(), fc.jsonValue())));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), section), (object) => {
        expect(parseReport(JSON.stringify(object)).account).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });
});
