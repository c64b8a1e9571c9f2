/** A share as a signed whole percentage: `+18 %`, `−11 %`, `±0 %`. */
export function signedPercent(share: number): string {
  const whole = Math.round(share * 100);
  if (whole === 0) return "±0 %";
  return `${whole > 0 ? "+" : "−"}${Math.abs(whole)} %`;
}

/** A share as a whole percentage: `33 %`. */
export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** A whole number with thousands: `2,140`. */
export const wholeNumber = (value: number): string => Math.round(value).toLocaleString("en-US");
