import { badInput } from "./errors.js";
import { floorTimes } from "./exact.js";
import { baseCounts, TIER_RULES, TIERS, type Tier } from "./tier.js";
import { DEFAULT_TOLERANCE, ZONE_RULES, type Zone, zoneOf } from "./zone.js";

/** What a page's audience bears in a week. */
export interface Volume {
  readonly tier: Tier;
  readonly zone: Zone;
  /** PPVs and bumps before the zone. */
  readonly base: { readonly ppv: number; readonly bump: number };
  /** PPVs a week. */
  readonly ppv: number;
  /** Bumps a week. */
  readonly bump: number;
  /** Least real minutes between two messages. */
  readonly gapMinutes: number;
  /** Days at the start without PPVs. */
  readonly coolingDays: number;
  /** Most messages a day. */
  readonly maxPerDay: number;
}

/** The volume of a tier in a zone, computed or overridden. */
export function volumeInZone(tier: Tier, zone: Zone): Volume {
  const base = baseCounts(tier);
  const rule = ZONE_RULES[zone];
  return {
    tier,
    zone,
    base,
    ppv: floorTimes(base.ppv, rule.ppvFactor),
    bump: floorTimes(base.bump, rule.bumpFactor),
    gapMinutes: TIER_RULES[tier].gapMinutes + rule.extraGapMinutes,
    coolingDays: rule.coolingDays,
    maxPerDay: TIER_RULES[tier].maxPerDay,
  };
}

/**
 * The volume of a tier at a saturation score (§2).
 * @throws {ErosError} naming an unknown tier, a score outside 0..1 or a tolerance outside 0 < t ≤ 1.
 * @example volumeOf("MEDIUM", 0.4) // 9 PPVs, 9 bumps, YELLOW
 */
export function volumeOf(
  tier: Tier,
  score: number | string,
  tolerance: number | string = DEFAULT_TOLERANCE,
): Volume {
  if (!TIERS.includes(tier))
    throw badInput("tier", `tier ${String(tier)} is unknown`, `use one of ${TIERS.join(", ")}`);
  return volumeInZone(tier, zoneOf(score, tolerance));
}
