import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DATASET, insert, type Row } from "./load.js";
import { clockwork, type Given, NOW, ppv, Small, steady } from "./small.js";

let small: Small;
beforeEach(async () => {
  small = await Small.open();
});
afterEach(() => small.close());

describe("saturation", () => {
  const saturation = async (page = "page"): Promise<Row | undefined> =>
    (await small.ask("saturation", page))[0];

  it("is no history, not health, for a page that never sent anything", async () => {
    await insert(small.connection, "active_creators", [{ page_name: "page" }]);
    await small.send(clockwork());
    expect(await saturation()).toMatchObject({
      saturation_score: 0,
      confidence_score: 0,
      exclusion_reason: "no history",
    });
  });

  it("is too short a history where all PPVs lie within the 14 days", async () => {
    await small.send(clockwork(), ...steady("page", 1, 13));
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
    await small.send(clockwork(), ...messages());
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
    await small.send(clockwork());
    expect(await small.ask("saturation", "nobody")).toEqual([]);
    expect(await small.ask("account", "nobody")).toEqual([]);
  });

  it("counts a day at exactly 0.8 of the baseline as a good one, a cent below as a weak one", async () => {
    // 0.07 × 0.8 is not 0.056 in doubles.
    const before = steady("page", 14, 74, { sent_count: 1000, earnings: 70 });
    const day = (earnings: number): Given[] =>
      [1, 2, 3, 4].map((days) => ppv("page", days + 0.1, { sent_count: 1000, earnings }));
    await small.send(clockwork(), ...before, ...day(56));
    expect(await saturation()).toMatchObject({ consecutive_underperform_days: 0 });
    await small.connection.run(`UPDATE ${DATASET}.mass_messages SET earnings = 55.99 WHERE earnings = 56`);
    expect(await saturation()).toMatchObject({ consecutive_underperform_days: 4, days_value: 1 });
  });

  it("lets days without a PPV neither count nor break the run, and a good day break it", async () => {
    const weak = { earnings: 10 };
    await small.send(
      clockwork(),
      ...steady("page", 14, 74),
      ppv("page", 12, weak),
      ppv("page", 9, weak),
      ppv("page", 3, weak),
    );
    expect(await saturation()).toMatchObject({ consecutive_underperform_days: 3 });
    await small.send(ppv("page", 5));
    expect(await saturation()).toMatchObject({ consecutive_underperform_days: 1 });
  });

  it("lets a PPV younger than 24 h count for frequency alone", async () => {
    await small.send(clockwork(), ...steady("page", 1, 74));
    const before = await saturation();
    await small.send(ppv("page", 0.9999, { purchased_count: 0, earnings: 0 }));
    const after = await saturation();
    expect(Number(after?.frequency_trend)).toBeGreaterThan(Number(before?.frequency_trend));
    expect(after).toMatchObject({
      unlock_rate_deviation: before?.unlock_rate_deviation,
      emv_deviation: before?.emv_deviation,
      consecutive_underperform_days: 0,
    });
    await small.send(ppv("page", 1, { purchased_count: 0, earnings: 0 }));
    expect(Number((await saturation())?.unlock_rate_deviation)).toBeLessThan(
      Number(before?.unlock_rate_deviation),
    );
  });

  it("measures frequency since the first PPV, so that a young page is not called hasty", async () => {
    // Two a day since 24 days: ten days before the 14.
    await small.send(clockwork(), ...steady("page", 0, 24));
    expect(Math.abs(Number((await saturation())?.frequency_trend))).toBeLessThan(0.06);
  });

  it("keeps to the last message where the clock runs on", async () => {
    await small.send(
      clockwork(),
      ...steady("page", 1, 74),
      ...steady("page", 1, 14, { purchased_count: 1, earnings: 9 }),
    );
    const scores = await Promise.all(
      [NOW, "2026-05-01T00:00:00Z"].map(async (now) => (await small.ask("saturation", "page", now))[0]),
    );
    expect(scores[1]).toEqual(scores[0]);
    expect(Number(scores[0]?.saturation_score)).toBeGreaterThan(0.3);
  });

  it("does not see what was sent after the clock", async () => {
    await small.send(clockwork(), ...steady("page", 1, 74));
    const before = await saturation();
    await small.send(
      ...Array.from({ length: 40 }, (_, index) => ppv("page", -1 - index / 4, { earnings: 0 })),
    );
    expect(await saturation()).toEqual(before);
  });
});
