import { describe, expect, it } from "vitest";
import { baseCounts, TIER_RULES, TIERS, tierOfRevenue } from "../../src/domain/tier.js";

describe("tiers", () => {
  it.each([
    [-120, "MICRO"],
    [0, "MICRO"],
    [4_999.99, "MICRO"],
    [5_000, "SMALL"],
    [24_999.99, "SMALL"],
    [25_000, "MEDIUM"],
    [99_999.99, "MEDIUM"],
    [100_000, "LARGE"],
    [499_999.99, "LARGE"],
    [500_000, "MEGA"],
    [1e9, "MEGA"],
    [Number.POSITIVE_INFINITY, "MEGA"],
  ])("$%d in 30 days is %s", (revenue, tier) => {
    expect(tierOfRevenue(revenue)).toBe(tier);
  });

  it("refuses a revenue that is no number", () => {
    expect(() => tierOfRevenue(Number.NaN)).toThrow(/revenue NaN/);
  });

  it("covers every revenue once", () => {
    TIERS.slice(1).forEach((tier, index) => {
      expect(TIER_RULES[tier].from).toBe(TIER_RULES[TIERS[index] ?? tier].below);
    });
  });

  it.each([
    ["MICRO", 6, 4],
    ["SMALL", 8, 6],
    ["MEDIUM", 12, 8],
    ["LARGE", 16, 12],
    ["MEGA", 21, 16],
  ] as const)(
    "%s starts from %d PPVs and %d bumps: the middle of its range, rounded down",
    (tier, ppv, bump) => {
      expect(baseCounts(tier)).toEqual({ ppv, bump });
    },
  );

  it.each([
    ["MICRO", [5, 7], [3, 5], 3, 8],
    ["SMALL", [7, 10], [5, 7], 2.5, 10],
    ["MEDIUM", [10, 14], [7, 10], 2, 15],
    ["LARGE", [14, 18], [10, 14], 1.5, 20],
    ["MEGA", [18, 25], [14, 18], 1.25, 25],
  ] as const)("%s has the row of the contract", (tier, ppv, bump, gapHours, maxPerDay) => {
    expect(TIER_RULES[tier]).toMatchObject({ ppv, bump, gapMinutes: gapHours * 60, maxPerDay });
  });
});
