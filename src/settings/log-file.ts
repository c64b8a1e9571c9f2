import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Paths } from "./paths.js";

/** Beyond this a new log begins; one old log is kept. */
const LARGEST = 2_000_000;

export const logPath = (paths: Paths): string => join(paths.state, "eros-tui.log");

/**
 * Appends lines to the log, readable by its owner alone. It throws where the disk refuses; who logs decides what that
 * is worth.
 */
export function appendTo(path: string): (line: string) => void {
  let ready = false;
  return (line) => {
    if (!ready) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
      if (size > LARGEST) renameSync(path, `${path}.1`);
      ready = true;
    }
    appendFileSync(path, `${line}\n`, { mode: 0o600 });
  };
}
