import type { DuckDBConnection } from "@duckdb/node-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DATASET, insert, openSql, type Row, rows } from "./load.js";

const NOW = "2025-11-03T20:00:00Z";
const DAY = 24 * 3_600_000;
const ago = (days: number): string => new Date(Date.parse(NOW) - days * DAY).toISOString();

let connection: DuckDBConnection;
let row = 0;
beforeEach(async () => {
  connection = await openSql();
  row = 0;
});
afterEach(() => connection.closeSync());

type Given = Readonly<Record<string, string | number | null>>;
/** A PPV of a page, so many days ago, with whatever else is given. */
const ppv = (page: string, days: number, given: Given = {}): Given => ({
  row_id: ++row,
  page_name: page,
  message: "A new set",
  caption_key: "a new set",
  sending_time: ago(days),
  message_type: "PPV",
  price: 10,
  sent_count: 100,
  viewed_count: 50,
  purchased_count: 5,
  earnings: 50,
  ...given,
});
const send = (...messages: readonly Given[]): Promise<void> => insert(connection, "mass_messages", messages);
const ask = (name: string, page: string | null, now = NOW): Promise<Row[]> =>
  rows(connection, `SELECT * FROM {dataset}.${name}(CAST($1 AS VARCHAR), CAST($2 AS TIMESTAMPTZ))`, [
    page,
    now,
  ]);
/** A steady page: two PPVs a day, 74 days back. */
const steady = (page: string, from: number, to: number, given: Given = {}): Given[] =>
  Array.from({ length: (to - from) * 2 }, (_, index) => ppv(page, from + index / 2 + 0.25, given));
/** What makes the analysis' now the clock: a free message of another page. */
const clockwork = (): Given => ppv("clockwork", 0, { message_type: "Bump", earnings: 0 });

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
    await send(
      clockwork(),
      ...Array.from({ length: 2000 }, () => ppv("page", 5, { earnings: 0.1 })),
      ppv("page", 5, { earnings: dollars - 200 }),
    );
    expect((await ask("account", "page"))[0]).toMatchObject({
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
    await send(
      clockwork(),
      ...Array.from({ length: 30 }, (_, index) =>
        ppv("page", 2 + index, { purchased_count: 1, earnings: dollars }),
      ),
    );
    expect((await ask("segment", "page"))[0]).toMatchObject({ segment_label: segment, sample_size: 30 });
  });

  it("needs 20 PPVs and a purchase to name a segment", async () => {
    await send(
      clockwork(),
      ...Array.from({ length: 19 }, (_, index) => ppv("few", 2 + index)),
      ...Array.from({ length: 20 }, (_, index) => ppv("enough", 2 + index)),
      ...Array.from({ length: 20 }, (_, index) =>
        ppv("unsold", 2 + index, { purchased_count: 0, earnings: 0 }),
      ),
    );
    const labels = new Map((await ask("segment", null)).map((each) => [each.page_name, each.segment_label]));
    expect(labels.get("few")).toBe("EXPLORATORY");
    expect(labels.get("enough")).toBe("STANDARD");
    expect(labels.get("unsold")).toBe("EXPLORATORY");
  });
});

