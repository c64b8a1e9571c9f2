import { isoUtc } from "./calendar.js";
import type { Schedule } from "./schedule.js";
import type { WeekPlan } from "./week.js";

/** What `preview --json` and `build --json` print (§14): the schedule and how it came about. Arrays are never absent. */
export function previewJson(plan: WeekPlan, schedule: Schedule) {
  const { prepared, targets, hourValues, expected } = plan;
  return {
    ...schedule,
    start_date: prepared.startDate,
    targets: {
      ppv_count: targets.ppv,
      bump_count: targets.bump,
      min_gap_hours: targets.gapMinutes / 60,
      cooling_days: targets.coolingDays,
      max_messages_per_day: targets.maxPerDay,
    },
    days: plan.days.map(({ date, ppv, bump }) => ({ date, ppv, bump })),
    sending_hours: [...targets.hours],
    hour_values: { weekday: [...hourValues.weekday], weekend: [...hourValues.weekend] },
    objective: plan.objective,
    neighbours: prepared.neighbours.map(({ instant }) => isoUtc(instant)),
    not_before: plan.notBefore === null ? null : isoUtc(plan.notBefore),
    expected_revenue:
      expected === null ? null : { mean: expected.mean, low: expected.low, high: expected.high },
    warnings: plan.warnings.map(({ code, message }) => ({ code, message })),
  };
}
