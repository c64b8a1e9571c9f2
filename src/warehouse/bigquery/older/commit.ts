import body from "../../../../sql/scripts/older_commit.sql";
import { ErosError } from "../../../domain/errors.js";
import { digest, type Schedule } from "../../../domain/schedule.js";
import { cut } from "../../../text/fit.js";
import { printable } from "../../../text/printable.js";
import { numberOf, type Row, textOf, textOrNull } from "../../cells.js";
import { lockRows, refuseConflicts, refuseUnfit, repeated } from "../../commit-rules.js";
import { ConflictError } from "../../conflict.js";
import { OutcomeUnknownError } from "../../outcome.js";
import { type CommitRequest, type Ctx, type LogEntry, QUIET, type Receipt, type Stored } from "../../port.js";
import type { Committing } from "../commit.js";
import { UnknownFate } from "../jobs.js";
import { ask, asParts, partsOf, type Question } from "../questions.js";
import { CONFLICTS, conflictCheck, conflictValues, STORED, storedIn } from "../stored.js";
import { isOpen } from "../transaction.js";
import { date, double, json, moment, text, type Values, whole } from "../values.js";
import { insertInto, refuseUnwritable, release, type Writable } from "./writing.js";

export interface Storing extends Writable {
  readonly engine: Committing;
}

const question = (select: string): Question => ({ select, order: "1" });
const DONE = {
  done: question("SELECT 1 AS place"),
  locks: question(
    "SELECT COUNT(*) AS n FROM {dataset}.active_caption_assignments AS a WHERE a.schedule_id = @schedule_id",
  ),
};
const REFUSED = {
  refused: question("SELECT failure AS failure, blocked AS blocked"),
  ...STORED,
  ...CONFLICTS,
};

const SCHEDULE = {
  schedule_id: "@schedule_id",
  page_name: "@page",
  created_at: "@created_at",
  schedule_json: "@schedule_json",
  total_messages: "@message_count",
  saturation_zone: "@saturation_zone",
  week_start: "@week",
  state: "'committed'",
  content_digest: "@content_digest",
};
const LOG = {
  schedule_id: "@schedule_id",
  page_name: "@page",
  export_timestamp: "@stored_at",
  message_count: "@message_count",
  execution_time_seconds: "@seconds",
  error_message: "@error",
  status: "@status",
  exported_by: "@user",
  command: "@command",
  details: "@details",
};

/** The statement that stores a schedule through the older lock procedure. */
export const scriptOf = (writable: Writable): string =>
  body
    .replace(/^(?:--.*\n)+/, "")
    .replace(
      "{stored}",
      () =>
        `${insertInto("schedule_recommendations", SCHEDULE, writable)};\n${insertInto("schedule_export_log", LOG, writable)};`,
    )
    .replace("{released}", () => release(writable))
    .replace("{done}", () => asParts(DONE))
    .replace("{refused}", () => asParts(REFUSED));

/** The stored schedule of an older table, which has no column for its week: that one stands in its text. */
export function olderStoredOf(rows: readonly Row[]): Stored | null {
  const [row] = rows;
  if (row === undefined) return null;
  const { week_start: _, ...schedule } = JSON.parse(textOf(row.schedule_json)) as Record<string, unknown>;
  return storedIn([{ ...row, schedule_json: JSON.stringify(schedule) }]);
}

export const lookup = async (engine: Committing, scheduleId: string, ctx: Ctx): Promise<Stored | null> =>
  olderStoredOf(
    (await ask(engine, STORED, { values: { schedule_id: text(scheduleId) }, verb: "lookup" }, ctx)).stored,
  );

/**
 * Schedule, locks and log by one script. Without the guard of our own tables two commits that run at the same moment may both
 * store the same week; a caption is held by what the older procedure does.
 */
export async function commit(storing: Storing, request: CommitRequest, ctx: Ctx): Promise<Receipt> {
  const { engine } = storing;
  const { schedule } = request;
  refuseUnwritable(storing);
  try {
    refuseUnfit(request);
    if (schedule.replaces !== undefined) throw needsOurs("taking the place of a committed schedule");
  } catch (error) {
    const before = await lookup(engine, schedule.schedule_id, ctx);
    if (before) return repeated(before, schedule, engine.clock());
    throw error;
  }
  ctx.progress({ kind: "step", name: "Storing the schedule", sent: true });
  try {
    return await store(storing, request, ctx);
  } catch (error) {
    if (!isOpen(error)) throw error;
    return await receiptAfter(error, storing, schedule, ctx);
  }
}

