// The monitoring SQL beside a plain reading of the same log: thresholds to the run, windows to the second.
import type { DuckDBConnection } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays, dateOf } from "../../src/domain/calendar.js";
import { DATASET, insert, openSql, type Row, rows } from "./load.js";

const NOW = Date.parse("2025-11-05T18:00:00Z");

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await openSql();
});
afterAll(() => connection.closeSync());

interface Run {
  readonly page: string;
  /** Before now; negative ones are in the future. */
  readonly secondsAgo: number;
  readonly outcome: "success" | "error" | "conflict";
  readonly seconds: number | null;
  readonly messages: number;
  readonly command: string | null;
}

async function log(runs: readonly Run[]): Promise<void> {
  await connection.run(`DELETE FROM ${DATASET}.schedule_export_log`);
  await insert(
    connection,
    "schedule_export_log",
    runs.map((run, index) => ({
      schedule_id: `s${index}`,
      page_name: run.page,
      export_timestamp: new Date(NOW - run.secondsAgo * 1000).toISOString(),
      message_count: run.messages,
      execution_time_seconds: run.seconds,
      error_message: { success: null, error: "no captions", conflict: "conflict: taken" }[run.outcome],
      status: run.outcome === "success" ? "SUCCESS" : "FAILED",
      command: run.command,
    })),
  );
}
const ask = (name: string): Promise<Row[]> =>
  rows(connection, `SELECT * FROM {dataset}.${name}(CAST($1 AS TIMESTAMPTZ))`, [new Date(NOW).toISOString()]);

const run = (over: Partial<Run>): Run => ({
  page: "ana",
  secondsAgo: 3600,
  outcome: "success",
  seconds: 1,
  messages: 18,
  command: "build",
  ...over,
});
const many = (n: number, over: Partial<Run>): Run[] => Array.from({ length: n }, () => run(over));

describe("a page's health", () => {
  it.each([
    [19, 1, "HEALTHY"],
    [18, 1, "WARNING"],
    [16, 4, "WARNING"],
    [15, 4, "CRITICAL"],
    [1, 0, "HEALTHY"],
    [0, 1, "CRITICAL"],
    [0, 0, null],
  ])("of %i successes and %i errors is %s, whatever conflicts there were", async (good, bad, health) => {
    await log([
      ...many(good, {}),
      ...many(bad, { outcome: "error" }),
      ...many(7, { outcome: "conflict" }),
      // Outside the 7 days, in the future, or no run of a plan.
      ...many(30, { outcome: health === "HEALTHY" ? "error" : "success", secondsAgo: 7 * 86_400 }),
      ...many(3, { outcome: "error", secondsAgo: -1 }),
      ...many(9, { command: "withdraw" }),
      ...many(9, { command: "unlock" }),
    ]);
    const [page] = await ask("page_health");
    expect(page).toMatchObject({ page_name: "ana", health, runs: good + bad + 7 });
  });

  it("agrees with a plain count on any log", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRun, { maxLength: 40 }), async (runs) => {
        await log(runs);
        const kept = runs.filter(
          (one) => one.secondsAgo >= 0 && one.secondsAgo < 30 * 86_400 && one.command !== "restore",
        );
        const pages = [...new Set(kept.map((one) => one.page))].sort();
        const found = [...(await ask("page_health"))].sort((a, b) =>
          String(a.page_name) < String(b.page_name) ? -1 : 1,
        );
        expect(found.map((row) => row.page_name)).toEqual(pages);
        for (const row of found) {
          const own = kept.filter((one) => one.page === row.page_name);
          const week = own.filter((one) => one.secondsAgo < 7 * 86_400);
          const count = (outcome: Run["outcome"]) => week.filter((one) => one.outcome === outcome).length;
          expect(row).toMatchObject({
            runs: week.length,
            successes: count("success"),
            errors: count("error"),
            conflicts: count("conflict"),
          });
          closeTo(row.mean_seconds, mean(week.flatMap(({ seconds }) => seconds ?? [])));
          closeTo(
            row.mean_messages,
            mean(week.filter((one) => one.outcome === "success").map((one) => one.messages)),
          );
          closeTo(row.hours_since_last, Math.min(...own.map((one) => one.secondsAgo)) / 3600);
        }
        const trend = await ask("run_trends");
        const firstDay = addDays(dateOf(NOW), -29);
        const dayOf = (one: Run) => dateOf(NOW - one.secondsAgo * 1000);
        const inTrend = runs.filter(
          (one) => one.secondsAgo >= 0 && dayOf(one) >= firstDay && one.command !== "restore",
        );
        expect(trend.map((row) => row.la_day).sort()).toEqual([...new Set(inTrend.map(dayOf))].sort());
        for (const row of trend) {
          const day = inTrend.filter((one) => dayOf(one) === row.la_day);
          const seconds = day.flatMap((one) => one.seconds ?? []).sort((a, b) => a - b);
          expect(row.runs).toBe(day.length);
          expect(row.median_seconds).toBe(rounded(seconds[Math.floor((seconds.length + 1) / 2) - 1]));
          expect(row.min_seconds).toBe(rounded(seconds[0]));
          expect(row.max_seconds).toBe(rounded(seconds.at(-1)));
        }
      }),
      { numRuns: 40 },
    );
  });
});

