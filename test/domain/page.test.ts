import { describe, expect, it } from "vitest";
import { ErosError } from "../../src/domain/errors.js";
import { parsePage } from "../../src/domain/page.js";

describe("page names", () => {
  it.each([
    ["jadebri", "jadebri"],
    ["  JadeBri ", "jadebri"],
    ["7.heaven_x-y", "7.heaven_x-y"],
    ["a", "a"],
    ["a".repeat(64), "a".repeat(64)],
  ])("%j is %j", (text, page) => {
    expect(parsePage(text)).toBe(page);
  });

  it.each([
    "",
    "  ",
    "-jade",
    "_jade",
    ".jade",
    "jade bri",
    "jade/bri",
    "../etc",
    "jadé",
    "a".repeat(65),
    "jade\n bri",
    "jade'--",
  ])("refuses %j and says what a page is", (text) => {
    expect(() => parsePage(text)).toThrow(ErosError);
    expect(() => parsePage(text)).toThrow(`“${text}” cannot be a page: 1 to 64 letters`);
  });
});
