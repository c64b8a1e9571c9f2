import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An operator's home of her own: data, configuration, log and a folder to work in. */
export interface Home {
  readonly env: Readonly<Record<string, string>>;
  /** Where she starts the program: CSV files land here. */
  readonly work: string;
  readonly demoFile: string;
  remove(): void;
}

export function newHome(): Home {
  const root = mkdtempSync(join(tmpdir(), "eros-story-"));
  const [data, config, state, work] = ["data", "config", "state", "work"].map((name) => join(root, name)) as [
    string,
    string,
    string,
    string,
  ];
  mkdirSync(work);
  return {
    env: { XDG_DATA_HOME: data, XDG_CONFIG_HOME: config, XDG_STATE_HOME: state },
    work,
    demoFile: join(data, "eros-tui", "demo.duckdb"),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Rows of a database file, read by the engine itself and not by the program; big numbers as text. */
export async function rowsOf(file: string, sql: string): Promise<Record<string, unknown>[]> {
  const { DuckDBInstance } = createRequire(import.meta.url)(
    "@duckdb/node-api",
  ) as typeof import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(file, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJson() as Record<string, unknown>[];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
