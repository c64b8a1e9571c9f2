import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dateOf, HOUR, MINUTE, startOfDate, weekDates } from "../../src/domain/calendar.js";
import { PRICE_TIERS, URGENT_LIMITS } from "../../src/domain/caption.js";
import { toCome } from "../../src/domain/carried.js";
import { countsPerDay } from "../../src/domain/days.js";
import { mixCount } from "../../src/domain/message.js";
import type { Overrides } from "../../src/domain/overrides.js";
import { priceMix } from "../../src/domain/price-mix.js";
import type { Schedule } from "../../src/domain/schedule.js";
import { segmentOf } from "../../src/domain/targets.js";
import { isInfeasible, planWeek, type WeekPlan } from "../../src/domain/week.js";
import { overridesOf, preparedWeeks } from "./generators.js";
import { all, dropped, later, onlyCarried, onlyNew, perDay, stored, sum } from "./replacing.js";

describe("any week, replaced at any moment", () => {
  const replacement = fc.record({
    week: preparedWeeks,
    first: overridesOf,
    second: overridesOf,
    minutes: fc.integer({ min: 0, max: 7 * 24 * 60 - 1 }),
    seed: fc.integer({ min: 0, max: 9999 }).map(String),
  });

  it("keeps what stands, the caps, the gap and the sums", () => {
    let tried = 0;
    let short = 0;
    fc.assert(
      fc.property(replacement, ({ week, first, second, minutes, seed }) => {
        const begin = startOfDate(week.startDate);
        const before = planWeek({ ...week, now: begin - 48 * HOUR }, first);
        if (isInfeasible(before)) return;
        const old = stored(before);
        const now = begin + minutes * MINUTE;
        if (toCome(old, now).length === 0) return;
        const asked = later({ ...week, seed }, old, now);
        const plan = planWeek(asked, second);
        if (isInfeasible(plan)) {
          if (plan.nearest === null) return;
          const { ppv, bump } = plan.nearest;
          const { priceMix: _, ...rest } = second;
          expect(isInfeasible(planWeek(asked, { ...rest, ppvCount: ppv, bumpCount: bump }))).toBe(false);
          return;
        }
        tried += 1;
        short += Number(dropped(plan).ppv + dropped(plan).bump > 0);
        keepsTheRules(plan, old, second);
      }),
      { numRuns: 300 },
    );
    expect(tried).toBeGreaterThan(40);
    expect(short).toBeGreaterThan(5);
  });
});

