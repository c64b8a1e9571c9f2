import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, HOUR, instantOf, isWeekend, MINUTE } from "../../src/domain/calendar.js";
import { weekGrid } from "../../src/domain/grid.js";
import { seeded } from "../../src/domain/seeded.js";
import { type SlotDay, slots } from "../../src/domain/slots.js";
import { allPlans, bestByRecursion, planText, worthOf } from "./slots-oracle.js";

const tenth = fc.integer({ min: 0, max: 10 });

/** A day of a few moments given as minutes of the day, with values of its hours. */
function smallDay(
  date: string,
  moments: readonly number[],
  values: readonly number[],
  ppv: number,
  bump: number,
): SlotDay {
  const times = [...new Set(moments)]
    .sort((a, b) => a - b)
    .flatMap((minutes) => {
      const [hour, minute] = [Math.floor(minutes / 60), minutes % 60];
      const instant = instantOf(date, hour, minute);
      return instant === null ? [] : [{ instant, hour, minute }];
    });
  return {
    date,
    weekend: isWeekend(date),
    times,
    tenths: times.map(({ hour }) => values[hour % values.length] ?? 0),
    ppv,
    bump,
  };
}

const moment = fc
  .oneof(
    fc.integer({ min: 0, max: 287 }),
    fc.integer({ min: 0, max: 30 }),
    fc.integer({ min: 250, max: 287 }),
  )
  .map((fives) => 5 * fives);

/** One to three days of few moments, many of them around midnight, so that days get into each other's way. */
const smallWeek = fc
  .record({
    start: fc.constantFrom("2025-11-01", "2025-11-02", "2026-03-07", "2026-03-08", "2025-11-10"),
    // More days have fewer moments each: the plans of all of them are tried.
    days: fc.constantFrom([10], [7, 7], [5, 5, 5]).chain((sizes) =>
      fc.tuple(
        ...sizes.map((size) =>
          fc.record({
            moments: fc.array(moment, { minLength: 1, maxLength: size }),
            ppv: fc.integer({ min: 0, max: 2 }),
            bump: fc.integer({ min: 0, max: 2 }),
          }),
        ),
      ),
    ),
    // Few values, so that many plans are worth the same.
    values: fc.array(fc.constantFrom(0, 4, 5, 10), { minLength: 1, maxLength: 24 }),
    gapMinutes: fc.constantFrom(5, 60, 150, 240, 365, 500),
  })
  .map(({ start, days, values, gapMinutes }) => ({
    days: days.map(({ moments, ppv, bump }, index) =>
      smallDay(addDays(start, index), moments, values, ppv, bump),
    ),
    gapMinutes,
  }));

/** A whole week as planning has it. */
function fullWeek(
  start: string,
  hours: readonly [number, number],
  values: readonly number[],
  counts: readonly (readonly [number, number])[],
): SlotDay[] {
  return weekGrid(start, hours).map((day, index) => ({
    ...day,
    tenths: day.times.map(({ hour }) => values[(day.weekend ? 24 : 0) + hour] ?? 0),
    ppv: counts[index]?.[0] ?? 0,
    bump: counts[index]?.[1] ?? 0,
  }));
}

