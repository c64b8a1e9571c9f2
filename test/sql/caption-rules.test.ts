import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays, HOUR, instantOf } from "../../src/domain/calendar.js";
import { availability, passedOver, ranked } from "./caption-answers.js";
import type { Caption, World } from "./caption-record-oracle.js";
import {
  asked,
  caption,
  EMPTY,
  IDS,
  lock,
  message,
  NOW,
  noonBefore,
  putWorld,
  scheduled,
  WEEK,
} from "./caption-scenes.js";
import { openSql, type Row } from "./load.js";

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await openSql();
});
afterAll(() => connection.closeSync());

const put = (world: Partial<World>): Promise<void> => putWorld(connection, { ...EMPTY, ...world });
const ids = (list: readonly Row[]): unknown[] => list.map((row) => row.caption_id);
const groups = async (over = {}): Promise<Record<string, unknown>> =>
  Object.fromEntries((await ranked(connection, asked(over))).map((row) => [row.caption_id, row.rest_group]));

describe("locks", () => {
  it("hold 7 days either side of every day of the week, and not an 8th, on whichever page", async () => {
    const bank = [0, 1, 2, 3, 4].map((index) => caption(index));
    const days = [-8, -7, 3, 13, 14];
    await put({
      captions: bank,
      locks: bank.map((one, index) =>
        lock(one, addDays(WEEK, days[index] ?? 0), { page: index % 2 ? "anna" : "bella" }),
      ),
    });
    expect(new Set(ids(await ranked(connection, asked())))).toEqual(new Set([IDS[0], bank[4]?.id]));
    expect((await availability(connection, asked()))[1]).toMatchObject({ active: 5, eligible: 2, locked: 3 });
  });

  it("hold every id of a key, also where the bank's text was changed since, and are free when released or ignored", async () => {
    const [first, copy, changed, other] = [
      caption(0, { text: "Something new tonight" }),
      caption(1, { text: " ＳＯＭＥＴＨＩＮＧ\u200B new\u00A0 tonight\n" }),
      caption(2, { text: "A text that was changed since" }),
      caption(3),
    ];
    await put({
      captions: [first, copy, changed, other],
      locks: [
        lock(first, WEEK),
        lock(changed, WEEK, { text: "As it was locked", schedule: "sched_2" }),
        lock(other, WEEK, { active: false }),
      ],
    });
    expect(ids(await ranked(connection, asked()))).toEqual([other.id]);
    expect(ids(await ranked(connection, asked({ ignored: ["sched_2"] })))).toContain(changed.id);
    // Twins are all given: setting one aside must be seen to set aside the other.
    expect(await ranked(connection, asked({ ignored: ["sched_bella", "sched_2"] }))).toHaveLength(4);
    expect((await availability(connection, asked({ ignored: ["sched_bella", "sched_2"] })))[1]).toMatchObject(
      { eligible: 4 },
    );
  });

  it("are told with their page and the first week that is free again, the longest one", async () => {
    await put({
      captions: [caption(0)],
      locks: [lock(caption(0), addDays(WEEK, -3), { page: "cleo" }), lock(caption(0), addDays(WEEK, 2))],
    });
    const [row] = await passedOver(connection, asked(), "Mid", 5);
    expect(row).toMatchObject({
      reason: "locked",
      held_by: "bella",
      held_date: "2025-11-12",
      free_from: "2025-11-20",
    });
    expect(await ranked(connection, asked({ week: "2025-11-19" }))).toEqual([]);
    expect(await ranked(connection, asked({ week: "2025-11-20" }))).toHaveLength(1);
  });
});

