import { dateOf, type Instant, isoUtc } from "../../domain/calendar.js";
import { lockRows, refuseConflicts } from "../commit-rules.js";
import type { Restored, RestoreRequest } from "../operations.js";
import { OutcomeUnknownError } from "../outcome.js";
import { type Ctx, QUIET } from "../port.js";
import { comingBack, isRestoredBy, nothingThere } from "../restore-rules.js";
import { insertLocks, raiseGuards, writeLog } from "./commit.js";
import type { LocalFile } from "./local-file.js";
import { DATASET } from "./schema.js";
import type { Session } from "./session.js";
import { conflictsOf, stored } from "./stored.js";

/**
 * All or nothing: guard rows, state, locks, log. Conflicts are looked for as a commit does, and an error from COMMIT on
 * is looked into before anything is said.
 */
export async function restore(
  file: LocalFile,
  request: RestoreRequest,
  clock: () => Instant,
  ctx: Ctx,
): Promise<Restored> {
  let sent: Restored | null = null;
  const wasDone = async (session: Session): Promise<boolean> =>
    isRestoredBy(await stored(session, request.scheduleId), request);
  try {
    return await file.write(ctx, async (session) => {
      let made: Restored | null = null;
      return session.transaction(
        async () => {
          // A retry of this very call: the first try had done it.
          if (sent !== null && (await wasDone(session))) return sent;
          made = await bringBack(session, request, clock());
          return made;
        },
        {
          onCommit: () => {
            sent = made;
            ctx.progress({ kind: "step", name: "Restoring the schedule", sent: true });
          },
          keeps: ({ repeated }) => made !== null && !repeated,
        },
      );
    });
  } catch (error) {
    if (sent === null) throw error;
    const done = await file.read({ ...QUIET, progress: ctx.progress }, wasDone).catch((cause: unknown) => {
      throw new OutcomeUnknownError(request.scheduleId, cause, "restored");
    });
    if (!done) throw error;
    return sent;
  }
}

async function bringBack(session: Session, request: RestoreRequest, at: Instant): Promise<Restored> {
  const { scheduleId, now, by } = request;
  const found = await stored(session, scheduleId);
  if (found === null) throw nothingThere(scheduleId);
  await raiseGuards(session, found.schedule.page_name);
  const { schedule } = found;
  const part = comingBack(found, now);
  if (part === null) return { schedule, locks: found.receipt.locks, repeated: true };
  const { weekStart } = found.receipt;
  refuseConflicts(await conflictsOf(session, part, weekStart, at));
  await session.rows(
    `UPDATE ${DATASET}.schedule_recommendations
     SET state = 'committed', changed_at = CAST($2 AS TIMESTAMPTZ), changed_by = $3
     WHERE schedule_id = $1`,
    // Told by the same clock as a withdrawal.
    [scheduleId, isoUtc(now), by.user],
  );
  const log = { seconds: 0, command: "restore", user: by.user };
  const locks = lockRows({ schedule: part, weekStart, now, allowPast: true, log }, at);
  await session.rows(
    `DELETE FROM ${DATASET}.active_caption_assignments
     WHERE schedule_id = $1 AND scheduled_send_date >= CAST($2 AS DATE)
       AND assignment_key IN (SELECT UNNEST(from_json($3, '["VARCHAR"]')))`,
    [scheduleId, dateOf(now), JSON.stringify(locks.map(({ assignment_key }) => assignment_key))],
  );
  await insertLocks(session, locks);
  await writeLog(
    session,
    { ...log, scheduleId, page: part.page_name, messageCount: part.total_messages, details: by.details },
    null,
    at,
  );
  return { schedule, locks: locks.length, repeated: false };
}
