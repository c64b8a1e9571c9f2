import { execFile } from "node:child_process";
import { linkSync, renameSync, rmSync, statSync } from "node:fs";
import { promisify } from "node:util";
import type { Ctx } from "../port.js";
import { readMarks, writeFunctions, writeVersion } from "./marks.js";
import { SCHEMA_VERSION } from "./schema.js";
import { type UnitOptions, unitOfWork } from "./unit.js";

/**
 * Makes a file of another version this program's: its functions, which are only text, in their place; tables of an
 * earlier version in one transaction, after a copy of the whole file is kept beside it. Of several processes that
 * come at once the first does it, the others find it done.
 * @throws {ErosError} where it cannot be written, or there is no room for the copy: then nothing has changed.
 */
export function upgrade(file: string, options: Omit<UnitOptions, "mode">, ctx: Ctx): Promise<void> {
  return unitOfWork(file, { ...options, mode: "write" }, ctx, async (session) => {
    const { version, current } = await readMarks(session);
    if (current) return;
    if (version === SCHEMA_VERSION) return writeFunctions(session);
    const step = (name: string): void => ctx.progress({ kind: "step", name });
    step(`Keeping a copy of ${file}, which is of an earlier version`);
    // A log that a killed process left is in the file afterwards.
    await session.rows("CHECKPOINT");
    const copy = await keepCopy(file, version, ctx.signal);
    step(`Renewing the tables of ${file}; as it was, it is kept as ${copy}`);
    await writeVersion(session);
  });
}

/**
 * Copies the file beside itself; the copy has its name once it is whole and on the disk.
 * @returns its path: `eros.duckdb.version-1`, or with a number where one is kept already.
 */
async function keepCopy(file: string, version: number, signal: AbortSignal): Promise<string> {
  const temporary = `${file}.version-${version}.tmp-${process.pid}`;
  try {
    await copiedByAnother(file, temporary, signal);
    for (let n = 1; ; n++) {
      const name = `${file}.version-${version}${n === 1 ? "" : `-${n}`}`;
      if (named(temporary, name)) return name;
    }
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Gives the copy a name that no other file has. */
function named(temporary: string, name: string): boolean {
  if (statSync(name, { throwIfNoEntry: false }) !== undefined) return false;
  try {
    linkSync(temporary, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    // A file system without hard links: the look above has to do.
    renameSync(temporary, name);
  }
  return true;
}

const COPY = `
const { closeSync, copyFileSync, fsyncSync, openSync } = require("node:fs");
const [from, to] = process.argv.slice(1);
try {
  copyFileSync(from, to);
  const file = openSync(to, "r+");
  fsyncSync(file);
  closeSync(file);
} catch (error) {
  process.stderr.write(error.code ?? error.message);
  process.exit(1);
}`;

/**
 * Copies in another process: to read an open database here would give up its lock, which belongs to the process and
 * ends with the first close of the file.
 */
async function copiedByAnother(from: string, to: string, signal: AbortSignal): Promise<void> {
  try {
    await promisify(execFile)(process.execPath, ["-e", COPY, from, to], { signal });
  } catch (error) {
    const { stderr = "" } = error as { stderr?: string };
    if (signal.aborted || stderr === "") throw error;
    throw Object.assign(new Error(`${stderr}: ${from} could not be copied to ${to}`), { code: stderr });
  }
}
