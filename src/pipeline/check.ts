import { type Instant, type IsoDate, localFormat } from "../domain/calendar.js";
import { badInput } from "../domain/errors.js";
import { notBeforeOf } from "../domain/grid.js";
import type { Schedule } from "../domain/schedule.js";
import type { WeekPlan } from "../domain/week.js";
import { refuseUnfit } from "../warehouse/commit-rules.js";
import type { ConflictCheck, Warehouse } from "../warehouse/port.js";
import { OUTDATED, refuseUncarried, replaceable } from "../warehouse/replace-rules.js";
import { type Signature, signedSchedule } from "./commit.js";
import { volumeLine } from "./plan.js";
import { logOf, type VerbCtx } from "./verb.js";

/** A schedule ready to be stored, and what stood against it at the moment of the check. */
export interface Checked {
  /** With its schedule_id, made at the moment of the check. */
  readonly schedule: Schedule;
  readonly check: ConflictCheck;
}

export interface CheckOptions extends Signature {
  /** "Now", what the past rule and the clock's slots are measured by. */
  readonly now: Instant;
  readonly allowPast?: boolean;
}

export { OUTDATED } from "../warehouse/replace-rules.js";

/**
 * Gives a plan its id and asks who else holds its captions or days, before anybody is asked to confirm.
 * @throws {ErosError} for a week in the past, and for messages that the clock has overtaken since (field `clock`), of
 * the plan or of the schedule whose place it takes. @throws {ConflictError} where that one is no longer committed.
 */
export async function checkPlan(
  warehouse: Warehouse,
  plan: WeekPlan,
  options: CheckOptions,
  ctx: VerbCtx,
): Promise<Checked> {
  const { now, allowPast = false } = options;
  const weekStart = plan.prepared.startDate;
  const schedule = signedSchedule(warehouse, plan, options);
  refuseUnfit({
    schedule,
    weekStart,
    now,
    allowPast,
    log: { seconds: 0, command: "check", user: options.operator },
  });
  refuseOvertaken(plan, now);
  await refuseUnreplaceable(warehouse, schedule, weekStart, now, ctx);
  logOf(ctx).info("pipeline", volumeLine(plan));
  const check = await warehouse.conflicts(schedule, weekStart, ctx);
  const found = check.captions.length + check.schedules.length;
  if (found > 0)
    logOf(ctx).warning(
      "pipeline",
      `${check.captions.length} captions and ${check.schedules.length} schedules stand against ${schedule.schedule_id}`,
    );
  return { schedule, check };
}

/** A plan may lie on the screen for hours: what would be sent too soon by now cannot be queued by hand in time. */
function refuseOvertaken({ messages }: WeekPlan, now: Instant): void {
  const late = messages.filter(
    ({ slot, carried }) => carried === undefined && slot.instant < notBeforeOf(now),
  );
  const [first] = late;
  if (first === undefined) return;
  const which = late.length === 1 ? "a message" : `${late.length} messages`;
  throw badInput(
    OUTDATED,
    `the clock has overtaken ${which} of this plan, the first of ${localFormat(first.slot.instant, "ccc LLL d HH:mm")} Los Angeles`,
    "go back to the preview: the week is planned again from now on",
  );
}

/** What the plan takes the place of may have changed, and the clock may have passed more of it. */
async function refuseUnreplaceable(
  warehouse: Warehouse,
  schedule: Schedule,
  weekStart: IsoDate,
  now: Instant,
  ctx: VerbCtx,
): Promise<void> {
  const { replaces: scheduleId, page_name: page } = schedule;
  if (scheduleId === undefined) return;
  const asked = { scheduleId, page, weekStart, now };
  const { schedule: old } = replaceable(await warehouse.lookup(scheduleId, ctx), asked);
  refuseUncarried(old, schedule, notBeforeOf(now));
}
