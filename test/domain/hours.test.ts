import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hourConfidence, hourValues, tenthsAt } from "../../src/domain/hours.js";
import type { WindowRow } from "../../src/domain/report.js";

type DayType = WindowRow["dayType"];
const row = (
  dayType: DayType,
  hour: number,
  value: number | null,
  reliability: number | null = null,
): WindowRow => ({
  dayType,
  hour,
  value,
  reliability,
  count: null,
  rpr: null,
  conversion: null,
  confidence: null,
});

describe("hour values", () => {
  const usual = (peaks: number[]): number[] =>
    Array.from({ length: 24 }, (_, hour) =>
      peaks.includes(hour) ? 1 : peaks.some((peak) => Math.abs(peak - hour) === 1) ? 0.7 : 0.4,
    );

  it.each<[string, WindowRow[] | null]>([
    ["no windows in the report", null],
    ["an empty list", []],
    ["no value above 0", [row("Weekday", 9, 0), row("Weekend", 20, -3)]],
    ["nothing but lacking values", [row("Weekday", 9, null), row("Weekday", 10, Number.NaN)]],
  ])("are the usual peaks with %s", (_, windows) => {
    const values = hourValues(windows);
    expect(values.source).toBe("usual peaks");
    expect(values.weekday).toEqual(usual([9, 13, 17, 19, 20]));
    expect(values.weekend).toEqual(usual([11, 14, 18, 21]));
  });

  it("names the usual peaks hour by hour", () => {
    const { weekday, weekend } = hourValues(null);
    expect(weekday.slice(7, 23)).toEqual([
      0.4, 0.7, 1, 0.7, 0.4, 0.7, 1, 0.7, 0.4, 0.7, 1, 0.7, 1, 1, 0.7, 0.4,
    ]);
    expect(weekend.slice(7, 23)).toEqual([
      0.4, 0.4, 0.4, 0.7, 1, 0.7, 0.7, 1, 0.7, 0.4, 0.7, 1, 0.7, 0.7, 1, 0.7,
    ]);
  });

  it("scales both day types together, so that the best hour of the week is 1", () => {
    const values = hourValues([row("Weekday", 9, 2), row("Weekday", 20, 1), row("Weekend", 21, 4)]);
    expect(values.source).toBe("report");
    expect([values.weekday[9], values.weekday[20], values.weekend[21]]).toEqual([0.5, 0.3, 1]);
  });

  it("gives an hour that the report lacks the lowest known value of its day type", () => {
    const values = hourValues([
      row("Weekday", 9, 1),
      row("Weekday", 20, 0.4),
      row("Weekend", 21, 0.7),
      row("Weekend", 3, null),
      row("Weekend", 4, Number.NaN),
    ]);
    expect(values.weekday.filter((_, hour) => hour !== 9)).toEqual(Array(23).fill(0.4));
    expect(values.weekend).toEqual(Array(24).fill(0.7));
  });

  it("counts negatives as 0, also as the lowest known value", () => {
    const values = hourValues([row("Weekday", 9, 1), row("Weekday", 20, -0.4)]);
    expect(values.weekday.filter((_, hour) => hour !== 9)).toEqual(Array(23).fill(0));
  });

  it("lends a day type without any value the other's", () => {
    const values = hourValues([row("Weekend", 21, 1), row("Weekend", 11, 0.5), row("Weekday", 9, null)]);
    expect(values.weekday).toEqual(values.weekend);
  });

  it("rounds a half up although doubles fall below it", () => {
    // 1.15 / 2.3 · 10 … and 0.35 / 0.7: quotients on the half, some of which doubles put beside it.
    for (let step = 0; step < 10; step++) {
      const value = (2 * step + 1) * 0.0575;
      const decimal = Number(value.toFixed(4));
      expect(hourValues([row("Weekday", 9, 1.15), row("Weekday", 10, decimal)]).weekday[10]).toBe(
        (step + 1) / 10,
      );
    }
    expect(hourValues([row("Weekday", 9, 0.7), row("Weekday", 10, 0.245)]).weekday[10]).toBe(0.4);
  });

  it("ignores hours that are none, infinities, and a second value for the same hour", () => {
    const values = hourValues([
      row("Weekday", 24, 9),
      row("Weekday", -1, 9),
      row("Weekday", 9.5, 9),
      row("Weekday", 8, Number.POSITIVE_INFINITY),
      row("Weekday", 9, 1),
      row("Weekday", 9, 5),
      row("Weekday", 10, 0.5),
    ]);
    expect([values.weekday[8], values.weekday[9], values.weekday[10]]).toEqual([0.5, 1, 0.5]);
  });

  it("are 24 tenths each with a 1 among them, for any windows", () => {
    const value = fc.option(
      fc.oneof(fc.double({ min: -5, max: 50 }), fc.constant(Number.NaN), fc.double({ min: 0, max: 1e-300 })),
    );
    const windows = fc.array(
      fc.tuple(fc.constantFrom<DayType>("Weekday", "Weekend"), fc.integer({ min: 0, max: 23 }), value),
      { maxLength: 48 },
    );
    fc.assert(
      fc.property(windows, (rows) => {
        const values = hourValues(rows.map(([dayType, hour, v]) => row(dayType, hour, v)));
        const all = [...values.weekday, ...values.weekend];
        expect(all).toHaveLength(48);
        expect(Math.max(...all)).toBe(1);
        for (const one of all) expect([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]).toContain(one);
        expect(tenthsAt(values, true, 5)).toBe(Math.round((values.weekend[5] ?? 0) * 10));
      }),
      { numRuns: 300 },
    );
  });
});

describe("how far hours may be believed", () => {
  it.each<[string, WindowRow[] | null, boolean | null]>([
    ["not said", null, null],
    ["not said by any window", [row("Weekday", 9, 1)], null],
    ["one day type at 0.3", [row("Weekday", 9, 1, 0.1), row("Weekend", 9, 1, 0.3)], true],
    ["both just below", [row("Weekday", 9, 1, 0.2999), row("Weekend", 9, 1, 0)], false],
    ["NaN is not said", [row("Weekday", 9, 1, Number.NaN)], null],
  ])("%s", (_, windows, reliable) => {
    expect(hourValues(windows).reliable).toBe(reliable);
  });

  it("has a word for each day type", () => {
    const windows = [row("Weekday", 9, 1, 0.6), row("Weekend", 9, 1, 0.3)];
    expect(hourConfidence(windows, "Weekday")).toBe("good");
    expect(hourConfidence(windows, "Weekend")).toBe("fair");
    expect(hourConfidence([row("Weekday", 9, 1, 0.29)], "Weekday")).toBe("no reliable hour effect");
    expect(hourConfidence(windows.slice(0, 1), "Weekend")).toBeNull();
    expect(hourConfidence(null, "Weekday")).toBeNull();
  });
});
