import { type IsoDate, weekdayOf } from "./calendar.js";
import { exact } from "./exact.js";

/** How many of each type stand on a day. */
export interface DayCount {
  readonly date: IsoDate;
  readonly ppv: number;
  readonly bump: number;
}

/** What the days of a week shall share. */
export interface DaysRequest {
  /** The dates of the week in order, from its start date. */
  readonly dates: readonly IsoDate[];
  readonly ppv: number;
  readonly bump: number;
  /** Days at the start without PPVs; the days after them carry the ramp. */
  readonly coolingDays: number;
  /** The most messages that each date holds; infinite for one that is over: nothing moves from it, nor to it. */
  readonly caps: readonly number[];
  /** What stands on each date already, part of its counts: it cannot move, and its place is taken. */
  readonly carried?: readonly Standing[] | undefined;
}
interface Standing {
  readonly ppv: number;
  readonly bump: number;
}

/**
 * Whole counts per day (§4): quotas by weight, made whole by largest remainder, PPVs first; then messages move from
 * days above their cap. Null where a message finds no day.
 */
export function countsPerDay(request: DaysRequest): DayCount[] | null {
  const { dates, ppv, bump, coolingDays, caps, carried } = request;
  // More than the week holds can never move anywhere, and keeps the products below small.
  if (ppv + bump > sum(caps) + sum((carried ?? []).map((day) => day.ppv + day.bump))) return null;
  const messages = dates.map(() => 0);
  const ppvs = share(ppv, ppvWeights(dates, coolingDays), ppvOrder, messages);
  const bumps = share(bump, bumpWeights(dates, coolingDays), bumpOrder, messages);
  if (ppvs === null || bumps === null) return null;
  if (!settle(ppvs, bumps, messages, caps, carried ?? dates.map(() => NOTHING))) return null;
  return dates.map((date, day) => ({ date, ppv: ppvs.counts[day] ?? 0, bump: bumps.counts[day] ?? 0 }));
}

/**
 * The ramp as the screens show it: the weekly pace of PPVs on each day after cooling, ceil(PPVs × 1.1^k).
 * @example rampPace(6) // [6, 7, 8, 8, 9]
 */
export function rampPace(ppv: number, days = 5): number[] {
  const pace = (k: number): number => Number((exact("1.1").pow(k) ?? exact(1)).mul(ppv).ceil().valueOf());
  return Array.from({ length: days }, (_, k) => pace(k));
}

/** Counts of one type with the weights that they came from; a quota is total × weight / sum of the weights. */
interface Shares {
  readonly counts: number[];
  readonly weights: readonly number[];
  readonly total: number;
  readonly order: Order;
}
/** What decides between equal days, the most important first; less is better. */
type Order = (messages: readonly number[], day: number) => readonly [number, number];

const on = (messages: readonly number[], day: number): number => messages[day] ?? 0;
const onAndBeside = (messages: readonly number[], day: number): number =>
  on(messages, day - 1) + on(messages, day) + on(messages, day + 1);
const ppvOrder: Order = (messages, day) => [onAndBeside(messages, day), on(messages, day)];
const bumpOrder: Order = (messages, day) => [on(messages, day), onAndBeside(messages, day)];

/**
 * Weights as whole numbers: 1 is 10^(last + 1), where 1.1 on Friday and Saturday takes one factor of 11/10 and the
 * ramp up to `last` of them. So quotas and remainders are compared exactly.
 */
function ppvWeights(dates: readonly IsoDate[], coolingDays: number): number[] {
  const last = coolingDays > 0 ? Math.max(0, dates.length - 1 - coolingDays) : 0;
  return dates.map((date, day) => {
    if (day < coolingDays) return 0;
    const elevenths = (coolingDays > 0 ? day - coolingDays : 0) + ([5, 6].includes(weekdayOf(date)) ? 1 : 0);
    return 11 ** elevenths * 10 ** (last + 1 - elevenths);
  });
}

/** In halves: 1 a day, 1.5 on cooling days. */
const bumpWeights = (dates: readonly IsoDate[], coolingDays: number): number[] =>
  dates.map((_, day) => (day < coolingDays ? 3 : 2));

/** Largest remainder; adds what it gives to `messages`. Null where no day may carry any. */
function share(total: number, weights: readonly number[], order: Order, messages: number[]): Shares | null {
  const whole = sum(weights);
  if (whole === 0) return total === 0 ? { counts: weights.map(() => 0), weights, total, order } : null;
  const counts = weights.map((weight) => Math.floor((total * weight) / whole));
  counts.forEach((count, day) => {
    messages[day] = on(messages, day) + count;
  });
  const shares: Shares = { counts, weights, total, order };
  const open = new Set(counts.keys());
  for (let left = total - sum(counts); left > 0; left--) {
    const day = neediest(shares, [...open], messages);
    open.delete(day);
    give(shares, day, 1, messages);
  }
  return shares;
}

const NOTHING: Standing = { ppv: 0, bump: 0 };

/**
 * Moves messages off days above their cap, the earliest day first, bumps before PPVs; false where one finds no day. A
 * day holds its counts, or what stands there already where that is more; only what does not stand yet can move.
 */
function settle(
  ppvs: Shares,
  bumps: Shares,
  messages: number[],
  caps: readonly number[],
  carried: readonly Standing[],
): boolean {
  const cap = (day: number): number => caps[day] ?? 0;
  const fresh = ({ counts }: Shares, day: number): number =>
    Math.max(
      0,
      (counts[day] ?? 0) - ((counts === ppvs.counts ? carried[day]?.ppv : carried[day]?.bump) ?? 0),
    );
  const held = (day: number): number => {
    const { ppv, bump } = carried[day] ?? NOTHING;
    return ppv + bump + fresh(ppvs, day) + fresh(bumps, day);
  };
  for (;;) {
    const over = caps.findIndex((_, day) => held(day) > cap(day) && fresh(ppvs, day) + fresh(bumps, day) > 0);
    if (over < 0) return true;
    const shares = fresh(bumps, over) > 0 ? bumps : ppvs;
    give(shares, over, -1, messages);
    const below = [...messages.keys()].filter(
      (day) => Number.isFinite(cap(day)) && held(day) < cap(day) && (shares.weights[day] ?? 0) > 0,
    );
    if (below.length === 0) return false;
    give(shares, neediest(shares, below, messages), 1, messages);
  }
}

/** The day whose quota is furthest above its count; of equal ones as `order` says, then the later. */
function neediest(shares: Shares, days: readonly number[], messages: readonly number[]): number {
  const whole = sum(shares.weights);
  // (quota − count) × the sum of the weights: a whole number.
  const need = (day: number): number =>
    shares.total * (shares.weights[day] ?? 0) - (shares.counts[day] ?? 0) * whole;
  const rank = (day: number): number[] => [-need(day), ...shares.order(messages, day), -day];
  return days.reduce((best, day) => (before(rank(day), rank(best)) ? day : best));
}

function before(a: readonly number[], b: readonly number[]): boolean {
  const index = a.findIndex((value, place) => value !== b[place]);
  return index >= 0 && (a[index] ?? 0) < (b[index] ?? 0);
}

function give(shares: Shares, day: number, count: number, messages: number[]): void {
  shares.counts[day] = (shares.counts[day] ?? 0) + count;
  messages[day] = on(messages, day) + count;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
