import { continued, newReach, offer, type Reach, spreadBonus } from "./best-chain.js";
import { MINUTE } from "./calendar.js";
import type { GridDay } from "./grid.js";
import type { MessageType, Slot } from "./message.js";

/** A day of the programme: its usable moments, their values in tenths, and how many messages it shall hold. */
export interface SlotDay extends GridDay {
  /** Value of each moment's hour in tenths, 0 to 10. */
  readonly tenths: readonly number[];
  readonly ppv: number;
  readonly bump: number;
}

export interface SlotsRequest {
  readonly days: readonly SlotDay[];
  readonly gapMinutes: number;
  /** Uniform numbers in [0, 1): they choose among the optimal plans. */
  readonly uniform: () => number;
}

/** An optimal plan: its slots in sending order and what it is worth. */
export interface SlotPlan {
  readonly slots: readonly Slot[];
  /** The integer sum of §5, the same for every optimal plan. */
  readonly objective: number;
}

/** Points a tenth of an hour's value brings: 1200 and 420 a whole one. */
export const PPV_POINTS = 120;
export const BUMP_POINTS = 42;

/**
 * The exact slot programme (§5): of all plans that keep the gap one of the greatest worth, each about equally likely.
 * Dynamic programming in time order over (moment, PPVs and bumps of the day so far), in whole numbers; beside each
 * best worth stands the number of ways to reach it, and the choice is drawn backwards in proportion to them.
 * Null where the days do not hold their counts.
 */
export function slots({ days, gapMinutes, uniform }: SlotsRequest): SlotPlan | null {
  const base = days.find((day) => day.times.length > 0)?.times[0]?.instant ?? 0;
  let last: Table | null = null;
  for (const day of days) {
    if (day.ppv + day.bump > 0) last = table(day, base, gapMinutes, last);
  }
  if (last === null) return { slots: [], objective: 0 };
  const ends = layer(last, last.day.ppv, last.day.bump);
  const best = newReach(1);
  ends.worth.forEach((worth, place) => {
    offer(best, 0, worth, ends.ways[place] ?? 0);
  });
  const [objective = 0, plans = 0] = [best.worth[0], best.ways[0]];
  return plans === 0 ? null : { slots: drawn(last, objective, gapMinutes, uniform), objective };
}

/** Everything known about the plans up to the end of a day that holds messages. */
interface Table {
  readonly day: SlotDay;
  /** Minutes of the moments since the first of the week. */
  readonly minutes: Int32Array;
  /** The day before it that holds messages. */
  readonly before: Table | null;
  /** Plans of the days before that may begin this day at a moment. */
  readonly begin: Reach;
  /** Plans that end at a moment with so many PPVs and bumps of this day: PPVs × (bumps + 1) + bumps. */
  readonly layers: readonly Reach[];
}

const layer = ({ day, layers }: Table, ppv: number, bump: number): Reach =>
  layers[ppv * (day.bump + 1) + bump] ?? newReach(0);

const points = (type: MessageType, tenths: number): number =>
  tenths * (type === "PPV" ? PPV_POINTS : BUMP_POINTS);

function table(day: SlotDay, base: number, gapMinutes: number, before: Table | null): Table {
  const minutes = Int32Array.from(day.times, ({ instant }) => (instant - base) / MINUTE);
  const ppvPoints = Int32Array.from(day.tenths, (tenths) => points("PPV", tenths));
  const bumpPoints = Int32Array.from(day.tenths, (tenths) => points("Bump", tenths));
  const begin = beginnings(minutes, gapMinutes, before);
  const layers: Reach[] = [];
  const onward: Reach[] = [];
  const width = day.bump + 1;
  for (let ppv = 0; ppv <= day.ppv; ppv++)
    for (let bump = 0; bump <= day.bump; bump++) {
      const here = newReach(minutes.length);
      if (ppv > 0) append(here, onward[(ppv - 1) * width + bump], ppvPoints);
      if (bump > 0) append(here, onward[ppv * width + bump - 1], bumpPoints);
      layers.push(here);
      onward.push(ppv + bump === 0 ? begin : continued(minutes, here, gapMinutes));
    }
  even(layers.at(-1));
  return { day, minutes, before, begin, layers };
}

function append(here: Reach, onward: Reach | undefined, worth: Int32Array): void {
  if (onward === undefined) return;
  for (let place = 0; place < worth.length; place++)
    offer(here, place, (onward.worth[place] ?? 0) + (worth[place] ?? 0), onward.ways[place] ?? 0);
}

