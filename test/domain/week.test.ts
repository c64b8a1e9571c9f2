import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, dateOf, HOUR, localParts, MINUTE, weekDates } from "../../src/domain/calendar.js";
import { type CaptionTier, PRICE_TIERS, URGENT_LIMITS } from "../../src/domain/caption.js";
import type { Overrides } from "../../src/domain/overrides.js";
import type { PreparedWeek } from "../../src/domain/prepared-week.js";
import { parseReport } from "../../src/domain/report.js";
import { type Infeasible, isInfeasible, planWeek, type WeekPlan } from "../../src/domain/week.js";
import { bank, NO_STATISTICS, overridesOf, prepared, preparedWeeks, reportText } from "./generators.js";

function planned(week: PreparedWeek = prepared(), overrides: Overrides = {}): WeekPlan {
  const result = planWeek(week, overrides);
  if (isInfeasible(result)) throw result.error;
  return result;
}
function refused(week: PreparedWeek, overrides: Overrides = {}): Infeasible {
  const result = planWeek(week, overrides);
  if (!isInfeasible(result)) throw new Error("not refused");
  return result;
}
const codes = ({ warnings }: WeekPlan): string[] => warnings.map(({ code }) => code);
const few = (Budget: number, Mid: number, Premium: number, Free: number) =>
  bank({ seed: 5, sizes: { Budget, Mid, Premium, Free }, categories: 9, urgentShare: 0, twinShare: 0 });

describe("the week of the drawings", () => {
  it("MEDIUM, STANDARD, 0.45: 9 PPVs 2/4/3 and 9 bumps, PPVs 1 1 1 1 2 2 1 and bumps 2 1 1 1 1 1 2", () => {
    const plan = planned();
    expect(plan.messages).toHaveLength(18);
    expect(plan.days.map(({ ppv }) => ppv)).toEqual([1, 1, 1, 1, 2, 2, 1]);
    expect(plan.days.map(({ bump }) => bump)).toEqual([2, 1, 1, 1, 1, 1, 2]);
    const asked = (tier: string) => plan.messages.filter(({ askedTier }) => askedTier === tier).length;
    expect(["Budget", "Mid", "Premium", "Free"].map(asked)).toEqual([2, 4, 3, 9]);
    expect([plan.targets.zone, plan.computed?.zone, plan.notBefore]).toEqual(["YELLOW", "YELLOW", null]);
    expect(plan.expected?.mean).toBeGreaterThan(0);
    expect(codes(plan).filter((code) => code !== "RELAXED")).toEqual([]);
  });
});

describe("warnings", () => {
  it("name the schedules whose days these are", () => {
    const overlaps = ["sched_a", "sched_b"].map((scheduleId) => ({
      scheduleId,
      weekStart: "2025-11-08",
      createdBy: null,
      createdAt: null,
    }));
    const [first] = planned(prepared({ overlaps })).warnings;
    expect(first).toEqual({
      code: "OVERLAP",
      message: "jadebri has a committed schedule in these days: sched_a, sched_b",
    });
  });

  it("call data stale after 48 hours, and not before", () => {
    const { now } = prepared();
    expect(codes(planned(prepared({ dataTo: now - 48 * HOUR })))).not.toContain("STALE_DATA");
    expect(planned(prepared({ dataTo: now - 48 * HOUR - 1 })).warnings).toContainEqual({
      code: "STALE_DATA",
      message: "the newest message is 48 hours old: later sends and their success are not known",
    });
    expect(codes(planned(prepared({ dataTo: null })))).not.toContain("STALE_DATA");
  });

  it.each([
    [{ saturation_score: 0, confidence_score: 0, exclusion_reason: "no history" }, "NO_HISTORY"],
    [{ saturation_score: 0, confidence_score: 0, exclusion_reason: "history too short" }, "LOW_CONFIDENCE"],
    [{ saturation_score: 0.2, confidence_score: 0.29 }, "LOW_CONFIDENCE"],
  ])("say how little %j rests on: %s", (saturation, code) => {
    expect(codes(planned(prepared({ report: parseReport(reportText({ saturation })) })))).toContain(code);
  });

  it("do not doubt a score of fair confidence", () => {
    const report = parseReport(reportText({ saturation: { saturation_score: 0.2, confidence_score: 0.3 } }));
    expect(codes(planned(prepared({ report })))).not.toContain("LOW_CONFIDENCE");
  });

  it("tell what leaves the tier, what lends captions, and what could not be kept apart", () => {
    expect(codes(planned(prepared(), { ppvCount: 16 }))).toEqual(
      expect.arrayContaining(["ABOVE_ZONE", "OUTSIDE_TIER"]),
    );
    expect(codes(planned(prepared({ captions: few(0, 20, 20, 20) })))).toContain("SHORTAGE");
    const same = bank({
      seed: 1,
      sizes: { Budget: 9, Mid: 9, Premium: 9, Free: 9 },
      categories: 1,
      urgentShare: 0,
      twinShare: 0,
    });
    expect(codes(planned(prepared({ captions: same })))).toContain("CATEGORY_REPEAT");
  });
});

