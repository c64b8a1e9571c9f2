import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Patience } from "./patience.js";
import { isAlive, isStopped } from "./process-state.js";

/** After this long a ticket is taken for forgotten. */
const FORGOTTEN_MS = 120_000;
let drawn = 0;

/** Milliseconds of the machine since it started, the same for all its processes: no clock that is set can change a turn. */
export const machineTime = (): number => Number(process.hrtime.bigint() / 1_000_000n);

/**
 * Waits for its turn among all processes, first come first served: files `<ms>-<pid>-<n>` in `<database>.q/`, the
 * lowest goes first. Only fairness: DuckDB's own lock stays the truth, so a ticket lost or doubled costs a retry.
 * @param shared work that only reads does without a ticket where the folder cannot be written.
 */
export async function withTicket<T>(
  file: string,
  patience: Patience,
  shared: boolean,
  work: () => Promise<T>,
): Promise<T> {
  const folder = `${file}.q`;
  const mine = `${String(machineTime()).padStart(15, "0")}-${process.pid}-${drawn++}`;
  try {
    openFolder(folder, file);
    writeFileSync(join(folder, mine), "", { mode: 0o600 });
  } catch (error) {
    // The queue may be another user's while the file is everybody's: what is not permitted, the engine says.
    if (shared || isDenied(error)) return work();
    throw error;
  }
  try {
    for (;;) {
      const holder = whoIsBefore(folder, mine);
      if (holder === undefined) break;
      await patience.pause(3 + 4 * Math.random(), holder);
    }
    return await work();
  } finally {
    rmSync(join(folder, mine), { force: true });
  }
}

/** The process whose turn it is, undefined where that is ours. Tickets of the dead and forgotten ones are swept. */
function whoIsBefore(folder: string, mine: string): number | undefined {
  for (const ticket of readdirSync(folder).sort()) {
    if (ticket >= mine) return undefined;
    const [since = "", pid = ""] = ticket.split("-");
    const forgotten = !(machineTime() - Number(since) <= FORGOTTEN_MS);
    if (forgotten || !isAlive(Number(pid))) sweep(join(folder, ticket));
    // Whoever is stopped loses the turn, not the file: if it has that open, the engine says so.
    else if (!isStopped(Number(pid))) return Number(pid);
  }
  return undefined;
}

/** Another user's ticket may stay where it is: it is passed by every time. */
function sweep(ticket: string): void {
  try {
    rmSync(ticket, { force: true });
  } catch (error) {
    if (!isDenied(error)) throw error;
  }
}

/** The queue is for everybody who may write the file, and for nobody else. */
function openFolder(folder: string, file: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { mode: granted = 0o600 } = statSync(file, { throwIfNoEntry: false }) ?? {};
  const wanted =
    0o700 | ((granted & 0o060) === 0o060 ? 0o070 : 0) | ((granted & 0o006) === 0o006 ? 0o007 : 0);
  const { mode, uid } = statSync(folder);
  if ((mode & 0o777) !== wanted && uid === process.geteuid?.()) chmodSync(folder, wanted);
}

export const isDenied = (error: unknown): boolean =>
  ["EACCES", "EPERM", "EROFS"].includes((error as NodeJS.ErrnoException).code ?? "");
