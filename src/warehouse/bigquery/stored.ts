import type { Instant } from "../../domain/calendar.js";
import type { Schedule } from "../../domain/schedule.js";
import { dateOrNull, isoOrNull, type Row, textOf } from "../cells.js";
import { wantedRows } from "../commit-rules.js";
import type { ConflictCheck, LockConflict, Stored } from "../port.js";
import { ownIds, storedOf } from "../stored-rows.js";
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

/** The schedule of STORED or OLD; null where there is none. */
export const storedIn = ([row]: readonly Row[]): Stored | null => (row === undefined ? null : storedOf(row));
