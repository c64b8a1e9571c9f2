import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  dateFormat,
  dateOf,
  daysBetween,
  HOUR,
  instantOf,
  isoUtc,
  isoWithOffset,
  isWeekend,
  localFormat,
  localParts,
  localTimestamp,
  MINUTE,
  parseDate,
  planningWeek,
  startOfDate,
  weekDates,
  weekdayOf,
  zoneName,
} from "../../src/domain/calendar.js";
import { ErosError } from "../../src/domain/errors.js";

const utc = (text: string): number => Date.parse(text);
/** Moments of twelve years, to the second. */
const moment = fc
  .integer({ min: utc("2020-01-01T00:00Z") / 1000, max: utc("2032-01-01T00:00Z") / 1000 })
  .map((s) => s * 1000);
const date = moment.map((at) => new Date(at).toISOString().slice(0, 10));

describe("dates", () => {
  it.each(["2025-11-10", " 2025-11-10 ", "2024-02-29"])("reads %j", (text) => {
    expect(parseDate(text)).toBe(text.trim());
  });

  it.each([
    "",
    "2025-11",
    "2025-13-01",
    "2025-02-29",
    "2025-11-31",
    "10.11.2025",
    "2025-1-1",
    "20251110",
    "2025-11-10T00:00",
    "tomorrow",
  ])("refuses %j by value and says the form", (text) => {
    expect(() => parseDate(text)).toThrow(ErosError);
    expect(() => parseDate(text)).toThrow(`start date “${text}” is no date`);
  });

  it("counts days over months, years and both clock changes", () => {
    expect(addDays("2025-10-31", 7)).toBe("2025-11-07");
    expect(addDays("2026-03-08", 1)).toBe("2026-03-09");
    expect(addDays("2025-11-02", -1)).toBe("2025-11-01");
    expect(addDays("2024-02-28", 1)).toBe("2024-02-29");
    expect(weekDates("2025-12-29").at(-1)).toBe("2026-01-04");
    fc.assert(
      fc.property(date, fc.integer({ min: -400, max: 400 }), (from, days) => {
        expect(daysBetween(from, addDays(from, days))).toBe(days);
        expect(addDays(addDays(from, days), -days)).toBe(from);
      }),
    );
  });

  it("knows weekdays", () => {
    expect(["2025-11-10", "2025-11-14", "2025-11-15", "2025-11-16"].map(weekdayOf)).toEqual([1, 5, 6, 7]);
    expect(["2025-11-10", "2025-11-14", "2025-11-15", "2025-11-16"].map(isWeekend)).toEqual([
      false,
      false,
      true,
      true,
    ]);
    fc.assert(
      fc.property(date, (day) => {
        expect(weekdayOf(addDays(day, 1))).toBe((weekdayOf(day) % 7) + 1);
      }),
    );
  });
});

describe("Los Angeles moments, on a machine in Manila", () => {
  it("runs far from Los Angeles", () => {
    expect(new Date(utc("2025-11-10T00:00:00Z")).getHours()).toBe(8);
  });

  it.each([
    ["winter", "2025-11-10", 21, 55, "2025-11-11T05:55:00Z"],
    ["summer", "2025-07-01", 0, 5, "2025-07-01T07:05:00Z"],
    ["before the spring change", "2026-03-08", 1, 55, "2026-03-08T09:55:00Z"],
    ["after the spring change", "2026-03-08", 3, 5, "2026-03-08T10:05:00Z"],
    ["before the hour that comes twice", "2025-11-02", 0, 5, "2025-11-02T07:05:00Z"],
    ["its first pass", "2025-11-02", 1, 5, "2025-11-02T08:05:00Z"],
    ["the end of its first pass", "2025-11-02", 1, 55, "2025-11-02T08:55:00Z"],
    ["after it", "2025-11-02", 2, 5, "2025-11-02T10:05:00Z"],
  ])("%s: %s %d:%d", (_, day, hour, minute, expected) => {
    const at = instantOf(day, hour, minute);
    expect(at && isoUtc(at)).toBe(expected);
  });

  it("has no moment for the hour that spring skips", () => {
    expect([0, 5, 30, 55].map((minute) => instantOf("2026-03-08", 2, minute))).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(instantOf("2026-03-09", 2, 5)).not.toBeNull();
  });

  it("tells every moment's wall clock, and finds it again", () => {
    fc.assert(
      fc.property(moment, (at) => {
        const { date: day, hour, minute, second } = localParts(at);
        const found = instantOf(day, hour, minute) ?? Number.NaN;
        // The second pass of the hour that comes twice is told like the first: an hour apart.
        expect([0, HOUR]).toContain(at - second * 1000 - found);
        expect(startOfDate(day)).toBeLessThanOrEqual(at);
        expect(startOfDate(addDays(day, 1))).toBeGreaterThan(at);
        const text = new Intl.DateTimeFormat("sv-SE", {
          timeZone: "America/Los_Angeles",
          dateStyle: "short",
          timeStyle: "medium",
        }).format(at);
        expect(localTimestamp(at)).toBe(text);
        expect(dateOf(at)).toBe(text.slice(0, 10));
      }),
      { numRuns: 500 },
    );
  });

  it("has days of 23, 24 and 25 hours", () => {
    const hours = (day: string): number => (startOfDate(addDays(day, 1)) - startOfDate(day)) / HOUR;
    expect(["2026-03-08", "2025-11-10", "2025-11-02"].map(hours)).toEqual([23, 24, 25]);
  });

  it("writes moments", () => {
    const at = utc("2025-11-03T17:12:44.512Z");
    expect(isoWithOffset(at)).toBe("2025-11-03T09:12:44.512-08:00");
    expect(isoUtc(at)).toBe("2025-11-03T17:12:44.512Z");
    expect(isoUtc(at - 512)).toBe("2025-11-03T17:12:44Z");
    expect(localTimestamp(at)).toBe("2025-11-03 09:12:44");
    expect([zoneName(at), zoneName(utc("2025-07-01T12:00Z"))]).toEqual(["PST", "PDT"]);
    expect(localFormat(at, "ccc LLL d HH:mm")).toBe("Mon Nov 3 09:12");
    expect(dateFormat("2025-11-10", "ccc LLL d")).toBe("Mon Nov 10");
  });
});

describe("the planning week", () => {
  const noon = (day: string): number => instantOf(day, 12) ?? 0;

  it.each([
    ["2025-11-03", "2025-11-10"],
    ["2025-11-04", "2025-11-10"],
    ["2025-11-07", "2025-11-10"],
    ["2025-11-08", "2025-11-10"],
    // From Sunday on the Monday after is only one date away.
    ["2025-11-09", "2025-11-17"],
    ["2025-11-10", "2025-11-17"],
    ["2025-12-28", "2026-01-05"],
  ])("on %s it starts on %s", (today, monday) => {
    expect(planningWeek(noon(today))).toBe(monday);
  });

  it("means the same week on Sunday evening and Monday morning in Los Angeles, whatever day it is in Manila", () => {
    const sunday = instantOf("2025-11-09", 23, 59) ?? 0;
    expect(planningWeek(sunday)).toBe(planningWeek(sunday + 2 * MINUTE));
  });

  it("is a Monday two to eight dates ahead", () => {
    fc.assert(
      fc.property(moment, (now) => {
        const monday = planningWeek(now);
        expect(weekdayOf(monday)).toBe(1);
        const ahead = daysBetween(dateOf(now), monday);
        expect(ahead >= 2 && ahead <= 8).toBe(true);
      }),
    );
  });
});
