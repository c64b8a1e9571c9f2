import { asErosError, type ErosError } from "../domain/errors.js";
import { printable } from "../text/printable.js";

/** Longest line of a message: texts of others may stand in it. */
const LONGEST = 1_000;
/** From here on the parts of a message, between semicolons, stand on lines of their own. */
const LONG = 160;

/**
 * A failure as a person reads it: what happened, what to do, and where the log is if nobody foresaw it.
 * @param log path of the log; null where none could be written.
 */
export function failureText(error: unknown, log: string | null): string {
  const failure = asErosError(error);
  if (failure.kind === "interrupted") return `eros-tui: ${safe(failure.message)}`;
  const lines = [`eros-tui: ${safe(failure.message)}`, `  ${safe(failure.remedy)}`];
  if (failure.kind === "unexpected" && log !== null) lines.push(`  log: ${log}`);
  return lines.join("\n");
}

/** What the log keeps of a failure: its kind and message, and the stack of one that nobody foresaw. */
export function failureDetails(failure: ErosError): string {
  const cause = failure.cause instanceof Error ? failure.cause : failure;
  return failure.kind === "unexpected"
    ? `${failure.message} | ${cause.stack ?? "no stack"}`
    : `${failure.kind}: ${failure.message}`;
}

const safe = (text: string): string =>
  (text.length > LONG ? text.replaceAll("; ", ";\n") : text)
    .split("\n")
    .map((line) => printable(line, LONGEST))
    .join("\n  ");
