import { type Instant, localFormat } from "../domain/calendar.js";
import { ErosError } from "../domain/errors.js";
import { notBeforeOf } from "../domain/grid.js";
import { parseReport } from "../domain/report.js";
import { type ScheduleMessage, sha256 } from "../domain/schedule.js";
import { cut } from "../text/fit.js";
import { printable } from "../text/printable.js";
import { conflictTexts } from "../warehouse/commit-rules.js";
import type { Receipt, Warehouse, WeekFacts } from "../warehouse/port.js";
import { commitSchedule, recordRun } from "./commit.js";
import { reportBasis, type SavedPlan } from "./saved-plan.js";
import { stopwatch } from "./stopwatch.js";
import { logOf, type VerbCtx } from "./verb.js";

export interface ApplyOptions {
  /** "Now": what the clock has overtaken is measured by it. */
  readonly now: Instant;
  /** Who applies it; who planned it stands in the schedule. */
  readonly operator: string;
}

/**
 * Stores exactly the plan that was saved. Applied twice it gives the first receipt and writes nothing.
 * @throws {ErosError} of kind "conflict" where the plan is stale, naming all that changed since it was saved.
 */
export async function applyPlan(
  warehouse: Warehouse,
  saved: SavedPlan,
  { now, operator }: ApplyOptions,
  ctx: VerbCtx,
): Promise<Receipt> {
  const seconds = stopwatch();
  const { schedule, startDate: weekStart } = saved;
  const options = { weekStart, now, operator, command: "apply" };
  const stored = await warehouse.lookup(schedule.schedule_id, ctx);
  // Whatever has changed since: what is stored already is answered by its first receipt, or by who ended it.
  if (stored === null) {
    const changed = await changesSince(warehouse, saved, now, ctx);
    if (changed.length > 0) {
      const failure = stale(changed);
      const { page_name: page, total_messages: messageCount, schedule_id: scheduleId } = schedule;
      const entry = { scheduleId, page, messageCount, seconds: seconds(), command: "apply", user: operator };
      await recordRun(warehouse, entry, failure, ctx);
      throw failure;
    }
  }
  logOf(ctx).info("pipeline", `Applying the saved plan ${schedule.schedule_id} of ${schedule.created_by}`);
  return commitSchedule(warehouse, schedule, { ...options, seconds: seconds() }, ctx);
}

const stale = (changed: readonly string[]): ErosError =>
  new ErosError(
    "conflict",
    `conflict: the plan is stale: ${changed.join("; ")}`,
    "nothing was written: plan the week again, save it and have it looked at once more",
  );

/** All that has changed since a plan was saved, a sentence each; empty where it can be applied as it is. */
export async function changesSince(
  warehouse: Warehouse,
  saved: SavedPlan,
  now: Instant,
  ctx: VerbCtx,
): Promise<string[]> {
  const { schedule, startDate } = saved;
  const page = schedule.page_name;
  if ((schedule.demo === true) !== warehouse.describe().demo)
    return [
      `it was made with ${schedule.demo === true ? "demo data" : "real data"}, and this warehouse has other`,
    ];
  const check = await warehouse.conflicts(schedule, startDate, ctx);
  const { replaces } = schedule;
  const standing = check.schedules.map(({ scheduleId }) => scheduleId);
  const ignore = replaces === undefined ? standing : [...standing, replaces];
  const facts = await warehouse.week({ page, startDate, now, seed: schedule.seed, ignore }, ctx);
  const report = reportChange(saved, facts);
  const held = new Set(check.captions.map(({ captionId }) => captionId));
  return [
    ...overtaken(schedule.messages, now),
    ...conflictTexts(check),
    ...(report === null ? offered(saved, facts, held) : [report]),
  ];
}

function overtaken(messages: readonly ScheduleMessage[], now: Instant): string[] {
  const late = messages.filter(({ carried, utc }) => carried !== true && Date.parse(utc) < notBeforeOf(now));
  const [first] = late;
  if (first === undefined) return [];
  const when = localFormat(Date.parse(first.utc), "ccc LLL d HH:mm");
  const which = late.length === 1 ? `a message, of ${when}` : `${late.length} messages, the first of ${when}`;
  return [`the clock has passed ${which} Los Angeles`];
}

/** How the report differs from the one that the plan was made with; null where it is the same text. */
function reportChange({ schedule, basis }: SavedPlan, { report }: WeekFacts): string | null {
  const page = schedule.page_name;
  if (report === null) return `the warehouse gives no report of ${page} any more`;
  if (sha256(report) === basis.report.digest) return null;
  const before = basis.report;
  const after = reportBasis(parseReport(report), "");
  const parts = [
    differs("tier", before.tier, after.tier),
    differs("segment", before.segment, after.segment),
    differs("saturation score", before.score, after.score),
  ].filter((part) => part !== null);
  return `the report of ${page} changed: ${parts.length === 0 ? "figures behind its score and hours" : parts.join(", ")}`;
}

const differs = (
  name: string,
  before: string | number | null,
  after: string | number | null,
): string | null => (before === after ? null : `${name} ${before ?? "not known"} → ${after ?? "not known"}`);

/**
 * Captions that the page is not offered any more though nobody holds them: switched off, reworded, restricted, or sent
 * meanwhile. Told by the ranking, which is the same as long as the report is.
 */
function offered({ schedule }: SavedPlan, { captions }: WeekFacts, held: ReadonlySet<string>): string[] {
  const texts = new Map(
    Object.values(captions)
      .flat()
      .map(({ captionId, text }) => [captionId, text]),
  );
  return schedule.messages
    .filter(({ carried, caption_id }) => carried !== true && !held.has(caption_id))
    .flatMap(({ caption_id, caption_text }) => {
      const text = texts.get(caption_id);
      const name = `caption ${caption_id} “${cut(printable(caption_text), 40)}”`;
      if (text === undefined)
        return [`${name} is not offered any more: switched off, restricted or sent meanwhile`];
      return text === caption_text ? [] : [`${name} has another text by now`];
    });
}
