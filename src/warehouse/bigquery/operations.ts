import marking from "../../../sql/scripts/mark.sql";
import unlocking from "../../../sql/scripts/unlock.sql";
import type { Instant } from "../../domain/calendar.js";
import type { HealthFacts } from "../../domain/monitoring.js";
import {
  alert,
  dayRuns,
  doubleLock,
  mark,
  oldLocks as oldLocksOf,
  pageHealth,
  scheduleSince,
} from "../operation-rows.js";
import type { By, Mark, MarkRequest, OldLocks, OldLocksRequest, ScheduleSince } from "../operations.js";
import type { Ctx, LogEntry } from "../port.js";
import { ask, type Engine } from "./questions.js";
import { runTransaction } from "./transaction.js";
import { double, moment, text, type Value, type Values, whole } from "./values.js";

const HEALTH = {
  pages: {
    select: "SELECT * REPLACE ({dataset}.iso(last_run) AS last_run) FROM {dataset}.page_health(@now)",
    order: "t.page_name",
  },
  days: { select: "SELECT * FROM {dataset}.run_trends(@now)", order: "t.la_day" },
  alerts: { select: "SELECT * FROM {dataset}.alerts(@now)", order: "t.alert_order" },
  doubles: {
    select: "SELECT * REPLACE (CAST(caption_id AS STRING) AS caption_id) FROM {dataset}.double_locks(@now)",
    order: "t.first_date, t.second_date, t.caption_id, t.first_schedule, t.second_schedule",
  },
} as const;

/** What sql/monitoring/ says: the text that runs here is the one that an analyst pastes. */
export async function health(engine: Engine, now: Instant, ctx: Ctx): Promise<HealthFacts> {
  const found = await ask(
    engine,
    HEALTH,
    { values: { now: moment(now) }, verb: "health", id: "eros_health" },
    ctx,
  );
  return {
    pages: found.pages.map(pageHealth),
    days: found.days.map(dayRuns),
    alerts: found.alerts.map(alert),
    doubleLocks: found.doubles.map(doubleLock),
  };
}

const oldLocksValues = ({ now, olderThan }: OldLocksRequest): Values => ({
  now: moment(now),
  older_than: whole(olderThan),
});
const OLD_LOCKS = {
  locks: { select: "SELECT * FROM {dataset}.old_locks(@now, @older_than)", order: "t.page_name" },
};

/** Locks of sends that are long over, a row a page. */
export async function oldLocks(engine: Engine, request: OldLocksRequest, ctx: Ctx): Promise<OldLocks[]> {
  const found = await ask(engine, OLD_LOCKS, { values: oldLocksValues(request), verb: "unlock" }, ctx);
  return found.locks.map(oldLocksOf);
}

/** Gives them free and logs it, a row a page. */
export async function unlock(
  engine: Engine,
  request: OldLocksRequest & { readonly by: By },
  at: Instant,
  ctx: Ctx,
): Promise<OldLocks[]> {
  const { by } = request;
  const ending = await runTransaction(
    engine,
    {
      body: unlocking,
      values: {
        ...oldLocksValues(request),
        stored_at: moment(at),
        user: text(by.user),
        details: text(by.details ?? null),
      },
      done: { locks: { select: "SELECT * FROM given", order: "t.page_name" } },
      refused: {},
      verb: "unlock",
      id: "eros_unlock",
    },
    ctx,
  );
  return ending.stands ? ending.rows.locks.map(oldLocksOf) : [];
}

const SINCE = {
  since: {
    select: `SELECT * REPLACE ({dataset}.iso(created_at) AS created_at, {dataset}.iso(changed_at) AS changed_at)
       FROM {dataset}.schedules_since(@moment)`,
    order: "t.created_at, t.schedule_id",
  },
};

/** Schedules that were stored, withdrawn or replaced from a moment on. */
export async function schedulesSince(engine: Engine, since: Instant, ctx: Ctx): Promise<ScheduleSince[]> {
  const found = await ask(engine, SINCE, { values: { moment: moment(since) }, verb: "since" }, ctx);
  return found.since.map(scheduleSince);
}

const MARKS = {
  marks: {
    select: "SELECT * REPLACE ({dataset}.iso(marked_at) AS marked_at) FROM {dataset}.worklist(@schedule_id)",
    order: "t.message_number",
  },
};

/** The marks of a schedule's messages, as they hold now. */
export async function marks(engine: Engine, scheduleId: string, ctx: Ctx): Promise<Mark[]> {
  const found = await ask(
    engine,
    MARKS,
    { values: { schedule_id: text(scheduleId) }, verb: "worklist" },
    ctx,
  );
  return found.marks.map(mark);
}

/** Adds a row a message whose mark changes; nothing is ever changed or removed. */
export async function addMarks(engine: Engine, request: MarkRequest, at: Instant, ctx: Ctx): Promise<Mark[]> {
  const { scheduleId, numbers, queued, by } = request;
  const ending = await runTransaction(
    engine,
    {
      body: marking,
      values: {
        schedule_id: text(scheduleId),
        numbers: text(numbers.map(String).join(",")),
        queued: bool(queued),
        stored_at: moment(at),
        user: text(by),
      },
      done: MARKS,
      refused: {},
      verb: "worklist",
      id: `eros_mark_${scheduleId}`,
    },
    ctx,
  );
  return ending.stands ? ending.rows.marks.map(mark) : [];
}

const bool = (value: boolean): Value => ({ type: "BOOL", value: String(value) });

/** A row of the log of runs by itself: FAILED with its message. */
export async function writeFailure(
  { jobs, inside }: Engine,
  entry: LogEntry,
  error: string,
  at: Instant,
  ctx: Ctx,
): Promise<void> {
  await jobs.write(
    {
      text: inside(`INSERT INTO {dataset}.schedule_export_log (schedule_id, page_name, export_timestamp, message_count,
  execution_time_seconds, error_message, status, exported_by, command, details)
VALUES (@schedule_id, @page, @stored_at, @message_count, @seconds, @error, 'FAILED', @user, @command, @details)`),
      values: {
        schedule_id: text(entry.scheduleId),
        page: text(entry.page),
        stored_at: moment(at),
        message_count: whole(entry.messageCount),
        seconds: double(entry.seconds),
        error: text(error),
        user: text(entry.user),
        command: text(entry.command),
        details: text(entry.details ?? null),
      },
      verb: "log",
      page: entry.page,
      id: `eros_log_${entry.scheduleId ?? entry.page}`,
    },
    ctx,
  );
}
