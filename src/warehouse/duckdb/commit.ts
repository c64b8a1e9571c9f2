import { type Instant, isoUtc } from "../../domain/calendar.js";
import { digest } from "../../domain/schedule.js";
import { type LockRow, lockRows, refuseConflicts, refuseUnfit, repeated } from "../commit-rules.js";
import { OutcomeUnknownError } from "../outcome.js";
import { type CommitRequest, type Ctx, type LogEntry, QUIET, type Receipt } from "../port.js";
import type { LocalFile } from "./local-file.js";
import { replacedBy, takeOver } from "./replace.js";
import { DATASET } from "./schema.js";
import type { Session } from "./session.js";
import { conflictsOf, stored } from "./stored.js";

/**
 * All or nothing: guard rows, schedule, locks, log, and the end of the schedule whose place it takes. An error from
 * COMMIT on does not say that nothing was stored, so the schedule's id is looked up before anything is said.
 */
export async function commit(
  file: Pick<LocalFile, "read" | "write">,
  request: CommitRequest,
  clock: () => Instant,
  ctx: Ctx,
): Promise<Receipt> {
  let sent = false;
  const sending = (): void => {
    sent = true;
    ctx.progress({ kind: "step", name: "Storing the schedule", sent: true });
  };
  try {
    const receipt = await file.write(ctx, (session) =>
      session.transaction(() => store(session, request, clock()), {
        onCommit: sending,
        keeps: (receipt) => !receipt.repeated,
      }),
    );
    // Found by a retry of this very call: the first try had stored it.
    return sent ? { ...receipt, repeated: false } : receipt;
  } catch (error) {
    if (!sent) throw error;
    return await receiptAfter(error, file, request, ctx);
  }
}

/** The receipt where the schedule is stored after all; else the error that came. */
async function receiptAfter(
  error: unknown,
  file: Pick<LocalFile, "read">,
  request: CommitRequest,
  ctx: Ctx,
): Promise<Receipt> {
  const { schedule } = request;
  // The operator may have turned away by now: the look is taken all the same.
  const found = await file
    .read({ ...QUIET, progress: ctx.progress }, (session) => stored(session, schedule.schedule_id))
    .catch((cause: unknown) => {
      throw new OutcomeUnknownError(schedule.schedule_id, cause);
    });
  if (found === null || found.state !== "committed" || found.digest !== digest(schedule)) throw error;
  return found.receipt;
}

async function store(session: Session, request: CommitRequest, now: Instant): Promise<Receipt> {
  const { schedule, weekStart, log } = request;
  // First, so that an engine with snapshots sees two commits of one page, or of the bank, clash.
  await raiseGuards(session, schedule.page_name);
  const before = await stored(session, schedule.schedule_id);
  if (before) return repeated(before, schedule, now);
  await replacedBy(session, request);
  refuseUnfit(request);
  refuseConflicts(await conflictsOf(session, schedule, weekStart, now));

  await session.rows(
    `INSERT INTO ${DATASET}.schedule_recommendations (schedule_id, page_name, created_at, schedule_json, total_messages,
       saturation_zone, week_start, state, content_digest)
     VALUES ($1, $2, CAST($3 AS TIMESTAMPTZ), $4, $5, $6, CAST($7 AS DATE), 'committed', $8)`,
    [
      schedule.schedule_id,
      schedule.page_name,
      schedule.created_at,
      JSON.stringify(schedule),
      schedule.total_messages,
      schedule.saturation_zone,
      weekStart,
      digest(schedule),
    ],
  );
  const moved = await takeOver(session, schedule, request);
  const locks = lockRows(request, now);
  await insertLocks(session, locks);
  await writeLog(
    session,
    {
      ...log,
      scheduleId: schedule.schedule_id,
      page: schedule.page_name,
      messageCount: schedule.total_messages,
    },
    null,
    now,
  );
  return {
    scheduleId: schedule.schedule_id,
    page: schedule.page_name,
    weekStart,
    messages: schedule.messages.length,
    locks: moved + locks.length,
    storedAt: new Date(now).toISOString(),
    by: log.user,
    repeated: false,
  };
}

export async function insertLocks(session: Session, locks: readonly LockRow[]): Promise<void> {
  await session.rows(
    `INSERT INTO ${DATASET}.active_caption_assignments (assignment_key, page_name, caption_id, caption_text, caption_key,
       price_tier, schedule_id, assigned_date, assigned_at, scheduled_send_date, scheduled_send_hour, is_active)
     SELECT l->>'assignment_key', l->>'page_name', CAST(l->>'caption_id' AS BIGINT), l->>'caption_text', l->>'caption_key',
       l->>'price_tier', l->>'schedule_id', CAST(l->>'assigned_date' AS DATE), CAST(l->>'assigned_at' AS TIMESTAMPTZ),
       CAST(l->>'scheduled_send_date' AS DATE), CAST(l->>'scheduled_send_hour' AS BIGINT), true
     FROM (SELECT UNNEST(from_json($1, '["JSON"]')) AS l)`,
    [JSON.stringify(locks)],
  );
}

export async function raiseGuards(session: Session, page: string): Promise<void> {
  const keys = JSON.stringify([`page:${page}`, "bank"]);
  await session.rows(
    `UPDATE ${DATASET}.commit_guard SET version = version + 1
     WHERE guard_key IN (SELECT UNNEST(from_json($1, '["VARCHAR"]')))`,
    [keys],
  );
  await session.rows(
    `INSERT INTO ${DATASET}.commit_guard (guard_key, version)
     SELECT k.guard_key, 1 FROM (SELECT UNNEST(from_json($1, '["VARCHAR"]')) AS guard_key) AS k
     WHERE k.guard_key NOT IN (SELECT g.guard_key FROM ${DATASET}.commit_guard AS g)`,
    [keys],
  );
}

/** A row of the log of runs: SUCCESS without an error, FAILED with one. */
export async function writeLog(
  session: Session,
  entry: LogEntry,
  error: string | null,
  now: Instant,
): Promise<void> {
  await session.rows(
    `INSERT INTO ${DATASET}.schedule_export_log (schedule_id, page_name, export_timestamp, message_count,
       execution_time_seconds, error_message, status, exported_by, command, details)
     VALUES ($1, $2, CAST($3 AS TIMESTAMPTZ), $4, $5, $6, $7, $8, $9, $10)`,
    [
      entry.scheduleId,
      entry.page,
      isoUtc(now),
      entry.messageCount,
      entry.seconds,
      error,
      error === null ? "SUCCESS" : "FAILED",
      entry.user,
      entry.command,
      entry.details ?? null,
    ],
  );
}