function keepsTheRules(plan: WeekPlan, old: Schedule, overrides: Overrides): void {
  const { prepared: week, targets, messages, days } = plan;
  const { now, startDate } = week;
  const until = now + 15 * MINUTE;
  const schedule = stored(plan, "sched_new");

  // Carried: exactly what lay up to the clock plus 15 minutes, untouched.
  const sent = old.messages.filter(({ utc }) => Date.parse(utc) <= until);
  expect(schedule.messages.filter(({ carried }) => carried)).toEqual(
    sent.map((each) => ({ ...each, carried: true })),
  );
  expect(messages.slice(0, sent.length).every(({ carried }) => carried !== undefined)).toBe(true);

  // Totals, targets and days are one.
  const ppv = perDay(plan, "PPV", all);
  const bump = perDay(plan, "Bump", all);
  expect(days.map((each) => each.ppv)).toEqual(ppv);
  expect(days.map((each) => each.bump)).toEqual(bump);
  expect([sum(ppv), sum(bump)]).toEqual([targets.ppv, targets.bump]);
  expect([schedule.total_ppvs, schedule.total_bumps]).toEqual([targets.ppv, targets.bump]);
  const { budget, mid, premium } = targets.mix;
  expect(budget + mid + premium).toBe(targets.ppv);

  // What was asked is what stands, less what is dropped, more what stands beyond its day's count.
  const fresh = { ppv: perDay(plan, "PPV", onlyNew), bump: perDay(plan, "Bump", onlyNew) };
  const stands = { ppv: perDay(plan, "PPV", onlyCarried), bump: perDay(plan, "Bump", onlyCarried) };
  const asked = {
    ppv: overrides.ppvCount ?? targets.volume.ppv,
    bump: overrides.bumpCount ?? targets.volume.bump,
  };
  const over = weekDates(startDate).filter((date) => date < dateOf(now)).length;
  const lacking = dropped(plan);
  // Past days keep the counts of §4 without any cap: nothing has moved from or to them.
  const free = countsPerDay({
    dates: weekDates(startDate),
    ...asked,
    coolingDays: targets.coolingDays,
    caps: Array(7).fill(10_000),
  });
  for (const type of ["ppv", "bump"] as const) {
    const past = (free ?? [])
      .slice(0, over)
      .map((each, index) => Math.max(0, each[type] - (stands[type][index] ?? 0)));
    expect(lacking[type]).toBe(sum(past));
    expect(sum(fresh[type]) + lacking[type]).toBeLessThanOrEqual(asked[type]);
    expect(targets[type]).toBeGreaterThanOrEqual(asked[type] - lacking[type]);
    expect(targets[type] - sum(stands[type])).toBe(sum(fresh[type]));
  }

  // New ones: after the clock, never on a day that is over, within the cap, off cooling days, apart.
  const gap = targets.gapMinutes * MINUTE;
  weekDates(startDate).forEach((_, index) => {
    const added = (fresh.ppv[index] ?? 0) + (fresh.bump[index] ?? 0);
    if (index < over) expect(added).toBe(0);
    if (added > 0) expect((ppv[index] ?? 0) + (bump[index] ?? 0)).toBeLessThanOrEqual(targets.maxPerDay);
    if (index < targets.coolingDays) expect(fresh.ppv[index]).toBe(0);
  });
  const added = messages.filter(({ carried }) => carried === undefined);
  added.forEach(({ slot }, index) => {
    expect(slot.instant).toBeGreaterThanOrEqual(until);
    const before = added[index - 1]?.slot.instant ?? Number.NEGATIVE_INFINITY;
    expect(slot.instant - before).toBeGreaterThanOrEqual(gap);
    for (const { utc } of sent) expect(Math.abs(slot.instant - Date.parse(utc))).toBeGreaterThanOrEqual(gap);
    for (const { instant } of week.neighbours)
      expect(Math.abs(slot.instant - instant)).toBeGreaterThanOrEqual(gap);
  });

  // Captions: none twice, none of the carried ones again, the urgent limits over both, the mix beside what stands.
  const keys = messages.map((each) => each.caption.captionKey);
  expect(new Set(keys).size).toBe(keys.length);
  for (const tier of PRICE_TIERS) {
    const urgent = messages.filter((each) => each.caption.priceTier === tier && each.caption.urgent);
    const carried = urgent.filter((each) => each.carried !== undefined).length;
    expect(urgent.length).toBeLessThanOrEqual(Math.max(carried, URGENT_LIMITS[tier]));
    const wanted = mixCount(overrides.priceMix ?? priceMix(segmentOf(week.report), targets.ppv), tier);
    const out = sent.filter((each) => each.message_type === "PPV" && each.price_tier === tier).length;
    const given = added.filter((each) => each.askedTier === tier).length;
    expect(given).toBeLessThanOrEqual(Math.max(0, wanted - out));
  }

  // The objective is that of the new ones alone.
  const worth = added.reduce((total, { slot }, index) => {
    const before = added[index - 1]?.slot;
    const spread = before?.date === slot.date ? Math.min(360, (slot.instant - before.instant) / MINUTE) : 0;
    return total + slot.valueTenths * (slot.type === "PPV" ? 120 : 42) + spread;
  }, 0);
  expect(plan.objective).toBe(worth);
}
