import { describe, expect, it } from "vitest";
import type { RankedCaption } from "../../src/domain/caption.js";
import type { HourValues } from "../../src/domain/hours.js";
import type { Expected, PlannedMessage } from "../../src/domain/message.js";
import type { SendStatistics } from "../../src/domain/prepared-week.js";
import { revenue, weekRevenue } from "../../src/domain/revenue.js";
import { caption, NO_STATISTICS, SOME_STATISTICS } from "./generators.js";

const flat = (value: number): number[] => new Array<number>(24).fill(value);
const hours = (weekday: number[], weekend: number[]): HourValues => ({
  weekday,
  weekend,
  source: "report",
  reliable: true,
});
const only = (hour: number, count: number): number[] => flat(0).map((_, at) => (at === hour ? count : 0));

/** 1,000 recipients; three sends at an hour of value 1 on weekdays, one at 0.2 at weekends: a mean value of 0.8. */
const VALUES = hours([...flat(1)], flat(0.2));
const STATISTICS: SendStatistics = {
  audience: 1000,
  byTier: {
    Budget: { count: 5, rpr: 0.2, sd: 0.05, usualPrice: 8 },
    Mid: { count: 1, rpr: 0.5, sd: null, usualPrice: 15 },
    Premium: { count: 0, rpr: null, sd: null, usualPrice: null },
  },
  all: { count: 6, rpr: 0.25, sd: 0.1, usualPrice: 9 },
  sendsByHour: { weekday: only(21, 3), weekend: only(9, 1) },
};
const of = (changes: Partial<RankedCaption>): RankedCaption => caption({ priceTier: "Budget", ...changes });

describe("revenue a recipient", () => {
  it("is the caption's own, held back by five sends of its price tier: (earnings + 5·A·RPR) / (sent + 5·A)", () => {
    const { expectedRpr } = revenue(STATISTICS, VALUES);
    expect(expectedRpr(of({}))).toBeCloseTo(0.2, 12);
    expect(expectedRpr(of({ earnings: 3000, sent: 5000 }))).toBeCloseTo((3000 + 5000 * 0.2) / 10_000, 12);
  });

  it("falls back to all PPVs where the page has none of the price tier", () => {
    expect(revenue(STATISTICS, VALUES).expectedRpr(of({ priceTier: "Premium" }))).toBeCloseTo(0.25, 12);
  });
});

describe("a PPV", () => {
  it("brings A · RPR · v / mean, the mean being that of the hours in which the page has sent", () => {
    const expected = revenue(STATISTICS, VALUES).expected(of({}), 10);
    const mean = (1000 * 0.2 * 1) / 0.8;
    const half = (1.2816 * 1000 * 0.05 * 1) / 0.8;
    expect(expected?.mean).toBeCloseTo(mean, 9);
    expect(expected?.low).toBeCloseTo(mean - half, 9);
    expect(expected?.high).toBeCloseTo(mean + half, 9);
  });

  it("scales with the value of its hour", () => {
    const { expected } = revenue(STATISTICS, VALUES);
    expect(expected(of({}), 5)?.mean).toBeCloseTo((expected(of({}), 10)?.mean ?? 0) / 2, 9);
    expect(expected(of({}), 0)).toEqual({ mean: 0, low: 0, high: 0 });
  });

  it("takes the spread of all PPVs where its price tier has fewer than two, else the mean itself", () => {
    const half = (statistics: SendStatistics, tier: RankedCaption["priceTier"]) => {
      const { mean = 0, high = 0 } = revenue(statistics, VALUES).expected(of({ priceTier: tier }), 8) ?? {};
      return (high - mean) / 1.2816 / 1000;
    };
    expect(half(STATISTICS, "Mid")).toBeCloseTo(0.1, 12);
    expect(half(STATISTICS, "Premium")).toBeCloseTo(0.1, 12);
    expect(half({ ...STATISTICS, all: { ...STATISTICS.all, sd: null } }, "Mid")).toBeCloseTo(0.5, 12);
  });

  it("never brings less than nothing", () => {
    const wide = {
      ...STATISTICS,
      byTier: { ...STATISTICS.byTier, Budget: { count: 5, rpr: 0.2, sd: 3, usualPrice: 8 } },
    };
    expect(revenue(wide, VALUES).expected(of({}), 10)?.low).toBe(0);
  });

  it("goes by the audience alone where the page has only sent at worthless hours, or nobody knows when", () => {
    const worthless = { ...STATISTICS, sendsByHour: { weekday: flat(1), weekend: flat(0) } };
    expect(revenue(worthless, hours(flat(0), flat(1))).expected(of({}), 10)?.mean).toBeCloseTo(200, 9);
    const never = { ...STATISTICS, sendsByHour: { weekday: flat(0), weekend: flat(0) } };
    expect(revenue(never, VALUES).expected(of({}), 3)?.mean).toBeCloseTo(200, 9);
  });

  it("has the usual price of its price tier beside it; of none there is none", () => {
    const { usualPrice } = revenue(STATISTICS, VALUES);
    expect([
      usualPrice(of({})),
      usualPrice(of({ priceTier: "Premium" })),
      usualPrice(of({ priceTier: "Free" })),
    ]).toEqual([8, null, null]);
  });

  it("of a page whose sends reached nobody is expected to bring nothing", () => {
    const nobody = { ...STATISTICS, audience: 0 };
    expect(revenue(nobody, VALUES).expected(of({}), 10)).toEqual({ mean: 0, low: 0, high: 0 });
  });
});

