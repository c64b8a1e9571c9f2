import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { priceMix } from "../../src/domain/price-mix.js";
import { SEGMENTS } from "../../src/domain/report.js";

const text = (segment: (typeof SEGMENTS)[number], count: number): string => {
  const { budget, mid, premium } = priceMix(segment, count);
  return `${budget}/${mid}/${premium}`;
};

describe("price mix", () => {
  it.each([
    ["STANDARD", 9, "2/4/3"],
    ["STANDARD", 10, "3/5/2"],
    ["STANDARD", 12, "3/5/4"],
    ["STANDARD", 1, "0/1/0"],
    ["STANDARD", 2, "0/1/1"],
    ["STANDARD", 0, "0/0/0"],
    ["EXPLORATORY", 1, "1/0/0"],
    ["BUDGET", 1, "1/0/0"],
    ["BUDGET", 5, "3/2/0"],
    ["BUDGET", 10, "6/3/1"],
    ["EXPLORATORY", 6, "3/2/1"],
    ["PREMIUM", 1, "0/0/1"],
    ["LUXURY", 1, "0/0/1"],
    ["LUXURY", 9, "1/3/5"],
    // 0.35 × 10 is a half exactly, and 0.15 × 20 is 3: doubles get one of them wrong sooner or later.
    ["PREMIUM", 10, "1/4/5"],
    ["PREMIUM", 20, "3/7/10"],
  ] as const)("%s %d is %s", (segment, count, mix) => {
    expect(text(segment, count)).toBe(mix);
  });

  it("gives BUDGET and EXPLORATORY, PREMIUM and LUXURY the same", () => {
    for (let count = 0; count <= 60; count++) {
      expect(text("BUDGET", count)).toBe(text("EXPLORATORY", count));
      expect(text("PREMIUM", count)).toBe(text("LUXURY", count));
    }
  });

  it("adds up, with Budget rounded down and Mid half up", () => {
    const shares = {
      EXPLORATORY: [60n, 30n],
      BUDGET: [60n, 30n],
      STANDARD: [30n, 45n],
      PREMIUM: [15n, 35n],
      LUXURY: [15n, 35n],
    };
    fc.assert(
      fc.property(fc.constantFrom(...SEGMENTS), fc.integer({ min: 2, max: 100_000 }), (segment, count) => {
        const mix = priceMix(segment, count);
        const [budget = 0n, mid = 0n] = shares[segment];
        expect(BigInt(mix.budget)).toBe((budget * BigInt(count)) / 100n);
        expect(BigInt(mix.mid)).toBe((mid * BigInt(count) + 50n) / 100n);
        expect(mix.budget + mix.mid + mix.premium).toBe(count);
        expect(mix.premium).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
