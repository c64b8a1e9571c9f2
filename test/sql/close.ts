import { expect } from "vitest";

/** Equal as far as doubles can be: 1e-9, relative to numbers above 1; null only to null. */
export function expectClose(actual: unknown, wanted: number | null, what: string): void {
  if (wanted === null || typeof actual !== "number") {
    expect(actual, what).toBe(wanted);
    return;
  }
  const error = Math.abs(actual - wanted) / Math.max(1, Math.abs(wanted));
  expect(error, `${what}: ${actual} for ${wanted}`).toBeLessThanOrEqual(1e-9);
}
