import { spawn } from "node:child_process";
import { chmodSync, chownSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { isStopped } from "../../src/warehouse/duckdb/process-state.js";

/** The id of a process that has ended. */
export async function freePid(): Promise<number> {
  const child = spawn(process.execPath, ["-e", "0"]);
  await new Promise((resolve) => child.once("close", resolve));
  return child.pid ?? 0;
}

/** Resolves once the process is stopped. */
export async function whenStopped(pid: number): Promise<void> {
  while (!isStopped(pid)) await new Promise((resolve) => setTimeout(resolve, 5));
}

const NOBODY = 65_534;

/**
 * Runs work as a user to whom permissions apply: root may do everything, so that root becomes somebody else for it.
 * Everything in the folder is theirs meanwhile.
 */
export async function asSomebodyElse(
  folder: string,
  work: (chmod: (path: string, mode: number) => void) => Promise<void>,
): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) {
    chownSync(folder, NOBODY, NOBODY);
    for (const name of readdirSync(folder)) chownSync(join(folder, name), NOBODY, NOBODY);
    process.seteuid?.(NOBODY);
  }
  try {
    await work(chmodSync);
  } finally {
    if (isRoot) process.seteuid?.(0);
    chmodSync(folder, 0o700);
  }
}

/** A process that opens the file with the engine itself, past every queue, and holds it until it is let go. */
export async function holdFile(file: string): Promise<{ pid: number; letGo(): Promise<void> }> {
  const engine = createRequire(import.meta.url).resolve("@duckdb/node-api");
  const script = `
    const { DuckDBInstance } = require(${JSON.stringify(engine)});
    DuckDBInstance.create(${JSON.stringify(file)}).then((instance) => {
      process.stdout.write("open\\n");
      process.stdin.on("end", () => instance.closeSync()).resume();
    });`;
  const child = spawn(process.execPath, ["-e", script], { stdio: ["pipe", "pipe", "inherit"] });
  const gone = new Promise((resolve) => child.once("close", resolve));
  const opened = await new Promise((resolve) => {
    child.stdout.once("data", () => resolve(true));
    child.once("close", () => resolve(false));
  });
  if (!opened) throw new Error(`${file} could not be opened by another process`);
  return {
    pid: child.pid ?? 0,
    letGo: async () => {
      child.stdin.end();
      await gone;
    },
  };
}
