import {
  ALERTS,
  type Alert,
  type DayRuns,
  type DoubleLock,
  HEALTHS,
  type PageHealth,
} from "../domain/monitoring.js";
import { dateOrNull, instantOrNull, isoOrNull, numberOf, numberOrNull, type Row, textOf } from "./cells.js";
import type { Mark, OldLocks, ScheduleSince } from "./operations.js";

/** A row of the function page_health. */
export const pageHealth = (row: Row): PageHealth => ({
  page: textOf(row.page_name),
  runs: numberOf(row.runs),
  successes: numberOf(row.successes),
  errors: numberOf(row.errors),
  conflicts: numberOf(row.conflicts),
  successRate: numberOrNull(row.success_rate),
  meanSeconds: numberOrNull(row.mean_seconds),
  meanMessages: numberOrNull(row.mean_messages),
  lastRun: instantOrNull(row.last_run),
  hoursSinceLast: numberOrNull(row.hours_since_last),
  health: HEALTHS.find((one) => one === row.health) ?? null,
});

/** A row of the function run_trends. */
export const dayRuns = (row: Row): DayRuns => ({
  date: dateOrNull(row.la_day) ?? "",
  runs: numberOf(row.runs),
  errors: numberOf(row.errors),
  meanSeconds: numberOrNull(row.mean_seconds),
  minSeconds: numberOrNull(row.min_seconds),
  medianSeconds: numberOrNull(row.median_seconds),
  maxSeconds: numberOrNull(row.max_seconds),
});

/** A row of the function alerts. */
export const alert = (row: Row): Alert => {
  const name = ALERTS.find((one) => one === row.alert);
  if (name === undefined) throw new Error(`alert ${textOf(row.alert)} out of the warehouse`);
  return {
    name,
    fires: row.fires === true,
    figure: numberOrNull(row.figure),
    limit: numberOf(row.figure_limit),
    unit: textOf(row.unit),
  };
};

/** A row of the function double_locks, its id as text. */
export const doubleLock = (row: Row): DoubleLock => ({
  captionId: textOf(row.caption_id),
  text: textOf(row.caption_text),
  first: lockOf(row.first_page, row.first_schedule, row.first_date),
  second: lockOf(row.second_page, row.second_schedule, row.second_date),
});

const lockOf = (page: unknown, schedule: unknown, date: unknown): DoubleLock["first"] => ({
  page: textOf(page),
  scheduleId: textOf(schedule),
  date: dateOrNull(date) ?? "",
});

/** A row of the function old_locks. */
export const oldLocks = (row: Row): OldLocks => ({
  page: textOf(row.page_name),
  locks: numberOf(row.locks),
  firstDate: dateOrNull(row.first_date) ?? "",
  lastDate: dateOrNull(row.last_date) ?? "",
});

/** A row of the function schedules_since. */
export const scheduleSince = (row: Row): ScheduleSince => ({
  scheduleId: textOf(row.schedule_id),
  page: textOf(row.page_name),
  weekStart: dateOrNull(row.week_start) ?? "",
  state: row.state === "withdrawn" || row.state === "replaced" ? row.state : "committed",
  changedAt: isoOrNull(row.changed_at),
  later: row.is_later === true,
});

/** A row of the function worklist. */
export const mark = (row: Row): Mark => ({
  number: numberOf(row.message_number),
  queued: row.is_queued === true,
  at: isoOrNull(row.marked_at) ?? "",
  by: textOf(row.marked_by),
});
