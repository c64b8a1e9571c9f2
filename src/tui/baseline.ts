import type { SendingHours } from "../domain/overrides.js";
import type { PreparedWeek } from "../domain/prepared-week.js";
import { type Targets, targetsOf } from "../domain/targets.js";
import { isInfeasible, planWeek, type WeekPlan } from "../domain/week.js";

const baselines = new WeakMap<PreparedWeek, WeekPlan | null>();

/**
 * The week as it is computed, without any override: what the overrides are compared with. Null where it cannot be
 * placed. Planned once for each reading of the warehouse.
 */
export function baselineOf(prepared: PreparedWeek, hours: SendingHours): WeekPlan | null {
  const known = baselines.get(prepared);
  if (known !== undefined) return known;
  const result = planWeek(prepared, { hours });
  const plan = isInfeasible(result) ? null : result;
  baselines.set(prepared, plan);
  return plan;
}

/**
 * What the report alone asks for, whether it can be placed or not; null where it cannot say, and the operator has to
 * choose the zone.
 */
export function computedTargets(prepared: PreparedWeek, hours: SendingHours): Targets | null {
  const placed = baselineOf(prepared, hours);
  if (placed !== null) return placed.targets;
  const found = targetsOf(prepared, { hours });
  return isInfeasible(found) ? null : found.targets;
}
