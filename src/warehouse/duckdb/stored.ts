import type { Instant, IsoDate } from "../../domain/calendar.js";
import type { Schedule } from "../../domain/schedule.js";
import { dateOrNull, isoOrNull, textOf } from "../cells.js";
import { LOCK_DAYS, wantedRows } from "../commit-rules.js";
import type { ConflictCheck, LockConflict, Stored } from "../port.js";
import { ownIds, storedOf } from "../stored-rows.js";
import { listed, overlapping } from "./reading.js";
import { DATASET } from "./schema.js";
import type { Session } from "./session.js";

/** A schedule by its id, with the receipt of its commit; null where there is none. */
export async function stored(session: Session, scheduleId: string): Promise<Stored | null> {
  const [row] = await session.rows(
    `SELECT s.schedule_id, s.page_name, s.schedule_json, s.created_at, s.week_start, IFNULL(s.state, 'committed') AS state,
       s.content_digest, s.changed_at, s.changed_by,
       (SELECT COUNT(*) FROM ${DATASET}.active_caption_assignments AS a WHERE a.schedule_id = s.schedule_id) AS locks,
       l.export_timestamp, l.exported_by
     FROM ${DATASET}.schedule_recommendations AS s
     LEFT JOIN ${DATASET}.schedule_export_log AS l
       ON l.schedule_id = s.schedule_id AND l.status = 'SUCCESS' AND IFNULL(l.command, '') NOT IN ('withdraw', 'restore')
     WHERE s.schedule_id = $1
     ORDER BY l.export_timestamp NULLS LAST LIMIT 1`,
    [scheduleId],
  );
  return row === undefined ? null : storedOf(row);
}

/** What stands against a schedule now: locks on its captions, and committed schedules of the same days. */
export async function conflictsOf(
  session: Session,
  schedule: Schedule,
  weekStart: IsoDate,
  at: Instant,
): Promise<ConflictCheck> {
  return {
    captions: await heldCaptions(session, schedule),
    schedules: await overlapping(session, schedule.page_name, weekStart, ownIds(schedule)),
    at,
  };
}

/** Each new PPV's nearest lock on any page, by the caption's key (of the bank and of the text that was locked) or id. */
async function heldCaptions(session: Session, schedule: Schedule): Promise<LockConflict[]> {
  const rows = await session.rows(
    `WITH wanted AS (
       SELECT CAST(w->>'caption_id' AS BIGINT) AS caption_id, w->>'caption_key' AS caption_key,
         w->>'caption_text' AS caption_text, w->>'price_tier' AS price_tier, CAST(w->>'send_date' AS DATE) AS send_date
       FROM (SELECT UNNEST(from_json($1, '["JSON"]')) AS w)
     ), held AS (
       SELECT a.*, c.caption_key AS bank_key
       FROM ${DATASET}.active_caption_assignments AS a
       LEFT JOIN ${DATASET}.caption_bank AS c ON c.caption_id = a.caption_id
       WHERE a.is_active AND NOT ${DATASET}.is_listed($2, a.schedule_id)
         AND a.scheduled_send_date BETWEEN (SELECT MIN(send_date) FROM wanted) - ${LOCK_DAYS}
           AND (SELECT MAX(send_date) FROM wanted) + ${LOCK_DAYS}
     )
     SELECT CAST(w.caption_id AS VARCHAR) AS caption_id, w.caption_text, w.price_tier, w.send_date,
       h.page_name, h.scheduled_send_date, h.schedule_id, h.assigned_at
     FROM wanted AS w
     LEFT JOIN ${DATASET}.caption_bank AS b ON b.caption_id = w.caption_id
     JOIN held AS h
       ON ABS(DATE_DIFF('day', w.send_date, h.scheduled_send_date)) <= ${LOCK_DAYS}
         AND (h.caption_id = w.caption_id OR h.caption_key IN (w.caption_key, b.caption_key)
           OR h.bank_key IN (w.caption_key, b.caption_key))
     QUALIFY ROW_NUMBER() OVER (
       PARTITION BY w.caption_id, w.send_date
       ORDER BY ABS(DATE_DIFF('day', w.send_date, h.scheduled_send_date)), h.assigned_at NULLS LAST, h.assignment_key
     ) = 1
     ORDER BY w.send_date, w.caption_id`,
    [JSON.stringify(wantedRows(schedule)), listed(ownIds(schedule))],
  );
  return rows.map((row) => ({
    captionId: textOf(row.caption_id),
    text: textOf(row.caption_text),
    priceTier: textOf(row.price_tier),
    sendDate: dateOrNull(row.send_date) ?? "",
    holder: textOf(row.page_name),
    heldDate: dateOrNull(row.scheduled_send_date) ?? "",
    heldBy: textOf(row.schedule_id),
    since: isoOrNull(row.assigned_at) ?? "",
  }));
}
