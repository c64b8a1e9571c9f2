import { type Stats, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { badInput } from "../domain/errors.js";
import type { Settings } from "../settings/settings.js";
import { FORCE, OUTPUT, SPREADSHEET_SAFE } from "./flag.js";
import type { Input } from "./input.js";
import { namedFile } from "./named-file.js";
import type { Run } from "./run.js";

/** Where the CSV of this run goes, found out before anything is stored. */
export interface CsvTarget {
  /** As it is shown: the named file, a file in the named folder, or one of the schedule's own name. */
  path(name: string): string;
  /** The named file; null where the schedule's own name is used. */
  readonly named: string | null;
  readonly options: { readonly force: boolean; readonly spreadsheetSafe: boolean };
}

/** @throws {ErosError} where the folder is not there, or standard output is named. */
export function csvTarget(input: Input, run: Pick<Run, "env">, { csvDirectory }: Settings): CsvTarget {
  const options = { force: input.on(FORCE), spreadsheetSafe: input.on(SPREADSHEET_SAFE) };
  const written = namedFile(OUTPUT, input, run);
  const output = written ?? csvDirectory;
  if (output === null) return { path: (name) => name, named: null, options };
  const field = written === undefined ? "csv_dir" : OUTPUT.name;
  const isFolder = written === undefined || output.endsWith("/") || found(output)?.isDirectory() === true;
  const folder = isFolder ? output : dirname(output);
  if (found(folder)?.isDirectory() !== true)
    throw badInput(
      field,
      `${field}: the folder ${folder} is not there`,
      `make it (mkdir -p ${folder}), or give another path`,
    );
  return {
    path: (name) => (isFolder ? join(output, name) : output),
    named: isFolder ? null : output,
    options,
  };
}

/**
 * For what stores a schedule before it writes the file: a file that would be kept is a mistake of the line.
 * @throws {ErosError} where the named file is there already.
 */
export function refuseTaken({ named, options }: CsvTarget): void {
  if (named === null || options.force || found(named)?.isFile() !== true) return;
  throw badInput(
    OUTPUT.name,
    `${named} is there already and is kept`,
    "give another path, or --force to replace it",
  );
}

/** What stands at a path; undefined also for what may not be looked at: writing will say why. */
function found(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
