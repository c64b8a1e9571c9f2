import { badInput } from "../../domain/errors.js";
import { TIERS, type Tier } from "../../domain/tier.js";
import { type Volume, volumeOf } from "../../domain/volume.js";
import { DEFAULT_TOLERANCE } from "../../domain/zone.js";
import { pad } from "../../text/fit.js";
import { hoursText } from "../../text/times.js";
import { zoneSign } from "../../text/zone-sign.js";
import type { Work } from "../command.js";
import { JSON_FLAG } from "../flag.js";
import type { Input } from "../input.js";
import { settingsOf } from "../settings-of.js";
import { SCORE, TIER } from "./command.js";

/** A volume and what it was asked with. */
interface Case {
  readonly score: number;
  readonly tolerance: number;
  readonly volume: Volume;
}

/** The cases that the rules were published with: one a tier. */
const DOCUMENTED: readonly (readonly [tier: Tier, score: string])[] = [
  ["MICRO", "0.20"],
  ["SMALL", "0.20"],
  ["MEDIUM", "0.40"],
  ["LARGE", "0.70"],
  ["MEGA", "0.80"],
];

export const work: Work = async (input, run) => {
  const { tolerance } = await settingsOf(input, run);
  // A score alone has no report whose own tolerance could be meant.
  const used = tolerance === "report" ? DEFAULT_TOLERANCE : tolerance;
  const asked = askedCase(input);
  const cases = (asked === null ? DOCUMENTED : [asked]).map(
    ([tier, score]): Case => ({
      score: Number(score),
      tolerance: used,
      volume: volumeOf(tier, score, used),
    }),
  );
  if (!input.on(JSON_FLAG)) return run.out(table(cases));
  run.out(JSON.stringify(asked === null ? cases.map(asJson) : cases.map(asJson)[0], null, 2));
};

function askedCase(input: Input): readonly [Tier, string] | null {
  const tier = input.text(TIER);
  const score = input.text(SCORE);
  if (tier === undefined && score === undefined) return null;
  if (tier === undefined)
    throw badInput("--tier", "--score needs --tier", `add --tier with one of ${TIERS.join(", ")}`);
  if (score === undefined)
    throw badInput("--score", "--tier needs --score", "add --score with a number from 0 to 1");
  // Whether it is a tier and a score is the rules' own business: they name what is allowed.
  return [tier.trim().toUpperCase() as Tier, score];
}

const asJson = ({ score, tolerance, volume }: Case) => ({
  tier: volume.tier,
  score,
  tolerance,
  zone: volume.zone,
  ppv_count: volume.ppv,
  bump_count: volume.bump,
  min_gap_hours: volume.gapMinutes / 60,
  cooling_days: volume.coolingDays,
  max_messages_per_day: volume.maxPerDay,
});

function table(cases: readonly Case[]): string {
  const rows = cases.map(({ score, volume }) => [
    volume.tier,
    score.toFixed(2),
    zoneSign(volume.zone),
    String(volume.ppv),
    String(volume.bump),
    hoursText(volume.gapMinutes),
    String(volume.maxPerDay),
    volume.coolingDays === 0 ? "none" : `${volume.coolingDays} days`,
  ]);
  const head = ["TIER", "SCORE", "ZONE", "PPVs", "BUMPS", "GAP", "A DAY", "COOLING"];
  const widths = head.map((label, column) =>
    Math.max(...[head, ...rows].map((row) => (row[column] ?? label).length)),
  );
  const lines = [head, ...rows].map((row) =>
    row
      .map((cell, column) => pad(cell, widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [...lines, "", `a week, at tolerance ${cases[0]?.tolerance ?? DEFAULT_TOLERANCE}`].join("\n");
}
