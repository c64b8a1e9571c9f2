import type { Instant } from "../../domain/calendar.js";
import {
  type History,
  type ListedSchedule,
  listedSchedule,
  type MessageEarnings,
  messageEarnings,
  type SchedulesQuery,
} from "../history.js";
import type { Ctx } from "../port.js";
import { ask, type Engine, type Questions } from "./questions.js";
import { date, moment, text } from "./values.js";

export async function schedules(
  engine: Engine,
  { page, from, to, limit }: SchedulesQuery,
  ctx: Ctx,
): Promise<ListedSchedule[]> {
  const stored = {
    stored: {
      // A limit is a literal to BigQuery; it is a whole number by its type.
      select: `SELECT * REPLACE ({dataset}.iso(created_at) AS created_at, {dataset}.iso(changed_at) AS changed_at)
       FROM {dataset}.stored_schedules(@page, @from, @to)
       ORDER BY week_start DESC, page_name, created_at DESC, schedule_id LIMIT ${Math.max(0, Math.trunc(limit))}`,
      order: "t.week_start DESC, t.page_name, t.created_at DESC, t.schedule_id",
    },
  } as const satisfies Questions;
  const values = { page: text(page), from: date(from), to: date(to) };
  return (await ask(engine, stored, { values, verb: "history" }, ctx)).stored.map(listedSchedule);
}

const EARNINGS = {
  earnings: {
    select: `SELECT * REPLACE (CAST(caption_id AS STRING) AS caption_id, {dataset}.iso(send_at) AS send_at,
         {dataset}.iso(sent_at) AS sent_at)
       FROM {dataset}.schedule_earnings(@page, @week, @schedule, @now)`,
    order: "t.send_at, t.caption_id",
  },
} as const satisfies Questions;

export async function earnings(
  engine: Engine,
  { scheduleId, page, weekStart }: Parameters<History["earnings"]>[0],
  now: Instant,
  ctx: Ctx,
): Promise<MessageEarnings[]> {
  const values = { page: text(page), week: date(weekStart), schedule: text(scheduleId), now: moment(now) };
  return (await ask(engine, EARNINGS, { values, verb: "earnings", page }, ctx)).earnings.map(messageEarnings);
}
