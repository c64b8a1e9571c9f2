import type { Instant } from "../domain/calendar.js";
import { bothLoggers, type Logger } from "../pipeline/log.js";
import type { VerbCtx } from "../pipeline/verb.js";
import type { Settings } from "../settings/settings.js";
import type { Step, Warehouse } from "../warehouse/port.js";
import { DEBUG } from "./flag.js";
import type { Input } from "./input.js";
import { fileLog, logTo, statementsInto } from "./log-of.js";
import type { Run } from "./run.js";
import { settingsOf } from "./settings-of.js";
import { warehouseOf } from "./warehouse-of.js";

/** What a verb works with, once settings are read and the warehouse is open. */
export interface Session {
  readonly settings: Settings;
  readonly warehouse: Warehouse;
  /** "Now" for analysis, due dates and the past rule: `--as-of`, the demo's own Monday, or the real time. */
  readonly now: Instant;
  readonly ctx: VerbCtx;
}

export interface SessionOptions {
  /** The log's lines go to standard error as well. */
  readonly logToStderr?: boolean;
}

/** Opens the warehouse that the flags mean, works with it and closes it, whatever happens. */
export async function inSession(
  input: Input,
  run: Run,
  body: (session: Session) => Promise<void>,
  options: SessionOptions = {},
): Promise<void> {
  const settings = await settingsOf(input, run);
  const debug = input.on(DEBUG);
  const log = logOf(settings, run, options, debug);
  const warehouse = await warehouseOf(settings, tellingSteps(run, log, options), statementsInto(log, debug));
  try {
    const now = settings.asOf ?? warehouse.describe().demoNow ?? run.clock();
    await body({ settings, warehouse, now, ctx: tellingRetries(run, log, options) });
  } finally {
    await warehouse.close();
  }
}

/** The log's file, and standard error where the verb shows its log or somebody looks for a mistake. */
export function logOf(
  settings: Settings,
  run: Run,
  { logToStderr = false }: SessionOptions,
  debug: boolean,
): Logger {
  const file = fileLog(settings, debug);
  return logToStderr || debug
    ? bothLoggers(
        logTo((line) => run.err(line), settings, debug),
        file,
      )
    : file;
}

/** While something long is made for the first time: every step. */
export const tellingSteps = (
  run: Run,
  log: Logger,
  { logToStderr = false }: SessionOptions = {},
): VerbCtx => ({
  signal: run.signal,
  log,
  progress: (step) => {
    log.info("warehouse", stepText(step));
    if (!logToStderr) run.err(`eros-tui: ${stepText(step)}`);
  },
});

/** While a verb works: every step in the log; on standard error only what makes it wait, said once. */
const tellingRetries = (run: Run, log: Logger, { logToStderr = false }: SessionOptions): VerbCtx => ({
  signal: run.signal,
  log,
  progress: (step) => {
    if (step.kind !== "retry") return log.info("warehouse", stepText(step));
    log.warning("warehouse", stepText(step));
    if (!logToStderr) run.err(`eros-tui: ${stepText(step)}`);
  },
});

function stepText(step: Step): string {
  if (step.kind === "retry")
    return `${step.reason}, trying again in ${step.seconds} s (${step.attempt} of ${step.of})`;
  const count = step.index === undefined || step.of === undefined ? "" : ` (${step.index} of ${step.of})`;
  return `${step.name}${count}`;
}
