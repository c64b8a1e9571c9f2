import { cents, DAY, groupBy, isPpv, mean, type Past, sampleVariance, sum, within } from "./past.js";

export interface Saturation {
  readonly score: number | null;
  readonly reason: string | null;
  readonly confidence: "none" | "some";
  readonly unlock: Part;
  readonly emv: Part;
  readonly run: number;
  readonly days: number;
  readonly frequency: number;
  readonly trend: number | null;
}
interface Part {
  readonly deviation: number | null;
  readonly se: number | null;
  readonly value: number;
}

const RECENT = 14;
const BASELINE = 60;
const clamp = (value: number): number => Math.min(1, Math.max(0, value));

/** §7 of the contract, for the messages of one page. */
export function saturationOf(past: readonly Past[], now: number): Saturation {
  const ppvs = past.filter(isPpv);
  const isRecent = within(now, RECENT);
  const inReach = within(now, RECENT + BASELINE);
  const settled = ppvs.filter((each) => each.settled && inReach(each));
  const recent = settled.filter(isRecent);
  const before = settled.filter((each) => !isRecent(each));
  const unlock = partOf(recent, before, (each) => each.unlock);
  const emv = partOf(recent, before, (each) =>
    each.unlock === null || each.row.earnings === null ? null : each.unlock * each.row.earnings,
  );
  const run = weakRun(recent, before);
  const days = Math.min(1, run / 3);
  const trend = frequencyTrend(ppvs, now);
  const frequency = clamp((trend ?? 0) / 0.5);
  const reason =
    past.length === 0
      ? "no history"
      : recent.length === 0
        ? "not enough recent data"
        : before.length === 0
          ? "history too short"
          : null;
  const score = 0.35 * unlock.value + 0.3 * emv.value + 0.2 * days + 0.15 * frequency;
  return {
    score:
      reason === null ? Math.round(score * 10_000) / 10_000 : reason === "not enough recent data" ? null : 0,
    reason,
    confidence: reason === null ? "some" : "none",
    unlock,
    emv,
    run,
    days,
    frequency,
    trend,
  };
}

function partOf(recent: readonly Past[], before: readonly Past[], x: (each: Past) => number | null): Part {
  const values = (list: readonly Past[]): { x: number; weekday: number }[] =>
    list.flatMap((each) => {
      const value = x(each);
      return value === null ? [] : [{ x: value, weekday: each.weekday }];
    });
  const now = values(recent);
  const then = values(before);
  const overall = mean(then.map((each) => each.x));
  if (overall === null || now.length === 0) return { deviation: null, se: null, value: 0 };
  const usual = (weekday: number): number => {
    const same = then.filter((each) => each.weekday === weekday).map((each) => each.x);
    return same.length < 3 ? overall : sum(same) / same.length;
  };
  const means = now.map((each) => usual(each.weekday));
  const total = sum(means);
  if (total === 0) return { deviation: null, se: null, value: 0 };
  const residuals = (list: readonly { x: number; weekday: number }[]): number[] =>
    list.map((each) => each.x - usual(each.weekday));
  const deviation = sum(residuals(now)) / total;
  const recentVariance = sampleVariance(residuals(now));
  const beforeVariance = sampleVariance(residuals(then));
  if (recentVariance === null || beforeVariance === null) return { deviation, se: null, value: 0 };
  const se = Math.sqrt(recentVariance / now.length + beforeVariance / then.length) / (total / means.length);
  const value = deviation >= 0 ? 0 : clamp((-deviation / 0.2) * Math.max(0, 1 - (se / deviation) ** 2));
  return { deviation, se, value };
}

/** Days up to the last with pooled earnings / sent below 0.8 of the baseline's, in whole cents. */
function weakRun(recent: readonly Past[], before: readonly Past[]): number {
  const pooled = (list: readonly Past[]): { earned: bigint; sent: bigint } => {
    const counted = list.filter((each) => each.rpr !== null);
    return {
      earned: counted.reduce((total, each) => total + cents(each.row.earnings ?? 0), 0n),
      sent: counted.reduce((total, each) => total + BigInt(each.row.sent_count ?? 0), 0n),
    };
  };
  const base = pooled(before);
  const days = [
    ...groupBy(
      recent.filter((each) => each.rpr !== null),
      (each) => each.date,
    ),
  ].sort(([a], [b]) => (a < b ? 1 : -1));
  const strong = days.findIndex(([, list]) => {
    const day = pooled(list);
    return base.sent === 0n || !(10n * day.earned * base.sent < 8n * base.earned * day.sent);
  });
  return strong < 0 ? days.length : strong;
}

function frequencyTrend(ppvs: readonly Past[], now: number): number | null {
  const first = Math.min(...ppvs.map((each) => each.at));
  const start = now - RECENT * DAY;
  const recent = ppvs.filter((each) => each.at > start).length;
  const before = ppvs.filter((each) => each.at <= start && each.at > start - BASELINE * DAY).length;
  if (before === 0) return null;
  const span = Math.min(BASELINE, (start - first) / DAY);
  if (span === 0) return null;
  const rate = before / span;
  return (recent / RECENT - rate) / rate;
}
