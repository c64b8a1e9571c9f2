import { groupBy, isPpv, known, mean, type Past, sampleVariance, sum, within } from "./past.js";

export interface Effect {
  readonly family: string;
  readonly member: number;
  readonly count: number;
  readonly value: number;
  readonly reliability: number;
  readonly t: number | null;
}

/** PPVs by which hours, weekdays, words and categories are judged. */
export const judged = (past: readonly Past[], now: number): Past[] =>
  past.filter((each) => isPpv(each) && each.settled && each.rpr !== null && within(now, 90)(each));

/** RPR over the page's mean for its price tier. */
function relative(ppvs: readonly Past[]): { past: Past; y: number }[] {
  const usual = new Map(
    [...groupBy(ppvs, (each) => String(each.tier))].map(([tier, list]) => [
      tier,
      mean(known(list.map((each) => each.rpr))),
    ]),
  );
  return ppvs.map((past) => {
    const tier = usual.get(String(past.tier)) ?? 0;
    return { past, y: tier === 0 ? 1 : (past.rpr ?? 0) / tier };
  });
}

const FAMILIES = [
  { name: "Weekday", holds: (past: Past) => past.dayType === "Weekday", member: (past: Past) => past.hour },
  { name: "Weekend", holds: (past: Past) => past.dayType === "Weekend", member: (past: Past) => past.hour },
  { name: "Week", holds: () => true, member: (past: Past) => past.weekday },
];

/** Hours and weekdays of one page: one value per date and hour (per date), an F test, shrinkage. */
export function effectsOf(past: readonly Past[], now: number): Effect[] {
  const all = relative(judged(past, now));
  return FAMILIES.flatMap(({ name, holds, member }) => {
    const cells = groupBy(
      all.filter((each) => holds(each.past)),
      (each) => `${member(each.past)}|${each.past.date}`,
    );
    const values = [...cells].map(([key, list]) => ({
      member: Number(key.split("|")[0]),
      y: sum(list.map((each) => each.y)) / list.length,
    }));
    const groups = [...groupBy(values, (each) => String(each.member))].map(([key, list]) => ({
      member: Number(key),
      ys: list.map((each) => each.y),
    }));
    const every = values.map((each) => each.y);
    const m = mean(every) ?? 0;
    const c = reliability(groups.map((group) => group.ys));
    return groups.map(({ member: one, ys }) => ({
      family: name,
      member: one,
      count: ys.length,
      value: m + c * ((mean(ys) ?? 0) - m) * (ys.length / (ys.length + 5)),
      reliability: c,
      t: welch(
        ys,
        groups.filter((group) => group.member !== one).flatMap((group) => group.ys),
      ),
    }));
  });
}

/** What is smaller than this differs by rounding only. */
const ROUNDING = 1e-11;

function reliability(groups: readonly (readonly number[])[]): number {
  const all = groups.flat();
  const k = groups.length;
  const m = mean(all) ?? 0;
  if (k < 2 || all.length <= k) return 0;
  const means = groups.map((group) => mean(group) ?? 0);
  const inside = groups.flatMap((group, index) => group.map((y) => y - (means[index] ?? 0)));
  if (inside.every((residual) => Math.abs(residual) < ROUNDING))
    return means.some((one) => Math.abs(one - m) >= ROUNDING) ? 1 : 0;
  const between = sum(groups.map((group, index) => group.length * ((means[index] ?? 0) - m) ** 2)) / (k - 1);
  const within = sum(inside.map((residual) => residual ** 2)) / (all.length - k);
  const f = between / within;
  return f <= 1 ? 0 : 1 - 1 / f;
}

function welch(a: readonly number[], b: readonly number[]): number | null {
  const va = sampleVariance(a);
  const vb = sampleVariance(b);
  if (va === null || vb === null) return null;
  const se = Math.sqrt(va / a.length + vb / b.length);
  return se < 1e-9 ? null : ((mean(a) ?? 0) - (mean(b) ?? 0)) / se;
}
