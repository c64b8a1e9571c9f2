import { statSync } from "node:fs";
import { join } from "node:path";
import type { Settings } from "./settings.js";

/** The database file of a run. */
export interface DatabaseFile {
  readonly file: string;
  /** "named" by a flag, variable or config file; a person's "own"; or the "demo" that stands in until there is one. */
  readonly choice: "named" | "own" | "demo";
  readonly exists: boolean;
}

/** A person's own warehouse, in the data folder. */
export const ownFile = (settings: Settings): string => join(settings.paths.data, "eros.duckdb");
/** The demo's, in the data folder. */
export const demoFile = (settings: Settings): string => join(settings.paths.data, "demo.duckdb");

/** The file that was named, else `eros.duckdb` if it is there, else the demo, which is made when it is first wanted. */
export function databaseFile(settings: Settings): DatabaseFile {
  if (settings.db !== null) return { file: settings.db, choice: "named", exists: isThere(settings.db) };
  const own = ownFile(settings);
  if (isThere(own)) return { file: own, choice: "own", exists: true };
  const demo = demoFile(settings);
  return { file: demo, choice: "demo", exists: isThere(demo) };
}

/** By `stat` alone: the file itself belongs to the engine, and opening it here could drop its lock. */
function isThere(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // Whoever opens it says what stands in the way.
    return true;
  }
}