const anyRun: fc.Arbitrary<Run> = fc.record({
  page: fc.constantFrom("ana", "bea", "cleo"),
  secondsAgo: fc.oneof(
    fc.integer({ min: -100, max: 40 * 86_400 }),
    fc.constantFrom(0, 7 * 86_400 - 1, 7 * 86_400, 7 * 86_400 + 1, 30 * 86_400, 30 * 86_400 - 1),
  ),
  outcome: fc.constantFrom("success", "error", "conflict"),
  seconds: fc.option(fc.integer({ min: 0, max: 200 }).map((sevenths) => sevenths / 7)),
  messages: fc.integer({ min: 0, max: 60 }),
  command: fc.constantFrom("build", null, "restore"),
});
const rounded = (seconds: number | undefined): number | null =>
  seconds === undefined ? null : Number(seconds.toFixed(6));
const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
function closeTo(actual: unknown, wanted: number | null): void {
  if (wanted === null) expect(actual).toBeNull();
  else expect(Number(actual)).toBeCloseTo(wanted, 5);
}

describe("alerts", () => {
  const firing = async (runs: readonly Run[]): Promise<unknown[]> => {
    await log(runs);
    return (await ask("alerts")).filter((row) => row.fires).map((row) => row.alert);
  };

  it.each<[string, Run[], string[]]>([
    ["nothing fires on a good log", many(5, {}), []],
    ["9 of 10 is not below 90 %", [...many(9, {}), run({ outcome: "error" })], []],
    ["8 of 9 is", [...many(8, {}), run({ outcome: "error" })], ["success rate"]],
    ["conflicts are no errors", [run({}), ...many(20, { outcome: "conflict" })], []],
    ["30 s are not above 30 s", many(2, { seconds: 30 }), []],
    ["a little more is", [run({ seconds: 30 }), run({ seconds: 30.01 })], ["duration"]],
    ["a success a second less than 24 h ago", [run({ secondsAgo: 24 * 3600 - 1 })], []],
    ["a success 24 h ago", [run({ secondsAgo: 24 * 3600 })], ["no success"]],
    ["two errors an hour are not more than two", [...many(40, {}), ...many(2, { outcome: "error" })], []],
    ["three are", [...many(40, {}), ...many(3, { outcome: "error" })], ["errors"]],
    [
      "three within 60 minutes of the last 24 h",
      [...many(40, {}), ...[20, 20.5, 20.99].map((h) => run({ outcome: "error", secondsAgo: h * 3600 }))],
      ["errors"],
    ],
    [
      "three that take 60 minutes",
      [...many(40, {}), ...[20, 20.5, 21].map((h) => run({ outcome: "error", secondsAgo: h * 3600 }))],
      [],
    ],
    [
      "three yesterday at this time",
      [...many(40, {}), ...many(3, { outcome: "error", secondsAgo: 25 * 3600 })],
      [],
    ],
  ])("%s", async (_what, runs, wanted) => {
    expect(await firing(runs)).toEqual(wanted);
  });
});

describe("double locks", () => {
  const ID = "9007199254740993001";
  const lock = (over: Row): Row => ({
    assignment_key: "a",
    page_name: "ana",
    caption_id: ID,
    caption_text: "x",
    caption_key: "x",
    price_tier: "Mid",
    schedule_id: "s1",
    scheduled_send_date: "2025-11-10",
    is_active: true,
    ...over,
  });
  const found = async (...locks: Row[]): Promise<number> => {
    await connection.run(`DELETE FROM ${DATASET}.active_caption_assignments`);
    await insert(connection, "active_caption_assignments", locks);
    return (await ask("double_locks")).length;
  };
  const other = { assignment_key: "b", page_name: "bea", schedule_id: "s2" };

  it.each<[string, Row, number]>([
    ["7 days apart", { scheduled_send_date: "2025-11-17" }, 1],
    ["8 days apart", { scheduled_send_date: "2025-11-18" }, 0],
    ["by the key of its text under another id", { caption_id: "7" }, 1],
    ["by its id under another text", { caption_key: "y" }, 1],
    ["another caption", { caption_id: "7", caption_key: "y" }, 0],
    ["given free", { is_active: false }, 0],
    ["on one page", { page_name: "ana" }, 1],
  ])("%s", async (_what, over, pairs) => {
    expect(await found(lock({}), lock({ ...other, ...over }))).toBe(pairs);
  });

  it("are found by the bank's key, though the texts were others when they were locked", async () => {
    await insert(connection, "caption_bank", [
      { caption_id: "11", caption_text: "q", caption_key: "q", is_active: true },
      { caption_id: "12", caption_text: "Q", caption_key: "q", is_active: true },
    ]);
    const first = lock({ caption_id: "11", caption_key: "old 1" });
    expect(await found(first, lock({ ...other, caption_id: "12", caption_key: "old 2" }))).toBe(1);
    expect(await found(first, lock({ ...other, caption_id: "12", caption_key: null }))).toBe(1);
  });
});
