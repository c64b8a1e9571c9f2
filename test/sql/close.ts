import { expect } from "vitest";
import type { Row } from "./load.js";

/** Equal as far as doubles can be: 1e-9, relative to numbers above 1; null only to null. */
export function expectClose(actual: unknown, wanted: number | null, what: string): void {
  if (wanted === null || typeof actual !== "number") {
    expect(actual, what).toBe(wanted);
    return;
  }
  const error = Math.abs(actual - wanted) / Math.max(1, Math.abs(wanted));
  expect(error, `${what}: ${actual} for ${wanted}`).toBeLessThanOrEqual(1e-9);
}

/** The same rows in any order; numbers may differ by 1e-9, because sums of doubles depend on their order. */
export function expectSameRows(actual: readonly Row[], wanted: readonly Row[], what: string): void {
  const key = (row: Row): string =>
    JSON.stringify(
      Object.values(row).map((value) => (typeof value === "number" ? value.toPrecision(6) : value)),
    );
  const sorted = (list: readonly Row[]): Row[] => [...list].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  const right = sorted(wanted);
  expect(actual.length, what).toBe(wanted.length);
  for (const [place, row] of sorted(actual).entries())
    for (const [column, value] of Object.entries(row)) {
      const other = right[place]?.[column];
      if (typeof value === "number" && typeof other === "number")
        expectClose(value, other, `${what} ${column}`);
      else expect(value, `${what} ${column}`).toEqual(other);
    }
}
