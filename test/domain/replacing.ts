import {
  addDays,
  type Instant,
  instantOf,
  isoUtc,
  localTimestamp,
  weekDates,
} from "../../src/domain/calendar.js";
import { type Replaced, replacedAt } from "../../src/domain/carried.js";
import type { Overrides } from "../../src/domain/overrides.js";
import type { PreparedWeek } from "../../src/domain/prepared-week.js";
import {
  canonicalJson,
  parseSchedule,
  type Schedule,
  type ScheduleMessage,
  toSchedule,
} from "../../src/domain/schedule.js";
import { isInfeasible, planWeek, type WeekPlan } from "../../src/domain/week.js";
import { prepared } from "./generators.js";

export const WEEK = "2025-11-10";
export const at = (date: string, hour: number, minute = 0): Instant => instantOf(date, hour, minute) ?? 0;
export const day = (index: number): string => addDays(WEEK, index);

export function planned(week: PreparedWeek, overrides: Overrides = {}): WeekPlan {
  const result = planWeek(week, overrides);
  if (isInfeasible(result)) throw result.error;
  return result;
}
export const stored = (plan: WeekPlan, id = "sched_old"): Schedule =>
  parseSchedule(
    canonicalJson(
      toSchedule(plan, {
        scheduleId: id,
        createdAt: plan.prepared.now,
        createdBy: "ana",
        appVersion: "0.0.0",
        demo: false,
      }),
    ),
  );
/** The same page later, about to replace what was planned. */
export const later = (week: PreparedWeek, old: Schedule, now: Instant): PreparedWeek => ({
  ...week,
  now,
  replaces: replacedAt(old, now),
});
export const perDay = (
  plan: WeekPlan,
  type: "PPV" | "Bump",
  which: (carried: boolean) => boolean,
): number[] =>
  weekDates(plan.prepared.startDate).map(
    (date) =>
      plan.messages.filter(
        ({ slot, carried }) => slot.date === date && slot.type === type && which(carried !== undefined),
      ).length,
  );
export const all = (): boolean => true;
export const onlyNew = (carried: boolean): boolean => !carried;
export const onlyCarried = (carried: boolean): boolean => carried;
export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
/** What the warning says is dropped: PPVs and bumps. */
export function dropped({ warnings }: WeekPlan): { ppv: number; bump: number } {
  const said = warnings.find(({ code }) => code === "PAST_DAY_SHORT")?.message.split(" of days ")[0] ?? "";
  const number = (noun: string): number => Number(new RegExp(`(\\d+) ${noun}`).exec(said)?.[1] ?? 0);
  return { ppv: number("PPV"), bump: number("bump") };
}

/** A message as another plan, or another program, may have stored it. */
export function message(
  type: "PPV" | "Bump",
  instant: Instant,
  over: Partial<ScheduleMessage> = {},
): ScheduleMessage {
  return {
    scheduled_send_time: localTimestamp(instant),
    message_type: type,
    caption_id: String(instant),
    caption_text: `Sent at ${instant}`,
    price_tier: type === "PPV" ? "Mid" : "Free",
    content_category: `Category of ${instant}`,
    has_urgency: false,
    performance_score: type === "PPV" ? 0.42 : 0,
    utc: isoUtc(instant),
    usual_price: type === "PPV" ? 12 : null,
    ...over,
  };
}
export const replacing = (carried: readonly ScheduleMessage[]): Replaced => ({
  scheduleId: "sched_old",
  carried,
  toCome: [at(day(6), 21)],
});
/** jadebri's week on Wednesday at noon, with what is carried. */
export const wednesday = (
  carried: readonly ScheduleMessage[],
  over: Partial<PreparedWeek> = {},
): PreparedWeek => prepared({ now: at(day(2), 12), replaces: replacing(carried), ...over });