describe("the slot programme", () => {
  it("finds what trying every plan finds, and one of the best plans itself", () => {
    let [possible, impossible] = [0, 0];
    fc.assert(
      fc.property(smallWeek, fc.nat(), ({ days, gapMinutes }, seed) => {
        const plans = allPlans(days, gapMinutes);
        const found = slots({ days, gapMinutes, uniform: seeded(String(seed)) });
        if (plans.length === 0) {
          impossible += 1;
          expect(found).toBeNull();
          return;
        }
        possible += 1;
        const best = Math.max(...plans.map(({ worth }) => worth));
        expect(found?.objective).toBe(best);
        expect(worthOf(found?.slots ?? [])).toBe(best);
        expect(plans.filter(({ worth }) => worth === best).map(({ plan }) => plan)).toContain(
          planText(found?.slots ?? []),
        );
      }),
      { numRuns: 1500 },
    );
    expect(Math.min(possible, impossible)).toBeGreaterThan(100);
  });

  it("agrees with a recursion of another shape on small weeks, in worth and in number of plans", () => {
    fc.assert(
      fc.property(smallWeek, ({ days, gapMinutes }) => {
        const plans = allPlans(days, gapMinutes);
        const best = Math.max(...plans.map(({ worth }) => worth));
        const recursion = bestByRecursion(days, gapMinutes);
        if (plans.length === 0) expect(recursion).toBeNull();
        else
          expect(recursion).toEqual({
            worth: best,
            plans: BigInt(plans.filter(({ worth }) => worth === best).length),
          });
      }),
      { numRuns: 300 },
    );
  });

  it("is worth what that recursion is worth on full weeks", () => {
    const week = fc.record({
      start: fc.constantFrom("2025-11-10", "2025-10-27", "2025-11-02", "2026-03-02", "2026-03-08"),
      hours: fc.constantFrom([7, 23] as const, [0, 24] as const, [18, 24] as const, [0, 9] as const),
      values: fc.array(tenth, { minLength: 48, maxLength: 48 }),
      counts: fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })), {
        minLength: 7,
        maxLength: 7,
      }),
      gapMinutes: fc.constantFrom(75, 120, 150, 240),
    });
    fc.assert(
      fc.property(week, ({ start, hours, values, counts, gapMinutes }) => {
        const days = fullWeek(start, hours, values, counts);
        const found = slots({ days, gapMinutes, uniform: seeded("x") });
        expect(found?.objective ?? null).toBe(bestByRecursion(days, gapMinutes)?.worth ?? null);
        if (found !== null) expect(worthOf(found.slots)).toBe(found.objective);
      }),
      { numRuns: 15 },
    );
  });

  it("keeps full nights apart: the last message of a day and the first of the next", () => {
    const counts = Array.from({ length: 7 }, () => [2, 3] as const);
    const flat = Array(48).fill(5);
    const days = fullWeek("2025-11-10", [0, 24], flat, counts).map((day) => ({
      ...day,
      // Best where days touch, so that every day wants to be near midnight.
      tenths: day.times.map(({ hour }) => (hour < 2 || hour > 21 ? 10 : 3)),
    }));
    const found = slots({ days, gapMinutes: 240, uniform: seeded("night") });
    expect(found?.objective).toBe(bestByRecursion(days, 240)?.worth);
    found?.slots.slice(1).forEach((slot, index) => {
      expect(slot.instant - (found.slots[index]?.instant ?? 0)).toBeGreaterThanOrEqual(240 * MINUTE);
    });
  });

  it("measures the bonus in real minutes on the days of a clock change", () => {
    // 1:05 and 3:05 are one hour apart in spring and three in autumn.
    const day = (date: string): SlotDay => smallDay(date, [65, 185], [0], 0, 2);
    const bonus = (date: string): number | undefined =>
      slots({ days: [day(date)], gapMinutes: 60, uniform: seeded("") })?.objective;
    expect([bonus("2026-03-08"), bonus("2025-11-10"), bonus("2025-11-02")]).toEqual([60, 120, 180]);
    expect(slots({ days: [day("2026-03-08")], gapMinutes: 65, uniform: seeded("") })).toBeNull();
  });

  it("counts no more than six hours between two messages, and nothing over midnight", () => {
    const apart = smallDay("2025-11-10", [65, 1000], [0], 0, 2);
    expect(slots({ days: [apart], gapMinutes: 60, uniform: seeded("") })?.objective).toBe(360);
    const two = [smallDay("2025-11-10", [1435], [0], 0, 1), smallDay("2025-11-11", [600], [0], 0, 1)];
    expect(slots({ days: two, gapMinutes: 60, uniform: seeded("") })?.objective).toBe(0);
  });

  it("has an empty plan for no messages, and none for a day that cannot hold its own", () => {
    const day = smallDay("2025-11-10", [600, 605], [5], 0, 0);
    expect(slots({ days: [day], gapMinutes: 60, uniform: seeded("") })).toEqual({ slots: [], objective: 0 });
    expect(slots({ days: [{ ...day, ppv: 2 }], gapMinutes: 60, uniform: seeded("") })).toBeNull();
    expect(
      slots({ days: [{ ...day, times: [], tenths: [], bump: 1 }], gapMinutes: 60, uniform: seeded("") }),
    ).toBeNull();
  });

  it("looks past days without messages at the last one before them", () => {
    const days = [
      smallDay("2025-11-10", [1435], [5], 1, 0),
      smallDay("2025-11-11", [], [5], 0, 0),
      smallDay("2025-11-12", [5, 600], [5], 0, 1),
    ];
    const found = slots({ days, gapMinutes: 25 * 60, uniform: seeded("") });
    expect(found?.slots.map(({ hour }) => hour)).toEqual([23, 10]);
    expect((found?.slots[1]?.instant ?? 0) - (found?.slots[0]?.instant ?? 0)).toBeGreaterThanOrEqual(
      25 * HOUR,
    );
  });
});

