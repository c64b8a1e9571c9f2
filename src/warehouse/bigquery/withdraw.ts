import body from "../../../sql/scripts/withdraw.sql";
import { toCome } from "../../domain/carried.js";
import { numberOf } from "../cells.js";
import { OutcomeUnknownError } from "../outcome.js";
import { type Ctx, QUIET, type Withdrawal, type WithdrawRequest } from "../port.js";
import { ended } from "../replace-rules.js";
import { isWithdrawnBy, nothingThere, withdrawalDetails } from "../restore-rules.js";
import { type Committing, lookup } from "./commit.js";
import { UnknownFate } from "./jobs.js";
import { listed } from "./reading.js";
import { STORED, storedIn } from "./stored.js";
import { isOpen, runTransaction } from "./transaction.js";
import { double, moment, text, whole } from "./values.js";

const RELEASED = {
  released: {
    select: `SELECT COUNT(*) AS n FROM {dataset}.active_caption_assignments AS a
       WHERE a.schedule_id = @schedule_id AND NOT a.is_active
         AND {dataset}.is_listed(@captions, CAST(a.caption_id AS STRING))`,
    order: "t.n",
  },
};

/**
 * All or nothing: the state, the locks of messages to come, the log. As with a commit, what breaks after it was sent is
 * looked into before anything is said.
 */
export async function withdraw(engine: Committing, request: WithdrawRequest, ctx: Ctx): Promise<Withdrawal> {
  const { scheduleId, now, log } = request;
  const found = await lookup(engine, scheduleId, ctx);
  if (found === null) throw nothingThere(scheduleId);
  if (found.state !== "committed") throw ended(found, now);
  const { schedule, receipt } = found;
  const open = toCome(schedule, now);
  const captions = open
    .filter(({ message_type }) => message_type === "PPV")
    .map(({ caption_id }) => caption_id);
  const withdrawal = (released: number): Withdrawal => ({
    scheduleId,
    page: receipt.page,
    weekStart: receipt.weekStart,
    sent: schedule.messages.length - open.length,
    toCome: open.length,
    released,
    at: new Date(now).toISOString(),
    by: log.user,
  });
  let tries = 0;
  const progress: Ctx["progress"] = (step) => {
    if (step.kind === "retry") tries++;
    ctx.progress(step);
  };
  ctx.progress({ kind: "step", name: "Withdrawing the schedule", sent: true });
  try {
    const ending = await runTransaction(
      engine,
      {
        body,
        values: {
          schedule_id: text(scheduleId),
          page: text(receipt.page),
          captions: text(listed(captions)),
          now: moment(now),
          stored_at: moment(engine.clock()),
          message_count: whole(open.length),
          seconds: double(log.seconds),
          user: text(log.user),
          command: text(log.command),
          details: text(withdrawalDetails(request)),
        },
        done: RELEASED,
        refused: { ...STORED, ...RELEASED },
        verb: "withdraw",
        page: receipt.page,
        id: `eros_withdraw_${scheduleId}`,
      },
      { signal: ctx.signal, progress },
    );
    const released = numberOf(ending.rows.released[0]?.n);
    if (ending.stands) return withdrawal(released);
    const after = storedIn(ending.rows.stored);
    if (after === null) throw nothingThere(scheduleId);
    // A retry of this very call: the first try had done it.
    if (tries > 0 && isWithdrawnBy(after, request)) return withdrawal(released);
    throw ended(after, now);
  } catch (error) {
    if (!isOpen(error)) throw error;
    const after = await lookup(engine, scheduleId, { ...QUIET, progress: ctx.progress }).catch(
      (cause: unknown) => {
        throw new OutcomeUnknownError(scheduleId, cause, "withdrawn");
      },
    );
    if (isWithdrawnBy(after, request)) return withdrawal(captions.length);
    throw error instanceof UnknownFate ? new OutcomeUnknownError(scheduleId, error, "withdrawn") : error;
  }
}
