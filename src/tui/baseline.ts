import type { SendingHours } from "../domain/overrides.js";
import { isInfeasible, type PreparedWeek, planWeek, type WeekPlan } from "../domain/week.js";

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
