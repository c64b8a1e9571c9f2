import { digest, parseSchedule, type Schedule } from "../domain/schedule.js";
import { dateOrNull, isoOrNull, numberOf, type Row, textOf, textOrNull } from "./cells.js";
import type { Stored } from "./port.js";

/** A stored schedule with the receipt of its commit, from the row that either engine gives. */
export function storedOf(row: Row): Stored {
  const schedule = parseSchedule(textOf(row.schedule_json));
  const state = textOf(row.state);
  return {
    schedule,
    state: state === "withdrawn" || state === "replaced" ? state : "committed",
    digest: textOrNull(row.content_digest) ?? digest(schedule),
    changedAt: isoOrNull(row.changed_at),
    changedBy: textOrNull(row.changed_by),
    receipt: {
      scheduleId: textOf(row.schedule_id),
      page: textOf(row.page_name),
      weekStart: dateOrNull(row.week_start) ?? "",
      messages: schedule.messages.length,
      locks: numberOf(row.locks),
      storedAt: isoOrNull(row.export_timestamp) ?? isoOrNull(row.created_at) ?? "",
      by: textOrNull(row.exported_by) ?? schedule.created_by,
      repeated: false,
    },
  };
}

/** A schedule does not stand against itself, nor does the one whose place it takes. */
export const ownIds = ({ schedule_id, replaces }: Schedule): string[] =>
  replaces === undefined ? [schedule_id] : [schedule_id, replaces];
