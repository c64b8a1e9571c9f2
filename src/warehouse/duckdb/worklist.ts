import { type Instant, isoUtc } from "../../domain/calendar.js";
import { mark } from "../operation-rows.js";
import type { Mark, MarkRequest } from "../operations.js";
import { DATASET } from "./schema.js";
import type { Session } from "./session.js";

/** The marks of a schedule's messages, as they hold now. */
export async function marks(session: Session, scheduleId: string): Promise<Mark[]> {
  const rows = await session.rows(`SELECT * FROM ${DATASET}.worklist($1) ORDER BY message_number`, [
    scheduleId,
  ]);
  return rows.map(mark);
}

/** Adds a row a message whose mark changes; nothing is ever changed or removed. */
export function addMarks(session: Session, request: MarkRequest, now: Instant): Promise<Mark[]> {
  const { scheduleId, numbers, queued, by } = request;
  return session.transaction(async () => {
    await session.rows(
      `INSERT INTO ${DATASET}.worklist_marks (schedule_id, message_number, is_queued, marked_at, marked_by)
       SELECT $1, n.message_number, $3, CAST($4 AS TIMESTAMPTZ), $5
       FROM (SELECT DISTINCT UNNEST(from_json($2, '["BIGINT"]')) AS message_number) AS n
       LEFT JOIN ${DATASET}.worklist($1) AS w ON w.message_number = n.message_number
       WHERE IFNULL(w.is_queued, FALSE) <> $3`,
      [scheduleId, JSON.stringify(numbers), queued, isoUtc(now), by],
    );
    return marks(session, scheduleId);
  });
}