describe("a week that cannot be planned as asked", () => {
  it("names missing scores and tiers, and plans with a zone: the computed volume is then null", () => {
    const report = parseReport(reportText({ saturation: null }));
    expect(refused(prepared({ report }))).toMatchObject({ rule: "report", nearest: null });
    expect(planned(prepared({ report }), { zone: "GREEN" })).toMatchObject({
      computed: null,
      targets: { ppv: 12, bump: 8 },
    });
  });

  it("names the rule of time and a count that works: the example of the screens", () => {
    const captions = bank({
      seed: 5,
      sizes: { Budget: 60, Mid: 60, Premium: 60, Free: 60 },
      categories: 9,
      urgentShare: 0,
      twinShare: 0,
    });
    const result = refused(prepared({ captions }), { ppvCount: 45 });
    expect(result).toMatchObject({ rule: "gap", nearest: { ppv: 40, bump: 9 } });
    expect(result.error.exitCode).toBe(2);
    expect(result.error.message).toContain(
      "2.5 h apart in 07–23 is 7 messages a day, 49 a week; beside 9 bumps 40 PPVs fit",
    );
  });

  it("names the count that works by every rule where the first rule's own would fail by another", () => {
    const result = refused(prepared({ captions: few(3, 3, 3, 20) }), { ppvCount: 45 });
    expect(result.rule).toBe("gap");
    expect(result.nearest).toEqual({ ppv: 9, bump: 9 });
    expect(result.error.message).toContain("not enough captions");
    expect(isInfeasible(planWeek(prepared({ captions: few(3, 3, 3, 20) }), { ppvCount: 9 }))).toBe(false);
  });

  it("names the most of one type where captions lack for the other: what those leave is not left empty", () => {
    // 49 messages at most: beside 9 bumps 40 PPVs, but there are captions for 4 bumps only.
    const fewBumps = prepared({ captions: few(60, 60, 60, 4) });
    const result = refused(fewBumps, { ppvCount: 60 });
    expect(result).toMatchObject({ rule: "gap", nearest: { ppv: 45, bump: 4 } });
    expect(result.error.message).toMatch(/beside 9 bumps 40 PPVs fit; but not enough captions for 9 bumps/);
    expect(result.error.remedy).toContain("45 PPVs and 4 bumps would work: `--ppv 45 --bump 4`");
    expect(result.error.onScreen).toContain("45 PPVs and 4 bumps would work; or");
    planned(fewBumps, { ppvCount: 45, bumpCount: 4 });
  });

  it("says of both types what captions lack, also where time hid one of them", () => {
    const result = refused(prepared({ captions: few(3, 3, 3, 20) }), { ppvCount: 24, bumpCount: 33 });
    expect(result.nearest).toEqual({ ppv: 9, bump: 20 });
    expect(result.error.message).toMatch(
      /captions for 24 PPVs, only for 9.*captions for \d+ bumps, only for 20/,
    );
    // Time alone would leave 7 PPVs and no bump, and there is no caption for a PPV.
    const hours = [7, 9] as const;
    const noPpvs = refused(prepared({ captions: few(0, 0, 0, 20) }), { ppvCount: 7, bumpCount: 9, hours });
    expect(noPpvs.nearest).toEqual({ ppv: 0, bump: 7 });
  });

  it("names what is left of the captions: exit 3", () => {
    const { error, nearest, rule } = refused(prepared({ captions: few(1, 1, 1, 20) }));
    expect([rule, error.exitCode, nearest]).toEqual(["captions", 3, { ppv: 3, bump: 9 }]);
  });

  it("says that a week is over", () => {
    const now = Date.parse("2025-11-17T07:50:00Z");
    const { rule, error } = refused(prepared({ now }));
    expect([rule, error.exitCode, error.field]).toEqual(["clock", 2, "startDate"]);
    expect(error.message).toContain("2025-11-10");
    expect(error.remedy).toContain("2025-11-24");
  });

  it("says what a week that has nearly passed still holds", () => {
    const now = Date.parse("2025-11-17T03:00:00Z");
    const result = refused(prepared({ now }));
    expect(result.rule).toBe("clock");
    expect(result.nearest).toEqual({ ppv: 2, bump: 0 });
  });

  it("refuses a week without any message", () => {
    expect(refused(prepared(), { ppvCount: 0, bumpCount: 0 })).toMatchObject({
      rule: "counts",
      nearest: { ppv: 1, bump: 0 },
    });
  });

  it("refuses counts beyond all measure at once", () => {
    expect(refused(prepared(), { ppvCount: Number.MAX_SAFE_INTEGER - 9 }).nearest?.ppv).toBeGreaterThan(0);
  });
});

