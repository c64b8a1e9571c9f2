import { describe, expect, it, onTestFinished } from "vitest";
import { addDays, daysBetween } from "../../src/domain/calendar.js";
import { unitOfWork } from "../../src/warehouse/duckdb/unit.js";
import { QUIET } from "../../src/warehouse/port.js";
import { type CommitProcess, startProcess } from "./commit-process.js";
import { duckdbPlace } from "./duckdb-place.js";
import { caption, commitOf, WEEK, weekOf } from "./fixtures.js";
import { stormRequest } from "./storm-request.js";

const EIGHT = [0, 1, 2, 3, 4, 5, 6, 7];

/** A warehouse and processes that commit to it. */
async function writers(count = 8) {
  const place = await duckdbPlace({});
  onTestFinished(() => place.dispose());
  const processes = await Promise.all(
    Array.from({ length: count }, () => startProcess({ ...place.options, waitSeconds: 120 })),
  );
  onTestFinished(() => Promise.all(processes.map((one) => one.end())).then(() => {}));
  const writer = (n: number): CommitProcess => {
    const found = processes[n];
    if (found === undefined) throw new Error(`there is no process ${n}`);
    return found;
  };
  return { place, writer };
}

describe("eight processes that commit at once", () => {
  it("the same captions for eight pages: none is locked twice within the window, and losers name each with its holder", async () => {
    const { place, writer } = await writers();
    let lost = 0;
    for (let round = 0; round < 4; round++) {
      // Twelve captions, four for each, in weeks that begin on any of twelve days: some go beside each other.
      const bank = Array.from({ length: 12 }, (_, n) => caption(100 * round + n));
      const wanted = EIGHT.map((n) => {
        const week = addDays(WEEK, round === 0 ? 0 : Math.floor(Math.random() * 12));
        const own = round === 0 ? bank.slice(0, 4) : shuffled(bank).slice(0, 4);
        return { own, request: commitOf(weekOf(`round${round}page${n}`, week, own), week) };
      });
      const outcomes = await Promise.all(wanted.map(({ request }, n) => writer(n).commit(request)));
      const won = outcomes.filter(({ outcome }) => outcome === "committed").length;
      expect(won).toBeGreaterThan(0);
      // All want the very same: exactly one has them.
      if (round === 0) expect(won).toBe(1);
      for (const [n, { outcome, message = "" }] of outcomes.entries()) {
        if (outcome === "committed") continue;
        lost++;
        expect(outcome).toBe("conflict");
        const named = [...message.matchAll(/caption (-?\d+) “[^”]+” for \w+ \w+ \d+ is held by (\S+) for/g)];
        expect(named.length).toBeGreaterThan(0);
        expect(message).toMatch(/since \d{4}-\d\d-\d\d \d\d:\d\d UTC \(\d+ (s|min) ago\)/);
        for (const [, id, holder] of named) {
          expect(wanted[n]?.own.map(({ captionId }) => captionId)).toContain(id);
          expect(holder).toMatch(new RegExp(`^round${round}page\\d$`));
        }
      }
    }
    expect(lost).toBeGreaterThan(7);
    const locks = (
      await place.rows(
        `SELECT caption_key AS key, CAST(scheduled_send_date AS VARCHAR) AS date
         FROM {dataset}.active_caption_assignments WHERE is_active`,
      )
    ).map(({ key, date }) => ({ key, date: String(date) }));
    const doubled = locks.filter((a, n) =>
      locks.some((b, m) => m > n && a.key === b.key && Math.abs(daysBetween(a.date, b.date)) <= 7),
    );
    expect(doubled).toEqual([]);
    const alerts = await (await place.open()).health(Date.now(), QUIET);
    expect(alerts.doubleLocks).toEqual([]);
  }, 180_000);

  it("different captions for eight pages: all succeed, and nobody waits for ever", async ({ annotate }) => {
    const { place, writer } = await writers();
    const waits: number[] = [];
    await Promise.all(
      EIGHT.map(async (n) => {
        for (let week = 0; week < 3; week++) {
          const began = performance.now();
          expect(await writer(n).commit(stormRequest(`page${n}`, week))).toEqual({ outcome: "committed" });
          waits.push(performance.now() - began);
        }
      }),
    );
    await annotate(
      `24 commits of 8 processes at once: longest wait ${Math.round(Math.max(...waits))} ms, ` +
        `mean ${Math.round(waits.reduce((a, b) => a + b, 0) / waits.length)} ms`,
    );
    const [counts] = await place.rows(
      `SELECT (SELECT COUNT(*) FROM {dataset}.schedule_recommendations) AS schedules,
         (SELECT COUNT(*) FROM {dataset}.active_caption_assignments) AS locks`,
    );
    expect([Number(counts?.schedules), Number(counts?.locks)]).toEqual([24, 72]);
  }, 180_000);
});

describe("reading beside commits", () => {
  const COUNTS = `SELECT (SELECT COUNT(*) FROM {dataset}.schedule_recommendations) AS schedules,
    (SELECT COUNT(*) FROM {dataset}.active_caption_assignments) AS locks,
    (SELECT COUNT(*) FROM {dataset}.schedule_export_log) AS runs`;

  it("for long sees one state from its begin to its end, and who commits meanwhile waits and succeeds", async () => {
    const { place, writer } = await writers(3);
    const answered: string[] = [];
    const { commits, seen } = await unitOfWork(place.file, { mode: "read" }, QUIET, async (session) => {
      const look = async (): Promise<unknown> =>
        JSON.stringify(
          Object.values(await session.row(COUNTS.replaceAll("{dataset}", "eros_scheduling_brain"))).map(
            Number,
          ),
        );
      const first = await look();
      const commits = Promise.all(
        [0, 1, 2].map(async (n) => {
          const { outcome } = await writer(n).commit(stormRequest(`page${n}`, 0));
          answered.push(outcome);
          return outcome;
        }),
      );
      await session.rows("SELECT SUM(SQRT(a.range * b.range)) FROM range(20000) AS a, range(4000) AS b");
      return { commits, seen: [first, await look(), [...answered]] };
    });
    expect(seen).toEqual(["[0,0,0]", "[0,0,0]", []]);
    expect(await commits).toEqual(["committed", "committed", "committed"]);
  }, 120_000);

  it("again and again never sees a part of a schedule", async () => {
    const { place, writer } = await writers(2);
    let going = 2;
    const commits = [0, 1].map(async (n) => {
      for (let week = 0; week < 6; week++)
        expect(await writer(n).commit(stormRequest(`page${n}`, week))).toEqual({ outcome: "committed" });
      going--;
    });
    let reads = 0;
    while (going > 0) {
      const [row] = await place.rows(COUNTS);
      const [schedules = 0, locks, runs] = Object.values(row ?? {}).map(Number);
      expect([locks, runs]).toEqual([3 * schedules, schedules]);
      reads++;
    }
    await Promise.all(commits);
    expect(reads).toBeGreaterThan(1);
  }, 120_000);
});

function shuffled<T>(all: readonly T[]): T[] {
  return all
    .map((one) => ({ one, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}