async function store(storing: Storing, request: CommitRequest, ctx: Ctx): Promise<Receipt> {
  const { engine } = storing;
  const { schedule, weekStart, log } = request;
  const at = engine.clock();
  const rows = await engine.jobs.write(
    {
      text: engine.inside(scriptOf(storing)),
      values: valuesOf(request, at),
      verb: "commit",
      page: schedule.page_name,
      id: `eros_commit_${schedule.schedule_id}`,
    },
    ctx,
  );
  if (rows.some(({ part }) => part === "done"))
    return {
      scheduleId: schedule.schedule_id,
      page: schedule.page_name,
      weekStart,
      messages: schedule.messages.length,
      locks: numberOf(partsOf(rows, DONE).locks[0]?.n),
      storedAt: new Date(at).toISOString(),
      by: log.user,
      repeated: false,
    };
  const found = partsOf(rows, REFUSED);
  const before = olderStoredOf(found.stored);
  if (before) return repeated(before, schedule, at);
  const check = conflictCheck(found, at);
  refuseConflicts(check);
  const [told] = found.refused;
  const blocked = (textOrNull(told?.blocked) ?? "").split(",").filter((id) => id !== "");
  const failure = textOf(told?.failure, "it failed without a word");
  if (blocked.length > 0 && /conflict|blocked/i.test(failure))
    throw new ConflictError(
      `the dataset's lock procedure did not lock ${blocked.map((id) => named(id, schedule)).join("; ")}`,
      `nothing was written, and what it had locked is free again: draw others for these with --exclude ${blocked.join(",")}`,
      check,
    );
  throw new ErosError(
    "unexpected",
    `the dataset's lock procedure failed: ${printable(failure, 300)}`,
    "nothing was written, and what it had locked is free again; `eros-tui doctor` looks at the dataset",
  );
}

const named = (id: string, { messages }: Schedule): string => {
  const message = messages.find(({ caption_id }) => caption_id === id);
  return `caption ${id} “${cut(printable(message?.caption_text ?? ""), 40)}”`;
};

function valuesOf(request: CommitRequest, at: number): Values {
  const { schedule, weekStart, log } = request;
  return {
    ...conflictValues(schedule),
    schedule_id: text(schedule.schedule_id),
    page: text(schedule.page_name),
    week: date(weekStart),
    created_at: moment(Date.parse(schedule.created_at)),
    schedule_json: text(JSON.stringify({ ...schedule, week_start: weekStart })),
    message_count: whole(schedule.total_messages),
    saturation_zone: text(schedule.saturation_zone),
    content_digest: text(digest(schedule)),
    locks: json(lockRows(request, at)),
    ...logValues(log, at, "SUCCESS", null),
  };
}

const logValues = (
  log: Pick<LogEntry, "seconds" | "user" | "command" | "details">,
  at: number,
  status: "SUCCESS" | "FAILED",
  error: string | null,
): Values => ({
  stored_at: moment(at),
  seconds: double(log.seconds),
  user: text(log.user),
  command: text(log.command),
  details: text(log.details ?? null),
  status: text(status),
  error: text(error),
});

/** A row of the log of runs by itself: FAILED with its message. */
export async function writeFailure(
  storing: Storing,
  entry: LogEntry & { readonly error: string },
  ctx: Ctx,
): Promise<void> {
  const { engine } = storing;
  refuseUnwritable(storing, ["schedule_export_log"]);
  await engine.jobs.write(
    {
      text: insertInto("schedule_export_log", LOG, storing),
      values: {
        schedule_id: text(entry.scheduleId),
        page: text(entry.page),
        message_count: whole(entry.messageCount),
        ...logValues(entry, engine.clock(), "FAILED", entry.error),
      },
      verb: "log",
      page: entry.page,
      id: `eros_log_${entry.scheduleId ?? entry.page}`,
    },
    ctx,
  );
}

/** The receipt where the schedule is stored after all; else what was locked for it is given free, and the error comes. */
async function receiptAfter(
  error: unknown,
  storing: Storing,
  schedule: Schedule,
  ctx: Ctx,
): Promise<Receipt> {
  const { engine } = storing;
  const { schedule_id: id } = schedule;
  const quiet: Ctx = { ...QUIET, progress: ctx.progress };
  const unknown = (cause: unknown): never => {
    throw new OutcomeUnknownError(id, cause);
  };
  const found = await lookup(engine, id, quiet).catch(unknown);
  if (found !== null && found.digest === digest(schedule)) return found.receipt;
  // A job that nobody could ask may still be running.
  if (error instanceof UnknownFate) return unknown(error);
  const job = { text: release(storing), values: { schedule_id: text(id) }, verb: "commit" };
  await engine.jobs.write({ ...job, id: `eros_release_${id}` }, quiet).catch(unknown);
  throw error;
}

/** What the older procedures do not do. */
export const needsOurs = (what: string): ErosError =>
  new ErosError(
    "incomplete",
    `${what} needs eros-tui's own tables and procedures; this dataset has the older ones only`,
    "`eros-tui deploy --dry-run` shows what would be made beside them, `eros-tui deploy` makes it",
  );