describe("a page without revenue", () => {
  it("has plans that expect nothing known", () => {
    const plan = planned(prepared({ statistics: NO_STATISTICS }));
    expect(plan.expected).toBeNull();
    expect(plan.messages.every(({ expected, usualPrice }) => expected === null && usualPrice === null)).toBe(
      true,
    );
  });
});

describe("any week", () => {
  it("keeps every rule at once, or names the rule that binds and a count that then works", () => {
    let feasible = 0;
    fc.assert(
      fc.property(preparedWeeks, overridesOf, fc.integer({ min: 0, max: 9 }), (week, some, leftOut) => {
        const best = Object.values(week.captions).flatMap(([first]) => first?.captionId ?? []);
        const overrides = { ...some, exclude: best.slice(0, leftOut) };
        const plan = planWeek(week, overrides);
        if (!isInfeasible(plan)) {
          feasible += 1;
          keepsAllRules(plan);
          return;
        }
        expect(plan.error.remedy).not.toBe("");
        if (plan.nearest === null) return;
        const { ppv, bump } = plan.nearest;
        const { priceMix, ...rest } = overrides;
        const again = planWeek(week, { ...rest, ppvCount: ppv, bumpCount: bump });
        expect(isInfeasible(again)).toBe(false);
      }),
      { numRuns: 500 },
    );
    expect(feasible).toBeGreaterThan(200);
  });

  it("is the same for the same seed, and for another seed as good in another way", () => {
    const week = prepared();
    expect(planned(week)).toEqual(planned(week));
    const others = ["1", "2", "3", "4"].map((seed) => planned({ ...week, seed }));
    expect(new Set(others.map(({ objective }) => objective)).size).toBe(1);
    expect(
      new Set(others.map(({ messages }) => messages.map(({ slot }) => slot.instant).join())).size,
    ).toBeGreaterThan(1);
  });
});

