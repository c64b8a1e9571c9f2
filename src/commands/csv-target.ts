import { statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { badInput } from "../domain/errors.js";
import type { Settings } from "../settings/settings.js";
import { FORCE, OUTPUT, SPREADSHEET_SAFE } from "./flag.js";
import type { Input } from "./input.js";

/** Where the CSV of a schedule goes, as it is shown: the named file, a file in the named folder, or one of its own name. */
export function csvTarget(input: Input, settings: Settings, name: string): string {
  const output = input.text(OUTPUT);
  if (output === undefined || output === "")
    return settings.csvDirectory === null ? name : join(settings.csvDirectory, name);
  return output.endsWith("/") || isFolder(output) ? join(output, name) : output;
}

/**
 * Refuses a named file that cannot become the CSV, as far as that can be told before there is one.
 * @throws {ErosError} where the file is there and is to be kept, or its folder is not there.
 */
export function refuseTakenTarget(input: Input): void {
  const output = input.text(OUTPUT);
  if (output === undefined || output === "" || isFolder(output)) return;
  const folder = output.endsWith("/") ? output : dirname(output);
  if (!isFolder(folder))
    throw badInput(
      OUTPUT.name,
      `the folder ${folder} is not there`,
      `make it (mkdir -p ${folder}), or give another path`,
    );
  const there = statSync(resolve(output), { throwIfNoEntry: false });
  if (there?.isFile() === true && !input.on(FORCE))
    throw badInput(
      OUTPUT.name,
      `${output} is there already and is kept`,
      "give another path, or --force to replace it",
    );
}

/** How it is written. */
export const csvOptions = (input: Input): { readonly force: boolean; readonly spreadsheetSafe: boolean } => ({
  force: input.on(FORCE),
  spreadsheetSafe: input.on(SPREADSHEET_SAFE),
});

const isFolder = (path: string): boolean =>
  statSync(resolve(path), { throwIfNoEntry: false })?.isDirectory() === true;
