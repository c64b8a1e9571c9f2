import { basename, dirname, join } from "node:path";
import { ErosError } from "../domain/errors.js";

/** The code of a path that leads to a file which this process has open, as `/dev/stdout` may. */
export const OPEN_FILE = "EOPENFILE";

/** The code by which a failure of the file system is known; empty for any other. */
export const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | null)?.code ?? "";

/** What stands in the way of a file that is written, in words. */
export function asFileError(
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
    case OPEN_FILE:
      return say("badInput", `${path} leads to a file here`, "give that file's own path");
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
