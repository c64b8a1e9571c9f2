import restoring from "../../../sql/scripts/restore.sql";
import type { Instant } from "../../domain/calendar.js";
import { ErosError } from "../../domain/errors.js";
import { lockRows, refuseConflicts } from "../commit-rules.js";
import type { Restored, RestoreRequest } from "../operations.js";
import { OutcomeUnknownError } from "../outcome.js";
import { type Ctx, QUIET } from "../port.js";
import { comingBack, isRestoredBy, nothingThere } from "../restore-rules.js";
import { type Committing, lookup } from "./commit.js";
import { UnknownFate } from "./jobs.js";
import { listed } from "./reading.js";
import { CONFLICTS, conflictCheck, conflictValues, STORED, storedIn } from "./stored.js";
import { isOpen, runTransaction } from "./transaction.js";
import { date, double, json, moment, text, whole } from "./values.js";

/** All or nothing: state, locks, log. Conflicts are looked for as a commit does. */
export async function restore(engine: Committing, request: RestoreRequest, ctx: Ctx): Promise<Restored> {
  const { scheduleId, now, by } = request;
  const found = await lookup(engine, scheduleId, ctx);
  if (found === null) throw nothingThere(scheduleId);
  const part = comingBack(found, now);
  const { schedule, receipt } = found;
  if (part === null) return { schedule, locks: receipt.locks, repeated: true };
  const at: Instant = engine.clock();
  const log = { seconds: 0, command: "restore", user: by.user };
  const locks = lockRows({ schedule: part, weekStart: receipt.weekStart, now, allowPast: true, log }, at);
  const restored: Restored = { schedule, locks: locks.length, repeated: false };
  let tries = 0;
  const progress: Ctx["progress"] = (step) => {
    if (step.kind === "retry") tries++;
    ctx.progress(step);
  };
  progress({ kind: "step", name: "Restoring the schedule", sent: true });
  try {
    const ending = await runTransaction(
      engine,
      {
        body: restoring,
        values: {
          ...conflictValues(part),
          schedule_id: text(scheduleId),
          page: text(receipt.page),
          week: date(receipt.weekStart),
          locks: json(locks),
          lock_keys: text(listed(locks.map(({ assignment_key }) => assignment_key))),
          now: moment(now),
          stored_at: moment(at),
          message_count: whole(part.total_messages),
          seconds: double(0),
          user: text(by.user),
          command: text(log.command),
          details: text(by.details ?? null),
        },
        done: {},
        refused: { ...STORED, ...CONFLICTS },
        verb: "restore",
        page: receipt.page,
        id: `eros_restore_${scheduleId}`,
      },
      { signal: ctx.signal, progress },
    );
    if (ending.stands) return restored;
    const after = storedIn(ending.rows.stored);
    if (after === null) throw nothingThere(scheduleId);
    // A retry of this very call: the first try had done it.
    if (tries > 0 && isRestoredBy(after, request)) return restored;
    if (comingBack(after, now) === null) return { schedule, locks: after.receipt.locks, repeated: true };
    refuseConflicts(conflictCheck(ending.rows, at));
    throw new ErosError(
      "conflict",
      `conflict: something stood against ${scheduleId} for a moment, and nothing was written`,
      "run it again",
    );
  } catch (error) {
    if (!isOpen(error)) throw error;
    const after = await lookup(engine, scheduleId, { ...QUIET, progress: ctx.progress }).catch(
      (cause: unknown) => {
        throw new OutcomeUnknownError(scheduleId, cause, "restored");
      },
    );
    if (isRestoredBy(after, request)) return restored;
    throw error instanceof UnknownFate ? new OutcomeUnknownError(scheduleId, error, "restored") : error;
  }
}
