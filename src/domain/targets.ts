import { counted } from "./counted.js";
import type { DayCount } from "./days.js";
import { badInput, ErosError, nothingToPlan } from "./errors.js";
import { floorTimes } from "./exact.js";
import type { PriceMix } from "./message.js";
import { checkCounts, DEFAULT_HOURS, isCount, type Overrides, type SendingHours } from "./overrides.js";
import type { PreparedWeek } from "./prepared-week.js";
import { priceMix } from "./price-mix.js";
import type { Report, Segment } from "./report.js";
import { TIER_RULES, TIERS, type Tier } from "./tier.js";
import { type Volume, volumeInZone, volumeOf } from "./volume.js";
import type { Warning } from "./warning.js";
import type { Infeasible } from "./week.js";
import { cutPoints, ZONES, type Zone } from "./zone.js";

/** What the week shall hold, after overrides. */
export interface Targets {
  readonly volume: Volume;
  readonly zone: Zone;
  readonly ppv: number;
  readonly bump: number;
  readonly gapMinutes: number;
  readonly coolingDays: number;
  readonly maxPerDay: number;
  readonly mix: PriceMix;
  readonly hours: SendingHours;
}

/** What the week shall hold, beside what the rules alone give. */
export interface TargetsFound {
  readonly targets: Targets;
  /** Null where the report has no tier or score and the operator chose the zone. */
  readonly computed: Volume | null;
  readonly warnings: readonly Warning[];
}

/** The volume of the report with the operator's overrides, each alone (§3). */
export function targetsOf(prepared: Asked, overrides: Overrides): TargetsFound | Infeasible {
  return refusing(() => found(prepared, overrides));
}
type Asked = Pick<PreparedWeek, "page" | "report" | "tolerance" | "replaces">;

/**
 * The targets of a week that takes another's place: they become what stands (§8), and the price mix is that of all its
 * PPVs.
 */
export function standingTargets(
  { targets, computed, warnings }: TargetsFound,
  { report }: Pick<PreparedWeek, "report">,
  days: readonly DayCount[],
  overrides: Overrides,
): TargetsFound | Infeasible {
  const ppv = days.reduce((sum, day) => sum + day.ppv, 0);
  const bump = days.reduce((sum, day) => sum + day.bump, 0);
  return refusing(() => {
    // The PPVs that were asked for are not those that stand: asking for others is no sure remedy.
    const mix = mixOf(segmentOf(report), ppv, overrides.priceMix, () => "");
    const standing = { ...targets, ppv, bump, mix };
    const others = warnings.filter(({ code }) => code !== "ABOVE_ZONE");
    return { targets: standing, computed, warnings: [...others, ...aboveZone(standing)] };
  });
}

function refusing(find: () => TargetsFound): TargetsFound | Infeasible {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof ErosError)) throw error;
    const rule = RULES[error.field ?? ""] ?? "report";
    return { infeasible: true, rule, error, nearest: null };
  }
}

const RULES: Readonly<Record<string, Infeasible["rule"]>> = {
  ppvCount: "counts",
  bumpCount: "counts",
  priceMix: "price mix",
};

/** Whose price mix a page without a segment gets: that of a page that is still exploring. */
export const segmentOf = ({ segment }: Report): Segment => segment.label ?? "EXPLORATORY";

/**
 * The gradual increase of a healthy page: 10 % more PPVs, rounded down, at least one. Offered, never applied; null
 * outside GREEN, or where the operator has set another count.
 */
export function greenSuggestion({
  zone,
  volume,
  ppv,
}: Pick<Targets, "zone" | "volume" | "ppv">): number | null {
  return zone === "GREEN" && ppv === volume.ppv ? Math.max(ppv + 1, floorTimes(ppv, "1.1")) : null;
}

function found({ page, report, tolerance, replaces }: Asked, overrides: Overrides): TargetsFound {
  const { zone } = overrides;
  if (zone !== undefined && !ZONES.includes(zone))
    throw badInput("zone", `zone ${String(zone)} is unknown`, `use one of ${ZONES.join(", ")}`);
  const computed = computedVolume(page, report, tolerance, zone);
  const tier = report.account.tier ?? SMALLEST;
  const volume = zone === undefined && computed !== null ? computed : volumeInZone(tier, zone ?? "GREEN");
  const { ppvCount: ppv = volume.ppv, bumpCount: bump = volume.bump } = overrides;
  const wrong = checkCounts(ppv, bump);
  // A week without any message is the timetable's to refuse: it knows the nearest counts.
  if (wrong !== null && !(ppv === 0 && bump === 0)) throw wrong;
  const { gapMinutes, coolingDays, maxPerDay } = volume;
  // Of a week that takes another's place the mix is that of what stands, which is not known yet.
  const mix = mixOf(segmentOf(report), ppv, replaces === undefined ? overrides.priceMix : undefined);
  const hours = overrides.hours ?? DEFAULT_HOURS;
  const targets = { volume, zone: volume.zone, ppv, bump, gapMinutes, coolingDays, maxPerDay, mix, hours };
  return {
    targets,
    computed,
    warnings: [...withoutTier(report), ...aboveZone(targets), ...outsideTier(targets)],
  };
}

