import { type Instant, isoUtc } from "../../domain/calendar.js";
import { oldLocks as oldLocksOf } from "../operation-rows.js";
import type { By, OldLocks, OldLocksRequest } from "../operations.js";
import { writeLog } from "./commit.js";
import { DATASET } from "./schema.js";
import type { Session } from "./session.js";

/** Locks of sends that are long over, a row a page. */
export async function oldLocks(session: Session, request: OldLocksRequest): Promise<OldLocks[]> {
  const rows = await session.rows(
    `SELECT * FROM ${DATASET}.old_locks(CAST($1 AS TIMESTAMPTZ), CAST($2 AS BIGINT)) ORDER BY page_name`,
    [isoUtc(request.now), request.olderThan],
  );
  return rows.map(oldLocksOf);
}

/** Gives them free and logs it, a row a page. */
export function unlock(
  session: Session,
  request: OldLocksRequest & { readonly by: By },
  at: Instant,
): Promise<OldLocks[]> {
  const { now, olderThan, by } = request;
  return session.transaction(
    async () => {
      const given = await oldLocks(session, request);
      await session.rows(
        `UPDATE ${DATASET}.active_caption_assignments SET is_active = FALSE
         WHERE is_active
           AND scheduled_send_date < ${DATASET}.add_days(${DATASET}.la_date(CAST($1 AS TIMESTAMPTZ)), CAST($2 AS BIGINT))`,
        [isoUtc(now), -olderThan],
      );
      for (const { page, locks } of given)
        await writeLog(
          session,
          { scheduleId: null, page, messageCount: locks, seconds: 0, command: "unlock", ...by },
          null,
          at,
        );
      return given;
    },
    { keeps: (given) => given.length > 0 },
  );
}
