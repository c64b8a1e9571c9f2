import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays, daysBetween } from "../../src/domain/calendar.js";
import { engine } from "../../src/warehouse/duckdb/api.js";
import { commit } from "../../src/warehouse/duckdb/commit.js";
import { isTransient } from "../../src/warehouse/duckdb/failures.js";
import { writeTables } from "../../src/warehouse/duckdb/marks.js";
import { DATASET } from "../../src/warehouse/duckdb/schema.js";
import { Session, type Value } from "../../src/warehouse/duckdb/session.js";
import { type CommitRequest, ConflictError, QUIET } from "../../src/warehouse/port.js";
import { caption, commitOf, NOW, WEEK, weekOf } from "./fixtures.js";

// The file's lock lets one process at a time at it. Here it is taken away: two writers on one engine, statement by
// statement in any order, with nothing between them but the transaction and its guard rows.
let instance: DuckDBInstance;
let connections: [DuckDBConnection, DuckDBConnection];
beforeAll(async () => {
  instance = await engine().DuckDBInstance.create(":memory:", { threads: "1" });
  connections = [await instance.connect(), await instance.connect()];
  for (const connection of connections) await connection.run("SET TimeZone = 'UTC'");
  await writeTables(new Session(instance, connections[0], QUIET.signal, () => {}), false, undefined);
});
afterAll(() => instance.closeSync());

/** A session whose every statement waits for its turn. */
class Gated extends Session {
  constructor(
    connection: DuckDBConnection,
    private readonly turn: () => Promise<void>,
    private readonly unguarded: boolean,
  ) {
    super(instance, connection, QUIET.signal, () => {});
  }
  override async rows(statement: string, values: readonly Value[] = []) {
    await this.turn();
    return this.unguarded && statement.includes("commit_guard") ? [] : super.rows(statement, values);
  }
}

/** Two pieces of work, of which one at a time does its next statement: which of them, chance says. */
async function interleaved(
  random: () => number,
  works: readonly ((turn: () => Promise<void>) => Promise<unknown>)[],
) {
  const waiting = new Map<number, () => void>();
  const ended = new Set<number>();
  let changed = (): void => {};
  const outcomes = works.map((work, n) =>
    work(() => {
      const turn = new Promise<void>((resolve) => waiting.set(n, resolve));
      changed();
      return turn;
    }).finally(() => {
      ended.add(n);
      changed();
    }),
  );
  const settled = Promise.allSettled(outcomes);
  while (ended.size < works.length) {
    if (waiting.size + ended.size < works.length) {
      await new Promise<void>((resolve) => {
        changed = resolve;
      });
      continue;
    }
    const ready = [...waiting.keys()];
    const next = ready[Math.floor(random() * ready.length)] ?? 0;
    const go = waiting.get(next);
    waiting.delete(next);
    go?.();
  }
  return settled;
}

/** Commits as the warehouse does: where two transactions met, the whole unit once more. */
function committing(connection: DuckDBConnection, request: CommitRequest, unguarded: boolean) {
  return (turn: () => Promise<void>) => {
    const session = new Gated(connection, turn, unguarded);
    const write = async <T>(_ctx: unknown, work: (session: Session) => Promise<T>): Promise<T> => {
      for (;;)
        try {
          return await work(session);
        } catch (error) {
          if (!isTransient(error)) throw error;
        }
    };
    return commit({ read: write, write }, request, () => NOW, QUIET);
  };
}

/** Numbers from 0 to 1, the same for the same seed. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function request(random: () => number): CommitRequest {
  const page = ["ana", "bea"][Math.floor(random() * 2)] ?? "";
  const start = addDays(WEEK, Math.floor(random() * 10));
  const first = Math.floor(random() * 3);
  return commitOf(weekOf(page, start, [caption(first), caption((first + 1) % 3)]), start);
}

interface Lock {
  readonly key: string;
  readonly id: string;
  readonly date: string;
}
async function doubleLocks(): Promise<[Lock, Lock][]> {
  const reader = await connections[0].runAndReadAll(
    `SELECT caption_key AS key, schedule_id AS id, CAST(scheduled_send_date AS VARCHAR) AS date
     FROM ${DATASET}.active_caption_assignments WHERE is_active`,
  );
  const locks = reader.getRowObjectsJS() as unknown as Lock[];
  return locks.flatMap((a, n) =>
    locks
      .slice(n + 1)
      .filter((b) => a.key === b.key && a.id !== b.id && Math.abs(daysBetween(a.date, b.date)) <= 7)
      .map((b): [Lock, Lock] => [a, b]),
  );
}

/** So many rounds, each from empty tables. */
async function rounds(count: number, { unguarded }: { unguarded: boolean }) {
  let both = 0;
  let conflicts = 0;
  let doubled = 0;
  for (let seed = 1; seed <= count; seed++) {
    const random = chance(seed);
    const requests = [request(random), request(random)];
    const outcomes = await interleaved(
      random,
      requests.map((one, n) => committing(connections[n % 2 === 0 ? 0 : 1], one, unguarded)),
    );
    for (const outcome of outcomes)
      if (outcome.status === "rejected" && !(outcome.reason instanceof ConflictError)) throw outcome.reason;
    const won = outcomes.filter(({ status }) => status === "fulfilled").length;
    if (won === 2) both++;
    else conflicts++;
    const double = await doubleLocks();
    doubled += double.length > 0 ? 1 : 0;
    if (!unguarded) {
      expect(won, `round ${seed}`).toBeGreaterThan(0);
      expect(double, `round ${seed}`).toEqual([]);
    }
    for (const table of [
      "active_caption_assignments",
      "schedule_recommendations",
      "schedule_export_log",
      "commit_guard WHERE guard_key <> 'bank'",
    ])
      await connections[0].run(`DELETE FROM ${DATASET}.${table}`);
  }
  return { both, conflicts, doubled };
}

describe("two writers, a thousand random interleavings of their statements", () => {
  it("never lock a caption twice, and one of them always wins", async () => {
    const { both, conflicts } = await rounds(1000, { unguarded: false });
    // Both ways occur: weeks that go well beside each other, and weeks that do not.
    expect(both).toBeGreaterThan(50);
    expect(conflicts).toBeGreaterThan(100);
  }, 240_000);

  it("would without the guard rows: they are what the engine sees", async () => {
    const { doubled } = await rounds(60, { unguarded: true });
    expect(doubled).toBeGreaterThan(0);
  });
});
