import type { Instant, IsoDate } from "./calendar.js";
import { countsPerDay } from "./days.js";
import { dayCap, type GridDay, holds, mostOf, usable, weekGrid } from "./grid.js";
import type { SendingHours } from "./overrides.js";
import type { Tier } from "./tier.js";
import type { DayCount, HourValues } from "./week.js";
import type { Zone } from "./zone.js";

/** All that decides when a week's messages are sent. */
export interface TimetableRequest {
  /** First of the seven days. */
  readonly startDate: IsoDate;
  /** Zone and tier are for the words of a refusal only: the numbers below are in force. */
  readonly zone: Zone;
  readonly tier?: Tier;
  /** PPVs and bumps of the week: whole numbers, 0 or more, at least one message in all. */
  readonly ppv: number;
  readonly bump: number;
  /** Least real minutes between two messages. */
  readonly gapMinutes: number;
  /** Days at the start without PPVs. */
  readonly coolingDays: number;
  readonly maxPerDay: number;
  readonly hours: SendingHours;
  readonly hourValues: HourValues;
  /** Chooses among equal plans: the same key, the same plan. */
  readonly seedKey: string;
  /** The first moment that may be used (`notBeforeOf` the clock); null for a week that lies ahead. */
  readonly notBefore: Instant | null;
  /** The page's committed messages around the week: the gap is kept from each. */
  readonly neighbours: readonly Instant[];
}

/** The moments of a week that may be used, and the most messages of each day. */
export interface Frame {
  readonly days: readonly GridDay[];
  readonly caps: readonly number[];
}

export function frameOf(request: TimetableRequest): Frame {
  const days = usable(weekGrid(request.startDate, request.hours), request);
  return { days, caps: days.map((day) => dayCap(day, request.gapMinutes, request.maxPerDay)) };
}

/** The most messages of the frame together, as far as gap and daily maximum go. */
export const mostIn = ({ days }: Frame, { gapMinutes, maxPerDay }: TimetableRequest): number =>
  mostOf(days, gapMinutes, maxPerDay);

/** Counts per day that can be placed in the frame; null where there are none. */
export function daysIn({ days, caps }: Frame, request: TimetableRequest): DayCount[] | null {
  const { ppv, bump, coolingDays, gapMinutes } = request;
  const counts = countsPerDay({ dates: days.map((day) => day.date), ppv, bump, coolingDays, caps });
  if (counts === null) return null;
  // A cap looks at one day: with sending hours around midnight two full days may still stand too near to each other.
  const totals = counts.map((day) => day.ppv + day.bump);
  return holds(days, totals, gapMinutes) ? counts : null;
}

/** Whether the counts can be placed, without planning them: cheap enough to try every count. */
export const fits = (request: TimetableRequest): boolean =>
  request.ppv + request.bump > 0 && daysIn(frameOf(request), request) !== null;
