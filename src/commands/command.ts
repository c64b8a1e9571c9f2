import { alerts } from "./alerts/command.js";
import { analyze } from "./analyze/command.js";
import { apply } from "./apply/command.js";
import { batch } from "./batch/command.js";
import { build } from "./build/command.js";
import { captions } from "./captions/command.js";
import { completion } from "./completion/command.js";
import { config } from "./config/command.js";
import { demo } from "./demo/command.js";
import { deploy } from "./deploy/command.js";
import { diff } from "./diff/command.js";
import { doctor } from "./doctor/command.js";
import { exportCommand } from "./export/command.js";
import type { Flag } from "./flag.js";
import { health } from "./health/command.js";
import { history } from "./history/command.js";
import { importCommand } from "./import/command.js";
import { info } from "./info/command.js";
import type { Input } from "./input.js";
import { preview } from "./preview/command.js";
import { replay } from "./replay/command.js";
import { restore } from "./restore/command.js";
import type { Run } from "./run.js";
import { show } from "./show/command.js";
import { unlock } from "./unlock/command.js";
import { volume } from "./volume/command.js";
import { withdraw } from "./withdraw/command.js";
import { worklist } from "./worklist/command.js";

/** What stands after the verb. */
export interface Argument {
  readonly name: string;
  readonly says: string;
  /** How many words it is; default 1. */
  readonly count?: number;
}

/** A command line and what it does. */
export type Example = readonly [line: string, says: string];

/**
 * A verb: what it is called, takes and shows. Help, completion and the manual are made from this; nothing here may
 * load more than itself, so that `--help` answers at once. The work stands beside it, behind `load`.
 */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** What one should know before using it, a sentence a line. */
  readonly says: readonly string[];
  readonly argument?: Argument;
  readonly flags: readonly Flag[];
  readonly examples: readonly Example[];
  readonly load: () => Promise<Work>;
}

/** Flags in, verb, text or JSON out. Rejects with an ErosError, from which the exit code follows. */
export type Work = (input: Input, run: Run) => Promise<void>;

/** Every verb, in the order in which a newcomer meets them. */
export const COMMANDS: readonly Command[] = [
  demo,
  importCommand,
  volume,
  analyze,
  captions,
  preview,
  build,
  batch,
  apply,
  show,
  history,
  diff,
  exportCommand,
  worklist,
  withdraw,
  restore,
  unlock,
  health,
  alerts,
  deploy,
  doctor,
  config,
  completion,
  info,
  replay,
];
