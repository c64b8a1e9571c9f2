import { daysIn, frameOf, type TimetableRequest } from "./capacity.js";
import { tenthsAt } from "./hours.js";
import type { Slot } from "./message.js";
import { checkCounts } from "./overrides.js";
import { refusal } from "./refusal.js";
import { seeded } from "./seeded.js";
import { slots } from "./slots.js";
import type { DayCount, Infeasible } from "./week.js";

export { fits, type TimetableRequest } from "./capacity.js";

/** When a week's messages are sent. */
export interface Timetable {
  readonly days: readonly DayCount[];
  /** In sending order. */
  readonly slots: readonly Slot[];
  /** The integer sum of §5: no plan of these counts per day is worth more. */
  readonly objective: number;
}

/**
 * The days and times of a week (§4, §5): counts per day within their caps, then the exact slot programme. Pure: the
 * same request gives the same timetable.
 * @returns a refusal with the rule that binds and the nearest counts that fit, where the counts cannot be placed.
 */
export function timetable(request: TimetableRequest): Timetable | Infeasible {
  if (checkCounts(request.ppv, request.bump) !== null) return refusal(request);
  const frame = frameOf(request);
  const days = daysIn(frame, request);
  if (days === null) return refusal(request);
  const plan = slots({
    days: frame.days.map((day, index) => ({
      ...day,
      tenths: day.times.map(({ hour }) => tenthsAt(request.hourValues, day.weekend, hour)),
      ppv: days[index]?.ppv ?? 0,
      bump: days[index]?.bump ?? 0,
    })),
    gapMinutes: request.gapMinutes,
    uniform: seeded(request.seedKey),
  });
  return plan === null ? refusal(request) : { days, ...plan };
}
