import { dateFormat } from "./calendar.js";
import { type Schedule, type ScheduleMessage, scoreText } from "./schedule.js";

/** The columns of the CSV, in order (§13). */
export const CSV_COLUMNS = [
  "schedule_id",
  "page_name",
  "day_of_week",
  "scheduled_send_time",
  "message_type",
  "caption_id",
  "caption_text",
  "price_tier",
  "content_category",
  "has_urgency",
  "performance_score",
] as const;
export type CsvRow = Readonly<Record<(typeof CSV_COLUMNS)[number], string>>;

/** What a spreadsheet needs to read UTF-8 as UTF-8. */
export const BYTE_ORDER_MARK = "\uFEFF";

/** The rows of a schedule's CSV, sorted by time; every cell is text as the file has it, before quoting. */
export function csvRows(schedule: Schedule): CsvRow[] {
  return [...schedule.messages]
    .sort((a, b) => Date.parse(a.utc) - Date.parse(b.utc))
    .map((message) => csvRow(schedule, message));
}

const csvRow = (schedule: Schedule, message: ScheduleMessage): CsvRow => ({
  schedule_id: schedule.schedule_id,
  page_name: schedule.page_name,
  day_of_week: dateFormat(message.scheduled_send_time.slice(0, 10), "cccc"),
  scheduled_send_time: message.scheduled_send_time,
  message_type: message.message_type,
  caption_id: message.caption_id,
  caption_text: message.caption_text,
  price_tier: message.price_tier,
  content_category: message.content_category,
  has_urgency: message.has_urgency ? "TRUE" : "FALSE",
  performance_score: scoreText(message.performance_score),
});

/**
 * A cell that a spreadsheet shows as it is: formulas (also in full-width signs, and behind a tab or a line end) and
 * numbers longer than the 15 digits that a spreadsheet keeps become text by a leading apostrophe.
 */
export const spreadsheetSafe = (cell: string): string =>
  /^[=+\-@\t\r\n＝＋－＠]/.test(cell) || /^\d{16,}$/.test(cell) ? `'${cell}` : cell;
