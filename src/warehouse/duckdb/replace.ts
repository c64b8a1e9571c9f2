import { type Instant, isoUtc } from "../../domain/calendar.js";
import type { Schedule } from "../../domain/schedule.js";
import type { CommitRequest, Stored } from "../port.js";
import { refuseUncarried, replaceable } from "../replace-rules.js";
import { DATASET } from "./schema.js";
import type { Session } from "./session.js";
import { stored } from "./stored.js";

/**
 * The schedule whose place the new one takes, within the new one's transaction; null where it takes none's.
 * @throws {ErosError} where its place cannot be taken, or not by this schedule.
 */
export async function replacedBy(
  session: Session,
  { schedule, weekStart, now }: CommitRequest,
): Promise<Stored | null> {
  const { replaces, page_name: page } = schedule;
  if (replaces === undefined) return null;
  const old = replaceable(await stored(session, replaces), { scheduleId: replaces, page, weekStart, now });
  refuseUncarried(old.schedule, schedule, now);
  return old;
}

/**
 * Takes the old schedule out: its carried captions stay locked, for the new one; all its other locks are released.
 * @returns how many locks went over to the new one.
 */
export async function takeOver(
  session: Session,
  schedule: Schedule,
  { now, log }: CommitRequest,
): Promise<number> {
  const { replaces, schedule_id, messages } = schedule;
  if (replaces === undefined) return 0;
  const carried = messages.filter((message) => message.carried === true && message.message_type === "PPV");
  const moved = await session.rows(
    `UPDATE ${DATASET}.active_caption_assignments
     SET schedule_id = $2,
       assignment_key = $2 || '|' || CAST(caption_id AS VARCHAR) || '|' || CAST(scheduled_send_date AS VARCHAR)
     WHERE schedule_id = $1 AND is_active
       AND caption_id IN (SELECT CAST(c AS BIGINT) FROM (SELECT UNNEST(from_json($3, '["VARCHAR"]')) AS c))
     RETURNING caption_id`,
    [replaces, schedule_id, JSON.stringify(carried.map(({ caption_id }) => caption_id))],
  );
  await release(session, replaces, null);
  await setState(session, replaces, "replaced", { at: now, by: log.user });
  return moved.length;
}

/** Releases the locks of a schedule: those of these captions, or all. @returns how many. */
export async function release(
  session: Session,
  scheduleId: string,
  captionIds: readonly string[] | null,
): Promise<number> {
  const released = await session.rows(
    `UPDATE ${DATASET}.active_caption_assignments SET is_active = FALSE
     WHERE schedule_id = $1 AND is_active
       AND ($2 IS NULL
         OR caption_id IN (SELECT CAST(c AS BIGINT) FROM (SELECT UNNEST(from_json($2, '["VARCHAR"]')) AS c)))
     RETURNING caption_id`,
    [scheduleId, captionIds === null ? null : JSON.stringify(captionIds)],
  );
  return released.length;
}

/** The moment is the clock's, which may be a demo's or `--as-of`: what was sent by then is told from it. */
export async function setState(
  session: Session,
  scheduleId: string,
  state: "withdrawn" | "replaced",
  { at, by }: { readonly at: Instant; readonly by: string },
): Promise<void> {
  await session.rows(
    `UPDATE ${DATASET}.schedule_recommendations
     SET state = $2, changed_at = CAST($3 AS TIMESTAMPTZ), changed_by = $4
     WHERE schedule_id = $1`,
    [scheduleId, state, isoUtc(at), by],
  );
}
