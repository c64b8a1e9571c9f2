import type { Instant } from "../../domain/calendar.js";
import { digest, parseSchedule, type Schedule } from "../../domain/schedule.js";
import { dateOrNull, isoOrNull, numberOf, type Row, textOf, textOrNull } from "../cells.js";
import { wantedRows } from "../commit-rules.js";
import type { ConflictCheck, LockConflict, Stored } from "../port.js";
import type { Question } from "./questions.js";
import { listed, overlaps } from "./reading.js";
import { json, text, type Values } from "./values.js";

const storedQuestion = (id: string): Question => ({
  select: `SELECT '' || ${id} AS schedule_id, s.page_name, s.schedule_json, {dataset}.iso(s.created_at) AS created_at, s.week_start, s.state,
       s.content_digest, {dataset}.iso(s.changed_at) AS changed_at, s.changed_by, s.locks,
       {dataset}.iso(s.export_timestamp) AS export_timestamp, s.exported_by
     FROM {dataset}.stored_schedule(${id}) AS s`,
  order: "t.created_at",
});

/** The schedule of `@schedule_id`. */
export const STORED = { stored: storedQuestion("@schedule_id") };
/** The schedule of `@replaces`. */
export const OLD = { old: storedQuestion("@replaces") };

/** What stands against `@wanted` captions and the `@week` of `@page`, but for the schedules of `@ignored`. */
export const CONFLICTS = {
  held: {
    select: `SELECT * REPLACE (CAST(caption_id AS STRING) AS caption_id, {dataset}.iso(held_since) AS held_since)
       FROM {dataset}.held_captions(@wanted, @ignored)`,
    order: "t.send_date, CAST(t.caption_id AS INT64)",
  },
  schedules: {
    select: `SELECT * REPLACE ({dataset}.iso(created_at) AS created_at)
       FROM {dataset}.overlapping_schedules(@page, @week, @ignored)`,
    order: "t.week_start, t.schedule_id",
  },
} as const;

/** A schedule does not stand against itself, nor does the one whose place it takes. */
const ownIds = ({ schedule_id, replaces }: Schedule): string[] =>
  replaces === undefined ? [schedule_id] : [schedule_id, replaces];

/** Values that CONFLICTS asks with, but for page and week. */
export const conflictValues = (schedule: Schedule): Values => ({
  wanted: json(wantedRows(schedule)),
  ignored: text(listed(ownIds(schedule))),
});

export const conflictCheck = (
  rows: { readonly held: readonly Row[]; readonly schedules: readonly Row[] },
  at: Instant,
): ConflictCheck => ({ captions: rows.held.map(lockConflict), schedules: overlaps(rows.schedules), at });

const lockConflict = (row: Row): LockConflict => ({
  captionId: textOf(row.caption_id),
  text: textOf(row.caption_text),
  priceTier: textOf(row.price_tier),
  sendDate: dateOrNull(row.send_date) ?? "",
  holder: textOf(row.held_by),
  heldDate: dateOrNull(row.held_date) ?? "",
  heldBy: textOf(row.schedule_id),
  since: isoOrNull(row.held_since) ?? "",
});

/** The schedule of a row of STORED or OLD, with the receipt of its commit; null where there is none. */
export function storedOf(rows: readonly Row[]): Stored | null {
  const [row] = rows;
  if (row === undefined) return null;
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
