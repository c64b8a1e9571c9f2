import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { insert, rows } from "./load.js";
import { clockwork, NOW, ppv, Small, steady } from "./small.js";

let small: Small;
beforeEach(async () => {
  small = await Small.open();
});
afterEach(() => small.close());

describe("account and segment", () => {
  it.each([
    ["MICRO", 4_999.99],
    ["SMALL", 5_000],
    ["SMALL", 24_999.99],
    ["MEDIUM", 25_000],
    ["MEDIUM", 99_999.99],
    ["LARGE", 100_000],
    ["LARGE", 499_999.99],
    ["MEGA", 500_000],
  ])("calls a page %s at exactly $%d of sums that doubles cannot hold", async (tier, dollars) => {
    // Ten cents a message do not add up to whole dollars in doubles.
    await small.send(
      clockwork(),
      ...Array.from({ length: 2000 }, () => ppv("page", 5, { earnings: 0.1 })),
      ppv("page", 5, { earnings: dollars - 200 }),
    );
    expect((await small.ask("account", "page"))[0]).toMatchObject({
      size_tier: tier,
      total_revenue_period: dollars,
    });
  });

  it.each([
    ["BUDGET", 9.99],
    ["STANDARD", 10],
    ["STANDARD", 19.99],
    ["PREMIUM", 20],
    ["PREMIUM", 34.99],
    ["LUXURY", 35],
  ])("calls buyers %s at exactly $%d a purchase", async (segment, dollars) => {
    await small.send(
      clockwork(),
      ...Array.from({ length: 30 }, (_, index) =>
        ppv("page", 2 + index, { purchased_count: 1, earnings: dollars }),
      ),
    );
    expect((await small.ask("segment", "page"))[0]).toMatchObject({
      segment_label: segment,
      sample_size: 30,
    });
  });

  it("needs 20 PPVs and a purchase to name a segment", async () => {
    await small.send(
      clockwork(),
      ...Array.from({ length: 19 }, (_, index) => ppv("few", 2 + index)),
      ...Array.from({ length: 20 }, (_, index) => ppv("enough", 2 + index)),
      ...Array.from({ length: 20 }, (_, index) =>
        ppv("unsold", 2 + index, { purchased_count: 0, earnings: 0 }),
      ),
    );
    const labels = new Map(
      (await small.ask("segment", null)).map((each) => [each.page_name, each.segment_label]),
    );
    expect(labels.get("few")).toBe("EXPLORATORY");
    expect(labels.get("enough")).toBe("STANDARD");
    expect(labels.get("unsold")).toBe("EXPLORATORY");
  });

  it("names no segment and no revenue where nobody knows what the PPVs earned", async () => {
    const unknown = { price: null, earnings: null };
    await small.send(
      clockwork(),
      ...steady("unknown", 1, 60, unknown),
      ...steady("partly", 1, 60, unknown),
      ppv("partly", 5, { purchased_count: 1, earnings: 7 }),
      ...steady("free", 1, 60, { message_type: "Bump", earnings: null }),
    );
    const [accounts, segments] = [await small.ask("account", null), await small.ask("segment", null)];
    const of = (page: string) => ({
      ...accounts.find((row) => row.page_name === page),
      ...segments.find((row) => row.page_name === page),
    });
    expect(of("unknown")).toMatchObject({
      segment_label: "EXPLORATORY",
      avg_purchase: null,
      total_revenue_period: null,
      size_tier: "MICRO",
    });
    expect(of("partly")).toMatchObject({ segment_label: "BUDGET", total_revenue_period: 7 });
    expect(of("free")).toMatchObject({ segment_label: "EXPLORATORY", total_revenue_period: 0 });
  });
});

describe("hours", () => {
  it("are all worth the same where a page's mean RPR is 0", async () => {
    await small.send(clockwork(), ...steady("page", 1, 60, { purchased_count: 0, earnings: 0 }));
    const windows = await small.ask("time_windows", "page");
    expect(windows.length).toBeGreaterThan(1);
    expect(new Set(windows.map((each) => each.value))).toEqual(new Set([1]));
    expect(new Set(windows.map((each) => each.reliability))).toEqual(new Set([0]));
  });

  it("differ for certain where nothing varies within them", async () => {
    const morning = steady("page", 1, 60).map((each, index) => ({
      ...each,
      earnings: index % 2 === 0 ? 20 : 60,
    }));
    await small.send(clockwork(), ...morning);
    for (const each of await small.ask("time_windows", "page"))
      expect(each).toMatchObject({ reliability: 1, confidence: "good" });
  });
});