describe("a page without a PPV in 90 days", () => {
  it("has no expected revenue: null, never 0", () => {
    const { known, expectedRpr, expected } = revenue(NO_STATISTICS, VALUES);
    expect([known, expectedRpr(of({})), expected(of({}), 10)]).toEqual([false, null, null]);
    expect(weekRevenue([], false)).toBeNull();
  });

  it("has none either where nobody knows what its PPVs earned", () => {
    const unpaid = { count: 6, rpr: null, sd: null, usualPrice: 9 };
    const byTier = { Budget: unpaid, Mid: unpaid, Premium: unpaid };
    const { known, expectedRpr, expected } = revenue({ ...STATISTICS, byTier, all: unpaid }, VALUES);
    expect([known, expectedRpr(of({})), expected(of({}), 10)]).toEqual([false, null, null]);
  });
});

describe("a week", () => {
  const message = (expected: Expected | null) => ({ expected }) as PlannedMessage;

  it("adds means and variances: the interval of four alike is twice as wide, not four times", () => {
    const one = { mean: 100, low: 80, high: 120 };
    expect(weekRevenue([one, one, one, one, null].map(message), true)).toEqual({
      mean: 400,
      low: 360,
      high: 440,
    });
  });

  it("is not narrower because single PPVs cannot bring less than nothing", () => {
    const cut = { mean: 10, low: 0, high: 40 };
    expect(weekRevenue([message(cut), message({ mean: 100, low: 60, high: 140 })], true)).toEqual({
      mean: 110,
      low: 60,
      high: 160,
    });
    expect(weekRevenue([message(cut)], true)).toEqual({ mean: 10, low: 0, high: 40 });
  });

  it("of bumps alone brings nothing", () => {
    expect(weekRevenue([message(null)], true)).toEqual({ mean: 0, low: 0, high: 0 });
  });

  it("of the usual statistics is a sum of its messages", () => {
    const { expected } = revenue(SOME_STATISTICS, VALUES);
    const each = (
      [
        [10, "Budget"],
        [8, "Mid"],
        [9, "Premium"],
      ] as const
    ).map(([tenths, priceTier]) => expected(of({ priceTier }), tenths));
    const sum = each.reduce((total, one) => total + (one?.mean ?? 0), 0);
    expect(weekRevenue(each.map(message), true)?.mean).toBeCloseTo(sum, 9);
  });
});