describe("the choice among optimal plans", () => {
  /** How often each optimal plan is chosen over many seeds, against an even choice. */
  function chiSquare(days: SlotDay[], gapMinutes: number, perPlan: number): { plans: number; chi: number } {
    const all = allPlans(days, gapMinutes);
    const best = Math.max(...all.map(({ worth }) => worth));
    const chosen = new Map(all.filter(({ worth }) => worth === best).map(({ plan }) => [plan, 0]));
    const draws = chosen.size * perPlan;
    for (let draw = 0; draw < draws; draw++) {
      const plan = planText(slots({ days, gapMinutes, uniform: seeded(`draw ${draw}`) })?.slots ?? []);
      chosen.set(plan, (chosen.get(plan) ?? Number.NaN) + 1);
    }
    const chi = [...chosen.values()].reduce((sum, count) => sum + (count - perPlan) ** 2 / perPlan, 0);
    return { plans: chosen.size, chi };
  }
  /** Six standard deviations above the mean of chi-square: an uneven choice passes this at once, an even one never. */
  const limit = (plans: number): number => plans - 1 + 6 * Math.sqrt(2 * (plans - 1));

  it.each([
    ["one day, near and far messages", [[65, 125, 185, 500, 505, 620, 860, 925, 1300]], [2, 1]],
    ["a free day of one message", [[65, 130, 700, 1105]], [1, 0]],
    [
      "two days that meet at midnight",
      [
        [1200, 1300, 1380, 1435],
        [5, 60, 125, 200],
      ],
      [1, 1],
    ],
    [
      "three days in a chain",
      [
        [1370, 1435],
        [5, 60, 700, 1390, 1435],
        [5, 40, 65],
      ],
      [1, 0],
    ],
  ] as const)("is even: %s", (_, moments, [ppv, bump]) => {
    const days = moments.map((day, index) => smallDay(addDays("2025-11-10", index), day, [5], ppv, bump));
    const gap = moments.length === 1 ? 60 : 65;
    // Six hours and more apart all earn the same, so far messages make many equal plans.
    const { plans, chi } = chiSquare(days, gap, 300);
    expect(plans).toBeGreaterThan(1);
    expect(chi).toBeLessThan(limit(plans));
  });

  it("is even over the hundreds of equal plans of a small week", () => {
    const moments = [65, 70, 430, 435, 440, 800, 805, 1165, 1170, 1175];
    const days = [0, 1].map((index) => smallDay(addDays("2025-11-10", index), moments, [5], 1, 1));
    const { plans, chi } = chiSquare(days, 60, 10);
    expect(plans).toBeGreaterThan(300);
    expect(chi).toBeLessThan(limit(plans));
  });

  it("is the same for the same seed", () => {
    const days = fullWeek("2025-11-10", [7, 23], Array(48).fill(5), Array(7).fill([2, 2]));
    const plan = (seed: string): string =>
      planText(slots({ days, gapMinutes: 120, uniform: seeded(seed) })?.slots ?? []);
    expect(plan("20251110")).toBe(plan("20251110"));
    expect(new Set(Array.from({ length: 50 }, (_, seed) => plan(String(seed)))).size).toBe(50);
  });

  it("stays a choice where the plans are too many for a double", () => {
    const moments = Array.from({ length: 288 }, (_, fives) => 5 * fives);
    const days = Array.from({ length: 12 }, (_, index) =>
      smallDay(addDays("2025-11-10", index), moments, [0], 12, 12),
    );
    const plans = Array.from({ length: 10 }, (_, seed) =>
      slots({ days, gapMinutes: 5, uniform: seeded(`many ${seed}`) }),
    );
    for (const plan of plans) {
      expect(plan?.slots).toHaveLength(288);
      expect(worthOf(plan?.slots ?? [])).toBe(plan?.objective);
    }
    // The last message of all is decided first, in proportion to the plans of twelve days.
    expect(new Set(plans.map((plan) => plan?.slots.at(-1)?.type)).size).toBe(2);
  });
});

describe("the seeded numbers", () => {
  it("are the same on every machine", () => {
    // printf '20251110|0' | openssl dgst -sha256, thirteen digits a number; the fifth comes from '20251110|1'.
    const uniform = seeded("20251110");
    const digits = Array.from({ length: 5 }, () =>
      Math.round(uniform() * 2 ** 52)
        .toString(16)
        .padStart(13, "0"),
    );
    expect(digits).toEqual([
      "d1f497bc263a4",
      "0c3dbf968f0ac",
      "a80536ddb3822",
      "5219d342ff028",
      "196a254db1f5c",
    ]);
  });

  it("are spread evenly over [0, 1)", () => {
    const buckets = Array<number>(20).fill(0);
    const uniform = seeded("even");
    for (let draw = 0; draw < 20_000; draw++) {
      const value = uniform();
      expect(value >= 0 && value < 1).toBe(true);
      const bucket = Math.floor(value * 20);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    const chi = buckets.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chi).toBeLessThan(19 + 6 * Math.sqrt(38));
  });
});
