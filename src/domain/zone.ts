import type Fraction from "fraction.js";
import { DEFAULT_TOLERANCE } from "./defaults.js";
import { badInput } from "./errors.js";
import { exact } from "./exact.js";

/** How tired a page's audience is: GREEN healthy, YELLOW send less, RED rest two days. */
export const ZONES = ["GREEN", "YELLOW", "RED"] as const;
export type Zone = (typeof ZONES)[number];

export interface ZoneRule {
  /** Factors on the base counts, as exact decimals. */
  readonly ppvFactor: string;
  readonly bumpFactor: string;
  /** Minutes added to the tier's gap. */
  readonly extraGapMinutes: number;
  /** Days at the start of the week without PPVs. */
  readonly coolingDays: number;
}

export const ZONE_RULES: Readonly<Record<Zone, ZoneRule>> = {
  GREEN: { ppvFactor: "1.00", bumpFactor: "1.00", extraGapMinutes: 0, coolingDays: 0 },
  YELLOW: { ppvFactor: "0.75", bumpFactor: "1.20", extraGapMinutes: 30, coolingDays: 0 },
  RED: { ppvFactor: "0.50", bumpFactor: "2.00", extraGapMinutes: 60, coolingDays: 2 },
};

export { DEFAULT_TOLERANCE };

/** The cut points of a tolerance: GREEN below the first, RED above the second, YELLOW between, ends included. */
export function cutPoints(tolerance: number | string): { green: Fraction; red: Fraction } {
  const t = exactIn(
    "tolerance",
    tolerance,
    (value) => value.compare(0) > 0 && value.compare(1) <= 0,
    "above 0 and at most 1",
  );
  const red = t.mul(exact("1.2"));
  return { green: t.mul(exact("0.6")), red: red.compare(1) > 0 ? exact(1) : red };
}

/**
 * The zone of a saturation score, by exact comparison: 0.42 at tolerance 0.7 is on the edge and YELLOW.
 * @param score 0..1, a number or its decimal text.
 * @throws {ErosError} naming a score outside 0..1 or a tolerance outside 0 < t ≤ 1.
 */
export function zoneOf(score: number | string, tolerance: number | string = DEFAULT_TOLERANCE): Zone {
  const s = exactIn("score", score, (value) => value.compare(0) >= 0 && value.compare(1) <= 0, "from 0 to 1");
  const { green, red } = cutPoints(tolerance);
  if (s.compare(green) < 0) return "GREEN";
  return s.compare(red) > 0 ? "RED" : "YELLOW";
}

function exactIn(
  field: string,
  value: number | string,
  allowed: (value: Fraction) => boolean,
  range: string,
): Fraction {
  let parsed: Fraction | undefined;
  try {
    parsed = exact(value);
  } catch {
    // said below, with the same words as a value out of range
  }
  if (parsed === undefined || !allowed(parsed))
    throw badInput(
      field,
      `${field} ${String(value)} is not allowed: it is a number ${range}`,
      `give a ${field} ${range}`,
    );
  return parsed;
}
