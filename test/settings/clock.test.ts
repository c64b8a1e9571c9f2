import { describe, expect, it } from "vitest";
import { parseMoment } from "../../src/settings/clock.js";

const utc = (text: string): string => new Date(parseMoment(text)).toISOString();

describe("the moment of --as-of", () => {
  it.each([
    ["2025-11-03T09:12", "2025-11-03T17:12:00.000Z"],
    ["2025-11-03 09:12", "2025-11-03T17:12:00.000Z"],
    ["2025-07-03T09:12:30", "2025-07-03T16:12:30.000Z"],
    ["2025-11-03", "2025-11-03T08:00:00.000Z"],
    ["2025-11-03T09:12Z", "2025-11-03T09:12:00.000Z"],
    ["2025-11-03T09:12:00+08:00", "2025-11-03T01:12:00.000Z"],
    ["2025-11-02T01:30-08:00", "2025-11-02T09:30:00.000Z"],
  ])("%s is %s: Los Angeles time without an offset", (text, instant) => expect(utc(text)).toBe(instant));

  it.each(["", "today", "2025-02-30", "2025-11-03T25:00", "2025-W45", "1762161120", "2025-11-03T"])(
    "“%s” is none",
    (text) => expect(() => parseMoment(text)).toThrow(`--as-of “${text}” is no moment`),
  );

  it("is none where the clocks go forward over it", () =>
    expect(() => parseMoment("2026-03-08T02:30")).toThrow("does not exist in Los Angeles"));
});
