import type { Segment } from "../domain/report.js";
import { TIER_RULES, type Tier } from "../domain/tier.js";

/** What puts a page into its segment; the report decides it (sql/functions). */
export const SEGMENT_WORDS: Readonly<Record<Segment, string>> = {
  EXPLORATORY: "fewer than 20 PPVs, or no purchase yet",
  BUDGET: "below $10",
  STANDARD: "$10–$20",
  PREMIUM: "$20–$35",
  LUXURY: "$35 and more",
};

/** The revenue of a tier over 30 days: `$25k–$100k`. */
export function tierRange(tier: Tier): string {
  const { from, below } = TIER_RULES[tier];
  if (from === 0) return `below ${thousands(below)}`;
  return Number.isFinite(below) ? `${thousands(from)}–${thousands(below)}` : `${thousands(from)} and more`;
}

const thousands = (dollars: number): string => `$${dollars / 1_000}k`;
