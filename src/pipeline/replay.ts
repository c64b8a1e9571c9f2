import { type Instant, parseDate } from "../domain/calendar.js";
import { replacedAt } from "../domain/carried.js";
import { badInput, ErosError } from "../domain/errors.js";
import { checkedOverrides, type Overrides } from "../domain/overrides.js";
import type { PreparedWeek } from "../domain/prepared-week.js";
import { type ReplayChange, replayChanges, samePlan } from "../domain/replay.js";
import { type Schedule, toSchedule } from "../domain/schedule.js";
import { isInfeasible, planWeek } from "../domain/week.js";
import { VERSION } from "../version.js";
import type { ScheduleSince, Stored, Warehouse } from "../warehouse/port.js";
import { besideCarried, preparedFrom, withoutReport } from "./prepare.js";
import { logOf, type VerbCtx } from "./verb.js";

/** A stored plan, planned again from its seed and inputs. */
export interface Replay {
  readonly stored: Stored;
  /** Null where the week cannot be planned any more; `failure` says why. */
  readonly schedule: Schedule | null;
  readonly failure: ErosError | null;
  /** True where every message has its time, caption and figures again. */
  readonly same: boolean;
  readonly changes: readonly ReplayChange[];
  /** Schedules that stood then and have been withdrawn or replaced since: what they held and sent is not known any more. */
  readonly changedSince: readonly ScheduleSince[];
}

/**
 * Plans a stored week again: the same page, week, seed, overrides and tolerance, at the moment of its plan, without the
 * schedules that were stored since. What differs then comes from the data or the program.
 * @throws {ErosError} where another program stored it, where the page is not there any more; whatever the warehouse says.
 */
export async function replaySchedule(warehouse: Warehouse, stored: Stored, ctx: VerbCtx): Promise<Replay> {
  const { schedule } = stored;
  const overrides = overridesOf(schedule);
  const created = Date.parse(schedule.created_at);
  const since = await warehouse.schedulesSince(created, ctx);
  const changedSince = since.filter(({ later }) => !later);
  const now = momentOf(schedule, warehouse);
  logOf(ctx).info("pipeline", `Planning ${schedule.schedule_id} again as of ${new Date(now).toISOString()}`);
  const prepared = await preparedThen(warehouse, stored, { now, since }, ctx);
  const plan = planWeek(prepared, overrides);
  if (isInfeasible(plan))
    return { stored, schedule: null, failure: plan.error, same: false, changes: [], changedSince };
  const again = toSchedule(plan, {
    scheduleId: schedule.schedule_id,
    createdAt: created,
    createdBy: schedule.created_by,
    appVersion: VERSION,
    demo: schedule.demo === true,
  });
  const changes = replayChanges(schedule, again, prepared.captions);
  return { stored, schedule: again, failure: null, same: samePlan(changes), changes, changedSince };
}

/** What was overridden, as it is read anywhere: a schedule of another program may call it otherwise. */
function overridesOf({ schedule_id, overrides }: Schedule): Overrides {
  try {
    return checkedOverrides(overrides);
  } catch (error) {
    if (!(error instanceof ErosError)) throw error;
    throw ofAnotherProgram(`${schedule_id} keeps overrides that mean nothing here: ${error.message}`);
  }
}

const ofAnotherProgram = (what: string): ErosError =>
  badInput(
    "schedule",
    `${what}: another program stored it`,
    "only schedules of eros-tui can be planned again",
  );

/** "Now" of the plan; older schedules do not keep it: then the demo's clock, or the moment at which it was made. */
function momentOf({ as_of, created_at, demo }: Schedule, warehouse: Warehouse): Instant {
  if (as_of !== undefined) return Date.parse(as_of);
  return (demo === true ? warehouse.describe().demoNow : null) ?? Date.parse(created_at);
}

async function preparedThen(
  warehouse: Warehouse,
  { schedule, receipt }: Stored,
  { now, since }: { readonly now: Instant; readonly since: readonly ScheduleSince[] },
  ctx: VerbCtx,
): Promise<PreparedWeek> {
  if (schedule.seed === "") throw ofAnotherProgram(`${schedule.schedule_id} keeps no seed`);
  const page = schedule.page_name;
  const startDate = parseDate(receipt.weekStart);
  const later = since.filter((one) => one.later).map(({ scheduleId }) => scheduleId);
  const replaced = schedule.replaces === undefined ? null : await warehouse.lookup(schedule.replaces, ctx);
  const ignore = [
    schedule.schedule_id,
    ...later,
    ...(replaced === null ? [] : [replaced.receipt.scheduleId]),
  ];
  const facts = await warehouse.week({ page, startDate, now, seed: schedule.seed, ignore }, ctx);
  if (facts.report === null) throw await withoutReport(warehouse, page, ctx);
  const week = preparedFrom(
    { page, startDate, now, seed: schedule.seed, tolerance: schedule.computed.tolerance },
    { ...facts, report: facts.report },
  );
  return replaced === null ? week : { ...week, ...besideCarried(week, replacedAt(replaced.schedule, now)) };
}
