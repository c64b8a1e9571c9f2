import { type Instant, type IsoDate, WEEK_DAYS } from "./calendar.js";
import { type CarriedSlot, carriedPerDay } from "./carried.js";
import { countsPerDay, type DayCount } from "./days.js";
import { dayCap, type GridDay, holds, mostOf, usable, weekGrid } from "./grid.js";
import type { HourValues } from "./hours.js";
import type { SendingHours } from "./overrides.js";
import type { Tier } from "./tier.js";
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
  /** What of the week stands already, where it takes a running one's place; absent for a week that is all new. */
  readonly standing?: Standing | undefined;
}

/** The part of a week that a plan cannot change any more. */
export interface Standing {
  /** Messages that stand: counted, kept the gap away from, never moved. */
  readonly messages: readonly CarriedSlot[];
  /** Days that are over: they have no cap, and what they lack is dropped. */
  readonly daysOver: number;
}

/** How the messages of a week fall on its days. */
export interface WeekDays {
  /** What stands in the end. */
  readonly days: readonly DayCount[];
  /** Of these the new ones. */
  readonly fresh: readonly DayCount[];
  /** What days that are over lack: nobody makes up for it. */
  readonly short: readonly DayCount[];
}

/** The moments of a week that may be used, and the most messages of each day. */
export interface Frame {
  readonly days: readonly GridDay[];
  readonly caps: readonly number[];
}

export function frameOf(request: TimetableRequest): Frame {
  const { startDate, hours, gapMinutes, maxPerDay, standing } = request;
  const stands = standing?.messages ?? [];
  const neighbours = [...request.neighbours, ...stands.map(({ instant }) => instant)];
  const days = usable(weekGrid(startDate, hours), { ...request, neighbours });
  const caps = days.map((day, index) => {
    if (index < (standing?.daysOver ?? 0)) return Number.POSITIVE_INFINITY;
    const here = stands.filter(({ date }) => date === day.date).length;
    return Math.min(maxPerDay, here + dayCap(day, gapMinutes, Number.POSITIVE_INFINITY));
  });
  return { days, caps };
}

/** The most messages of the frame together, as far as gap and daily maximum go. */
export const mostIn = ({ days }: Frame, { gapMinutes, maxPerDay }: TimetableRequest): number =>
  mostOf(days, gapMinutes, maxPerDay);

/**
 * More messages than this are never shared out. What takes a running week's place may count on days that are over,
 * which have no cap: without a bound a count without end would be shared out one by one.
 */
export const mostAsked = (frame: Frame, request: TimetableRequest): number =>
  request.standing === undefined ? mostIn(frame, request) : WEEK_DAYS * request.maxPerDay;

/** Counts per day that can be placed in the frame; null where there are none. */
export function daysIn(frame: Frame, request: TimetableRequest): WeekDays | null {
  const { days, caps } = frame;
  const { ppv, bump, coolingDays, gapMinutes, standing } = request;
  if (ppv + bump > mostAsked(frame, request)) return null;
  const carried = standing === undefined ? undefined : carriedPerDay(request.startDate, standing.messages);
  const dates = days.map((day) => day.date);
  const counts = countsPerDay({ dates, ppv, bump, coolingDays, caps, carried });
  if (counts === null) return null;
  const found = divided(counts, carried, standing?.daysOver ?? 0);
  // A cap looks at one day: with sending hours around midnight two full days may still stand too near to each other.
  const totals = found.fresh.map((day) => day.ppv + day.bump);
  return holds(days, totals, gapMinutes) ? found : null;
}

/** What of each day's counts stands, is new, or is lost with a day that is over. */
function divided(
  counts: readonly DayCount[],
  carried: readonly DayCount[] | undefined,
  daysOver: number,
): WeekDays {
  if (carried === undefined) return { days: counts, fresh: counts, short: counts.map(none) };
  const open = counts.map(({ date, ppv, bump }, day) => ({
    date,
    ppv: Math.max(0, ppv - (carried[day]?.ppv ?? 0)),
    bump: Math.max(0, bump - (carried[day]?.bump ?? 0)),
  }));
  const fresh = open.map((each, day) => (day < daysOver ? none(each) : each));
  return {
    days: fresh.map(({ date, ppv, bump }, day) => ({
      date,
      ppv: ppv + (carried[day]?.ppv ?? 0),
      bump: bump + (carried[day]?.bump ?? 0),
    })),
    fresh,
    short: open.map((each, day) => (day < daysOver ? each : none(each))),
  };
}
const none = ({ date }: DayCount): DayCount => ({ date, ppv: 0, bump: 0 });

/** Whether the counts can be placed, without planning them: cheap enough to try every count. */
export const fits = (request: TimetableRequest): boolean =>
  request.ppv + request.bump > 0 && daysIn(frameOf(request), request) !== null;