describe("past messages", () => {
  it("stay one row each where the bank holds a caption twice, and keep 19 digits", async () => {
    const id = "-9223372036854775807";
    await insert(small.connection, "caption_bank", [
      {
        caption_id: id,
        caption_text: "x",
        caption_key: "a new set",
        price_tier: "Mid",
        content_category: "Set",
      },
      {
        caption_id: id,
        caption_text: "x",
        caption_key: "a new set",
        price_tier: "Mid",
        content_category: "Set",
      },
      {
        caption_id: "9223372036854775806",
        caption_text: "x",
        caption_key: "a new set",
        price_tier: "vip",
        content_category: "Set",
      },
    ]);
    await small.send(
      ppv("page", 1),
      ppv("page", 2, { caption_id: id }),
      ppv("page", 3, { caption_id: "9223372036854775806", caption_key: null }),
    );
    const found = await rows(
      small.connection,
      `SELECT CAST(m.caption_id AS VARCHAR) AS id, m.price_tier
       FROM {dataset}.past_messages('page', CAST($1 AS BIGINT), CAST($2 AS TIMESTAMPTZ)) AS m ORDER BY m.row_id`,
      [3, NOW],
    );
    expect(found).toEqual([
      { id, price_tier: "Mid" },
      { id, price_tier: "Mid" },
      { id: "9223372036854775806", price_tier: "Premium" },
    ]);
  });

  it("go back p_days of 24 hours from the analysis' now, that moment itself not included", async () => {
    await small.send(ppv("page", 1), ppv("page", 2), ppv("page", 3));
    const found = await rows(
      small.connection,
      "SELECT m.row_id FROM {dataset}.past_messages('page', CAST($1 AS BIGINT), CAST($2 AS TIMESTAMPTZ)) AS m",
      [1, NOW],
    );
    expect(found).toEqual([{ row_id: 1 }]);
  });
});

describe("triggers", () => {
  it("go by the words, several to a message, and general where there are none", async () => {
    const texts: [string, number][] = [
      ["Last chance, ends TONIGHT", 100],
      ["Only 5 left, just for you", 100],
      ["Guess what everyone loved", 50],
      ["Snowflakes and knowledge", 50],
    ];
    await small.send(
      clockwork(),
      ...texts.map(([message, earnings], index) => ppv("page", 2 + index, { message, earnings })),
    );
    const found = new Map(
      (await small.ask("triggers", "page")).map((each) => [each.psychological_trigger, each]),
    );
    expect([...found.keys()].sort()).toEqual([
      "curiosity",
      "exclusivity",
      "general",
      "scarcity",
      "social proof",
      "urgency",
    ]);
    expect(found.get("urgency")).toMatchObject({ msg_count: 1, avg_rpr: 1, avg_conv: 0.1, conv_lift_pct: 0 });
    expect(Number(found.get("urgency")?.rpr_lift_pct)).toBeCloseTo(100 / 3, 6);
    expect(Number(found.get("general")?.rpr_lift_pct)).toBeCloseTo(-100 / 3, 6);
  });
});

describe("categories", () => {
  it.each([
    [10, 11, "STABLE", 10],
    [10, 11.02, "RISING", 10.2],
    [10, 9, "STABLE", -10],
    [10, 8.98, "FALLING", -10.2],
    [0, 9, null, null],
  ])("that brought $%d before and $%d now are %s", async (before, now, direction, percent) => {
    // 1.1 / 1 − 1 is a hair more than a tenth in doubles.
    await small.send(
      clockwork(),
      ...steady("page", 30, 60, { earnings: before }),
      ...steady("page", 1, 30, { earnings: now }),
    );
    expect(await small.ask("categories", "page")).toEqual([
      expect.objectContaining({
        content_category: "Unmatched",
        price_tier: null,
        trend_direction: direction,
        trend_pct: percent,
        best_price_tier: null,
      }),
    ]);
  });

  it("have no trend where nothing was sent before", async () => {
    await small.send(clockwork(), ...steady("page", 1, 30));
    expect((await small.ask("categories", "page"))[0]).toMatchObject({
      trend_direction: null,
      trend_pct: null,
    });
  });
});