function keepsAllRules(plan: WeekPlan): void {
  const { prepared: week, targets, messages, days } = plan;
  const dates = weekDates(week.startDate);
  const instants = messages.map(({ slot }) => slot.instant);
  const ppvs = messages.filter(({ slot }) => slot.type === "PPV");
  expect([ppvs.length, messages.length - ppvs.length]).toEqual([targets.ppv, targets.bump]);
  expect(instants).toEqual([...instants].sort((a, b) => a - b));
  expect(days.map(({ date }) => date)).toEqual(dates);
  for (const { date, ppv, bump } of days) {
    const ofDay = messages.filter(({ slot }) => slot.date === date);
    expect([ofDay.filter(({ slot }) => slot.type === "PPV").length, ofDay.length]).toEqual([ppv, ppv + bump]);
    expect(ofDay.length).toBeLessThanOrEqual(targets.maxPerDay);
    if (dates.indexOf(date) < targets.coolingDays) expect(ppv).toBe(0);
  }
  for (const { slot } of messages) {
    expect(dateOf(slot.instant)).toBe(slot.date);
    const { hour, minute } = localParts(slot.instant);
    expect(hour >= targets.hours[0] && hour < targets.hours[1]).toBe(true);
    expect(minute % 5 === 0 && minute % 15 !== 0).toBe(true);
    if (plan.notBefore !== null) expect(slot.instant).toBeGreaterThanOrEqual(plan.notBefore);
  }
  expect(plan.notBefore === null || plan.notBefore === week.now + 15 * MINUTE).toBe(true);
  apart(instants, targets.gapMinutes);
  for (const { instant } of week.neighbours)
    for (const own of instants)
      expect(Math.abs(own - instant)).toBeGreaterThanOrEqual(targets.gapMinutes * MINUTE);

  const asked = (tier: CaptionTier): number => ppvs.filter(({ askedTier }) => askedTier === tier).length;
  expect({ budget: asked("Budget"), mid: asked("Mid"), premium: asked("Premium") }).toEqual(targets.mix);
  expect(plan.overrides.priceMix ?? targets.mix).toEqual(targets.mix);
  const ids = messages.map(({ caption }) => caption.captionId);
  expect(ids.filter((id) => plan.overrides.exclude?.includes(id))).toEqual([]);
  const keys = messages.map(({ caption }) => caption.captionKey);
  expect(new Set(keys).size).toBe(messages.length);
  for (const tier of PRICE_TIERS) {
    const urgent = ppvs.filter(({ caption }) => caption.priceTier === tier && caption.urgent);
    expect(urgent.length).toBeLessThanOrEqual(URGENT_LIMITS[tier]);
  }
  const clashing = messages.some(({ caption, slot }, index) => {
    const before = messages[index - 1]?.caption;
    const same = messages.filter(
      (other) => other.slot.date === slot.date && other.caption.category === caption.category,
    );
    return before?.category === caption.category || (before?.urgent && caption.urgent) || same.length > 3;
  });
  expect(clashing).toBe(plan.warnings.some(({ code }) => code === "CATEGORY_REPEAT"));
  expect(plan.expected === null).toBe(week.statistics.audience === null);
  expect(worthOf(plan)).toBe(plan.objective);
}

function apart(instants: readonly number[], gapMinutes: number): void {
  instants.forEach((instant, index) => {
    const before = instants[index - 1];
    if (before !== undefined) expect(instant - before).toBeGreaterThanOrEqual(gapMinutes * MINUTE);
  });
}

/** The sum of §5, added up from the messages. */
function worthOf({ messages }: WeekPlan): number {
  return messages.reduce((sum, { slot }, index) => {
    const before = messages[index - 1]?.slot;
    const spread = before?.date === slot.date ? Math.min(360, (slot.instant - before.instant) / MINUTE) : 0;
    return sum + slot.valueTenths * (slot.type === "PPV" ? 120 : 42) + spread;
  }, 0);
}

describe("the clock", () => {
  it("cuts a week that begins today, and leaves one that lies ahead alone", () => {
    const today = Date.parse("2025-11-10T20:00:00Z");
    expect(planned(prepared({ now: today })).notBefore).toBe(today + 15 * MINUTE);
    expect(planned(prepared({ startDate: addDays("2025-11-10", 1), now: today })).notBefore).toBeNull();
  });
});
