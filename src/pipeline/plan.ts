import type { Overrides } from "../domain/overrides.js";
import type { PreparedWeek } from "../domain/prepared-week.js";
import { type Infeasible, isInfeasible, planWeek, type WeekPlan } from "../domain/week.js";
import { ZONE_RULES } from "../domain/zone.js";
import { logOf, type VerbCtx } from "./verb.js";

/** The plan, or the error that says which rule binds and which counts would fit. */
export function unwrap(result: WeekPlan | Infeasible): WeekPlan {
  if (isInfeasible(result)) throw result.error;
  return result;
}

/**
 * Plans a prepared week, for callers that cannot go on without a plan.
 * @throws {ErosError} where it cannot be placed as asked.
 */
export function planPrepared(prepared: PreparedWeek, overrides: Overrides, ctx: VerbCtx): WeekPlan {
  return tellPlan(unwrap(planWeek(prepared, overrides)), ctx);
}

/** Puts what a plan amounts to, and its warnings, into the log. @returns the plan. */
export function tellPlan(plan: WeekPlan, ctx: VerbCtx): WeekPlan {
  const log = logOf(ctx);
  log.info("pipeline", volumeLine(plan));
  for (const { code, message } of plan.warnings) log.warning("pipeline", `${code}: ${message}`);
  return plan;
}

/** `Volume targets: 9 PPVs, 9 Bumps (zone=YELLOW, base=12/8, multiplier=0.75)`, as the original logged it. */
export function volumeLine({ targets }: Pick<WeekPlan, "targets">): string {
  const { base } = targets.volume;
  const multiplier = ZONE_RULES[targets.zone].ppvFactor.replace(/(\.\d+?)0+$/, "$1");
  return `Volume targets: ${targets.ppv} PPVs, ${targets.bump} Bumps (zone=${targets.zone}, base=${base.ppv}/${base.bump}, multiplier=${multiplier})`;
}
