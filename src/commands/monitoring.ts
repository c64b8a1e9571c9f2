import type { Instant } from "../domain/calendar.js";
import { badInput } from "../domain/errors.js";
import type { HealthFacts } from "../domain/monitoring.js";
import { healthOf } from "../pipeline/health.js";
import { FORMAT, JSON_FLAG } from "./flag.js";
import type { Input } from "./input.js";
import type { Run } from "./run.js";
import { inSession, type Session } from "./session.js";

const FORMATS = ["text", "json", "prometheus"] as const;
type Format = (typeof FORMATS)[number];

/** How a command shows what monitoring says. */
export interface Shown {
  text(facts: HealthFacts, now: Instant, session: Session): string;
  json(facts: HealthFacts, now: Instant): unknown;
  prometheus(facts: HealthFacts): string;
  /** The failure that follows from the facts; null where all is well. */
  failure(facts: HealthFacts): Error | null;
}

/** Asks the log of runs by the real clock, as it was written, shows the answer, and fails where somebody has to look. */
export function monitoring(input: Input, run: Run, shown: Shown): Promise<void> {
  const format = formatOf(input);
  return inSession(input, run, async (session) => {
    const now = session.settings.asOf ?? run.clock();
    const facts = await healthOf(session.warehouse, now, session.ctx);
    if (format === "prometheus") return run.out(shown.prometheus(facts));
    run.out(
      format === "json" ? JSON.stringify(shown.json(facts, now), null, 2) : shown.text(facts, now, session),
    );
    const failure = shown.failure(facts);
    if (failure !== null) throw failure;
  });
}

function formatOf(input: Input): Format {
  const text = input.text(FORMAT);
  if (text === undefined) return input.on(JSON_FLAG) ? "json" : "text";
  const format = FORMATS.find((one) => one === text.trim().toLowerCase());
  if (format !== undefined && (format === "json" || !input.on(JSON_FLAG))) return format;
  throw badInput(
    FORMAT.name,
    format === undefined
      ? `--format “${text}” is not known`
      : `--format ${format} and --json ask for two formats`,
    `give one of ${FORMATS.join(", ")}`,
  );
}
