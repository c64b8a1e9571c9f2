import { randomUUID } from "node:crypto";
import { link, lstat, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { stringify } from "csv-stringify/sync";
import { BYTE_ORDER_MARK, CSV_COLUMNS, csvRows, spreadsheetSafe } from "../domain/csv-rows.js";
import { ErosError } from "../domain/errors.js";
import type { Schedule } from "../domain/schedule.js";

export interface CsvOptions {
  /** An existing file is replaced instead of kept. */
  readonly force?: boolean;
  /** A byte order mark, and cells that a spreadsheet would run or round made text. */
  readonly spreadsheetSafe?: boolean;
}

/** The file's name where none was given: `sched_20251103_091244_512034_jadebri.csv`. */
export const csvName = ({ schedule_id }: Pick<Schedule, "schedule_id">): string => `${schedule_id}.csv`;

/** The name of a file with what has to be taken out of the sending platform. */
export const removalsName = ({ schedule_id }: Pick<Schedule, "schedule_id">): string =>
  `${schedule_id}_remove.csv`;

/** The whole CSV: UTF-8, LF, RFC 4180, captions untouched. */
export function csvText(schedule: Schedule, options: CsvOptions = {}): string {
  const safe = options.spreadsheetSafe === true;
  const rows = csvRows(schedule).map((row) =>
    CSV_COLUMNS.map((column) => (safe ? spreadsheetSafe(row[column]) : row[column])),
  );
  const body = stringify([[...CSV_COLUMNS], ...rows], {
    record_delimiter: "\n",
    // A lone carriage return would end the line for some readers.
    quoted_match: /\r/,
  });
  return safe ? `${BYTE_ORDER_MARK}${body}` : body;
}

/**
 * Writes a schedule's CSV: whole or not at all, by a temporary file in the same folder that takes the name once it is
 * on the disk. A file that is there is kept unless `force`, or unless it already holds exactly this.
 * @param path file to write; `~/` is the home folder.
 * @returns the absolute path.
 * @throws {ErosError} saying what stands in the way and what to do.
 */
export const writeCsv = (schedule: Schedule, path: string, options: CsvOptions = {}): Promise<string> =>
  writeWhole(csvText(schedule, options), path, { ...options, what: "the CSV", name: csvName(schedule) });

/**
 * Writes any file of ours as `writeCsv` does.
 * @param options what: how it is called in an error; name: what a file of its kind may be called.
 */
export async function writeWhole(
  text: string,
  path: string,
  { force = false, what, name }: { readonly force?: boolean; readonly what: string; readonly name: string },
): Promise<string> {
  const target = resolve(path.startsWith("~/") ? join(homedir(), path.slice(2)) : path);
  try {
    if (await isStream(target)) await writeFile(target, text);
    else if (force || !(await holds(target, text))) await place(target, text, force);
  } catch (error) {
    throw asFileError(error, path, { what, name });
  }
  return target;
}

async function place(target: string, text: string, force: boolean): Promise<void> {
  const temporary = join(dirname(target), `.${basename(target).slice(0, 100)}.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, "wx");
    try {
      await file.writeFile(text, "utf8");
      await file.sync();
    } finally {
      await file.close();
    }
    if (force) await rename(temporary, target);
    else await renameUnlessThere(temporary, target);
    await syncFolder(dirname(target));
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Gives the file its name unless another has it, without a moment in between where one could come. */
async function renameUnlessThere(temporary: string, target: string): Promise<void> {
  try {
    await link(temporary, target);
  } catch (error) {
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"].includes(codeOf(error))) throw error;
    // A file system without hard links: reserve the name first.
    await (await open(target, "wx")).close();
    await rename(temporary, target);
  }
}

/** So that the name outlives a power cut. Not every system can; the file itself is on the disk already. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, "r");
    await handle.sync().finally(() => handle.close());
  } catch {
    // said above
  }
}

/**
 * A device or pipe (`/dev/stdout`): there is nothing to keep, and a rename would put a file in its place.
 * @throws EISDIR for a folder.
 */
async function isStream(target: string): Promise<boolean> {
  try {
    const found = await stat(target);
    if (found.isDirectory()) throw Object.assign(new Error(`${target} is a folder`), { code: "EISDIR" });
    return !found.isFile();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}

async function holds(target: string, text: string): Promise<boolean> {
  try {
    return (await lstat(target)).isFile() && (await readFile(target, "utf8")) === text;
  } catch {
    return false;
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | null)?.code ?? "";

/** True for the failure of a file that was kept because it is there already: `force` would replace it. */
export const isThereAlready = (failure: ErosError | null): boolean => codeOf(failure?.cause) === "EEXIST";

/** What stands in the way, in words. */
function asFileError(
  error: unknown,
  path: string,
  { what, name }: { readonly what: string; readonly name: string },
): ErosError {
  const say = (kind: ErosError["kind"], message: string, remedy: string, onScreen?: string): ErosError =>
    new ErosError(kind, `${what} was not written: ${message}`, remedy, {
      cause: error,
      field: "output",
      onScreen,
    });
  const folder = dirname(path);
  switch (codeOf(error)) {
    case "EEXIST":
      return say(
        "badInput",
        `${path} is there already and is kept`,
        "give another path, or --force to replace it",
        "choose another path, or move the file away and try again",
      );
    case "EISDIR":
      return say("badInput", `${path} is a folder`, `name a file, for example ${join(path, name)}`);
    case "ENOENT":
      return say(
        "badInput",
        `the folder ${folder} is not there`,
        `make it (mkdir -p ${folder}), or give another path`,
      );
    case "ENOTDIR":
      return say("badInput", `a part of ${folder} is a file, no folder`, "give another path");
    case "ENAMETOOLONG":
      return say("badInput", `the name ${basename(path)} is too long`, "give a shorter one");
    case "ELOOP":
      return say("badInput", `${path} is a link that leads back to itself`, "give another path");
    case "EACCES":
    case "EPERM":
      return say("notPermitted", `${path} may not be written by you`, "give a path in a folder of yours");
    case "EROFS":
      return say("notPermitted", `${folder} is on a read-only file system`, "give a path on another one");
    case "ENOSPC":
    case "EDQUOT":
      // As of a warehouse: nothing is wrong with the program or the line, and once there is room it works.
      return say(
        "unreachable",
        `the disk of ${folder} is full`,
        "free some space, or give a path on another disk",
      );
    default:
      return error instanceof ErosError
        ? error
        : say("unexpected", error instanceof Error ? error.message : String(error), "give another path");
  }
}
