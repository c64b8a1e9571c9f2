import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ErosError } from "../../src/domain/errors.js";
import { cutPoints, zoneOf } from "../../src/domain/zone.js";

/** Thousandths as a decimal text: 420 is "0.420". */
const thousandths = (value: number): string =>
  `${Math.floor(value / 1000)}.${String(value % 1000).padStart(3, "0")}`;

describe("zones", () => {
  it.each([
    [0, "GREEN"],
    [0.2, "GREEN"],
    [0.2999, "GREEN"],
    ["0.29999999999999999999", "GREEN"],
    [0.3, "YELLOW"],
    [0.4, "YELLOW"],
    [0.6, "YELLOW"],
    ["0.60000000000000000001", "RED"],
    [0.6001, "RED"],
    [1, "RED"],
  ])("a score of %s is %s at the default tolerance", (score, zone) => {
    expect(zoneOf(score)).toBe(zone);
  });

  it.each([
    // As doubles 0.6 × 0.34 is 0.204 and a crumb more, 1.2 × 0.75 a crumb less than 0.9: GREEN and RED would be wrong.
    [0.204, 0.34, "YELLOW"],
    [0.9, 0.75, "YELLOW"],
    [0.42, 0.7, "YELLOW"],
    [0.4199, 0.7, "GREEN"],
    [0.84, 0.7, "YELLOW"],
    [0.8401, 0.7, "RED"],
    [0.06, 0.1, "YELLOW"],
    [0.12, 0.1, "YELLOW"],
    [0.1201, 0.1, "RED"],
    [0.18, 0.15, "YELLOW"],
    [0.36, 0.3, "YELLOW"],
    // From 5/6 on the upper cut point stands at 1, and nothing is RED.
    [1, 0.9, "YELLOW"],
    [1, 1, "YELLOW"],
    [0.6, 1, "YELLOW"],
    [0.5999, 1, "GREEN"],
  ])("a score of %d at tolerance %d is %s", (score, tolerance, zone) => {
    expect(zoneOf(score, tolerance)).toBe(zone);
  });

  it("compares every score and tolerance as whole numbers do", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 1, max: 1000 }),
        (score, tolerance) => {
          // score < 0.6 t and score > 1.2 t, in ten-thousandths.
          const expected =
            10 * score < 6 * tolerance ? "GREEN" : 10 * score > 12 * tolerance ? "RED" : "YELLOW";
          expect(zoneOf(thousandths(score), thousandths(tolerance))).toBe(expected);
          expect(zoneOf(score / 1000, tolerance / 1000)).toBe(expected);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("puts both ends of YELLOW on the cut points of every tolerance", () => {
    for (let tolerance = 1; tolerance <= 100; tolerance++) {
      const { green, red } = cutPoints(tolerance / 100);
      expect(green.mul(1000).valueOf()).toBe(6 * tolerance);
      expect(red.mul(1000).valueOf()).toBe(Math.min(1000, 12 * tolerance));
      expect(zoneOf(thousandths(6 * tolerance), tolerance / 100)).toBe("YELLOW");
      if (12 * tolerance <= 1000) expect(zoneOf(thousandths(12 * tolerance), tolerance / 100)).toBe("YELLOW");
    }
  });

  it.each([-0.0001, 1.0001, Number.NaN, Number.POSITIVE_INFINITY, "", "high", "1/2"])(
    "refuses the score %s by name and value",
    (score) => {
      expect(() => zoneOf(score)).toThrow(ErosError);
      expect(() => zoneOf(score)).toThrow(`score ${score} is not allowed: it is a number from 0 to 1`);
    },
  );

  it.each([0, -0.5, 1.0001, Number.NaN, "", "report"])(
    "refuses the tolerance %s by name and value",
    (tolerance) => {
      expect(() => zoneOf(0.5, tolerance)).toThrow(ErosError);
      expect(() => zoneOf(0.5, tolerance)).toThrow(`tolerance ${tolerance} is not allowed`);
      expect(() => cutPoints(tolerance)).toThrow("above 0 and at most 1");
    },
  );
});
