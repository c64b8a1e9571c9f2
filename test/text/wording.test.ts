import { describe, expect, it } from "vitest";
import { HOUR } from "../../src/domain/calendar.js";
import { bar, scale } from "../../src/text/bar.js";
import { cents, difference, dollars, expectation, price, shortDollars } from "../../src/text/money.js";
import { sparkline } from "../../src/text/sparkline.js";
import {
  dataAge,
  dayName,
  hoursText,
  moment,
  operatorTime,
  weekInFull,
  weekRange,
  zoneLine,
} from "../../src/text/times.js";
import { zoneSign } from "../../src/text/zone-sign.js";

const at = (iso: string): number => Date.parse(iso);

describe("money", () => {
  it.each([
    [0, "$0"],
    [940, "$940"],
    [999.49, "$999"],
    [999.5, "$1.0k"],
    [41_230, "$41.2k"],
    [118_000, "$118.0k"],
    [999_949, "$999.9k"],
    [999_950, "$1.0M"],
    [-1_250, "−$1.3k"],
  ])("is short in a column: %d is %s", (amount, text) => {
    expect(shortDollars(amount)).toBe(text);
  });

  it("is whole dollars with thousands in a sentence, cents where a cent matters", () => {
    expect(dollars(41_230.4)).toBe("$41,230");
    expect(dollars(1_234_567)).toBe("$1,234,567");
    expect(dollars(-0.2)).toBe("$0");
    expect(cents(14.2)).toBe("$14.20");
    expect(cents(0.609)).toBe("$0.61");
    expect(price(25)).toBe("$25");
    expect(price(14.5)).toBe("$14.50");
  });

  it("says an expectation with its interval, and that there is none", () => {
    expect(expectation({ mean: 9_640, low: 7_700, high: 11_580 })).toBe("$9,640 ($7,700–$11,580)");
    expect(expectation(null)).toBe("not known yet");
    expect([difference(2_100), difference(-350), difference(0.3)]).toEqual(["+$2,100", "−$350", "±$0"]);
  });
});

describe("times", () => {
  it("names days and weeks of Los Angeles", () => {
    expect(dayName("2025-11-10")).toBe("Mon Nov 10");
    expect(weekRange("2025-11-10")).toBe("Nov 10–16");
    expect(weekRange("2025-12-29")).toBe("Dec 29–Jan 4");
    expect(weekInFull("2025-11-10")).toBe("Mon Nov 10 – Sun Nov 16");
    expect(moment(at("2025-11-11T05:55:00Z"))).toBe("Mon Nov 10 21:55");
  });

  it("names the zone that is in force", () => {
    expect(zoneLine(at("2025-11-10T12:00:00Z"))).toBe("times: Los Angeles (PST)");
    expect(zoneLine(at("2025-07-10T12:00:00Z"))).toBe("times: Los Angeles (PDT)");
  });

  it("shows the operator's own clock where it differs, and only there", () => {
    const instant = at("2025-11-11T05:55:00Z");
    expect(operatorTime(instant, "Asia/Manila")).toBe("Tue 13:55 Manila");
    expect(operatorTime(instant, "America/New_York")).toBe("Tue 00:55 New York");
    expect(operatorTime(instant, "America/Los_Angeles")).toBeNull();
    expect(operatorTime(instant, "America/Vancouver")).toBeNull();
    expect(operatorTime(instant, "No/Such_Zone")).toBeNull();
  });

  it("says hours", () => {
    expect([150, 75, 180].map(hoursText)).toEqual(["2.5 h", "1.25 h", "3 h"]);
  });

  it("warns of data older than 48 hours, not of data exactly so old", () => {
    const dataTo = at("2025-11-03T16:50:00Z");
    expect(dataAge(dataTo, dataTo + 48 * HOUR)).toEqual({ text: "data to Nov 3, 08:50", stale: false });
    expect(dataAge(dataTo, dataTo + 48 * HOUR + 1)).toEqual({ text: "▲ data to Nov 3, 08:50", stale: true });
    expect(dataAge(null, dataTo)).toEqual({ text: "no messages yet", stale: true });
  });
});

describe("charts of glyphs", () => {
  it("gives every value a glyph, the highest a full one, the unknown a blank", () => {
    expect(sparkline([0, 1, 2, 4, 7])).toBe("▁▂▃▅█");
    expect(sparkline([0, 0])).toBe("▁▁");
    expect(sparkline([-3, null, 3])).toBe("▁ █");
    expect(sparkline([])).toBe("");
  });

  it("draws bars to an eighth of a column", () => {
    expect(bar(1, 4)).toBe("████");
    expect(bar(0.53125, 4)).toBe("██▏");
    expect(bar(0, 4)).toBe("");
    expect(bar(Number.NaN, 4)).toBe("");
    expect(bar(7, 3)).toBe("███");
  });

  it("marks cut points and the value on a scale", () => {
    expect(scale(0.5, [0.25, 0.75], 9)).toBe("━━┃━●━┃━━");
    expect(scale(null, [0.5], 5)).toBe("━━┃━━");
  });

  it("says zones by sign and word", () => {
    expect((["GREEN", "YELLOW", "RED"] as const).map(zoneSign)).toEqual(["● GREEN", "▲ YELLOW", "■ RED"]);
  });
});
