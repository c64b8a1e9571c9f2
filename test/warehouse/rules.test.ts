// The edges of what both engines ask before they store: pure, so that each edge is stated to the minute.
import { describe, expect, it } from "vitest";
import { addDays, isoUtc, MINUTE } from "../../src/domain/calendar.js";
import type { ErosError } from "../../src/domain/errors.js";
import { digest, type Schedule } from "../../src/domain/schedule.js";
import { lockRows, refuseUnfit, repeated } from "../../src/warehouse/commit-rules.js";
import type { Stored } from "../../src/warehouse/port.js";
import { refuseUncarried, replaceable } from "../../src/warehouse/replace-rules.js";
import { comingBack, isRestoredBy, isWithdrawnBy } from "../../src/warehouse/restore-rules.js";
import { at, caption, commitOf, message, NOW, scheduleOf, WEEK } from "./fixtures.js";

const MONDAY = at(WEEK, 10);
const week = scheduleOf("jadebri", [
  message("PPV", caption(0), WEEK),
  message("Bump", caption(1), WEEK, 13),
  message("PPV", caption(2), addDays(WEEK, 1)),
]);
const stored = (schedule: Schedule, over: Partial<Stored> = {}): Stored => ({
  schedule,
  state: "committed",
  receipt: {
    scheduleId: schedule.schedule_id,
    page: "jadebri",
    weekStart: WEEK,
    messages: schedule.messages.length,
    locks: 2,
    storedAt: isoUtc(NOW),
    by: "ana",
    repeated: false,
  },
  digest: digest(schedule),
  changedAt: null,
  changedBy: null,
  ...over,
});
const ended = (state: "withdrawn" | "replaced", changedAt = NOW): Stored =>
  stored(week, { state, changedAt: isoUtc(changedAt), changedBy: "bo" });

describe("a commit", () => {
  it("may start today, not before, unless that is allowed or it takes a place", () => {
    const yesterday = addDays("2025-11-03", -1);
    expect(() => refuseUnfit(commitOf(week, "2025-11-03"))).not.toThrow();
    expect(() => refuseUnfit(commitOf(week, yesterday))).toThrow(/starts before today, 2025-11-03/);
    expect(() => refuseUnfit(commitOf(week, yesterday, { allowPast: true }))).not.toThrow();
    expect(() => refuseUnfit(commitOf({ ...week, replaces: "sched_old" }, yesterday))).not.toThrow();
  });

  it("holds no PPV caption twice, also beside a carried one; carried ones among themselves are past", () => {
    const again = message("PPV", caption(0), addDays(WEEK, 3));
    const twice = scheduleOf("jadebri", [...week.messages, again]);
    expect(() => refuseUnfit(commitOf(twice))).toThrow(/stands twice/);
    const carried = week.messages.map((each) => ({ ...each, carried: true }));
    expect(() => refuseUnfit(commitOf(scheduleOf("jadebri", [...carried, again])))).toThrow(/stands twice/);
    const before = [...carried, { ...again, carried: true }];
    expect(() => refuseUnfit(commitOf(scheduleOf("jadebri", before)))).not.toThrow();
  });

  it("locks new PPVs of today and later, neither bumps nor what is carried", () => {
    const carried = week.messages.map((each, index) => (index === 0 ? { ...each, carried: true } : each));
    const dates = (schedule: Schedule, now: number): string[] =>
      lockRows(commitOf(schedule, WEEK, { now }), now).map((lock) => lock.scheduled_send_date);
    expect(dates(week, MONDAY)).toEqual([WEEK, addDays(WEEK, 1)]);
    expect(dates(week, at(addDays(WEEK, 1), 0))).toEqual([addDays(WEEK, 1)]);
    expect(dates({ ...week, messages: carried }, NOW)).toEqual([addDays(WEEK, 1)]);
  });

  it("that is repeated gives the first receipt; other content or an end since is a conflict", () => {
    expect(repeated(stored(week), week, NOW)).toMatchObject({ by: "ana", repeated: true });
    expect(() => repeated(stored(week), { ...week, seed: "2" }, NOW)).toThrow(/with other content/);
    expect(() => repeated(ended("replaced"), week, NOW)).toThrow(
      /conflict: .* was replaced on 2025-11-03 17:12 UTC by bo/,
    );
  });
});

