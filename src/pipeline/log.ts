/** Where the run is told, line by line. Passed in, never imported; it never throws. */
export interface Logger {
  info(source: LogSource, message: string): void;
  warning(source: LogSource, message: string): void;
  error(source: LogSource, message: string): void;
  /** What only somebody who looks for a mistake wants to read; absent where nobody asked for it. */
  debug?(source: LogSource, message: string): void;
}

/** The part of the program that speaks, as the original named its loggers: `eros_tui.pipeline`. */
export type LogSource = "pipeline" | "warehouse" | "walk" | "commands";
export type LogLevel = "DEBUG" | "INFO" | "WARNING" | "ERROR";

/** For work that nobody reads about. */
export const SILENT: Logger = { info: () => {}, warning: () => {}, error: () => {} };

/**
 * One line in the original's form, in the machine's own zone as there:
 * `2025-10-31 13:30:15,123 - eros_tui.pipeline - INFO - Volume targets: 9 PPVs, 9 Bumps (zone=YELLOW, …)`.
 * Line breaks and other control characters in the message become blanks: one event is one line.
 */
export function logLine(at: Date, source: LogSource, level: LogLevel, message: string): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  const millis = String(at.getMilliseconds()).padStart(3, "0");
  return `${date} ${time},${millis} - eros_tui.${source} - ${level} - ${oneLine(message)}`;
}

/** The same as one JSON object, its moment in UTC: `{"time":"2025-10-31T20:30:15.123Z","level":"INFO",…}`. */
export const jsonLine: typeof logLine = (at, source, level, message) =>
  JSON.stringify({
    time: at.toISOString(),
    level,
    logger: `eros_tui.${source}`,
    message: oneLine(message),
    pid: process.pid,
  });

const oneLine = (message: string): string => message.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();

export interface LineOptions {
  /** How a line is written; default: the original's form. */
  readonly form?: typeof logLine;
  /** Lines of level DEBUG are written too. */
  readonly debug?: boolean;
}

/** A logger that hands finished lines to a sink; a sink that fails (full disk, closed pipe) is left alone. */
export function lineLogger(
  write: (line: string) => void,
  now: () => Date = () => new Date(),
  { form = logLine, debug = false }: LineOptions = {},
): Logger {
  const at =
    (level: LogLevel) =>
    (source: LogSource, message: string): void => {
      try {
        write(form(now(), source, level, message));
      } catch {
        // A log that cannot be written must not stop a commit that can.
      }
    };
  return {
    info: at("INFO"),
    warning: at("WARNING"),
    error: at("ERROR"),
    ...(debug ? { debug: at("DEBUG") } : {}),
  };
}

/** The same lines to several loggers, for example standard error and the file. */
export const bothLoggers = (first: Logger, second: Logger): Logger => ({
  info: (source, message) => {
    first.info(source, message);
    second.info(source, message);
  },
  warning: (source, message) => {
    first.warning(source, message);
    second.warning(source, message);
  },
  error: (source, message) => {
    first.error(source, message);
    second.error(source, message);
  },
  debug: (source, message) => {
    first.debug?.(source, message);
    second.debug?.(source, message);
  },
});
