import { AsyncLocalStorage } from "node:async_hooks";
import { realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Ctx } from "../port.js";
import { Turns } from "../turns.js";
import { asFailure, foreignFile } from "./failures.js";
import { Patience } from "./patience.js";
import { type Mode, openSession, type Session, type Witness } from "./session.js";
import { withTicket } from "./tickets.js";

export interface UnitOptions {
  readonly mode: Mode;
  /** Makes the file where there is none; otherwise that is an error. */
  readonly create?: boolean;
  readonly waitSeconds?: number;
  readonly witness?: Witness;
  /** That answer one query together; 2 unless told. */
  readonly threads?: 1 | 2;
}

/**
 * One queue a file and process, kept beside all copies of this module: DuckDB's lock is the process', so a second
 * instance of a file in one process would open, write, and lose the rows of both.
 */
const QUEUES = Symbol.for("eros-tui.duckdb.queues");
type Registry = { [QUEUES]?: Turns };
const registry = globalThis as Registry;
registry[QUEUES] ??= new Turns();
const turns = registry[QUEUES];

/**
 * One unit of work on a file: wait for the turn, open, work, close. Nothing stays open between two of them.
 * @throws {ErosError} or an AbortError; other errors are defects.
 */
export async function unitOfWork<T>(
  file: string,
  options: UnitOptions,
  ctx: Ctx,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  try {
    return await inTurn(realFile(file), ctx.signal, async (path) => {
      // DuckDB would make it, and an empty warehouse looks like a lost one; a pipe it would wait for, deaf to every signal.
      if (!options.create && !statSync(path).isFile()) throw foreignFile(file);
      const patience = new Patience(file, ctx, options.waitSeconds);
      return await withTicket(path, patience, options.mode === "read", async () => {
        const session = await openSession(
          path,
          options.mode,
          patience,
          ctx.signal,
          options.witness ?? (() => {}),
          options.threads,
        );
        try {
          return await work(session);
        } finally {
          session.close();
        }
      });
    });
  } catch (error) {
    throw asFailure(error, file, ctx.signal);
  }
}

/** Paths on which a unit of work is under way around the running code. */
const around = new AsyncLocalStorage<readonly string[]>();

/** Runs after everything that this process began earlier on the same path. */
export async function inTurn<T>(
  path: string,
  signal: AbortSignal,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const outer = around.getStore() ?? [];
  // It would wait for itself, for ever and without a word.
  if (outer.includes(path)) throw new Error(`a unit of work on ${path} was begun inside another`);
  return turns.take(path, signal, () => around.run([...outer, path], () => work(path)));
}

/** The one name of a file, through links and relative paths; of one that is not there yet, by its folder. */
export function realFile(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return join(realpathSync(dirname(file)), basename(file));
  }
}
