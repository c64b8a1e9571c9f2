import { expect, it } from "vitest";
import { age } from "../../src/text/age.js";

it.each([
  [0, "0 s ago"],
  [999, "0 s ago"],
  [119_999, "119 s ago"],
  [120_000, "2 min ago"],
  [119 * 60_000, "119 min ago"],
  [120 * 60_000, "2 h ago"],
  [47.9 * 3_600_000, "47 h ago"],
  [48 * 3_600_000, "2 days ago"],
  [9.9 * 86_400_000, "9 days ago"],
  [-1, null],
  [Number.NaN, null],
])("%d ms before are told as %s", (past, said) => {
  expect(age(1_000_000_000, 1_000_000_000 + past)).toBe(said);
});
