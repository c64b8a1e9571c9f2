import { randomUUID } from "node:crypto";
import { link, lstat, open, readFile, readlink, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { stringify } from "csv-stringify/sync";
import { BYTE_ORDER_MARK, CSV_COLUMNS, csvRows, spreadsheetSafe } from "../domain/csv-rows.js";
import type { ErosError } from "../domain/errors.js";
import type { Schedule } from "../domain/schedule.js";
import { asFileError, codeOf, OPEN_FILE } from "./file-failures.js";
import { logOf, type VerbCtx } from "./verb.js";

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
 * @param path file to write; `~/` is the home folder. @param ctx whose log is told.
 * @returns the absolute path.
 * @throws {ErosError} saying what stands in the way and what to do.
 */
export async function writeCsv(
  schedule: Schedule,
  path: string,
  options: CsvOptions = {},
  ctx: Pick<VerbCtx, "log"> = {},
): Promise<string> {
  const file = { ...options, what: "the CSV", name: csvName(schedule) };
  const csv = await writeWhole(csvText(schedule, options), path, file);
  logOf(ctx).info("pipeline", `Exported ${schedule.total_messages} messages to ${csv}`);
  return csv;
}

/** True where the file is there and holds exactly this CSV: writing it again changes nothing. */
export const isWritten = (schedule: Schedule, path: string, options: CsvOptions = {}): Promise<boolean> =>
  holds(absolute(path), csvText(schedule, options));

/**
 * Writes any file of ours as `writeCsv` does.
 * @param options what: how it is called in an error; name: what a file of its kind may be called.
 */
export async function writeWhole(
  text: string,
  path: string,
  { force = false, what, name }: { readonly force?: boolean; readonly what: string; readonly name: string },
): Promise<string> {
  const target = absolute(path);
  try {
    if (await isStream(target)) await writeFile(target, text);
    else if (force || !(await holds(target, text))) await place(target, text, force);
  } catch (error) {
    throw asFileError(error, path, { what, name });
  }
  return target;
}

const absolute = (path: string): string =>
  resolve(path.startsWith("~/") ? join(homedir(), path.slice(2)) : path);

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
    if (!found.isFile()) return true;
    if (await isOpenFile(target)) throw Object.assign(new Error(`${target} is open`), { code: OPEN_FILE });
    return false;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}

/** True for `/dev/stdout` and its like where they lead to a file: a rename would put ours in their place, for good. */
const isOpenFile = async (target: string): Promise<boolean> =>
  (await lstat(target)).isSymbolicLink() && (await readlink(target)).startsWith("/proc/");

async function holds(target: string, text: string): Promise<boolean> {
  try {
    return (await lstat(target)).isFile() && (await readFile(target, "utf8")) === text;
  } catch {
    return false;
  }
}

/** True for the failure of a file that was kept because it is there already: `force` would replace it. */
export const isThereAlready = (failure: ErosError | null): boolean => codeOf(failure?.cause) === "EEXIST";
