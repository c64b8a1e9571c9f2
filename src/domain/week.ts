import { addDays, type Instant, planningWeek, startOfDate, WEEK_DAYS } from "./calendar.js";
import { picks } from "./captions.js";
import { carriedMessages, daysOver, mixBeside, pastDaysShort } from "./carried.js";
import type { DayCount } from "./days.js";
import type { PlanEdit } from "./edit.js";
import { badInput, type ErosError } from "./errors.js";
import { notBeforeOf } from "./grid.js";
import { type HourValues, hourValues as valuesOf } from "./hours.js";
import type { Expected, PlannedMessage } from "./message.js";
import type { Counts } from "./nearest.js";
import { nearestPlan } from "./nearest-plan.js";
import type { Overrides } from "./overrides.js";
import { placement } from "./placement.js";
import type { PreparedWeek } from "./prepared-week.js";
import { revenue, weekRevenue } from "./revenue.js";
import { segmentOf, standingTargets, type Targets, type TargetsFound, targetsOf } from "./targets.js";
import { type Timetable, timetable } from "./timetable.js";
import type { Volume } from "./volume.js";
import type { Warning } from "./warning.js";
import { weekWarnings } from "./week-warnings.js";

/** A whole plan of a week. A value: shown, saved, compared, committed. */
export interface WeekPlan {
  readonly prepared: PreparedWeek;
  readonly overrides: Overrides;
  readonly targets: Targets;
  /** What the rules alone give; null where the report has no tier or score and the zone is an override. */
  readonly computed: Volume | null;
  readonly days: readonly DayCount[];
  readonly hourValues: HourValues;
  /** In sending order, those that are carried over first. */
  readonly messages: readonly PlannedMessage[];
  /** The integer sum of §5 over the messages that are not carried over. */
  readonly objective: number;
  readonly notBefore: Instant | null;
  /** What the messages that are not carried over may bring. */
  readonly expected: Expected | null;
  readonly warnings: readonly Warning[];
  /** What was done to it by hand since it was planned. */
  readonly edits?: readonly PlanEdit[];
}

/** A week that cannot be planned as asked: the rule that binds and the nearest count that fits. */
export interface Infeasible {
  readonly infeasible: true;
  /** The rule that binds. */
  readonly rule:
    | "counts"
    | "gap"
    | "daily maximum"
    | "cooling days"
    | "clock"
    | "captions"
    | "price mix"
    | "report";
  readonly error: ErosError;
  /** The nearest counts that do fit, where there are any. */
  readonly nearest: Counts | null;
}

export const isInfeasible = <T extends object>(result: T | Infeasible): result is Infeasible =>
  "infeasible" in result;

/**
 * The whole plan of a week: volumes, days, times, captions, their places and what they may bring. Pure, and quick
 * enough to be asked at every key.
 * @returns the plan, or the rule that binds with the nearest counts that really work: of several the first in the
 * order counts, price mix, time, captions.
 */
export function planWeek(prepared: PreparedWeek, overrides: Overrides): WeekPlan | Infeasible {
  const plan = planOnce(prepared, overrides);
  const asked = targetsOf(prepared, overrides);
  if (!isInfeasible(plan) || plan.nearest === null || isInfeasible(asked)) return plan;
  return nearestPlan(plan, asked.targets, (counts) => {
    const tried = planOnce(prepared, withCounts(overrides, counts));
    // Of a running week what stands decides whether the mix adds up: the count works with the usual one.
    if (!isInfeasible(tried) || tried.rule !== "price mix") return tried;
    const { priceMix: _, ...usual } = withCounts(overrides, counts);
    return planOnce(prepared, usual);
  });
}

function planOnce(prepared: PreparedWeek, overrides: Overrides): WeekPlan | Infeasible {
  const asked = targetsOf(prepared, overrides);
  if (isInfeasible(asked)) return asked;
  const over = weekIsOver(prepared);
  if (over !== null) return over;
  const hourValues = valuesOf(prepared.report.windows);
  const notBefore = notBeforeIn(prepared);
  const { startDate, replaces } = prepared;
  const carried = carriedMessages(replaces?.carried ?? [], hourValues);
  const times = timetable({
    ...asked.targets,
    startDate,
    tier: asked.targets.volume.tier,
    hourValues,
    seedKey: `${prepared.seed}|${prepared.page}|${startDate}`,
    notBefore,
    neighbours: prepared.neighbours.map(({ instant }) => instant),
    ...(replaces === undefined
      ? {}
      : {
          standing: {
            messages: carried.map(({ slot }) => slot),
            daysOver: daysOver(startDate, prepared.now),
          },
        }),
  });
  if (isInfeasible(times)) return times;
  const found = replaces === undefined ? asked : standingTargets(asked, prepared, times.days, overrides);
  if (isInfeasible(found)) return found;
  const { targets, computed } = found;
  const chosen = picks({
    captions: prepared.captions,
    availability: prepared.availability,
    zone: targets.zone,
    segment: segmentOf(prepared.report),
    exclude: overrides.exclude ?? [],
    carried: carried.map(({ caption }) => caption),
    ...newCounts(prepared, asked, found, times),
  });
  if (isInfeasible(chosen)) return chosen;
  const worth = revenue(prepared.statistics, hourValues);
  const placed = placement(times.slots, chosen, worth, carried);
  return {
    prepared,
    overrides,
    targets,
    computed,
    days: times.days,
    hourValues,
    messages: placed.messages,
    objective: times.objective,
    notBefore,
    expected: weekRevenue(placed.messages, worth.known),
    warnings: [
      ...weekWarnings(prepared),
      ...found.warnings,
      ...pastDaysShort(times.short),
      ...chosen.warnings,
      ...placed.warnings,
    ],
  };
}

/** How many captions the new messages need, and how many of the asked counts need none. */
function newCounts(
  { replaces }: PreparedWeek,
  { targets: asked }: TargetsFound,
  { targets: { mix } }: TargetsFound,
  { fresh }: Timetable,
) {
  const ppv = fresh.reduce((sum, day) => sum + day.ppv, 0);
  const bump = fresh.reduce((sum, day) => sum + day.bump, 0);
  return {
    mix: replaces === undefined ? mix : mixBeside(mix, replaces.carried, ppv),
    bump,
    beside: { ppv: asked.ppv - ppv, bump: asked.bump - bump },
  };
}

/** The clock plus 15 minutes where it reaches into the week; null for a week that lies ahead. */
function notBeforeIn({ now, startDate }: PreparedWeek): Instant | null {
  const earliest = notBeforeOf(now);
  return earliest > startOfDate(startDate) ? earliest : null;
}

function weekIsOver({ now, startDate }: PreparedWeek): Infeasible | null {
  if (notBeforeOf(now) < startOfDate(addDays(startDate, WEEK_DAYS))) return null;
  const error = badInput(
    "startDate",
    `the week that starts on ${startDate} is over: none of its times lies ahead`,
    `start it later: the next week to plan starts on ${planningWeek(now)}`,
  );
  return { infeasible: true, rule: "clock", error, nearest: null };
}

/** A price mix belongs to its number of PPVs: with another number the usual one takes its place. */
function withCounts(overrides: Overrides, { ppv, bump }: Counts): Overrides {
  const { priceMix: mix, ...rest } = overrides;
  const same = mix !== undefined && mix.budget + mix.mid + mix.premium === ppv;
  return { ...rest, ...(same ? { priceMix: mix } : {}), ppvCount: ppv, bumpCount: bump };
}
