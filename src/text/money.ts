import type { Expected } from "../domain/message.js";

/** What stands in place of an amount that nothing is known about. */
export const NOT_KNOWN = "not known yet";

/** Whole dollars with thousands: `$41,230`, `−$120`. */
export function dollars(amount: number): string {
  return signed(amount, (value) => `$${grouped(Math.round(value))}`);
}

/** Dollars and cents, for prices and amounts a message: `$14.20`; whole ones from $1,000 on. */
export function cents(amount: number): string {
  return Math.abs(amount) >= 999.995
    ? dollars(amount)
    : signed(amount, (value) => `$${(Math.round(value * 100) / 100).toFixed(2)}`);
}

/** A price as people say it: `$25`, `$14.50`. */
export function price(amount: number): string {
  const text = cents(amount);
  return text.endsWith(".00") ? text.slice(0, -3) : text;
}

/** Short, for a column: `$940`, `$41.2k`, `$1.3M`. */
export function shortDollars(amount: number): string {
  return signed(amount, (value) => {
    if (value < 999.5) return `$${Math.round(value)}`;
    if (value < 999_950) return `$${(value / 1_000).toFixed(1)}k`;
    return `$${(value / 1_000_000).toFixed(1)}M`;
  });
}

/** An expectation with its 80 % interval: `$9,640 ($7,700–$11,580)`; null is said to be not known. */
export function expectation(expected: Expected | null): string {
  if (expected === null) return NOT_KNOWN;
  return `${dollars(expected.mean)} (${dollars(expected.low)}–${dollars(expected.high)})`;
}

/** A difference, always signed: `+$2,100`, `−$350`, `±$0`. */
export function difference(amount: number): string {
  const whole = Math.round(amount);
  if (whole === 0) return "±$0";
  return whole > 0 ? `+${dollars(whole)}` : dollars(whole);
}

function signed(amount: number, positive: (value: number) => string): string {
  const text = positive(Math.abs(amount));
  return amount < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

function grouped(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, ",");
}
