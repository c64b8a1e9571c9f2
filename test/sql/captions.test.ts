import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays } from "../../src/domain/calendar.js";
import { picks } from "../../src/domain/captions.js";
import { rankedCaptions } from "../../src/warehouse/caption-rows.js";
import { availability, passedOver, ranked } from "./caption-answers.js";
import { judge, type Ranked, rank, type Scored, score } from "./caption-oracle.js";
import { type Question, smaller, TIERS, tierOf, type World } from "./caption-record-oracle.js";
import { asked, EMPTY, NOW, putWorld, WEEK } from "./caption-scenes.js";
import { PAGES, worldOf } from "./caption-worlds.js";
import { expectClose } from "./close.js";
import { openSql, type Row } from "./load.js";

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await openSql();
});
afterAll(() => connection.closeSync());

/** What a plan can use: 160 keys of any, 30 of those that press for time (bumps have no such limit), twins with them. */
function given(scored: readonly Scored[], tier: string): (Ranked & { taken: number })[] {
  const keys = { scarce: new Set<string>(), plain: new Set<string>() };
  const all = rank(scored, tier).map((one, index) => ({ ...one, taken: index + 1 }));
  const first = new Map(all.toReversed().map((one) => [one.key, one.taken]));
  const kindOf = (one: Scored) => (one.caption.urgent && tier !== "Free" ? "scarce" : "plain");
  for (const one of all.toSorted((a, b) => (first.get(a.key) ?? 0) - (first.get(b.key) ?? 0))) {
    const kind = kindOf(one);
    if (keys[kind].size < (kind === "scarce" ? 30 : 160)) keys[kind].add(one.key);
  }
  return all.filter((one) => keys[kindOf(one)].has(one.key));
}

function expectRow(row: Row, wanted: Ranked & { taken: number }): void {
  const { caption } = wanted;
  expect(row).toMatchObject({
    caption_id: caption.id,
    caption_key: wanted.key,
    caption_text: caption.text,
    price_tier: wanted.tier,
    content_category: caption.category ?? "uncategorised",
    has_urgency: caption.urgent,
    pick_rank: wanted.rank,
    taken_order: wanted.taken,
    rest_group: wanted.group,
    last_sent: wanted.lastSent,
    sends: wanted.sends,
    successes: wanted.successes,
    is_tested: wanted.weight >= 1,
    better_in_category: wanted.betterInCategory,
    better_urgent: wanted.betterUrgent,
    sent: wanted.sent,
  });
  for (const [name, value] of [
    ["weight", wanted.weight],
    ["alpha", wanted.alpha],
    ["beta", wanted.beta],
    ["wilson_low", wanted.interval[0]],
    ["wilson_high", wanted.interval[1]],
    ["draw", wanted.draw],
    ["overuse", wanted.overuse],
    ["score", wanted.score],
    ["earnings", wanted.earnings],
  ] as const)
    expectClose(row[name], value, `${name} of ${caption.id}`);
}

async function expectRanked(world: World, question: Question): Promise<number> {
  const scored = score(world, question);
  const wanted = TIERS.flatMap((tier) => given(scored, tier));
  const actual = await ranked(connection, question);
  expect(actual.map((row) => row.caption_id)).toEqual(wanted.map((one) => one.caption.id));
  for (const [index, one] of wanted.entries()) expectRow(actual[index] as Row, one);
  return actual.length;
}

async function expectAvailability(world: World, question: Question): Promise<void> {
  const judged = judge(world, question);
  const unknown = world.captions.filter((caption) => caption.active && tierOf(caption) === null).length;
  expect(await availability(connection, question)).toEqual(
    TIERS.map((tier, index) => {
      const own = judged.filter((one) => one.tier === tier);
      const free = own.filter((one) => one.standing === "eligible");
      return {
        price_tier: tier,
        active: own.length,
        eligible: free.length,
        locked: own.filter((one) => one.standing === "locked").length,
        resting: own.filter((one) => one.standing === "resting").length,
        restricted: own.filter((one) => one.standing === "restricted").length,
        rested: free.filter((one) => one.group === "rested").length,
        recent: free.filter((one) => one.group === "recent").length,
        relaxed: free.filter((one) => one.group === "relaxed").length,
        urgent: free.filter((one) => one.caption.urgent).length,
        unknown_tier: unknown,
        price_order: index + 1,
      };
    }),
  );
}

