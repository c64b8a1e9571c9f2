import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Patience } from "./patience.js";

/** After this long a ticket is taken for forgotten. */
const FORGOTTEN_MS = 120_000;
let drawn = 0;

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
  const mine = `${String(Date.now()).padStart(15, "0")}-${process.pid}-${drawn++}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, mine), "", { mode: 0o600 });
  } catch (error) {
    if (shared) return work();
    throw error;
  }
  try {
    for (;;) {
      const first = readdirSync(folder).sort()[0];
      if (first === undefined || first >= mine) break;
      const [since = "", pid = ""] = first.split("-");
      const forgotten = !(Date.now() - Number(since) <= FORGOTTEN_MS);
      if (forgotten || !isAlive(Number(pid))) rmSync(join(folder, first), { force: true });
      else await patience.pause(3 + 4 * Math.random(), Number(pid));
    }
    return await work();
  } finally {
    rmSync(join(folder, mine), { force: true });
  }
}

export function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
