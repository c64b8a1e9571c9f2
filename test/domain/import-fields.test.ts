import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  readAmount,
  readBoolean,
  readCaptionId,
  readCount,
  readMessageType,
  readPage,
  readText,
  readTier,
} from "../../src/domain/import-fields.js";
import { readMoment } from "../../src/domain/import-moment.js";

const NOW = Date.UTC(2026, 0, 1);
const moment = (text: string) => readMoment(text, NOW);
const refused = (why: string) => ({ refused: expect.stringContaining(why) });

describe("a moment in a file", () => {
  it.each([
    ["2014-05-11T04:10:47Z", "2014-05-11T04:10:47.000Z"],
    ["2014-05-11 04:10:47 UTC", "2014-05-11T04:10:47.000Z"],
    ["2014-05-11 04:10:47.123456 UTC", "2014-05-11T04:10:47.123Z"],
    ["2014-05-11 04:10:47+00", "2014-05-11T04:10:47.000Z"],
    ["2014-05-11t04:10:47.5z", "2014-05-11T04:10:47.500Z"],
    ["2014-05-10T22:44:54-07:00", "2014-05-11T05:44:54.000Z"],
    ["2014-05-11T05:45+0545", "2014-05-11T00:00:00.000Z"],
    ["2024-02-29T23:59:59Z", "2024-02-29T23:59:59.000Z"],
  ])("%s is %s", (text, expected) => {
    const reading = moment(text);
    expect(reading).toEqual({ value: Date.parse(expected) });
  });

  it("without a zone is UTC, also where Los Angeles skips it, and says so", () => {
    expect(moment("2014-03-09 02:30:00")).toEqual({
      value: Date.UTC(2014, 2, 9, 2, 30),
      note: "time-without-zone",
    });
  });

  it("may be seconds or milliseconds since 1970, and says so", () => {
    const value = 1_401_990_000_000;
    expect(moment("1401990000")).toEqual({ value, note: "time-in-seconds" });
    expect(moment("1401990000000")).toEqual({ value, note: "time-in-seconds" });
  });

  it.each([
    ["2014-13-05T10:00:00Z", "no date of the calendar"],
    ["2014-02-29T10:00:00Z", "no date of the calendar"],
    ["2014-00-10T10:00:00Z", "no date of the calendar"],
    ["0000-00-00 00:00:00", "no date of the calendar"],
    ["2014-05-11T24:00:00Z", "no time of the day"],
    ["2014-05-11T10:61:00Z", "no time of the day"],
    ["2014-05-11T10:00:00+15:00", "offset"],
    ["05/06/2014 18:22", "day or month first"],
    ["5.6.2014", "day or month first"],
    ["last tuesday", "is no time"],
    ["2014-05-15", "no time of day"],
    ["20140515", "is no time"],
    ["1999-12-31T23:59:59Z", "before the year 2000"],
    ["0", "is no time"],
    ["2141-06-01T10:00:00Z", "in the future"],
    ["2026-01-01T01:00:00Z", "in the future"],
  ])("is none: %s", (text, why) => {
    expect(moment(text)).toEqual(refused(why));
  });

  it("of a caption's making may be a date alone", () => {
    expect(readMoment("2014-05-15", NOW, { dateOnly: true })).toEqual({ value: Date.UTC(2014, 4, 15) });
  });

  it("is the same whatever the offset that it is written with", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2000, 0, 2) / 1000, max: Date.UTC(2025, 0, 1) / 1000 }),
        fc.integer({ min: -14 * 60, max: 14 * 60 }),
        (second, offset) => {
          const wall = new Date((second + offset * 60) * 1000).toISOString().slice(0, 19);
          const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
          const away = `${offset < 0 ? "-" : "+"}${two(Math.abs(offset) / 60)}:${two(Math.abs(offset) % 60)}`;
          expect(moment(wall + away)).toEqual({ value: second * 1000 });
        },
      ),
    );
  });
});

describe("a count in a file", () => {
  it.each([
    ["0", { value: 0 }],
    ["25314", { value: 25_314 }],
    ["1,234", { value: 1_234, note: "count-separators" }],
    ["12,345,678", { value: 12_345_678, note: "count-separators" }],
    ["2046.0", { value: 2_046, note: "count-decimal-zero" }],
    ["-3", refused("negative")],
    ["2046.5", refused("no whole number")],
    ["1,23", refused("no whole number")],
    ["4.951e3", refused("rounded")],
    ["99999999999999999999", refused("too large")],
    ["NaN", refused("no whole number")],
    ["Infinity", refused("no whole number")],
    ["n/a", refused("no whole number")],
    ["0x10", refused("no whole number")],
  ])("%s", (text, expected) => {
    expect(readCount(text)).toEqual(expected);
  });
});

