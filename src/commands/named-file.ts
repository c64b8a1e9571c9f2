import { badInput } from "../domain/errors.js";
import { expandHome } from "../settings/paths.js";
import type { Flag } from "./flag.js";
import type { Input } from "./input.js";
import type { Run } from "./run.js";

/**
 * The file or folder that a flag names, `~/` being the home folder; undefined where the flag is absent.
 * @throws {ErosError} where `-` is named: by convention that is standard output, which carries what the command says.
 */
export function namedFile(flag: Flag, input: Input, run: Pick<Run, "env">): string | undefined {
  const written = input.text(flag);
  if (written === "-")
    throw badInput(
      flag.name,
      `${flag.name} -: standard output carries what the command says, the file needs a name`,
      `give ${flag.name} a path; a file that is called - is ./-`,
    );
  return written === undefined ? undefined : expandHome(written, run);
}
