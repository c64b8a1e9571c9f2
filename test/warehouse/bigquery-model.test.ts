// No emulator shows when BigQuery cancels a transaction. So this is a model of what Google promises: transactions see a
// snapshot; two that change the same table at once are not both committed; reading and appending conflict with nothing.
// The statements, and their order, are those of sql/: a commit that let two planners have one caption would fail here.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import body from "../../sql/scripts/commit.sql";
import { type Step, transactionSteps } from "./transaction-steps.js";

/** What engines with snapshots may do differently, and all of it must be safe. */
interface Engine {
  /** A snapshot is of the transaction's beginning, or of each table's first touch. */
  readonly snapshot: "begin" | "touch";
  /** The loser is told at the statement that changes, or at COMMIT. */
  readonly detects: "statement" | "commit";
}
const ENGINES: readonly Engine[] = (["begin", "touch"] as const).flatMap((snapshot) =>
  (["statement", "commit"] as const).map((detects) => ({ snapshot, detects })),
);

interface Wish {
  readonly page: string;
  readonly captions: readonly number[];
}
interface Running {
  readonly wish: Wish;
  at: number;
  begun: number;
  /** When each table was first touched. */
  readonly touched: Map<string, number>;
  readonly changed: Set<string>;
  state: "running" | "committed" | "refused" | "cancelled";
}
interface Committed {
  readonly wish: Wish;
  readonly when: number;
  readonly changed: ReadonlySet<string>;
}

/** Runs wishes as transactions of these steps, one step at a time, in the order of turns; then each to its end. */
function play(steps: readonly Step[], engine: Engine, wishes: readonly Wish[], turns: readonly number[]) {
  let clock = 0;
  const done: Committed[] = [];
  const all: Running[] = wishes.map((wish) => ({
    wish,
    at: -1,
    begun: 0,
    touched: new Map(),
    changed: new Set(),
    state: "running",
  }));
  const since = (one: Running, table: string): number =>
    engine.snapshot === "begin" ? one.begun : (one.touched.get(table) ?? clock);
  const seen = (one: Running, table: string): Committed[] =>
    done.filter(({ when }) => when < since(one, table));
  /** Somebody has changed the table since this one's snapshot of it, or is about to. */
  const clashes = (one: Running, table: string): boolean =>
    done.some(({ when, changed }) => when >= since(one, table) && changed.has(table)) ||
    (engine.detects === "statement" &&
      all.some((other) => other !== one && other.state === "running" && other.changed.has(table)));

  const advance = (one: Running): void => {
    clock++;
    if (one.at < 0) {
      one.begun = clock;
      one.at = 0;
      return;
    }
    const step = steps[one.at++];
    if (step === undefined) {
      const lost = engine.detects === "commit" && [...one.changed].some((table) => clashes(one, table));
      one.state = lost ? "cancelled" : "committed";
      if (!lost) done.push({ wish: one.wish, when: clock, changed: new Set(one.changed) });
      return;
    }
    if (!one.touched.has(step.table)) one.touched.set(step.table, clock);
    if (step.does === "change") {
      // Only the guard's row of the bank is sure to be there: a change of no rows is no change.
      if (step.table !== "commit_guard") return;
      if (engine.detects === "statement" && clashes(one, step.table)) one.state = "cancelled";
      one.changed.add(step.table);
    }
    if (step.does === "read" && isTaken(step.table, one, seen(one, step.table))) one.state = "refused";
  };
  for (const turn of turns) {
    const one = all[turn % all.length];
    if (one?.state === "running") advance(one);
  }
  for (const one of all) while (one.state === "running") advance(one);
  return { all, done };
}

function isTaken(table: string, { wish }: Running, committed: readonly Committed[]): boolean {
  if (table === "active_caption_assignments")
    return committed.some((other) => other.wish.captions.some((caption) => wish.captions.includes(caption)));
  if (table === "schedule_recommendations") return committed.some((other) => other.wish.page === wish.page);
  return false;
}

const twice = (values: readonly (string | number)[]): boolean => new Set(values).size < values.length;
const wishes = fc.array(
  fc.record({
    page: fc.constantFrom("ana", "bea", "cleo"),
    captions: fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 2 }),
  }),
  { minLength: 2, maxLength: 4 },
);
const turns = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 120 });

/** The property; undefined where no counterexample was found. */
const counterexample = (steps: readonly Step[], engine: Engine) =>
  fc.check(
    fc.property(wishes, turns, (wanted, order) => {
      const { done, all } = play(steps, engine, wanted, order);
      expect(twice(done.flatMap(({ wish }) => wish.captions)), "a caption locked twice").toBe(false);
      expect(twice(done.map(({ wish }) => wish.page)), "a week committed twice").toBe(false);
      expect(done.length, "nobody wins").toBeGreaterThan(0);
      // Who was refused was so for a reason: what it wanted is taken.
      for (const one of all)
        if (one.state === "refused")
          expect(
            done.some(
              ({ wish }) =>
                wish.page === one.wish.page || wish.captions.some((each) => one.wish.captions.includes(each)),
            ),
          ).toBe(true);
    }),
    { numRuns: 3000, seed: 20251110 },
  ).counterexample;

describe("commits at once, as BigQuery promises to isolate them", () => {
  const steps = transactionSteps(body);
  const place = (does: Step["does"], table: string): number =>
    steps.findIndex((step) => step.does === does && step.table === table);

  it("the statements are those of a commit", () => {
    expect(steps[0]).toEqual({ does: "change", table: "commit_guard" });
    expect(place("read", "schedule_recommendations")).toBeGreaterThan(0);
    expect(place("read", "active_caption_assignments")).toBeGreaterThan(0);
    for (const table of ["schedule_recommendations", "active_caption_assignments"])
      expect(place("append", table), table).toBeGreaterThan(place("read", table));
    expect(place("append", "schedule_export_log")).toBeGreaterThan(0);
  });

  it.each(ENGINES)("no two lock one caption or commit one week, and one always wins: %j", (engine) => {
    expect(counterexample(steps, engine)).toBeNull();
  });

  it.each(ENGINES)("without the guard two do: the model sees it: %j", (engine) => {
    const unguarded = steps.filter(({ table }) => table !== "commit_guard");
    expect(counterexample(unguarded, engine)).not.toBeNull();
  });

  it.each(["statement", "commit"] as const)(
    "with the guard last two do where snapshots are taken late, told at the %s: that is why it comes first",
    (detects) => {
      const late = [
        ...steps.filter(({ table }) => table !== "commit_guard"),
        ...steps.filter(({ table }) => table === "commit_guard"),
      ];
      expect(counterexample(late, { snapshot: "touch", detects })).not.toBeNull();
    },
  );
});
