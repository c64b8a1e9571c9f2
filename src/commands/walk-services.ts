import { DEFAULT_HOURS, type SendingHours } from "../domain/defaults.js";
import { logPath } from "../settings/log-file.js";
import { operatorName } from "../settings/operator.js";
import { type Settings, toleranceFor } from "../settings/settings.js";
import type { WalkServices } from "../walk/services.js";
import { DEBUG } from "./flag.js";
import type { Input } from "./input.js";
import { fileLog, statementsInto } from "./log-of.js";
import type { Run } from "./run.js";
import { settingsOf } from "./settings-of.js";
import { warehouseOf } from "./warehouse-of.js";

/** What the screens are given: settings read, nothing opened yet. */
export async function walkServices(input: Input, run: Run): Promise<WalkServices> {
  const settings = await settingsOf(input, run);
  const debug = input.on(DEBUG);
  // To the file alone: the screen is the walk's.
  const log = fileLog(settings, debug);
  return {
    settings: {
      operator: operatorName(run),
      tolerance: (page) => toleranceFor(settings, page),
      hours: await hoursOf(settings),
      csvDir: settings.csvDirectory ?? ".",
      pages: settings.pages.length === 0 ? null : settings.pages,
      confirmEvery: settings.confirm === "every",
      spreadsheetSafe: false,
      logPath: logPath(settings.paths),
    },
    open: (ctx) => warehouseOf(settings, ctx, statementsInto(log, debug)),
    now: (description) => settings.asOf ?? description.demoNow ?? run.clock(),
    real: () => run.clock(),
    log,
    copy: async (text) => (await import("./clipboard.js")).copyLocally(text, run.env),
  };
}

/** Loaded only where hours are set: nothing that a first frame does not need comes before it. */
async function hoursOf({ hours }: Settings): Promise<SendingHours> {
  if (hours === null) return DEFAULT_HOURS;
  const { parseOverrides } = await import("../domain/overrides.js");
  return parseOverrides({ hours }).overrides.hours ?? DEFAULT_HOURS;
}
