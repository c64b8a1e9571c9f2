import { type Instant, isoUtc } from "../../domain/calendar.js";
import {
  type History,
  type ListedSchedule,
  listedSchedule,
  type MessageEarnings,
  messageEarnings,
  type SchedulesQuery,
} from "../history.js";
import { DATASET } from "./schema.js";
import type { Session } from "./session.js";

export async function schedules(
  session: Session,
  { page, from, to, limit }: SchedulesQuery,
): Promise<ListedSchedule[]> {
  const rows = await session.rows(
    `SELECT * FROM ${DATASET}.stored_schedules(CAST($1 AS VARCHAR), CAST($2 AS DATE), CAST($3 AS DATE))
     ORDER BY week_start DESC NULLS LAST, page_name, created_at DESC, schedule_id LIMIT CAST($4 AS BIGINT)`,
    [page, from, to, limit],
  );
  return rows.map(listedSchedule);
}

export async function earnings(
  session: Session,
  { scheduleId, page, weekStart }: Parameters<History["earnings"]>[0],
  now: Instant,
): Promise<MessageEarnings[]> {
  const rows = await session.rows(
    `SELECT * REPLACE (CAST(caption_id AS VARCHAR) AS caption_id)
     FROM ${DATASET}.schedule_earnings(CAST($1 AS VARCHAR), CAST($2 AS DATE), CAST($3 AS VARCHAR), CAST($4 AS TIMESTAMPTZ))
     ORDER BY send_at, caption_id`,
    [page, weekStart, scheduleId, isoUtc(now)],
  );
  return rows.map(messageEarnings);
}
