import { type Instant, planningWeek } from "../../domain/calendar.js";
import { DEFAULT_TOLERANCE } from "../../domain/zone.js";
import type { Ctx, Warehouse } from "../../warehouse/port.js";
import { commitSchedule, signedSchedule } from "../commit.js";
import { planPrepared } from "../plan.js";
import { prepareWeek } from "../prepare.js";
import { PAGES_WITH_COMMITTED_WEEKS } from "./pages.js";

/** Plans and commits the weeks with which the demo begins, through the pipeline like any other week. */
export async function commitDemoWeeks(warehouse: Warehouse, now: Instant, ctx: Ctx): Promise<void> {
  const weekStart = planningWeek(now);
  for (const page of PAGES_WITH_COMMITTED_WEEKS) {
    const prepared = await prepareWeek(
      warehouse,
      { page, startDate: weekStart, now, tolerance: DEFAULT_TOLERANCE },
      ctx,
    );
    const plan = planPrepared(prepared, {}, ctx);
    const schedule = signedSchedule(warehouse, plan, { operator: "demo", at: Date.now() });
    await commitSchedule(
      warehouse,
      schedule,
      { weekStart, now, operator: "demo", command: "demo", seconds: 0 },
      ctx,
    );
  }
}
