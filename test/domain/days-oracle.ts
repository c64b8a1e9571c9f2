import Fraction from "fraction.js";
import { weekdayOf } from "../../src/domain/calendar.js";
import type { DaysRequest } from "../../src/domain/days.js";

/** §4 once more, word by word in rationals, without regard to speed: PPVs and bumps per day, or null. */
export function daysByTheBook(request: DaysRequest): { ppv: number[]; bump: number[] } | null {
  const { dates, coolingDays, caps } = request;
  const days = dates.map((_, day) => day);
  const cooling = (day: number): boolean => day < coolingDays;
  const power = (k: number): Fraction =>
    Array.from({ length: k }).reduce<Fraction>((value) => value.mul("1.1"), new Fraction(1));
  const ppvWeight = days.map((day) => {
    if (cooling(day)) return new Fraction(0);
    const base = [5, 6].includes(weekdayOf(dates[day] ?? "")) ? new Fraction("1.1") : new Fraction(1);
    return coolingDays > 0 ? base.mul(power(day - coolingDays)) : base;
  });
  const bumpWeight = days.map((day) => new Fraction(cooling(day) ? "1.5" : "1"));
  const count = { ppv: days.map(() => 0), bump: days.map(() => 0) };
  const on = (day: number): number => (count.ppv[day] ?? 0) + (count.bump[day] ?? 0);
  const around = (day: number): number => [day - 1, day, day + 1].reduce((sum, one) => sum + on(one), 0);
  type Type = "ppv" | "bump";
  const quotas = (total: number, weights: Fraction[]): Fraction[] | null => {
    const sum = weights.reduce((all, weight) => all.add(weight), new Fraction(0));
    if (sum.equals(0)) return total === 0 ? weights : null;
    return weights.map((weight) => weight.mul(total).div(sum));
  };
  const quota = { ppv: quotas(request.ppv, ppvWeight), bump: quotas(request.bump, bumpWeight) };
  if (quota.ppv === null || quota.bump === null) return null;
  const rest = (type: Type, day: number): Fraction =>
    (quota[type]?.[day] ?? new Fraction(0)).sub(count[type][day] ?? 0);
  /** The days in the order in which they would be given a message of a type. */
  const inOrder = (type: Type, among: number[]): number[] =>
    [...among].sort(
      (a, b) =>
        rest(type, b).compare(rest(type, a)) ||
        (type === "ppv" ? around(a) - around(b) || on(a) - on(b) : on(a) - on(b) || around(a) - around(b)) ||
        b - a,
    );
  for (const type of ["ppv", "bump"] as const) {
    days.forEach((day) => {
      count[type][day] = Number(quota[type]?.[day]?.floor().valueOf());
    });
    let waiting = [...days];
    let left = request[type] - count[type].reduce((sum, one) => sum + one, 0);
    while (left-- > 0) {
      const day = inOrder(type, waiting)[0] ?? 0;
      waiting = waiting.filter((other) => other !== day);
      count[type][day] = (count[type][day] ?? 0) + 1;
    }
  }
  // What stands already cannot move, and takes its place in the cap; of a day that is over nothing is counted.
  const fresh = (type: Type, day: number): number =>
    Math.max(0, (count[type][day] ?? 0) - (request.carried?.[day]?.[type] ?? 0));
  const placed = (day: number): number =>
    (["ppv", "bump"] as const).reduce(
      (sum, type) => sum + (request.carried?.[day]?.[type] ?? 0) + fresh(type, day),
      0,
    );
  const isOver = (day: number): boolean => caps[day] === Number.POSITIVE_INFINITY;
  for (;;) {
    const full = days.find(
      (day) => placed(day) > (caps[day] ?? 0) && fresh("ppv", day) + fresh("bump", day) > 0,
    );
    if (full === undefined) return count;
    const type: Type = fresh("bump", full) > 0 ? "bump" : "ppv";
    count[type][full] = (count[type][full] ?? 0) - 1;
    const free = days.filter(
      (day) => !isOver(day) && placed(day) < (caps[day] ?? 0) && !(type === "ppv" && cooling(day)),
    );
    const day = inOrder(type, free)[0];
    if (day === undefined) return null;
    count[type][day] = (count[type][day] ?? 0) + 1;
  }
}
