import { ErosError } from "../../domain/errors.js";
import { pathFault } from "../../text/path-fault.js";
import { aborted } from "../abort.js";

/** DuckDB's errors carry no code, only text: this is the one place that reads it. */
const text = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const code = (error: unknown): string | undefined => (error as NodeJS.ErrnoException | undefined)?.code;

/** The file is held by a process, whose id the text may name; undefined where the error is another one. */
export function busyHolder(error: unknown): { pid: number | undefined } | undefined {
  const said = text(error);
  // The second half is Windows' wording.
  if (!/Could not set lock on file|used by another process/i.test(said)) return undefined;
  const pid = /\(PID (\d+)\)/.exec(said)?.[1];
  return { pid: pid === undefined ? undefined : Number(pid) };
}

/** Two transactions at once: the whole unit may be done again. */
export const isTransient = (error: unknown): boolean =>
  /Conflict on (update|delete|tuple)|write-write conflict|transaction conflict/i.test(text(error));

const DAMAGED =
  /Could not read enough bytes|Corrupt database file|checksum|Serialization Error|deserialize|Failure while replaying WAL|Reached the end of file|past the end of/i;

/** A part of the file is not what the engine wrote. */
export const isDamaged = (error: unknown): boolean => DAMAGED.test(text(error));

/** The file is not there. */
const missingFile = (file: string): ErosError =>
  new ErosError(
    "incomplete",
    `there is no warehouse at ${file}`,
    "make one with `eros-tui demo`, or name another file with --db FILE",
  );

/** There is something, but no engine's file. */
export const foreignFile = (file: string): ErosError =>
  new ErosError(
    "incomplete",
    `${file} is not a warehouse: it is no DuckDB database`,
    "name another file with --db FILE, or move this one away and run `eros-tui demo`",
  );

const INCOMPLETE: readonly [RegExp, (file: string) => ErosError][] = [
  [/does not exist in read-only|database does not exist|No such file or directory|ENOENT/, missingFile],
  [/not a valid DuckDB database file|Is a directory|EISDIR/, foreignFile],
  [
    DAMAGED,
    (file) =>
      new ErosError(
        "incomplete",
        `${file} is damaged: a part of it cannot be read`,
        "nothing is repaired by force: keep a copy, restore the file from a backup, or make a new one with `eros-tui demo` or `eros-tui import`",
      ),
  ],
  [
    /was created with a newer version/i,
    (file) =>
      new ErosError(
        "incomplete",
        `${file} was made by a newer program`,
        "update eros-tui: `npm install` in its folder",
      ),
  ],
  [
    /Trying to read a database file with version number/,
    (file) =>
      new ErosError(
        "incomplete",
        `${file} is no warehouse of eros-tui: a DuckDB older than any that it knows made it`,
        "name another file with --db FILE, or make one with `eros-tui demo` or `eros-tui import`",
      ),
  ],
  [
    /Catalog Error|Binder Error/,
    (file) =>
      new ErosError(
        "incomplete",
        `${file} lacks a table, column or function that this program needs`,
        "it was made by something else or changed by hand: name another file with --db FILE, or make a new one with `eros-tui demo`",
      ),
  ],
];

/** Which file it is about: of a warehouse that several users share, the log may be another one's. */
const pathIn = (error: unknown): string | undefined =>
  (error as NodeJS.ErrnoException | undefined)?.path ?? /"([^"]+)"/.exec(text(error))?.[1];

const notPermitted = (path: string, file: string, cause: unknown): ErosError =>
  path === `${file}.wal`
    ? new ErosError(
        "notPermitted",
        `${path}, which a killed program of another user left, may not be written by you`,
        "that user opens the warehouse once, for example with `eros-tui history`: what is in it is taken over then",
        { cause },
      )
    : new ErosError(
        "notPermitted",
        `${path} may not be opened or written by you`,
        "look at `ls -ld` of the file and its folder; it must be yours and writable, or be opened read-only",
        { cause },
      );

/** A killed program broke off in the file, and what mends it is there, but not for this user. */
export const othersToMend = (file: string, cause: unknown): ErosError =>
  new ErosError(
    "notPermitted",
    `${file} was left half written by a killed program, and may not be written by you`,
    "somebody who may write it and its folder opens it once, for example with `eros-tui history`: that mends it",
    { cause },
  );

const PERMISSION = /Permission denied|EACCES|EPERM|EROFS|Read-only file system/i;
const FULL = /No space left on device|ENOSPC|Disk quota exceeded|EDQUOT/i;

/** What the program says once an error that passes by itself has not passed. */
export const stillBusy = (error: unknown, file: string): ErosError =>
  new ErosError(
    "unreachable",
    `${file} could not be written: others kept changing the same rows`,
    "nothing was written; run it again in a moment",
    { cause: error },
  );

/** What the program says of an engine's error, with what to do next; errors of our own pass unchanged. */
export function asFailure(error: unknown, file: string, signal: AbortSignal): unknown {
  if (error instanceof ErosError) return error;
  const said = text(error);
  if (signal.aborted && (/^INTERRUPT/.test(said) || (error as Error).name === "AbortError"))
    return aborted(signal);
  // Only the engine and the file system are read here: a defect of ours keeps its own words.
  if (!/^[A-Z][A-Za-z ]* Error: /.test(said) && code(error) === undefined) return error;
  const fault = pathFault(error);
  if (fault !== null)
    return new ErosError(
      "badInput",
      `${file} cannot be a file: ${fault}`,
      "name another file with --db FILE",
      {
        cause: error,
        field: "--db",
      },
    );
  const full = `${code(error) ?? ""} ${said}`;
  const caused = (kind: "notPermitted" | "unreachable", message: string, remedy: string): ErosError =>
    new ErosError(kind, message, remedy, { cause: error });
  if (FULL.test(full))
    return caused(
      "unreachable",
      `the disk of ${file} is full: nothing was written`,
      "free some space, then run it again",
    );
  if (PERMISSION.test(full)) return notPermitted(pathIn(error) ?? file, file, error);
  for (const [pattern, failure] of INCOMPLETE) {
    if (!pattern.test(full)) continue;
    const known = failure(file);
    return new ErosError(known.kind, known.message, known.remedy, { cause: error });
  }
  return error;
}
