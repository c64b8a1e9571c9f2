import type { DuckDBConnection } from "@duckdb/node-api";
import { addDays, daysBetween, type IsoDate, instantOf, isoUtc } from "../../src/domain/calendar.js";
import { captionKey } from "../../src/domain/caption.js";
import {
  type Caption,
  DAY,
  type Lock,
  type Message,
  type Question,
  type Scheduled,
  type World,
} from "./caption-record-oracle.js";
import { DATASET, insert } from "./load.js";

export const WEEK: IsoDate = "2025-11-10";
/** Monday 2025-11-03, 09:12 in Los Angeles. */
export const NOW = Date.parse("2025-11-03T17:12:00Z");

/** Ids of 19 digits: the ends of the range, and neighbours that one JavaScript number stands for. */
export const IDS = [
  "9223372036854775807",
  "-9223372036854775808",
  "4611686018427387905",
  "4611686018427387906",
];
/** A caption of the bank, plain unless said otherwise. */
export const caption = (index: number, over: Partial<Caption> = {}): Caption => ({
  id: IDS[index] ?? String(-4_611_686_018_427_387_900n - BigInt(index)),
  text: `Caption ${index}`,
  category: "Solo",
  tier: "Mid",
  urgent: false,
  active: true,
  ...over,
});
/** A lock of another page. */
export const lock = (one: Caption, date: string, over: Partial<Lock> = {}): Lock => ({
  page: "bella",
  id: one.id,
  text: one.text,
  schedule: "sched_bella",
  date,
  active: true,
  ...over,
});
/** A schedule of last week with one bump. */
export const scheduled = (one: Caption, at: number, over: Partial<Scheduled> = {}): Scheduled => ({
  schedule: "sched_anna",
  page: "anna",
  week: addDays(WEEK, -7),
  state: "committed",
  changedAt: null,
  messages: [{ id: one.id, at, type: "Bump" }],
  ...over,
});
export const EMPTY: World = { captions: [], messages: [], locks: [], schedules: [], inventory: [] };
export const asked = (over: Partial<Question> = {}): Question => ({
  page: "anna",
  week: WEEK,
  now: NOW,
  seed: "20251110",
  ignored: [],
  ...over,
});

/** A message of plain figures: a PPV of `days` days ago that earned `earnings` from 10 recipients. */
export const message = (
  row: number,
  caption: Caption,
  days: number,
  earnings: number,
  over: Partial<Message> = {},
): Message => ({
  row,
  page: "anna",
  text: caption.text,
  id: null,
  at: NOW - days * DAY,
  type: "PPV",
  sent: 10,
  viewed: 5,
  purchased: 1,
  earnings,
  ...over,
});

/** A noon in Los Angeles so many days before the week. */
export const noonBefore = (days: number): number => instantOf(addDays(WEEK, -days), 12) ?? 0;

/** Puts a world in place of what the warehouse held. */
export async function putWorld(connection: DuckDBConnection, world: World): Promise<void> {
  for (const table of [
    "caption_bank",
    "mass_messages",
    "active_caption_assignments",
    "schedule_recommendations",
    "creator_content_inventory",
  ])
    await connection.run(`DELETE FROM ${DATASET}.${table}`);
  await insert(
    connection,
    "caption_bank",
    world.captions.map((caption) => ({
      caption_id: caption.id,
      caption_text: caption.text,
      caption_key: captionKey(caption.text),
      content_category: caption.category,
      price_tier: caption.tier,
      has_urgency: caption.urgent,
      is_active: caption.active,
    })),
  );
  await insert(
    connection,
    "mass_messages",
    world.messages.map((m) => ({
      row_id: m.row,
      page_name: m.page,
      message: m.text,
      caption_key: captionKey(m.text),
      caption_id: m.id,
      sending_time: isoUtc(m.at),
      message_type: m.type,
      sent_count: m.sent,
      viewed_count: m.viewed,
      purchased_count: m.purchased,
      earnings: m.earnings,
    })),
  );
  await insert(
    connection,
    "active_caption_assignments",
    world.locks.map((lock, index) => ({
      assignment_key: `${lock.schedule}|${lock.id}|${lock.date}|${index}`,
      page_name: lock.page,
      caption_id: lock.id,
      caption_text: lock.text,
      caption_key: captionKey(lock.text),
      schedule_id: lock.schedule,
      scheduled_send_date: lock.date,
      assigned_at: isoUtc(NOW - (daysBetween(lock.date, WEEK) + 30) * DAY),
      is_active: lock.active,
    })),
  );
  await insert(
    connection,
    "schedule_recommendations",
    world.schedules.map((schedule) => ({
      schedule_id: schedule.schedule,
      page_name: schedule.page,
      created_at: isoUtc(NOW),
      schedule_json: JSON.stringify({
        messages: schedule.messages.map((m) => ({
          utc: isoUtc(m.at),
          message_type: m.type,
          caption_id: m.id,
        })),
      }),
      week_start: schedule.week,
      state: schedule.state,
      changed_at: schedule.changedAt === null ? null : isoUtc(schedule.changedAt),
    })),
  );
  await insert(
    connection,
    "creator_content_inventory",
    world.inventory.map((row) => ({ page_name: row.page, content_category: row.category })),
  );
}
