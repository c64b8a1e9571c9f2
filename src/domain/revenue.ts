import type { RankedCaption } from "./caption.js";
import { type HourValues, tenthsAt } from "./hours.js";
import type { Expected, PlannedMessage } from "./message.js";
import type { SendStatistics } from "./prepared-week.js";

/** What a page's past says about the PPVs of a week (§6, "Expected revenue"). */
export interface Revenue {
  /** False without a PPV in 90 days whose earnings are known: nothing is expected, and captions go into slots by rank. */
  readonly known: boolean;
  /** Dollars a recipient that a caption is expected to earn; null while nothing is known. */
  expectedRpr(caption: RankedCaption): number | null;
  /** Dollars that a PPV with this caption earns at an hour of this value (tenths); null while nothing is known. */
  expected(caption: RankedCaption, valueTenths: number): Expected | null;
  /** Median price of the page's PPVs of the caption's price tier; null where there are none, and for bumps. */
  usualPrice(caption: RankedCaption): number | null;
}

/** Half the width of an 80 % interval in standard deviations. */
const INTERVAL = 1.2816;
/** The price tier's mean counts as much as this many sends to the whole audience. */
const PRIOR_SENDS = 5;

export function revenue(statistics: SendStatistics, values: HourValues): Revenue {
  const { audience, all } = statistics;
  const tierOf = ({ priceTier }: RankedCaption) =>
    priceTier === "Free" ? null : statistics.byTier[priceTier];
  const meanValue = meanHourValue(statistics, values);

  const tierRpr = (caption: RankedCaption): number => tierOf(caption)?.rpr ?? all.rpr ?? 0;
  const tierSd = (caption: RankedCaption): number => tierOf(caption)?.sd ?? all.sd ?? tierRpr(caption);
  const expectedRpr = (caption: RankedCaption): number | null => {
    if (audience === null || all.rpr === null) return null;
    const prior = PRIOR_SENDS * audience;
    const recipients = caption.sent + prior;
    return recipients > 0 ? (caption.earnings + prior * tierRpr(caption)) / recipients : tierRpr(caption);
  };

  return {
    known: audience !== null && all.rpr !== null,
    expectedRpr,
    expected(caption, valueTenths) {
      const rpr = expectedRpr(caption);
      if (audience === null || rpr === null) return null;
      const hour = meanValue === 0 ? 1 : valueTenths / 10 / meanValue;
      return around(audience * rpr * hour, INTERVAL * audience * tierSd(caption) * hour);
    },
    usualPrice: (caption) => tierOf(caption)?.usualPrice ?? null,
  };
}

/** What the PPVs of a week bring together: means add up, and so do variances. Null while nothing is known. */
export function weekRevenue(messages: readonly PlannedMessage[], known: boolean): Expected | null {
  if (!known) return null;
  const each = messages.flatMap(({ expected }) => (expected === null ? [] : [expected]));
  const mean = each.reduce((sum, { mean }) => sum + mean, 0);
  // The upper half of each interval is whole; the lower one may have been cut at 0.
  const variance = each.reduce((sum, { mean, high }) => sum + (high - mean) ** 2, 0);
  return around(mean, Math.sqrt(variance));
}

const around = (mean: number, half: number): Expected => ({
  mean,
  low: Math.max(0, mean - half),
  high: mean + half,
});

/** The value of the hours in which the page has sent so far: Σ share of past PPVs × value, 0 to 1. */
function meanHourValue({ sendsByHour }: SendStatistics, values: HourValues): number {
  let sends = 0;
  let tenths = 0;
  for (const [counts, weekend] of [
    [sendsByHour.weekday, false],
    [sendsByHour.weekend, true],
  ] as const)
    counts.forEach((count, hour) => {
      sends += count;
      tenths += count * tenthsAt(values, weekend, hour);
    });
  return sends === 0 ? 0 : tenths / sends / 10;
}
