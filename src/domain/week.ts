import { addDays, type Instant, type IsoDate, planningWeek, startOfDate, WEEK_DAYS } from "./calendar.js";
import type { Availability, PriceTier, RankedCaption, RankedCaptions } from "./caption.js";
import { picks } from "./captions.js";
import { carriedMessages, daysOver, mixBeside, pastDaysShort, type Replaced } from "./carried.js";
import type { PlanEdit } from "./edit.js";
import { badInput, type ErosError } from "./errors.js";
import { notBeforeOf } from "./grid.js";
import { hourValues as valuesOf } from "./hours.js";
import type { Expected, MessageType, PlannedMessage, PriceMix } from "./message.js";
import type { Counts } from "./nearest.js";
import { nearestPlan } from "./nearest-plan.js";
import type { Overrides, SendingHours } from "./overrides.js";
import type { PageName } from "./page.js";
import { placement } from "./placement.js";
import type { Report } from "./report.js";
import { revenue, weekRevenue } from "./revenue.js";
import { segmentOf, standingTargets, type TargetsFound, targetsOf } from "./targets.js";
import { type Timetable, timetable } from "./timetable.js";
import type { Volume } from "./volume.js";
import type { Warning } from "./warning.js";
import { weekWarnings } from "./week-warnings.js";
import type { Zone } from "./zone.js";

/** A message of a committed schedule near the week: the gap is kept from it. */
export interface CommittedMessage {
  readonly scheduleId: string;
  readonly instant: Instant;
  readonly type: MessageType;
}

/** A committed schedule of the page that overlaps the week. */
export interface OverlappingSchedule {
  readonly scheduleId: string;
  readonly weekStart: IsoDate;
  readonly createdBy: string | null;
  readonly createdAt: string | null;
}

/** What the page's own PPVs say about price tiers, over 90 days. */
export interface TierStatistics {
  readonly count: number;
  /** Mean revenue per recipient; null over no rows. */
  readonly rpr: number | null;
  /** Sample standard deviation of RPR; null with fewer than 2 rows. */
  readonly sd: number | null;
  /** Median price asked; null over no rows. */
  readonly usualPrice: number | null;
}

export interface SendStatistics {
  /** A: median recipients of a PPV, 30 days, else 90; null without a PPV in 90 days. */
  readonly audience: number | null;
  readonly byTier: Readonly<Record<PriceTier, TierStatistics>>;
  readonly all: TierStatistics;
  /** Past PPVs of 90 days by hour of their day type, counts: `[weekday[24], weekend[24]]`. */
  readonly sendsByHour: { readonly weekday: readonly number[]; readonly weekend: readonly number[] };
}

/** All that the warehouse knows for one page, week and seed: asked once, planned from many times. */
export interface PreparedWeek {
  readonly page: PageName;
  /** First day of the week. */
  readonly startDate: IsoDate;
  /** "Now" for due dates and the past rule. */
  readonly now: Instant;
  readonly seed: string;
  readonly report: Report;
  /** sha-256 of the report's text. */
  readonly reportDigest: string;
  /** The tolerance in force: the operator's, or the report's where asked for. */
  readonly tolerance: number;
  readonly captions: RankedCaptions;
  readonly availability: readonly Availability[];
  readonly neighbours: readonly CommittedMessage[];
  readonly overlaps: readonly OverlappingSchedule[];
  /** The one of them whose place the plan takes; absent where it takes none's. */
  readonly replaces?: Replaced;
  readonly statistics: SendStatistics;
  /** Last `sending_time` of the warehouse; null where it has no messages. */
  readonly dataTo: Instant | null;
  /** True where an older procedure chose the captions: no seed draws others, and there are no reasons. */
  readonly older?: boolean;
}

/** What the week shall hold, after overrides. */
export interface Targets {
  readonly volume: Volume;
  readonly zone: Zone;
  readonly ppv: number;
  readonly bump: number;
  readonly gapMinutes: number;
  readonly coolingDays: number;
  readonly maxPerDay: number;
  readonly mix: PriceMix;
  readonly hours: SendingHours;
}

export interface DayCount {
  readonly date: IsoDate;
  readonly ppv: number;
  readonly bump: number;
}

/** Values 0..1 in steps of 0.1, hour by hour. */
export interface HourValues {
  readonly weekday: readonly number[];
  readonly weekend: readonly number[];
  /** Where they come from: the report, or the usual peaks. */
  readonly source: "report" | "usual peaks";
  /** False where the report says that the hours differ by chance only. */
  readonly reliable: boolean | null;
}

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

/** What a plan did not take, and why. */
export interface PassedOver {
  readonly caption: Pick<RankedCaption, "captionId" | "text" | "priceTier" | "category">;
  readonly score: number | null;
  readonly reason: string;
}

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
