import { type Instant, isoUtc } from "../../domain/calendar.js";
import type { HealthFacts } from "../../domain/monitoring.js";
import type { Row } from "../cells.js";
import { alert, dayRuns, doubleLock, pageHealth, scheduleSince } from "../operation-rows.js";
import type { ScheduleSince } from "../operations.js";
import { DATASET } from "./schema.js";
import type { Session } from "./session.js";

/** What sql/monitoring/ says: the text that runs here is the one that an analyst pastes. */
export async function health(session: Session, now: Instant): Promise<HealthFacts> {
  const of = (name: string, order: string, columns = "*"): Promise<Row[]> =>
    session.rows(`SELECT ${columns} FROM ${DATASET}.${name}(CAST($1 AS TIMESTAMPTZ)) ORDER BY ${order}`, [
      isoUtc(now),
    ]);
  return {
    pages: (await of("page_health", "page_name")).map(pageHealth),
    days: (await of("run_trends", "la_day")).map(dayRuns),
    alerts: (await of("alerts", "alert_order")).map(alert),
    doubleLocks: (
      await of(
        "double_locks",
        "first_date, second_date, caption_id, first_schedule, second_schedule",
        "* REPLACE (CAST(caption_id AS VARCHAR) AS caption_id)",
      )
    ).map(doubleLock),
  };
}

/** Schedules that were stored, withdrawn or replaced from a moment on. */
export async function schedulesSince(session: Session, moment: Instant): Promise<ScheduleSince[]> {
  const rows = await session.rows(
    `SELECT * FROM ${DATASET}.schedules_since(CAST($1 AS TIMESTAMPTZ)) ORDER BY created_at, schedule_id`,
    [isoUtc(moment)],
  );
  return rows.map(scheduleSince);
}