describe("an amount in a file", () => {
  it.each([
    ["5", { value: { dollars: 5, cents: 500 } }],
    ["5.00", { value: { dollars: 5, cents: 500 } }],
    ["12.5", { value: { dollars: 12.5, cents: 1250 } }],
    [".75", { value: { dollars: 0.75, cents: 75 } }],
    ["0.005", { value: { dollars: 0.005, cents: null } }],
    ["$5.00", { value: { dollars: 5, cents: 500 }, note: "amount-sign" }],
    ["1,234.50", { value: { dollars: 1234.5, cents: 123_450 }, note: "amount-separators" }],
    ["5,00", refused("comma before the cents")],
    ["-10.00", refused("negative")],
    ["$-10.00", refused("negative")],
    ["(10.00)", refused("negative")],
    ["free", refused("no amount")],
    ["1e3", refused("no amount")],
    ["NaN", refused("no amount")],
  ])("%s", (text, expected) => {
    expect(readAmount(text)).toEqual(expected);
  });
});

describe("a caption's id in a file", () => {
  it("is any signed 64-bit number, to the last digit, and nothing beyond", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (id) => {
        expect(readCaptionId(String(id))).toEqual({ value: String(id) });
      }),
    );
    expect(readCaptionId("9007199254740993")).toEqual({ value: "9007199254740993" });
    expect(readCaptionId(String(2n ** 63n))).toEqual(refused("64 bits"));
    expect(readCaptionId(String(-(2n ** 63n) - 1n))).toEqual(refused("64 bits"));
    expect(readCaptionId("9".repeat(100_000))).toEqual(refused("64 bits"));
  });

  it.each([
    ["000123", { value: "123", note: "id-zeros" }],
    ["UW-12", refused("no whole number")],
    ["1.23457E+18", refused("floating point")],
    ["100001.0", refused("floating point")],
    ["1 2", refused("no whole number")],
  ])("%s", (text, expected) => {
    expect(readCaptionId(text)).toEqual(expected);
  });
});

describe("other fields of a file", () => {
  it("a page is trimmed and put into small letters, and can never be a path", () => {
    expect(readPage("jadebri")).toEqual({ value: "jadebri" });
    expect(readPage("an\0a")).toEqual({ refused: "holds a NUL character" });
    expect(readPage("  JadeBri ")).toEqual({ value: "jadebri", note: "page-spelling" });
    for (const text of ["../../etc/passwd", "a/b", ".hidden", "a b", "x".repeat(65), "s3://x", "*"])
      expect(readPage(text)).toHaveProperty("refused");
  });

  it("types and price tiers have names, in any letter case", () => {
    expect(readMessageType("PPV")).toEqual({ value: "PPV" });
    expect(readMessageType(" bump")).toEqual({ value: "Bump", note: "type-spelling" });
    expect(readMessageType("Mass")).toHaveProperty("refused");
    expect(["Budget", "Standard", "VIP", "Luxury", "Bump", "Free"].map((text) => readTier(text))).toEqual(
      ["Budget", "Mid", "Premium", "Premium", "Free", "Free"].map((value) => ({ value })),
    );
    expect(readTier(" premium ")).toEqual({ value: "Premium", note: "tier-spelling" });
    expect(readTier("Gold")).toHaveProperty("refused");
  });

  it("a yes is a yes in several words, a perhaps is none", () => {
    expect(readBoolean("TRUE")).toEqual({ value: true });
    expect(readBoolean("0")).toEqual({ value: false, note: "urgency-word" });
    expect(readBoolean("maybe")).toHaveProperty("refused");
  });

  it("a text is kept to the letter, what is odd about it is said", () => {
    for (const text of [" Only tonight 👩‍🍳 ", "Zwei\nZeilen", "=1+1", "É café", "\u200bSoon", "ÃÃ"])
      expect(readText(text)).toEqual({ value: text });
    expect(readText(" \u00a0\u200b")).toEqual({ value: "" });
    expect(readText("a\0b")).toEqual(refused("NUL"));
    expect(readText("half \ud83d")).toEqual(refused("half a character"));
    expect(readText("x".repeat(10_001))).toEqual(refused("longer"));
    expect(readText("The CafÃ© That Feeds")).toHaveProperty("note", "text-mojibake");
    expect(readText("thatâ€™s right")).toHaveProperty("note", "text-mojibake");
    expect(readText("\u001b[31mred")).toHaveProperty("note", "text-controls");
    expect(readText("x".repeat(1_001))).toHaveProperty("note", "text-long");
    expect(readText("lost \ufffd letters")).toHaveProperty("note", "text-lost");
  });
});
