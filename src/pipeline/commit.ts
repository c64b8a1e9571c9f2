import type { Instant, IsoDate } from "../domain/calendar.js";
import { asErosError, type ErosError } from "../domain/errors.js";
import { type Schedule, scheduleId, toSchedule } from "../domain/schedule.js";
import type { WeekPlan } from "../domain/week.js";
import { usageText } from "../text/usage-text.js";
import { VERSION } from "../version.js";
import { OutcomeUnknownError } from "../warehouse/outcome.js";
import { type LogEntry, QUIET, type Receipt, type Step, type Warehouse } from "../warehouse/port.js";
import { auditDetails, auditLine, hostName } from "./audit.js";
import { logOf, type VerbCtx } from "./verb.js";

export interface Signature {
  /** Who commits. */
  readonly operator: string;
  /** The real moment, also for demo data and `--as-of`. */
  readonly at: Instant;
  /** Digits that the clock does not know, 0 ≤ random < 1; default: chance. */
  readonly random?: number;
}

/** The plan in its stored form, with the id that this moment gives it. */
export function signedSchedule(warehouse: Warehouse, plan: WeekPlan, by: Signature): Schedule {
  return toSchedule(plan, {
    scheduleId: scheduleId(plan.prepared.page, by.at, by.random ?? Math.random()),
    createdAt: by.at,
    createdBy: by.operator,
    host: hostName(),
    appVersion: VERSION,
    demo: warehouse.describe().demo,
  });
}

export interface CommitOptions {
  readonly weekStart: IsoDate;
  /** "Now", what the past rule is measured by. */
  readonly now: Instant;
  readonly allowPast?: boolean;
  readonly operator: string;
  /** Verb of the run, for the log row: "build", "tui". */
  readonly command: string;
  /** Seconds of work before the commit, without an operator's thinking. */
  readonly seconds: number;
}

/**
 * Stores a schedule, locks its captions, logs the run: all or nothing. A failure is logged by itself. Where the
 * warehouse broke on the way it is looked up first: what was stored after all is no failure.
 * @throws {ConflictError} where captions or days are taken. @throws {OutcomeUnknownError} where not even looking up
 * works: ask `settledCommit` later, before anything else. @throws {ErosError} else; then nothing was stored.
 */
export async function commitSchedule(
  warehouse: Warehouse,
  schedule: Schedule,
  options: CommitOptions,
  ctx: VerbCtx,
): Promise<Receipt> {
  const log = logOf(ctx);
  const { weekStart, now, allowPast = false, operator: user, command, seconds } = options;
  const details = auditDetails(schedule.demo === true, schedule);
  log.info("pipeline", auditLine(schedule));
  let sent = false;
  const progress = (step: Step): void => {
    sent ||= step.kind === "step" && step.sent === true;
    ctx.progress(step);
  };
  try {
    const request = { schedule, weekStart, now, allowPast, log: { seconds, command, user, details } };
    return told(await warehouse.commit(request, { ...ctx, progress }), warehouse, ctx);
  } catch (error) {
    // Before the transaction is sent nothing can be stored: a look would only wait again for what did not answer.
    if (sent || error instanceof OutcomeUnknownError) {
      log.warning(
        "pipeline",
        `The outcome of ${schedule.schedule_id} is not known (${asErosError(error).message}): looking it up`,
      );
      const receipt = await lookedUp(warehouse, schedule.schedule_id, error);
      if (receipt !== null) return told(receipt, warehouse, ctx);
    }
    const failure = asErosError(error);
    log.error("pipeline", `Schedule ${schedule.schedule_id} was not stored: ${failure.message}`);
    const { page_name: page, total_messages: messageCount, schedule_id } = schedule;
    await recordRun(
      warehouse,
      { scheduleId: schedule_id, page, messageCount, seconds, command, user, details },
      failure,
      ctx,
    );
    throw error;
  }
}

/**
 * What became of a commit whose outcome was unknown: its receipt, or null where nothing was stored.
 * @throws {ErosError} where the warehouse still does not answer.
 */
export async function settledCommit(warehouse: Warehouse, id: string, ctx: VerbCtx): Promise<Receipt | null> {
  return (await warehouse.lookup(id, ctx))?.receipt ?? null;
}

async function lookedUp(warehouse: Warehouse, id: string, cause: unknown): Promise<Receipt | null> {
  if (cause instanceof OutcomeUnknownError) throw cause;
  try {
    // The run may have been interrupted: its own signal would stop the look as well.
    return await settledCommit(warehouse, id, QUIET);
  } catch {
    throw new OutcomeUnknownError(id, cause);
  }
}

function told(receipt: Receipt, warehouse: Warehouse, ctx: VerbCtx): Receipt {
  const { scheduleId: id, messages, locks, repeated } = receipt;
  const { demo, usage } = warehouse.describe();
  const what = repeated
    ? "had been stored before, nothing was written"
    : `stored: ${messages} messages, ${locks} captions locked`;
  logOf(ctx).info("pipeline", `Schedule ${id} ${what}${demo ? " (demo data)" : ""}`);
  if (usage === undefined) return receipt;
  logOf(ctx).info("pipeline", `Queries: ${usageText(usage)}`);
  return { ...receipt, usage };
}

/**
 * Logs a failed run in the warehouse, as FAILED with its message. Bad input, unknown pages and interrupts are the
 * operator's affair and stay out; a log row that cannot be written must not hide why the run failed.
 */
export async function recordRun(
  warehouse: Warehouse,
  entry: LogEntry,
  failure: ErosError,
  ctx: VerbCtx,
): Promise<void> {
  if (failure.kind === "badInput" || failure.kind === "interrupted" || failure.field === "page") return;
  if (warehouse.describe().readOnly) return;
  try {
    const { details = auditDetails(warehouse.describe().demo) } = entry;
    await warehouse.recordFailure({ ...entry, details, error: failure.message }, ctx);
  } catch (error) {
    logOf(ctx).warning(
      "pipeline",
      `The failure could not be logged in the warehouse: ${asErosError(error).message}`,
    );
  }
}