/** The plans of the days before whose last message is at least the gap away: midnight does not shorten it. */
function beginnings(minutes: Int32Array, gapMinutes: number, before: Table | null): Reach {
  const begin = newReach(minutes.length);
  if (before === null) {
    begin.ways.fill(1);
    return begin;
  }
  const ends = layer(before, before.day.ppv, before.day.bump);
  const best = newReach(1);
  let next = 0;
  minutes.forEach((now, place) => {
    for (; next < ends.ways.length && now - (before.minutes[next] ?? 0) >= gapMinutes; next++)
      offer(best, 0, ends.worth[next] ?? 0, ends.ways[next] ?? 0);
    offer(begin, place, best.worth[0] ?? 0, best.ways[0] ?? 0);
  });
  return begin;
}

/** Only the proportions of the ways matter from here on, and a week's product of them could leave a double. */
function even(ends: Reach | undefined): void {
  const most = Math.max(0, ...(ends?.ways ?? []));
  if (most > 0)
    ends?.ways.forEach((ways, place) => {
      ends.ways[place] = ways / most;
    });
}

/** Walks back from the end of an optimal plan, choosing each step in proportion to the plans that it leaves open. */
function drawn(last: Table, objective: number, gapMinutes: number, uniform: () => number): Slot[] {
  const plan: Slot[] = [];
  let at: Table | null = last;
  let [worth, until] = [objective, Number.POSITIVE_INFINITY];
  while (at !== null) {
    let [ppv, bump] = [at.day.ppv, at.day.bump];
    let place = ending(at, layer(at, ppv, bump), worth, until, uniform);
    while (ppv + bump > 0) {
      const step: Step = chosen(steps(at, place, ppv, bump, worth, gapMinutes), uniform);
      plan.push(slotAt(at.day, place, step.type));
      if (step.type === "PPV") ppv -= 1;
      else bump -= 1;
      worth = step.worth;
      until = (at.minutes[place] ?? 0) - gapMinutes;
      place = step.place;
    }
    at = at.before;
  }
  return plan.reverse();
}

/** One way back from a message: its type, and the message before it on the date with the worth up to there. */
interface Step {
  readonly type: MessageType;
  readonly place: number;
  readonly worth: number;
  readonly ways: number;
}

function steps(
  from: Table,
  place: number,
  ppv: number,
  bump: number,
  worth: number,
  gapMinutes: number,
): Step[] {
  const now = from.minutes[place] ?? 0;
  const found: Step[] = [];
  const back = (type: MessageType, rest: Reach | null): void => {
    const before = worth - points(type, from.day.tenths[place] ?? 0);
    if (rest === null) {
      const ways = from.begin.worth[place] === before ? (from.begin.ways[place] ?? 0) : 0;
      if (ways > 0) found.push({ type, place: -1, worth: before, ways });
      return;
    }
    for (let earlier = 0; earlier < place; earlier++) {
      const distance = now - (from.minutes[earlier] ?? 0);
      if (distance < gapMinutes) break;
      const ways = rest.ways[earlier] ?? 0;
      const left = before - spreadBonus(distance);
      if (ways > 0 && rest.worth[earlier] === left) found.push({ type, place: earlier, worth: left, ways });
    }
  };
  const first = ppv + bump === 1;
  if (ppv > 0) back("PPV", first ? null : layer(from, ppv - 1, bump));
  if (bump > 0) back("Bump", first ? null : layer(from, ppv, bump - 1));
  return found;
}

/** Where a day's last message stands in a plan of this worth, not after a moment. */
function ending(at: Table, ends: Reach, worth: number, until: number, uniform: () => number): number {
  const found: { place: number; ways: number }[] = [];
  ends.worth.forEach((value, place) => {
    const ways = ends.ways[place] ?? 0;
    if (ways > 0 && value === worth && (at.minutes[place] ?? 0) <= until) found.push({ place, ways });
  });
  return chosen(found, uniform).place;
}

/** One of them, in proportion to its ways. */
function chosen<T extends { readonly ways: number }>(options: readonly T[], uniform: () => number): T {
  let left = uniform() * options.reduce((total, { ways }) => total + ways, 0);
  for (const option of options) {
    left -= option.ways;
    if (left < 0) return option;
  }
  // Rounding may leave a crumb: it belongs to the last.
  const last = options.at(-1);
  if (last === undefined) throw new Error("a plan that was counted cannot be found again");
  return last;
}

function slotAt({ date, times, tenths }: SlotDay, place: number, type: MessageType): Slot {
  const time = times[place];
  if (time === undefined) throw new Error(`no moment ${place} on ${date}`);
  return { type, ...time, date, valueTenths: tenths[place] ?? 0 };
}
