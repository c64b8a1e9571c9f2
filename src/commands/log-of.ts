import { jsonLine, type Logger, lineLogger } from "../pipeline/log.js";
import { appendTo, logPath } from "../settings/log-file.js";
import type { Settings } from "../settings/settings.js";
import type { RanStatement } from "../warehouse/options.js";

type LogSettings = Pick<Settings, "paths" | "logFormat">;

/** The log of this run, in the form that the settings ask for; its folder is asked for with the first line. */
export function fileLog(settings: LogSettings, debug: boolean): Logger {
  let append: ((line: string) => void) | undefined;
  const write = (line: string): void => {
    append ??= appendTo(logPath(settings.paths));
    append(line);
  };
  return logTo(write, settings, debug);
}

/** Lines of the same form to anywhere. */
export const logTo = (
  write: (line: string) => void,
  { logFormat }: Pick<Settings, "logFormat">,
  debug: boolean,
): Logger => lineLogger(write, undefined, { debug, ...(logFormat === "json" ? { form: jsonLine } : {}) });

/** Puts statements into the log, where somebody asked for them. */
export const statementsInto = (log: Logger, debug: boolean) =>
  debug
    ? {
        onStatement: ({ text, milliseconds }: RanStatement): void =>
          log.debug?.("warehouse", `${milliseconds.toFixed(1)} ms: ${text.replace(/\s+/g, " ")}`),
      }
    : {};
