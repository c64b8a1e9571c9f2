import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { builtProgram } from "../built.js";

/** An operator's home of her own: data, configuration, log and a folder to work in. */
export interface Home {
  readonly env: Readonly<Record<string, string>>;
  /** Where she starts the program: CSV files land here. */
  readonly work: string;
  readonly demoFile: string;
  readonly logFile: string;
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
    logFile: join(state, "eros-tui", "eros-tui.log"),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

let made: Promise<Home> | undefined;
afterAll(async () => (await made)?.remove());

/** A home whose demo is there already: made once for a file of tests, copied closed for each of them. */
export async function homeWithDemo(): Promise<Home> {
  made ??= makeDemo();
  const home = newHome();
  mkdirSync(dirname(home.demoFile), { recursive: true });
  copyFileSync((await made).demoFile, home.demoFile);
  return home;
}

async function makeDemo(): Promise<Home> {
  const home = newHome();
  const run = spawnSync(process.execPath, [await builtProgram(), "demo"], {
    env: { ...process.env, ...home.env },
    encoding: "utf8",
  });
  if (run.status !== 0) throw new Error(`no demo could be made: ${run.stderr}`);
  return home;
}

/** A database file in the hands of another program, until it is let go. */
export interface Held {
  readonly pid: number;
  letGo(): Promise<void>;
}

const HOLDER = `
const { DuckDBInstance } = require(${JSON.stringify(createRequire(import.meta.url).resolve("@duckdb/node-api"))});
DuckDBInstance.create(process.argv[1]).then((instance) => {
  process.stdin.on("end", () => { instance.closeSync(); process.exit(0); }).resume();
  process.stdout.write("held");
});
`;

/** Another program opens the file and keeps it. */
export async function heldByAnother(file: string): Promise<Held> {
  const child = spawn(process.execPath, ["-e", HOLDER, file], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await Promise.race([
    new Promise((resolve) => child.stdout.once("data", resolve)),
    ended.then(() => Promise.reject(new Error(`${file} could not be held`))),
  ]);
  return {
    pid: child.pid ?? -1,
    letGo: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

/** Changes rows behind the program's back, as an analyst does by hand. */
export async function changeRows(file: string, ...statements: readonly string[]): Promise<void> {
  const { DuckDBInstance } = createRequire(import.meta.url)(
    "@duckdb/node-api",
  ) as typeof import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  try {
    for (const statement of statements) await connection.run(statement);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
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
