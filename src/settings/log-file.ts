import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Paths } from "./paths.js";

/** Beyond this a new log begins. */
const LARGEST = 2_000_000;
/** Old logs that are kept: `.1` is the youngest. */
const KEPT = 5;

export const logPath = (paths: Paths): string => join(paths.state, "eros-tui.log");

/**
 * Appends lines to the log, readable by its owner alone, and begins a new one where it has grown too large. It throws
 * where the disk refuses; who logs decides what that is worth.
 */
export function appendTo(path: string): (line: string) => void {
  let ready = false;
  return (line) => {
    if (!ready) mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    ready = true;
    // Asked before every line: other processes write to the same file, and turn it over.
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LARGEST) turnOver(path);
    appendFileSync(path, `${line}\n`, { mode: 0o600 });
  };
}

/** `.4` becomes `.5` … and the log `.1`; what another process has moved meanwhile is left to it. */
function turnOver(path: string): void {
  for (let n = KEPT - 1; n >= 1; n--) move(`${path}.${n}`, `${path}.${n + 1}`);
  move(path, `${path}.1`);
}

function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
