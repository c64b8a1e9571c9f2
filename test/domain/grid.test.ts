import { describe, expect, it } from "vitest";
import { HOUR, instantOf, isoUtc, MINUTE } from "../../src/domain/calendar.js";
import { dayCap, holds, mostOf, notBeforeOf, usable, weekGrid } from "../../src/domain/grid.js";

const at = (date: string, hour: number, minute = 0): number => instantOf(date, hour, minute) ?? Number.NaN;
const FREE = { notBefore: null, neighbours: [], gapMinutes: 150 };

describe("the grid of a week", () => {
  it("has every five minutes of the sending hours but the round ones", () => {
    const [monday] = weekGrid("2025-11-10", [7, 23]);
    expect(monday?.times.slice(0, 9).map(({ hour, minute }) => `${hour}:${minute}`)).toEqual([
      "7:5",
      "7:10",
      "7:20",
      "7:25",
      "7:35",
      "7:40",
      "7:50",
      "7:55",
      "8:5",
    ]);
    expect(monday?.times).toHaveLength(16 * 8);
    expect(monday?.times.at(-1)).toEqual({ instant: at("2025-11-10", 22, 55), hour: 22, minute: 55 });
  });

  it("has the seven dates from the start date, with their day types", () => {
    const days = weekGrid("2025-11-13", [7, 23]);
    expect(days.map(({ date }) => date.slice(8))).toEqual(["13", "14", "15", "16", "17", "18", "19"]);
    expect(days.map(({ weekend }) => weekend)).toEqual([false, false, true, true, false, false, false]);
  });

  it("leaves out the hour that spring skips", () => {
    const sunday = weekGrid("2026-03-08", [0, 24])[0];
    expect(sunday?.times).toHaveLength(23 * 8);
    expect(sunday?.times.some(({ hour }) => hour === 2)).toBe(false);
    expect(weekGrid("2026-03-08", [2, 3])[0]?.times).toEqual([]);
    // From 1:55 to 3:05 it is ten minutes.
    const times = sunday?.times.filter(({ hour }) => hour === 1 || hour === 3) ?? [];
    expect(((times[8]?.instant ?? 0) - (times[7]?.instant ?? 0)) / MINUTE).toBe(10);
  });

  it("uses only the first pass of the hour that comes twice", () => {
    const sunday = weekGrid("2025-11-02", [0, 24])[0];
    expect(sunday?.times).toHaveLength(24 * 8);
    const ones = sunday?.times.filter(({ hour }) => hour === 1) ?? [];
    expect(ones.map(({ instant }) => isoUtc(instant)).at(0)).toBe("2025-11-02T08:05:00Z");
    expect(isoUtc(sunday?.times.find(({ hour }) => hour === 2)?.instant ?? 0)).toBe("2025-11-02T10:05:00Z");
  });
});

describe("usable moments", () => {
  it("begin 15 minutes after the clock, that moment itself included", () => {
    const first = (now: number): string | undefined => {
      const days = usable(weekGrid("2025-11-10", [7, 23]), { ...FREE, notBefore: notBeforeOf(now) });
      const time = days.flatMap(({ times }) => times)[0];
      return time && isoUtc(time.instant).slice(8, 16);
    };
    expect(first(at("2025-11-10", 9, 5))).toBe("10T17:20");
    expect(first(at("2025-11-10", 9, 5) + 1)).toBe("10T17:25");
    expect(first(at("2025-11-10", 23))).toBe("11T15:05");
    expect(first(at("2025-11-16", 22, 45))).toBeUndefined();
  });

  it("stand the gap away from committed messages, before and after", () => {
    const neighbours = [at("2025-11-10", 5), at("2025-11-17", 0, 5)];
    const days = usable(weekGrid("2025-11-10", [0, 24]), { ...FREE, neighbours });
    const monday = days[0]?.times.map(({ hour, minute }) => hour * 60 + minute) ?? [];
    // 2:25 is too near to 5:00, 2:30 is round; 7:30 is the gap away but round.
    expect(monday.filter((minute) => minute < 9 * 60).filter((minute) => minute > 120)).toEqual([
      125, 130, 140, 145, 455, 460, 470, 475, 485, 490, 500, 505, 515, 520, 530, 535,
    ]);
    expect(days[6]?.times.at(-1)).toMatchObject({ hour: 21, minute: 35 });
  });
});

describe("what a day holds", () => {
  const cap = (
    hours: readonly [number, number],
    gapMinutes: number,
    maxPerDay = 99,
    date = "2025-11-10",
  ): number => {
    const [day] = weekGrid(date, hours);
    return day === undefined ? Number.NaN : dayCap(day, gapMinutes, maxPerDay);
  };

  it.each([
    [[7, 23], 150, 7],
    [[7, 23], 180, 6],
    [[7, 23], 240, 4],
    [[7, 23], 75, 13],
    [[7, 8], 75, 1],
    [[7, 8], 50, 2],
    [[0, 24], 150, 10],
  ] as const)("%j, %d minutes apart: %d messages", (hours, gap, most) => {
    expect(cap(hours, gap)).toBe(most);
  });

  it("is never more than the daily maximum", () => {
    expect(cap([7, 23], 75, 8)).toBe(8);
  });

  it("counts real time on the days of a clock change", () => {
    // Three hours after 0:05 it is 4:05 in spring, 3:05 on other days and 2:05 in autumn.
    const three = (hours: readonly [number, number]): number[] =>
      ["2026-03-08", "2025-11-10", "2025-11-02"].map((date) => cap(hours, 180, 99, date));
    expect(three([0, 4])).toEqual([1, 2, 2]);
    expect(three([0, 6])).toEqual([2, 2, 3]);
  });

  it("takes neither from the night what two days would both use", () => {
    const days = weekGrid("2025-11-10", [0, 24]);
    // Each full day ends an hour later than the one before it began to; the third would end after midnight.
    expect(holds(days, [10, 10, 10, 0, 0, 0, 0], 150)).toBe(false);
    expect(holds(days, [10, 10, 9, 0, 0, 0, 0], 150)).toBe(true);
    expect(holds(days, [0, 10, 10, 0, 10, 10, 0], 150)).toBe(true);
    // A week is 67.2 gaps long, and its first message waits for none.
    expect(mostOf(days, 150, 99)).toBe(Math.floor((7 * 24 * HOUR - 10 * MINUTE) / (150 * MINUTE)) + 1);
    expect(mostOf(days, 150, 3)).toBe(21);
  });
});
