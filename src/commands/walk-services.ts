import { DEFAULT_HOURS, parseOverrides } from "../domain/overrides.js";
import { lineLogger } from "../pipeline/log.js";
import { appendTo, logPath } from "../settings/log-file.js";
import { operatorName } from "../settings/operator.js";
import { toleranceFor } from "../settings/settings.js";
import type { WalkServices } from "../walk/services.js";
import type { Input } from "./input.js";
import type { Run } from "./run.js";
import { settingsOf } from "./settings-of.js";
import { warehouseOf } from "./warehouse-of.js";

/** What the screens are given: settings read, nothing opened yet. */
export async function walkServices(input: Input, run: Run): Promise<WalkServices> {
  const settings = await settingsOf(input, run);
  return {
    settings: {
      operator: operatorName(run),
      tolerance: (page) => toleranceFor(settings, page),
      hours: parseOverrides({ hours: settings.hours ?? "" }).overrides.hours ?? DEFAULT_HOURS,
      csvDir: settings.csvDirectory ?? ".",
      pages: settings.pages.length === 0 ? null : settings.pages,
      confirmEvery: settings.confirm === "every",
      spreadsheetSafe: false,
      logPath: logPath(settings.paths),
    },
    open: (ctx) => warehouseOf(settings, ctx),
    now: (description) => settings.asOf ?? description.demoNow ?? run.clock(),
    real: () => run.clock(),
    log: lineLogger(appendTo(logPath(settings.paths))),
  };
}
