import body from "../../../sql/scripts/commit.sql";
import type { Instant } from "../../domain/calendar.js";
import { digest, type Schedule } from "../../domain/schedule.js";
import { numberOf } from "../cells.js";
import { lockRows, refuseConflicts, refuseUnfit, repeated } from "../commit-rules.js";
import { OutcomeUnknownError } from "../outcome.js";
import { type CommitRequest, type Ctx, QUIET, type Receipt, type Stored } from "../port.js";
import { refuseUncarried, replaceable } from "../replace-rules.js";
import { UnknownFate } from "./jobs.js";
import { ask, type Engine } from "./questions.js";
import { listed } from "./reading.js";
import { CONFLICTS, conflictCheck, conflictValues, OLD, STORED, storedIn } from "./stored.js";
import { isOpen, runTransaction, type Transaction } from "./transaction.js";
import { date, double, json, moment, text, type Values, whole } from "./values.js";

/** How often a commit is begun anew where what stood against it was gone when it was looked at. */
const ROUNDS = 3;

const LOCKS = {
  locks: {
    select:
      "SELECT COUNT(*) AS n FROM {dataset}.active_caption_assignments AS a WHERE a.schedule_id = @schedule_id",
    order: "t.n",
  },
};
const DONE = LOCKS;
const REFUSED = { ...STORED, ...OLD, ...CONFLICTS };

/** What a commit works with. */
export interface Committing extends Engine {
  clock(): Instant;
  /** A stored schedule's content never changes: what was looked up for a check is still so. */
  known(scheduleId: string): Stored | undefined;
}

export const lookup = async (engine: Engine, scheduleId: string, ctx: Ctx): Promise<Stored | null> =>
  storedIn(
    (await ask(engine, STORED, { values: { schedule_id: text(scheduleId) }, verb: "lookup" }, ctx)).stored,
  );

/**
 * Schedule, locks, log and the end of the schedule whose place it takes: all or nothing, in one job. What breaks after it was
 * sent is looked into before anything is said.
 */
export async function commit(engine: Committing, request: CommitRequest, ctx: Ctx): Promise<Receipt> {
  const { schedule } = request;
  try {
    refuseUnfit(request);
    await refuseReplacement(engine, request, ctx);
  } catch (error) {
    // That the very same was stored before goes before every rule.
    const before = await lookup(engine, schedule.schedule_id, ctx);
    if (before) return repeated(before, schedule, engine.clock());
    throw error;
  }
  let tries = 0;
  const told: Ctx = {
    signal: ctx.signal,
    progress: (step) => {
      if (step.kind === "retry") tries++;
      ctx.progress(step);
    },
  };
  ctx.progress({ kind: "step", name: "Storing the schedule", sent: true });
  try {
    const receipt = await store(engine, request, told);
    // Found by a retry of this very call: the first try had stored it.
    return tries > 0 ? { ...receipt, repeated: false } : receipt;
  } catch (error) {
    if (!isOpen(error)) throw error;
    return await receiptAfter(error, engine, schedule, ctx);
  }
}

async function refuseReplacement(engine: Committing, request: CommitRequest, ctx: Ctx): Promise<void> {
  const { schedule, weekStart, now } = request;
  const { replaces: scheduleId, page_name: page } = schedule;
  if (scheduleId === undefined) return;
  const found = engine.known(scheduleId) ?? (await lookup(engine, scheduleId, ctx));
  const old = replaceable(found, { scheduleId, page, weekStart, now });
  refuseUncarried(old.schedule, schedule, now);
}

async function store(engine: Committing, request: CommitRequest, ctx: Ctx): Promise<Receipt> {
  const { schedule, weekStart, now, log } = request;
  for (let round = 1; ; round++) {
    const at = engine.clock();
    const ending = await runTransaction(engine, transactionOf(request, at), ctx);
    if (ending.stands)
      return {
        scheduleId: schedule.schedule_id,
        page: schedule.page_name,
        weekStart,
        messages: schedule.messages.length,
        locks: numberOf(ending.rows.locks[0]?.n),
        storedAt: new Date(at).toISOString(),
        by: log.user,
        repeated: false,
      };
    const { rows } = ending;
    const before = storedIn(rows.stored);
    if (before) return repeated(before, schedule, at);
    if (schedule.replaces !== undefined)
      replaceable(storedIn(rows.old), {
        scheduleId: schedule.replaces,
        page: schedule.page_name,
        weekStart,
        now,
      });
    refuseConflicts(conflictCheck(rows, at));
    if (round === ROUNDS)
      throw new Error("what stood against the commit is gone each time that it is looked at");
  }
}

function transactionOf(request: CommitRequest, at: Instant): Transaction<typeof DONE, typeof REFUSED> {
  const { schedule, weekStart, now, log } = request;
  const carried = schedule.messages.filter(
    (message) => message.carried === true && message.message_type === "PPV",
  );
  const values: Values = {
    ...conflictValues(schedule),
    schedule_id: text(schedule.schedule_id),
    page: text(schedule.page_name),
    week: date(weekStart),
    created_at: moment(Date.parse(schedule.created_at)),
    schedule_json: text(JSON.stringify(schedule)),
    message_count: whole(schedule.total_messages),
    saturation_zone: text(schedule.saturation_zone),
    content_digest: text(digest(schedule)),
    locks: json(lockRows(request, at)),
    replaces: text(schedule.replaces ?? null),
    carried: text(listed(carried.map(({ caption_id }) => caption_id))),
    now: moment(now),
    stored_at: moment(at),
    seconds: double(log.seconds),
    user: text(log.user),
    command: text(log.command),
    details: text(log.details ?? null),
  };
  return {
    body,
    values,
    done: DONE,
    refused: REFUSED,
    verb: "commit",
    page: schedule.page_name,
    id: `eros_commit_${schedule.schedule_id}`,
  };
}

/** The receipt where the schedule is stored after all; else the error that came. */
async function receiptAfter(error: unknown, engine: Engine, schedule: Schedule, ctx: Ctx): Promise<Receipt> {
  // The operator may have turned away by now: the look is taken all the same.
  const found = await lookup(engine, schedule.schedule_id, { ...QUIET, progress: ctx.progress }).catch(
    (cause: unknown) => {
      throw new OutcomeUnknownError(schedule.schedule_id, cause);
    },
  );
  if (found !== null && found.state === "committed" && found.digest === digest(schedule))
    return found.receipt;
  // A job that nobody could ask may still be running.
  throw error instanceof UnknownFate ? new OutcomeUnknownError(schedule.schedule_id, error) : error;
}
