import Fraction from "fraction.js";

/**
 * The exact rational of a decimal as people write it: `0.7` is 7/10, not the nearest double.
 * Numbers go through their shortest decimal text, so `exact(0.7).mul(exact(0.6))` equals `exact(0.42)`.
 * @throws {RangeError} for NaN, infinities and text that is no decimal. Exponents have at most three digits, as every
 * double's has: a report's "1e99999999" would take all memory.
 */
export function exact(value: number | string): Fraction {
  const text = String(value).trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(text))
    throw new RangeError(`no decimal number: ${text}`);
  const [mantissa = "0", exponent = "0"] = text.toLowerCase().split("e");
  return new Fraction(mantissa).mul(new Fraction(10).pow(Number(exponent)) ?? 1);
}

/** floor(whole × factor), exactly; the factor is a decimal text such as "0.75". */
export function floorTimes(whole: number, factor: string): number {
  return Number(exact(factor).mul(whole).floor().valueOf());
}
