import { asErosError, type ErosError, type FailureKind } from "../domain/errors.js";
import { printable } from "../text/printable.js";

/** Longest line of a message: texts of others may stand in it. */
const LONGEST = 1_000;
/** From here on the parts of a message, between semicolons, stand on lines of their own. */
const LONG = 160;

/**
 * A failure as a person reads it: what happened, what to do, and where the log is if it stands there.
 * @param log path of the log; null where it does not.
 */
export function failureText(error: unknown, log: string | null): string {
  const failure = asErosError(error);
  if (failure.kind === "interrupted") return `eros-tui: ${safe(failure.message)}`;
  const lines = [`eros-tui: ${safe(failure.message)}`, `  ${safe(failure.remedy)}`];
  if (log !== null) lines.push(`  log: ${log}`);
  return lines.join("\n");
}

/** What is the operator's own affair, or no failure at all, does not stand in the log. */
const UNLOGGED: ReadonlySet<FailureKind> = new Set(["badInput", "interrupted", "attention"]);
export const isLogged = ({ kind, field }: ErosError): boolean => !UNLOGGED.has(kind) && field !== "page";

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