describe("a replacement", () => {
  const asked = { scheduleId: week.schedule_id, page: "jadebri", weekStart: null, now: NOW };

  it("needs a message to come: one that is due this minute is the last", () => {
    const last = Date.parse(week.messages[2]?.utc ?? "");
    expect(replaceable(stored(week), { ...asked, now: last }).schedule).toBe(week);
    expect(() => replaceable(stored(week), { ...asked, now: last + 1 })).toThrow(/nothing to replace/);
  });

  it("takes the place of the page's own committed schedule, on its start date", () => {
    expect(() => replaceable(null, asked)).toThrow(/there is no schedule/);
    expect(() => replaceable(stored(week), { ...asked, page: "anna_v" })).toThrow(/not of anna_v/);
    expect(() => replaceable(ended("withdrawn"), asked)).toThrow(/conflict: .* was withdrawn/);
    expect(replaceable(stored(week), { ...asked, weekStart: WEEK }).schedule).toBe(week);
    expect(() => replaceable(stored(week), { ...asked, weekStart: addDays(WEEK, 1) })).toThrow(/starts on/);
  });

  it("carries what stands up to the moment, that moment included, and nothing else", () => {
    const [first] = week.messages.map((each) => ({ ...each, carried: true }));
    const plan = (messages: Schedule["messages"]): Schedule => scheduleOf("jadebri", messages);
    const carrying = plan(first === undefined ? [] : [first]);
    expect(() => refuseUncarried(week, plan([]), MONDAY - 1)).not.toThrow();
    expect(() => refuseUncarried(week, plan([]), MONDAY)).toThrow(/overtaken a message/);
    expect(() => refuseUncarried(week, carrying, MONDAY)).not.toThrow();
    const fresh = message("PPV", caption(3), addDays(WEEK, 2));
    expect(() => refuseUncarried(week, plan([...carrying.messages, fresh]), MONDAY)).not.toThrow();
    expect(() => refuseUncarried(week, plan(week.messages), MONDAY)).toThrow(/overtaken a message/);
    expect(() => refuseUncarried(plan([]), carrying, MONDAY)).toThrow(/does not have/);
  });
});

describe("a restoring", () => {
  const back = (found: Stored, now = NOW): string[] | undefined =>
    comingBack(found, now)?.messages.map(({ utc }) => utc);

  it("brings back what was to come when it was withdrawn, and counts it so", () => {
    const part = comingBack(ended("withdrawn", MONDAY + 1), MONDAY + 1);
    expect(part).toMatchObject({ total_messages: 2, total_ppvs: 1, total_bumps: 1 });
    expect(back(ended("withdrawn", MONDAY), MONDAY - 15 * MINUTE)).toHaveLength(3);
  });

  it("needs all of it ahead by the 15 minutes that queueing takes, those included", () => {
    expect(back(ended("withdrawn"), MONDAY - 15 * MINUTE)).toHaveLength(3);
    expect(() => back(ended("withdrawn"), MONDAY - 15 * MINUTE + 1)).toThrow(/a message of .* became due/);
  });

  it("says what is left to be planned instead: the rest of the week, or the next one where it is over", () => {
    const remedy = (date: string): string => {
      try {
        back(ended("withdrawn"), at(date, 12));
      } catch (error) {
        return (error as ErosError).remedy;
      }
      return "";
    };
    expect(remedy(addDays(WEEK, 6))).toContain("plan the rest of the week again: eros-tui build ");
    expect(remedy(addDays(WEEK, 7))).toContain("its week is over: plan the next one with `eros-tui build ");
  });

  it("has nothing to do where it is committed, and is refused where nothing was to come or it was replaced", () => {
    expect(comingBack(stored(week), NOW)).toBeNull();
    expect(() => back(ended("withdrawn", at(addDays(WEEK, 7), 0)))).toThrow(/was to come/);
    expect(() => back(ended("replaced"))).toThrow(/conflict: .* was replaced on 2025-11-03 17:12 UTC by bo/);
  });

  it("is known again by who and when, and so is a withdrawal", () => {
    const withdrawal = (user: string, now: number) => ({
      scheduleId: week.schedule_id,
      now,
      why: "closed",
      log: { seconds: 0, command: "withdraw", user },
    });
    expect(isWithdrawnBy(ended("withdrawn"), withdrawal("bo", NOW))).toBe(true);
    expect(isWithdrawnBy(ended("withdrawn"), withdrawal("cy", NOW))).toBe(false);
    expect(isWithdrawnBy(ended("withdrawn"), withdrawal("bo", NOW + 1))).toBe(false);
    expect(isWithdrawnBy(ended("replaced"), withdrawal("bo", NOW))).toBe(false);
    const request = { scheduleId: week.schedule_id, now: NOW, by: { user: "bo" } };
    expect(isRestoredBy(stored(week, { changedAt: isoUtc(NOW), changedBy: "bo" }), request)).toBe(true);
    expect(isRestoredBy(ended("withdrawn"), request)).toBe(false);
    expect(isRestoredBy(stored(week), request)).toBe(false);
    expect(isRestoredBy(null, request)).toBe(false);
  });
});
