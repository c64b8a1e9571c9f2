import { localFormat } from "./calendar.js";
import { daysIn, frameOf, type TimetableRequest, type WeekDays } from "./capacity.js";
import { badInput } from "./errors.js";
import { tenthsAt } from "./hours.js";
import type { Slot } from "./message.js";
import { checkCounts } from "./overrides.js";
import { refusal } from "./refusal.js";
import { seeded } from "./seeded.js";
import { slots } from "./slots.js";
import type { Infeasible } from "./week.js";

export { fits, type TimetableRequest } from "./capacity.js";

/** When a week's messages are sent. */
export interface Timetable extends WeekDays {
  /** Of the new messages, in sending order. */
  readonly slots: readonly Slot[];
  /** The integer sum of §5 over the new messages: no plan of these counts per day is worth more. */
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
  const found = daysIn(frame, request);
  if (found === null) return refusal(request);
  if (found.days.every(({ ppv, bump }) => ppv + bump === 0)) return nothingStands(request);
  const plan = slots({
    days: frame.days.map((day, index) => ({
      ...day,
      tenths: day.times.map(({ hour }) => tenthsAt(request.hourValues, day.weekend, hour)),
      ppv: found.fresh[index]?.ppv ?? 0,
      bump: found.fresh[index]?.bump ?? 0,
    })),
    gapMinutes: request.gapMinutes,
    uniform: seeded(request.seedKey),
  });
  return plan === null ? refusal(request) : { ...found, ...plan };
}

/** Everything that was asked for falls on days that are over, and nothing stands yet. */
function nothingStands({ ppv, bump, notBefore }: TimetableRequest): Infeasible {
  const from = notBefore === null ? "now" : localFormat(notBefore, "ccc LLL d HH:mm");
  const error = badInput(
    ppv > 0 ? "ppvCount" : "bumpCount",
    `${ppv} PPVs and ${bump} bumps: all of them fall on days that are over, and nothing would be sent from ${from} on`,
    "ask for more messages: they are shared by all seven days of the week",
  );
  return { infeasible: true, rule: "clock", error, nearest: null };
}
