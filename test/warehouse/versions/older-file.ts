import { chmodSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "../duckdb-place.js";

/** The schedule that stands in the file of version 1. */
export const STORED = "sched_20251103_091244_000001_ana";

/** A file as a build of that schema version left it, in a folder of its own. */
export async function olderFile(
  version: number,
): Promise<{ readonly file: string; readonly folder: string }> {
  const folder = temporaryFolder();
  onTestFinished(folder.remove);
  const file = join(folder.path, "eros.duckdb");
  await statements(file, readFileSync(new URL(`./${version}.sql`, import.meta.url), "utf8"));
  chmodSync(file, 0o600);
  return { file, folder: folder.path };
}

/** Runs statements by the engine itself, past the program. */
export async function statements(file: string, text: string): Promise<void> {
  const { DuckDBInstance } = createRequire(import.meta.url)(
    "@duckdb/node-api",
  ) as typeof import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  try {
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run(text);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