/** A page whose tier nobody knows is planned as the smallest, once the operator has chosen its zone. */
const SMALLEST: Tier = "MICRO";

/** What the report alone gives; null where it cannot say and the operator has chosen the zone. */
function computedVolume(
  page: string,
  report: Report,
  tolerance: number,
  zone: Zone | undefined,
): Volume | null {
  cutPoints(tolerance);
  const { account, saturation } = report;
  const chosen = zone !== undefined;
  if (account.tier === null) {
    if (chosen) return null;
    const said = account.tierText === null ? "names no tier" : `calls the tier “${account.tierText}”`;
    throw nothingToPlan(
      `the report of ${page} ${said}: it is one of ${TIERS.join(", ")}`,
      `choose the zone yourself, and the page is planned as ${SMALLEST}, the smallest: \`--zone GREEN\`, YELLOW or RED`,
      `choose the zone yourself (Overrides, ␣ on Zone), and the page is planned as ${SMALLEST}, the smallest`,
    );
  }
  if (saturation.score === null) {
    if (chosen) return null;
    const why = saturation.state === "not enough recent data" ? saturation.state : "not in the report";
    throw nothingToPlan(
      `${page} has no saturation score: ${why}`,
      "choose the zone yourself: `--zone GREEN`, YELLOW or RED",
      "choose the zone yourself (Overrides, ␣ on Zone): GREEN, YELLOW or RED",
    );
  }
  try {
    return volumeOf(account.tier, saturation.score, tolerance);
  } catch (error) {
    // A score out of its range says nothing, but does not stand in the way of a zone that was chosen.
    if (chosen) return null;
    throw error;
  }
}

function mixOf(
  segment: Segment,
  ppv: number,
  override: PriceMix | undefined,
  otherwise = (sum: number): string => `, or ask for ${sum} PPVs`,
): PriceMix {
  if (override === undefined) return priceMix(segment, ppv);
  const { budget, mid, premium } = override;
  if (![budget, mid, premium].every(isCount))
    throw badInput(
      "priceMix",
      `price mix ${budget}/${mid}/${premium}: each part is a whole number, 0 or more`,
      "give Budget/Mid/Premium as three whole numbers, for example 2/4/3",
    );
  const sum = budget + mid + premium;
  if (sum !== ppv)
    throw badInput(
      "priceMix",
      `price mix ${budget}/${mid}/${premium} adds up to ${sum}, but the week has ${ppv} PPVs`,
      `give Budget/Mid/Premium that add up to ${ppv}${otherwise(sum)}`,
    );
  return { budget, mid, premium };
}

function withoutTier({ account }: Report): Warning[] {
  if (account.tier !== null) return [];
  return [
    { code: "LOW_CONFIDENCE", message: `the page's tier is not known: planned as ${SMALLEST}, the smallest` },
  ];
}

function aboveZone({ zone, ppv, volume }: Targets): Warning[] {
  if (zone === "GREEN" || ppv <= volume.ppv) return [];
  const message = `${ppv} PPVs in ${zone}: ${ppv - volume.ppv} above what the saturation allows`;
  return [{ code: "ABOVE_ZONE", message }];
}

/** What the rules themselves give is never outside: RED asks for more bumps than the tier's own range. */
function outsideTier({ volume, ppv, bump }: Targets): Warning[] {
  const rule = TIER_RULES[volume.tier];
  return (
    [
      ["PPV", ppv, volume.ppv, rule.ppv],
      ["bump", bump, volume.bump, rule.bump],
    ] as const
  )
    .filter(([, count, computed, [low, high]]) => count !== computed && (count < low || count > high))
    .map(([one, count, , [low, high]]) => ({
      code: "OUTSIDE_TIER",
      message: `${counted(count, one)} ${count === 1 ? "is" : "are"} outside the ${low}–${high} of ${volume.tier}`,
    }));
}
