import { judged } from "./effects.js";
import {
  cents,
  groupBy,
  isPpv,
  known,
  mean,
  median,
  type Past,
  sampleVariance,
  sum,
  within,
} from "./past.js";

const dollars = (list: readonly Past[]): number => sum(known(list.map((each) => each.row.earnings)));
const centsOf = (list: readonly Past[]): bigint =>
  known(list.map((each) => each.row.earnings)).reduce((total, each) => total + cents(each), 0n);

export function accountOf(
  past: readonly Past[],
  now: number,
): { tier: string; revenue: number; audience: number | null } {
  const month = past.filter((each) => each.settled && within(now, 30)(each));
  const earned = centsOf(month);
  const limits: [bigint, string][] = [
    [500_000n, "MICRO"],
    [2_500_000n, "SMALL"],
    [10_000_000n, "MEDIUM"],
    [50_000_000n, "LARGE"],
  ];
  return {
    tier: limits.find(([below]) => earned < below)?.[1] ?? "MEGA",
    revenue: dollars(month),
    audience: mean(known(month.filter(isPpv).map((each) => each.row.sent_count))),
  };
}

export function segmentOf(
  past: readonly Past[],
  now: number,
): { label: string; perPurchase: number | null; size: number; rpr: number | null; conv: number | null } {
  const ppvs = past.filter((each) => isPpv(each) && each.settled && within(now, 90)(each));
  const told = ppvs.filter(({ row }) => row.purchased_count !== null && row.earnings !== null);
  const purchases = sum(known(told.map((each) => each.row.purchased_count)));
  const earned = centsOf(told);
  const below = (limit: number): boolean => earned < BigInt(limit * 100) * BigInt(purchases);
  const label =
    ppvs.length < 20 || purchases === 0
      ? "EXPLORATORY"
      : below(10)
        ? "BUDGET"
        : below(20)
          ? "STANDARD"
          : below(35)
            ? "PREMIUM"
            : "LUXURY";
  return {
    label,
    perPurchase: purchases === 0 ? null : dollars(told) / purchases,
    size: ppvs.length,
    rpr: mean(known(ppvs.map((each) => each.rpr))),
    conv: mean(known(ppvs.map((each) => each.unlock))),
  };
}

export interface CategoryTrend {
  readonly category: string;
  readonly tier: string | null;
  readonly count: number;
  readonly rpr: number;
  readonly pct: number | null;
  readonly direction: string | null;
}

/** A category and price tier: mean RPR over 90 days, the last 30 days against the 30 before. */
export function categoriesOf(past: readonly Past[], now: number): CategoryTrend[] {
  const rpr = (list: readonly Past[]): number | null => mean(known(list.map((each) => each.rpr)));
  return [
    ...groupBy(judged(past, now), (each) => JSON.stringify([each.category ?? "Unmatched", each.tier])),
  ].map(([key, list]) => {
    const [category, tier] = JSON.parse(key) as [string, string | null];
    const recent = rpr(list.filter(within(now, 30)));
    const before = rpr(list.filter((each) => within(now, 60)(each) && !within(now, 30)(each)));
    const pct = recent === null || before === null || before === 0 ? null : (recent / before - 1) * 100;
    const direction =
      pct === null ? null : pct > 10 + 1e-9 ? "RISING" : pct < -10 - 1e-9 ? "FALLING" : "STABLE";
    return { category, tier, count: list.length, rpr: rpr(list) ?? 0, pct, direction };
  });
}

/** The price tier in which a category brings most a recipient; of equal ones the more used, then by name. */
export function bestTier(all: readonly CategoryTrend[], category: string): string | null {
  const rounded = ({ rpr }: CategoryTrend): number => Math.round(rpr * 1e9);
  const known = all.flatMap((each) =>
    each.category === category && each.tier !== null ? [{ ...each, tier: each.tier }] : [],
  );
  known.sort((a, b) => rounded(b) - rounded(a) || b.count - a.count || (a.tier < b.tier ? -1 : 1));
  return known[0]?.tier ?? null;
}

export interface TierFacts {
  readonly count: number;
  readonly rpr: number | null;
  readonly sd: number | null;
  readonly usualPrice: number | null;
}

/** What 90 days of PPVs say about a price tier; "All" is every PPV. */
export function tierFacts(past: readonly Past[], now: number, tier: string): TierFacts {
  const ppvs = past.filter(
    (each) => isPpv(each) && each.settled && within(now, 90)(each) && (tier === "All" || each.tier === tier),
  );
  const rprs = known(ppvs.map((each) => each.rpr));
  const variance = sampleVariance(rprs);
  return {
    count: ppvs.length,
    rpr: mean(rprs),
    sd: variance === null ? null : Math.sqrt(variance),
    usualPrice: median(known(ppvs.map((each) => each.row.price))),
  };
}

/** A: median recipients of the PPVs of 30 days, else of 90. */
export function audienceOf(past: readonly Past[], now: number): number | null {
  const sent = (days: number): number | null =>
    median(
      known(
        past
          .filter((each) => isPpv(each) && each.settled && within(now, days)(each))
          .map((each) => each.row.sent_count),
      ),
    );
  return sent(30) ?? sent(90);
}
