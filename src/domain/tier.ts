import { badInput } from "./errors.js";
import { exact } from "./exact.js";

/** A page's size, by its revenue in the last 30 days. */
export const TIERS = ["MICRO", "SMALL", "MEDIUM", "LARGE", "MEGA"] as const;
export type Tier = (typeof TIERS)[number];

export interface TierRule {
  /** Revenue in 30 days in dollars: at least this … */
  readonly from: number;
  /** … and below this. */
  readonly below: number;
  /** PPVs a week, both ends included. */
  readonly ppv: readonly [number, number];
  /** Bumps a week, both ends included. */
  readonly bump: readonly [number, number];
  /** Least minutes between two messages. */
  readonly gapMinutes: number;
  /** Most messages a day. */
  readonly maxPerDay: number;
}

/** The table of the contract (§2). */
export const TIER_RULES: Readonly<Record<Tier, TierRule>> = {
  MICRO: { from: 0, below: 5_000, ppv: [5, 7], bump: [3, 5], gapMinutes: 180, maxPerDay: 8 },
  SMALL: { from: 5_000, below: 25_000, ppv: [7, 10], bump: [5, 7], gapMinutes: 150, maxPerDay: 10 },
  MEDIUM: { from: 25_000, below: 100_000, ppv: [10, 14], bump: [7, 10], gapMinutes: 120, maxPerDay: 15 },
  LARGE: { from: 100_000, below: 500_000, ppv: [14, 18], bump: [10, 14], gapMinutes: 90, maxPerDay: 20 },
  MEGA: {
    from: 500_000,
    below: Number.POSITIVE_INFINITY,
    ppv: [18, 25],
    bump: [14, 18],
    gapMinutes: 75,
    maxPerDay: 25,
  },
};

/**
 * The tier of a revenue in dollars over 30 days; refunds may make it negative.
 * @throws {ErosError} for NaN, which would otherwise be the largest tier.
 */
export function tierOfRevenue(revenue: number): Tier {
  if (Number.isNaN(revenue))
    throw badInput("revenue", "revenue NaN is no number", "give dollars, for example 41230");
  return TIERS.find((tier) => revenue < TIER_RULES[tier].below) ?? "MEGA";
}

/** The weekly counts before the zone: floor((min + max) / 2). */
export function baseCounts(tier: Tier): { ppv: number; bump: number } {
  const middle = ([low, high]: readonly [number, number]): number =>
    Number(
      exact(low + high)
        .div(2)
        .floor()
        .valueOf(),
    );
  const rule = TIER_RULES[tier];
  return { ppv: middle(rule.ppv), bump: middle(rule.bump) };
}
