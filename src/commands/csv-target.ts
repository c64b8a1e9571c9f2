import { statSync } from "node:fs";
import { join, resolve } from "node:path";
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

/** How it is written. */
export const csvOptions = (input: Input): { readonly force: boolean; readonly spreadsheetSafe: boolean } => ({
  force: input.on(FORCE),
  spreadsheetSafe: input.on(SPREADSHEET_SAFE),
});

const isFolder = (path: string): boolean =>
  statSync(resolve(path), { throwIfNoEntry: false })?.isDirectory() === true;
