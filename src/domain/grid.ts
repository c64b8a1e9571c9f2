import { type Instant, type IsoDate, instantOf, isWeekend, MINUTE, weekDates } from "./calendar.js";
import type { SendingHours } from "./overrides.js";

/** Every 5 minutes, without :00, :15, :30 and :45, which look robotic. */
export const GRID_MINUTES: readonly number[] = [5, 10, 20, 25, 35, 40, 50, 55];

/** Messages need this long to be queued by hand: nothing is planned nearer to the clock. */
const LEAD = 15 * MINUTE;

/** The first moment at which a plan made now may send: the clock plus 15 minutes, itself included. */
export const notBeforeOf = (now: Instant): Instant => now + LEAD;

/** A moment of the grid with its Los Angeles hour and minute. */
export interface GridTime {
  readonly instant: Instant;
  readonly hour: number;
  readonly minute: number;
}

/** The moments of one Los Angeles date, in order. */
export interface GridDay {
  readonly date: IsoDate;
  readonly weekend: boolean;
  readonly times: readonly GridTime[];
}

/**
 * The grid of the week that starts on a date, within the sending hours. An hour that the spring change skips is
 * absent; of the hour that comes twice in autumn only the first pass is there.
 */
export function weekGrid(startDate: IsoDate, [from, to]: SendingHours): GridDay[] {
  return weekDates(startDate).map((date) => {
    const times: GridTime[] = [];
    for (let hour = from; hour < to; hour++) {
      const start = instantOf(date, hour);
      if (start === null) continue;
      for (const minute of GRID_MINUTES) times.push({ instant: start + minute * MINUTE, hour, minute });
    }
    return { date, weekend: isWeekend(date), times };
  });
}

/** What keeps moments of the grid from being used. */
export interface GridLimits {
  /** Earlier moments are not used; null for a week that lies ahead. */
  readonly notBefore: Instant | null;
  /** Committed messages around the week: the gap is kept from each. */
  readonly neighbours: readonly Instant[];
  readonly gapMinutes: number;
}

/** The grid without the moments that the clock or a committed message forbids. */
export function usable(
  grid: readonly GridDay[],
  { notBefore, neighbours, gapMinutes }: GridLimits,
): GridDay[] {
  const gap = gapMinutes * MINUTE;
  const free = ({ instant }: GridTime): boolean =>
    (notBefore === null || instant >= notBefore) &&
    neighbours.every((neighbour) => Math.abs(instant - neighbour) >= gap);
  return grid.map((day) => ({ ...day, times: day.times.filter(free) }));
}

/** The most messages that a day holds: the gap apart, and never more than the daily maximum. */
export function dayCap(day: GridDay, gapMinutes: number, maxPerDay: number): number {
  return Math.min(
    maxPerDay,
    earliest(day, Number.POSITIVE_INFINITY, gapMinutes, Number.NEGATIVE_INFINITY).placed,
  );
}

/** Whether the days can hold these numbers of messages, the gap apart also over midnight. */
export function holds(days: readonly GridDay[], counts: readonly number[], gapMinutes: number): boolean {
  let last = Number.NEGATIVE_INFINITY;
  return days.every((day, index) => {
    const count = counts[index] ?? 0;
    const run = earliest(day, count, gapMinutes, last);
    last = run.last;
    return run.placed === count;
  });
}

/** The most messages that the days hold together: the gap apart also over midnight, and none above the daily maximum. */
export function mostOf(days: readonly GridDay[], gapMinutes: number, maxPerDay: number): number {
  let last = Number.NEGATIVE_INFINITY;
  return days.reduce((total, day) => {
    const run = earliest(day, maxPerDay, gapMinutes, last);
    last = run.last;
    return total + run.placed;
  }, 0);
}

/** As many messages as asked for, each as early as it can be: no other choice ends sooner or holds more. */
function earliest(
  day: GridDay,
  count: number,
  gapMinutes: number,
  after: Instant,
): { placed: number; last: Instant } {
  let placed = 0;
  let last = after;
  for (const { instant } of day.times) {
    if (placed === count) break;
    if (instant - last < gapMinutes * MINUTE) continue;
    placed += 1;
    last = instant;
  }
  return { placed, last };
}