describe("saturation", () => {
  const saturation = async (page = "page"): Promise<Row | undefined> => (await ask("saturation", page))[0];

  it("is no history, not health, for a page that never sent anything", async () => {
    await insert(connection, "active_creators", [{ page_name: "page" }]);
    await send(clockwork());
    expect(await saturation()).toMatchObject({
      saturation_score: 0,
      confidence_score: 0,
      exclusion_reason: "no history",
    });
  });

  it("is too short a history where all PPVs lie within the 14 days", async () => {
    await send(clockwork(), ...steady("page", 1, 13));
    expect(await saturation()).toMatchObject({
      saturation_score: 0,
      confidence_score: 0,
      exclusion_reason: "history too short",
    });
  });

  it.each([
    ["only older PPVs", () => steady("page", 20, 40)],
    ["only PPVs from before the 60 days", () => steady("page", 80, 100)],
    ["only bumps", () => steady("page", 1, 40, { message_type: "Bump" })],
    ["one PPV that is younger than a day", () => [...steady("page", 20, 40), ppv("page", 0.5)]],
  ])("is not known from %s: no score, so that planning asks for a zone", async (_, messages) => {
    await send(clockwork(), ...messages());
    expect(await saturation()).toMatchObject({
      saturation_score: null,
      risk_level: null,
      confidence_score: 0,
      exclusion_reason: "not enough recent data",
      unlock_part: null,
      days_part: null,
    });
  });

  it("has no row for a page that nobody knows", async () => {
    await send(clockwork());
    expect(await ask("saturation", "nobody")).toEqual([]);
    expect(await ask("account", "nobody")).toEqual([]);
  });

  it("counts a day at exactly 0.8 of the baseline as a good one, a cent below as a weak one", async () => {
    // 0.07 × 0.8 is not 0.056 in doubles.
    const before = steady("page", 14, 74, { sent_count: 1000, earnings: 70 });
    const day = (earnings: number): Given[] =>
      [1, 2, 3, 4].map((days) => ppv("page", days + 0.1, { sent_count: 1000, earnings }));
    await send(clockwork(), ...before, ...day(56));
    expect(await saturation()).toMatchObject({ consecutive_underperform_days: 0 });
    await connection.run(`UPDATE ${DATASET}.mass_messages SET earnings = 55.99 WHERE earnings = 56`);
    expect(await saturation()).toMatchObject({ consecutive_underperform_days: 4, days_value: 1 });
  });

  it("lets days without a PPV neither count nor break the run, and a good day break it", async () => {
    const weak = { earnings: 10 };
    await send(
      clockwork(),
      ...steady("page", 14, 74),
      ppv("page", 12, weak),
      ppv("page", 9, weak),
      ppv("page", 3, weak),
    );
    expect(await saturation()).toMatchObject({ consecutive_underperform_days: 3 });
    await send(ppv("page", 5));
    expect(await saturation()).toMatchObject({ consecutive_underperform_days: 1 });
  });

  it("lets a PPV younger than 24 h count for frequency alone", async () => {
    await send(clockwork(), ...steady("page", 1, 74));
    const before = await saturation();
    await send(ppv("page", 0.9999, { purchased_count: 0, earnings: 0 }));
    const after = await saturation();
    expect(Number(after?.frequency_trend)).toBeGreaterThan(Number(before?.frequency_trend));
    expect(after).toMatchObject({
      unlock_rate_deviation: before?.unlock_rate_deviation,
      emv_deviation: before?.emv_deviation,
      consecutive_underperform_days: 0,
    });
    await send(ppv("page", 1, { purchased_count: 0, earnings: 0 }));
    expect(Number((await saturation())?.unlock_rate_deviation)).toBeLessThan(
      Number(before?.unlock_rate_deviation),
    );
  });

  it("measures frequency since the first PPV, so that a young page is not called hasty", async () => {
    // Two a day since 24 days: ten days before the 14.
    await send(clockwork(), ...steady("page", 0, 24));
    expect(Math.abs(Number((await saturation())?.frequency_trend))).toBeLessThan(0.06);
  });

  it("keeps to the last message where the clock runs on", async () => {
    await send(
      clockwork(),
      ...steady("page", 1, 74),
      ...steady("page", 1, 14, { purchased_count: 1, earnings: 9 }),
    );
    const scores = await Promise.all(
      [NOW, "2026-05-01T00:00:00Z"].map(async (now) => (await ask("saturation", "page", now))[0]),
    );
    expect(scores[1]).toEqual(scores[0]);
    expect(Number(scores[0]?.saturation_score)).toBeGreaterThan(0.3);
  });

  it("does not see what was sent after the clock", async () => {
    await send(clockwork(), ...steady("page", 1, 74));
    const before = await saturation();
    await send(...Array.from({ length: 40 }, (_, index) => ppv("page", -1 - index / 4, { earnings: 0 })));
    expect(await saturation()).toEqual(before);
  });
});

describe("hours", () => {
  it("are all worth the same where a page's mean RPR is 0", async () => {
    await send(clockwork(), ...steady("page", 1, 60, { purchased_count: 0, earnings: 0 }));
    const windows = await ask("time_windows", "page");
    expect(windows.length).toBeGreaterThan(1);
    expect(new Set(windows.map((each) => each.value))).toEqual(new Set([1]));
    expect(new Set(windows.map((each) => each.reliability))).toEqual(new Set([0]));
  });

  it("differ for certain where nothing varies within them", async () => {
    const morning = steady("page", 1, 60).map((each, index) => ({
      ...each,
      earnings: index % 2 === 0 ? 20 : 60,
    }));
    await send(clockwork(), ...morning);
    for (const each of await ask("time_windows", "page"))
      expect(each).toMatchObject({ reliability: 1, confidence: "good" });
  });
});

describe("past messages", () => {
  it("stay one row each where the bank holds a caption twice, and keep 19 digits", async () => {
    const id = "-9223372036854775807";
    await insert(connection, "caption_bank", [
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
    await send(
      ppv("page", 1),
      ppv("page", 2, { caption_id: id }),
      ppv("page", 3, { caption_id: "9223372036854775806", caption_key: null }),
    );
    const found = await rows(
      connection,
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
    await send(ppv("page", 1), ppv("page", 2), ppv("page", 3));
    const found = await rows(
      connection,
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
    await send(
      clockwork(),
      ...texts.map(([message, earnings], index) => ppv("page", 2 + index, { message, earnings })),
    );
    const found = new Map((await ask("triggers", "page")).map((each) => [each.psychological_trigger, each]));
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
