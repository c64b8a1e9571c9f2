import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exact, floorTimes } from "../../src/domain/exact.js";

/** A decimal as text with its value as numerator over a power of ten, computed without fractions. */
const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 12 }))
  .map(([units, places]) => {
    const digits = String(units < 0n ? -units : units).padStart(places + 1, "0");
    const cut = digits.length - places;
    const text = `${units < 0n ? "-" : ""}${digits.slice(0, cut)}${places > 0 ? `.${digits.slice(cut)}` : ""}`;
    return { text, units, scale: 10n ** BigInt(places) };
  });

describe("exact decimals", () => {
  it("computes where doubles fail", () => {
    expect(exact(0.7).mul(exact(0.6)).equals(exact(0.42))).toBe(true);
    expect(exact(3).mul(exact(1.1)).equals(exact(3.3))).toBe(true);
    expect(3 * 1.1 === 3.3).toBe(false);
    expect(exact(0.1).add(exact(0.2)).equals(exact(0.3))).toBe(true);
    expect(floorTimes(100, "0.29")).toBe(29);
    expect(Math.floor(100 * 0.29)).toBe(28);
  });

  it("orders and multiplies any two decimals as whole numbers do", () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const [left, right] = [a.units * b.scale, b.units * a.scale];
        expect(exact(a.text).compare(exact(b.text))).toBe(left < right ? -1 : left > right ? 1 : 0);
        const product = exact(a.text).mul(exact(b.text));
        expect(product.s * product.n * (a.scale * b.scale)).toBe(a.units * b.units * product.d);
      }),
    );
  });

  it("takes a number as its shortest text", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(exact(value).equals(exact(String(value)))).toBe(true);
        expect(
          Number(exact(value).toString(400)) === value || Math.abs(value) < 1e-300 || Math.abs(value) > 1e21,
        ).toBe(true);
      }),
    );
  });

  it.each([
    ["5.", 5],
    [".5", 0.5],
    ["-.5", -0.5],
    ["+7", 7],
    [" 12 ", 12],
    ["1e3", 1000],
    ["25E-2", 0.25],
    [1e21, 1e21],
  ])("reads %j", (text, value) => {
    expect(exact(text).valueOf()).toBe(value);
  });

  it.each([
    "",
    " ",
    "NaN",
    "Infinity",
    "-Infinity",
    "1/2",
    "0x10",
    "1_0",
    "1,5",
    "0.1(6)",
    "1e",
    "e5",
    ".",
    "--1",
    "١٢",
    Number.NaN,
    Number.POSITIVE_INFINITY,
    // As a number it would have a hundred million digits.
    "1e99999999",
  ])("refuses %j", (text) => {
    expect(() => exact(text)).toThrow(RangeError);
  });

  it("rounds products down without a double in between", () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(10_000), (whole, tenThousandths) => {
        const factor = `${Math.floor(tenThousandths / 10_000)}.${String(tenThousandths % 10_000).padStart(4, "0")}`;
        expect(BigInt(floorTimes(whole, factor))).toBe((BigInt(whole) * BigInt(tenThousandths)) / 10_000n);
      }),
    );
  });
});