async function expectPassedOver(
  world: World,
  question: Question,
  tier: string,
  limit: number,
): Promise<void> {
  const scored = score(world, question);
  const most = { Budget: 2, Mid: 2, Premium: 1 }[tier] ?? Number.POSITIVE_INFINITY;
  const taken = given(scored, tier)
    .filter((one) => one.caption.urgent)
    .map((one) => one.key)
    .filter((key, index, all) => all.indexOf(key) === index)
    .slice(0, most);
  const wanted = scored
    .filter((one) => one.tier === tier)
    .filter(
      (one) =>
        one.standing !== "eligible" || (one.caption.urgent && tier !== "Free" && !taken.includes(one.key)),
    )
    .sort((a, b) => b.score - a.score || smaller(a.caption.id, b.caption.id))
    .slice(0, limit);
  const actual = await passedOver(connection, question, tier, limit);
  expect(
    actual.map(({ score: _, held_by: _page, ...row }) => row),
    tier,
  ).toEqual(
    wanted.map((one, index) => ({
      caption_id: one.caption.id,
      caption_text: one.caption.text,
      price_tier: tier,
      content_category: one.caption.category ?? "uncategorised",
      reason: one.standing === "eligible" ? "urgent" : one.standing,
      held_date: one.standing === "locked" ? (one.lock?.date ?? null) : null,
      last_sent: one.lastSent,
      free_from:
        one.standing === "locked"
          ? addDays(one.lock?.date ?? "", 8)
          : one.standing === "resting"
            ? addDays(one.lastSent ?? "", 10)
            : null,
      worth_order: index + 1,
    })),
  );
  for (const [index, one] of wanted.entries()) expectClose(actual[index]?.score, one.score, "score");
}

describe("ranked captions, availability and what was passed over equal the contract's rules", () => {
  for (const seed of [1, 2, 3, 4, 5, 6])
    it(`in a world of chance (${seed})`, async () => {
      const world = worldOf(seed, { captions: 260, messages: 700, locks: 60, schedules: 10 });
      await putWorld(connection, world);
      const questions = [
        asked({ page: PAGES[seed % 3] ?? "", seed: `seed ${seed}` }),
        // The clock of last week, two schedules taken as not there, a week that has begun.
        asked({ now: NOW - 6.4 * 86_400_000, ignored: ["sched_1", "sched_4"] }),
        asked({ page: "new-page", week: addDays(WEEK, -7) }),
      ];
      for (const question of questions) {
        expect(await expectRanked(world, question)).toBeGreaterThan(20);
        await expectAvailability(world, question);
      }
      for (const tier of TIERS) await expectPassedOver(world, questions[0] as Question, tier, 25);
    });

  it("in a bank of more than a plan can use: 160 a price tier, 30 that press for time", async () => {
    const world = worldOf(7, { captions: 900, messages: 300, tiers: ["Mid", "Free"] });
    await putWorld(connection, world);
    expect(await expectRanked(world, asked({ page: "cleo" }))).toBeGreaterThan(160 + 30 + 160);
    const keys = new Set(
      (await ranked(connection, asked({ page: "cleo" }))).map(
        (row) => `${row.price_tier} ${row.caption_key}`,
      ),
    );
    expect(keys.size).toBeGreaterThanOrEqual(160 + 30 + 160 - 30);
  });

  it("more of a price tier keeps those already chosen, and no key is chosen twice", async () => {
    await putWorld(connection, worldOf(9, { captions: 260, messages: 500, locks: 20, schedules: 6 }));
    const rows = await ranked(connection, asked({ page: "cleo" }));
    const request = {
      captions: rankedCaptions(rows),
      availability: [],
      zone: "YELLOW",
      segment: "STANDARD",
      exclude: [],
    } as const;
    const chosen = (budget: number, mid: number, premium: number, bump: number): string[] => {
      const result = picks({ ...request, mix: { budget, mid, premium }, bump });
      if ("infeasible" in result) throw result.error;
      const all = [...result.ppvs, ...result.bumps];
      expect(new Set(all.map((pick) => pick.caption.captionKey)).size).toBe(all.length);
      return all.map((pick) => pick.caption.captionId);
    };
    let before = chosen(1, 1, 1, 1);
    for (let more = 2; more <= 8; more++) {
      const now = chosen(more, more, more, more);
      expect(now).toEqual(expect.arrayContaining(before));
      expect(now).toHaveLength(4 * more);
      before = now;
    }
  });

  it("in a warehouse that is empty, and in one without a history", async () => {
    await putWorld(connection, EMPTY);
    expect(await ranked(connection, asked())).toEqual([]);
    await expectAvailability(EMPTY, asked());
    expect(await passedOver(connection, asked(), "Mid", 5)).toEqual([]);
    const bank: World = { ...EMPTY, captions: worldOf(8, { captions: 40, messages: 0 }).captions };
    await putWorld(connection, bank);
    const first = await ranked(connection, asked());
    expect(first.length).toBeGreaterThan(20);
    for (const row of first)
      expect(row).toMatchObject({ alpha: 1, beta: 1, wilson_low: 0, wilson_high: 1, last_sent: null });
  });
});
