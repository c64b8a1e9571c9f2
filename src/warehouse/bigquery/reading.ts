import { type Instant, WEEK_DAYS } from "../../domain/calendar.js";
import type { Availability, RankedCaptions } from "../../domain/caption.js";
import type { PageName } from "../../domain/page.js";
import type {
  CommittedMessage,
  OverlappingSchedule,
  PassedOver,
  SendStatistics,
} from "../../domain/prepared-week.js";
import { availability, passedOver, rankedCaptions } from "../caption-rows.js";
import { dateOrNull, instantOrNull, isoOrNull, type Row, textOf, textOrNull } from "../cells.js";
import { creatorRow, sendStatistics } from "../page-rows.js";
import type { CreatorsOverview } from "../port.js";
import type { Question } from "./questions.js";

/** Ids leave the engine as text, moments as ISO text: JSON knows neither. */
const WITH_ID = "SELECT * REPLACE (CAST(caption_id AS STRING) AS caption_id)";
const PAGE_NOW = "@page, @now";
const WEEK = "@page, @week, @now";

/** A day on each side: more than any gap. */
const NEIGHBOUR_DAYS = 1;

/** What is asked of the shared functions, by name. `{dataset}` stands before names; values by `@name`. */
export const QUESTIONS = {
  creators: {
    select:
      "SELECT * REPLACE ({dataset}.iso(last_message) AS last_message) FROM {dataset}.creators_overview(@now, @week)",
    order: "t.page_name",
  },
  now: {
    select:
      "SELECT {dataset}.iso(analysis_now) AS analysis_now, {dataset}.iso(data_to) AS data_to FROM {dataset}.analysis_now(@now)",
    order: "t.analysis_now",
  },
  pageNames: {
    select: `SELECT p.page_name FROM {dataset}.pages(CAST(NULL AS STRING)) AS p
       WHERE p.is_active AND (p.is_listed OR NOT EXISTS (SELECT 1 FROM {dataset}.active_creators))`,
    order: "t.page_name",
  },
  report: { select: `SELECT * FROM {dataset}.creator_reports(${PAGE_NOW})`, order: "t.page_name" },
  captions: {
    select: `${WITH_ID} FROM {dataset}.ranked_captions(${WEEK}, @seed, @ignored)`,
    order: "t.price_order, t.taken_order",
  },
  availability: {
    select: `SELECT * FROM {dataset}.availability(${WEEK}, @ignored)`,
    order: "t.price_order",
  },
  passedOver: {
    select: `${WITH_ID} FROM {dataset}.passed_over(${WEEK}, @seed, @ignored, @price_tier, @limit)`,
    order: "t.worth_order",
  },
  neighbours: {
    select: `SELECT m.schedule_id, {dataset}.iso(m.send_at) AS send_at, m.message_type
       FROM {dataset}.scheduled_messages(@page, {dataset}.add_days(@week, ${-WEEK_DAYS - NEIGHBOUR_DAYS})) AS m
       WHERE (m.state = 'committed' OR m.send_at < m.changed_at)
         AND {dataset}.la_date(m.send_at) BETWEEN {dataset}.add_days(@week, ${-NEIGHBOUR_DAYS})
           AND {dataset}.add_days(@week, ${WEEK_DAYS - 1 + NEIGHBOUR_DAYS})
         AND NOT IFNULL({dataset}.is_listed(@ignored, m.schedule_id), FALSE)
       -- What a replacement carries over, the schedule before it has as well.
       QUALIFY ROW_NUMBER() OVER (PARTITION BY m.send_at, m.message_type ORDER BY m.state, m.schedule_id) = 1`,
    order: "t.send_at, t.schedule_id",
  },
  overlaps: {
    select:
      "SELECT * REPLACE ({dataset}.iso(created_at) AS created_at) FROM {dataset}.overlapping_schedules(@page, @week, CAST(NULL AS STRING))",
    order: "t.week_start, t.schedule_id",
  },
  statistics: {
    select: `SELECT * FROM {dataset}.send_statistics(${PAGE_NOW})`,
    order: "t.page_name, t.price_tier",
  },
  hours: {
    select: `SELECT * FROM {dataset}.send_hours(${PAGE_NOW})`,
    order: "t.page_name, t.day_type, t.hour_24",
  },
} as const satisfies Record<string, Question>;

/** As the functions read a list of schedule ids. */
export const listed = (ids: readonly string[]): string => `|${ids.join("|")}|`;

/** Last sending_time of the warehouse up to the clock, from the rows of `now`. */
export const dataTo = (rows: readonly Row[]): Instant | null => instantOrNull(rows[0]?.data_to);

export const creators = (rows: readonly Row[], now: readonly Row[]): CreatorsOverview => ({
  rows: rows.map(creatorRow),
  dataTo: dataTo(now),
});
export const pageNames = (rows: readonly Row[]): PageName[] => rows.map((row) => textOf(row.page_name));
export const report = (rows: readonly Row[]): string | null => textOrNull(rows[0]?.report);
export const captions = (rows: readonly Row[]): RankedCaptions => rankedCaptions(rows);
export const available = (rows: readonly Row[]): Availability[] => rows.map(availability);
export const passed = (rows: readonly Row[]): PassedOver[] => rows.map(passedOver);
export const statistics = (rows: readonly Row[], hours: readonly Row[]): SendStatistics =>
  sendStatistics(rows, hours);
export const neighbours = (rows: readonly Row[]): CommittedMessage[] =>
  rows.map((row) => ({
    scheduleId: textOf(row.schedule_id),
    instant: instantOrNull(row.send_at) ?? 0,
    type: row.message_type === "PPV" ? "PPV" : "Bump",
  }));
export const overlaps = (rows: readonly Row[]): OverlappingSchedule[] =>
  rows.map((row) => ({
    scheduleId: textOf(row.schedule_id),
    weekStart: dateOrNull(row.week_start) ?? "",
    createdBy: textOrNull(row.created_by),
    createdAt: isoOrNull(row.created_at),
  }));