describe("rest", () => {
  it("counts Los Angeles dates before the week, lower ends included: 30 rested, 20 recent, 10 relaxed, 9 not at all", async () => {
    const days = [9, 10, 19, 20, 29, 30, 31];
    const bank = days.map((_, index) => caption(index));
    const clock = NOW + 6 * 24 * HOUR;
    // Late in the evening there it is the next day in UTC already.
    const evening = (ago: number): number => instantOf(addDays(WEEK, -ago), 23, 30) ?? 0;
    await put({
      captions: bank,
      messages: bank.map((one, index) => message(index, one, 0, 5, { at: evening(days[index] ?? 0) })),
    });
    expect(await groups({ now: clock })).toEqual({
      [bank[1]?.id ?? ""]: "relaxed",
      [bank[2]?.id ?? ""]: "relaxed",
      [bank[3]?.id ?? ""]: "recent",
      [bank[4]?.id ?? ""]: "recent",
      [bank[5]?.id ?? ""]: "rested",
      [bank[6]?.id ?? ""]: "rested",
    });
    const [row] = await passedOver(connection, asked({ now: clock }), "Mid", 5);
    expect(row).toMatchObject({
      caption_id: IDS[0],
      reason: "resting",
      last_sent: "2025-11-01",
      free_from: "2025-11-11",
    });
  });

  it("is of this page alone, and takes rested ones first, then recent, then relaxed, by rank", async () => {
    const bank = Array.from({ length: 12 }, (_, index) => caption(index));
    const messages = bank.map((one, index) =>
      message(index, one, 0, 5, { at: noonBefore([12, 25, 40][index % 3] ?? 0) }),
    );
    await put({ captions: bank, messages });
    const taken = await ranked(connection, asked());
    expect(taken.map((row) => [row.rest_group, row.pick_rank])).toEqual(
      ["rested", "recent", "relaxed"].flatMap((group) => [1, 2, 3, 4].map((place) => [group, place])),
    );
    expect(taken.map((row) => row.taken_order)).toEqual(bank.map((_, index) => index + 1));
    expect(Object.values(await groups({ page: "bella" }))).toEqual(bank.map(() => "rested"));
  });

  it("counts every message of a committed schedule, bumps too, and of a withdrawn one what came before its withdrawal", async () => {
    const bank = [0, 1, 2, 3, 4, 5].map((index) => caption(index));
    const [committed, before, after, replaced, onOtherPage, unknown] = bank as [
      Caption,
      Caption,
      Caption,
      Caption,
      Caption,
      Caption,
    ];
    const noon = noonBefore(5);
    const changed = { changedAt: noon, state: "withdrawn" } as const;
    await put({
      captions: bank,
      schedules: [
        scheduled(committed, noonBefore(1), { schedule: "s1" }),
        scheduled(before, noon - 1000, { ...changed, schedule: "s2" }),
        scheduled(after, noon, { ...changed, schedule: "s3" }),
        scheduled(replaced, noon - 1000, { ...changed, state: "replaced", schedule: "s4" }),
        scheduled(onOtherPage, noon, { page: "bella", schedule: "s5" }),
        scheduled(unknown, noonBefore(12), { state: null, week: addDays(WEEK, -14), schedule: "s6" }),
      ],
    });
    expect(await groups()).toEqual({
      [after.id]: "rested",
      [onOtherPage.id]: "rested",
      [unknown.id]: "relaxed",
    });
    expect(await groups({ ignored: ["s1", "s4"] })).toMatchObject({
      [committed.id]: "rested",
      [replaced.id]: "rested",
    });
  });

  it("keeps what was sent in the week itself from a second time, and does not see what comes after the clock", async () => {
    const [sent, toCome] = [caption(0), caption(1)];
    const start = instantOf(WEEK, 9, 7) ?? 0;
    await put({
      captions: [sent, toCome],
      messages: [message(1, sent, 0, 5, { at: start }), message(2, toCome, 0, 5, { at: start + 4 * HOUR })],
    });
    expect(ids(await ranked(connection, asked({ now: start + HOUR })))).toEqual([toCome.id]);
  });
});

describe("what a page offers", () => {
  it("keeps PPVs of other categories away, and bumps only of categories that PPVs carry", async () => {
    const bank = [
      caption(0, { category: "SOLO " }),
      caption(1, { category: "Story" }),
      caption(2, { category: null }),
      caption(3, { tier: "Free", category: "Story" }),
      caption(4, { tier: "bump", category: "Greeting" }),
      caption(5, { tier: "bump", category: null }),
    ];
    await put({ captions: bank, inventory: [{ page: "anna", category: "solo" }] });
    expect(new Set(ids(await ranked(connection, asked())))).toEqual(
      new Set([bank[0]?.id, bank[4]?.id, bank[5]?.id]),
    );
    expect(await ranked(connection, asked({ page: "bella" }))).toHaveLength(6);
    const passed = await passedOver(connection, asked(), "Mid", 9);
    expect(passed.map((row) => row.reason)).toEqual(["restricted", "restricted"]);
  });

  it("tells the reason that lasts longest first: restricted, then locked, then resting", async () => {
    const bank = [0, 1, 2].map((index) => caption(index, { category: index === 0 ? "Story" : "Solo" }));
    await put({
      captions: bank,
      inventory: [{ page: "anna", category: "Solo" }],
      locks: bank.slice(0, 2).map((one) => lock(one, WEEK)),
      messages: bank.map((one, index) => message(index, one, 1, 5)),
    });
    expect((await availability(connection, asked()))[1]).toMatchObject({
      restricted: 1,
      locked: 1,
      resting: 1,
      eligible: 0,
    });
  });
});

describe("a bank that holds an id twice", () => {
  it("still has the caption once, with the text of its key", async () => {
    const copy = caption(0, { text: "Another text", tier: "Premium" });
    const bank = [caption(0), caption(0), copy, caption(1)];
    await put({
      captions: bank,
      messages: [
        message(1, caption(0), 60, 5),
        message(2, caption(1), 60, 4),
        message(3, caption(1), 0, 4, { page: "cleo" }),
      ],
    });
    const found = await ranked(connection, asked());
    expect(found.map((row) => [row.caption_id, row.caption_text, row.sends]).sort()).toEqual([
      [IDS[1], "Caption 1", 1],
      [IDS[0], "Another text", 1],
    ]);
    await put({ captions: bank, locks: [lock(caption(0), WEEK)] });
    expect(await passedOver(connection, asked(), "Premium", 9)).toHaveLength(1);
    expect((await availability(connection, asked())).map((row) => row.active)).toEqual([0, 1, 1, 0]);
  });
});
