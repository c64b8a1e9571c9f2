import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  dateOf,
  HOUR,
  type Instant,
  instantOf,
  isoUtc,
  localTimestamp,
  MINUTE,
  startOfDate,
  weekDates,
} from "../../src/domain/calendar.js";
import { PRICE_TIERS, URGENT_LIMITS } from "../../src/domain/caption.js";
import { mixBeside, type Replaced, replacedAt, toCome } from "../../src/domain/carried.js";
import { countsPerDay } from "../../src/domain/days.js";
import { explain } from "../../src/domain/explain.js";
import { mixCount } from "../../src/domain/message.js";
import type { Overrides } from "../../src/domain/overrides.js";
import { priceMix } from "../../src/domain/price-mix.js";
import {
  canonicalJson,
  parseSchedule,
  previewJson,
  type Schedule,
  type ScheduleMessage,
  toSchedule,
} from "../../src/domain/schedule.js";
import { segmentOf } from "../../src/domain/targets.js";
import { isInfeasible, type PreparedWeek, planWeek, type WeekPlan } from "../../src/domain/week.js";
import { bank, caption, overridesOf, prepared, preparedWeeks } from "./generators.js";

const WEEK = "2025-11-10";
const at = (date: string, hour: number, minute = 0): Instant => instantOf(date, hour, minute) ?? 0;
const day = (index: number): string => addDays(WEEK, index);

function planned(week: PreparedWeek, overrides: Overrides = {}): WeekPlan {
  const result = planWeek(week, overrides);
  if (isInfeasible(result)) throw result.error;
  return result;
}
const stored = (plan: WeekPlan, id = "sched_old"): Schedule =>
  parseSchedule(
    canonicalJson(
      toSchedule(plan, {
        scheduleId: id,
        createdAt: plan.prepared.now,
        createdBy: "ana",
        appVersion: "0.0.0",
        demo: false,
      }),
    ),
  );
/** The same page later, about to replace what was planned. */
const later = (week: PreparedWeek, old: Schedule, now: Instant): PreparedWeek => ({
  ...week,
  now,
  replaces: replacedAt(old, now),
});
const perDay = (plan: WeekPlan, type: "PPV" | "Bump", which: (carried: boolean) => boolean): number[] =>
  weekDates(plan.prepared.startDate).map(
    (date) =>
      plan.messages.filter(
        ({ slot, carried }) => slot.date === date && slot.type === type && which(carried !== undefined),
      ).length,
  );
const all = (): boolean => true;
const onlyNew = (carried: boolean): boolean => !carried;
const onlyCarried = (carried: boolean): boolean => carried;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
/** What the warning says is dropped: PPVs and bumps. */
function dropped({ warnings }: WeekPlan): { ppv: number; bump: number } {
  const said = warnings.find(({ code }) => code === "PAST_DAY_SHORT")?.message.split(" of days ")[0] ?? "";
  const number = (noun: string): number => Number(new RegExp(`(\\d+) ${noun}`).exec(said)?.[1] ?? 0);
  return { ppv: number("PPV"), bump: number("bump") };
}

/** A message as another plan, or another program, may have stored it. */
function message(
  type: "PPV" | "Bump",
  instant: Instant,
  over: Partial<ScheduleMessage> = {},
): ScheduleMessage {
  return {
    scheduled_send_time: localTimestamp(instant),
    message_type: type,
    caption_id: String(instant),
    caption_text: `Sent at ${instant}`,
    price_tier: type === "PPV" ? "Mid" : "Free",
    content_category: `Category of ${instant}`,
    has_urgency: false,
    performance_score: type === "PPV" ? 0.42 : 0,
    utc: isoUtc(instant),
    usual_price: type === "PPV" ? 12 : null,
    ...over,
  };
}
const replacing = (carried: readonly ScheduleMessage[]): Replaced => ({
  scheduleId: "sched_old",
  carried,
  toCome: [at(day(6), 21)],
});
/** jadebri's week on Wednesday at noon, with what is carried. */
const wednesday = (carried: readonly ScheduleMessage[], over: Partial<PreparedWeek> = {}): PreparedWeek =>
  prepared({ now: at(day(2), 12), replaces: replacing(carried), ...over });

describe("a schedule divided by the clock", () => {
  const instants = [at(day(0), 9), at(day(2), 12, 15), at(day(2), 12, 20), at(day(6), 21)];
  const old = { schedule_id: "sched_old", messages: instants.map((each) => message("PPV", each)).reverse() };

  it("carries what lies up to 15 minutes ahead, that moment included, in order", () => {
    const { carried, toCome: rest } = replacedAt(old as unknown as Schedule, at(day(2), 12));
    expect(carried.map(({ utc }) => Date.parse(utc))).toEqual(instants.slice(0, 2));
    expect(rest).toEqual(instants.slice(2));
  });

  it("has to come what lies after the clock", () => {
    expect(toCome(old as unknown as Schedule, at(day(2), 12))).toHaveLength(3);
    expect(toCome(old as unknown as Schedule, at(day(6), 21) + 1)).toHaveLength(0);
  });
});

describe("a week that takes another's place", () => {
  it("ahead of its days is the week as it would be without", () => {
    const week = prepared();
    const free = planned(week);
    const again = planned({ ...week, replaces: { scheduleId: "sched_old", carried: [], toCome: [] } });
    expect(again.messages).toEqual(free.messages);
    expect([again.targets, again.days, again.objective]).toEqual([free.targets, free.days, free.objective]);
  });

  it("keeps what was sent to the letter, and adds what its days still lack", () => {
    const week = prepared();
    const old = stored(planned(week));
    const now = at(day(2), 12);
    const plan = planned(later(week, old, now), { seed: "other" });
    const schedule = stored(plan, "sched_new");
    const sent = old.messages.filter(({ utc }) => Date.parse(utc) <= now + 15 * MINUTE);
    expect(sent.length).toBeGreaterThan(3);
    expect(schedule.messages.filter(({ carried }) => carried)).toEqual(
      sent.map((each) => ({ ...each, carried: true })),
    );
    expect(schedule).toMatchObject({
      replaces: "sched_old",
      total_ppvs: 9,
      total_bumps: 9,
      total_messages: 18,
    });
    expect(plan.days.map(({ ppv }) => ppv)).toEqual([1, 1, 1, 1, 2, 2, 1]);
    expect(plan.days.map(({ bump }) => bump)).toEqual([2, 1, 1, 1, 1, 1, 2]);
    expect(plan.targets).toMatchObject({ ppv: 9, bump: 9, mix: { budget: 2, mid: 4, premium: 3 } });
    const json = previewJson(plan, schedule);
    expect(json.targets).toMatchObject({ ppv_count: 9, bump_count: 9 });
    expect(json.days.map(({ ppv, bump }) => ppv + bump)).toEqual(
      plan.days.map(({ ppv, bump }) => ppv + bump),
    );
    expect(plan.warnings.map(({ code }) => code)).not.toContain("PAST_DAY_SHORT");
  });

  it("drops what days that are over lack, says which, and moves nothing from them", () => {
    // Monday had its PPV and one bump of two; Tuesday nothing of 1 and 1; Wednesday noon is the clock.
    const carried = [message("Bump", at(day(0), 9, 5)), message("PPV", at(day(0), 20, 5))];
    const plan = planned(wednesday(carried));
    expect(plan.days.map(({ ppv, bump }) => [ppv, bump])).toEqual([
      [1, 1],
      [0, 0],
      [1, 1],
      [1, 1],
      [2, 1],
      [2, 1],
      [1, 2],
    ]);
    expect(plan.targets).toMatchObject({ ppv: 8, bump: 7 });
    expect(plan.warnings).toContainEqual({
      code: "PAST_DAY_SHORT",
      message:
        "1 PPV and 2 bumps of days that are over are dropped: Mon Nov 10 1 bump, Tue Nov 11 1 PPV and 1 bump",
    });
  });

  it("lets stand what is more than the day's count: the targets grow with it", () => {
    const carried = [9, 12, 15, 18].map((hour) => message("PPV", at(day(0), hour, 5)));
    const plan = planned(wednesday(carried));
    expect(plan.days[0]).toMatchObject({ ppv: 4, bump: 0 });
    // 4 instead of 1 on Monday, none on Tuesday.
    expect(plan.targets.ppv).toBe(9 + 3 - 1);
    expect(plan.targets.mix).toEqual(priceMix("STANDARD", 11));
    expect(plan.warnings.map(({ code }) => code)).toContain("ABOVE_ZONE");
  });

  it("gives a price tier its share of all less what stands, an excess from the tier with most new ones", () => {
    // Four Budget stand where 2 of 11 are due: 0/5/3 would be 8, but 7 are new; Mid gives.
    const carried = [9, 12, 15, 18].map((hour) =>
      message("PPV", at(day(0), hour, 5), { price_tier: "Budget" }),
    );
    const plan = planned(wednesday(carried));
    const fresh = PRICE_TIERS.map(
      (tier) => plan.messages.filter((each) => each.carried === undefined && each.askedTier === tier).length,
    );
    expect(priceMix("STANDARD", 11)).toEqual({ budget: 3, mid: 5, premium: 3 });
    expect(fresh).toEqual([0, 4, 3]);
  });

  it("takes an excess from the cheaper of price tiers with equally many new ones", () => {
    const nine = { budget: 3, mid: 3, premium: 3 };
    expect(mixBeside(nine, [], 8)).toEqual({ budget: 2, mid: 3, premium: 3 });
    expect(mixBeside(nine, [], 7)).toEqual({ budget: 2, mid: 2, premium: 3 });
    expect(mixBeside(nine, [message("PPV", at(day(0), 9, 5), { price_tier: "Budget" })], 7)).toEqual({
      budget: 2,
      mid: 2,
      premium: 3,
    });
  });

  it("takes a price mix that adds up to what stands, and refuses another by that number", () => {
    const carried = [message("PPV", at(day(0), 20, 5))];
    const mix = { budget: 3, mid: 3, premium: 2 };
    expect(planned(wednesday(carried), { priceMix: mix }).targets).toMatchObject({ ppv: 8, mix });
    const refused = planWeek(wednesday(carried), { priceMix: { ...mix, budget: 4 } });
    expect(refused).toMatchObject({ infeasible: true, rule: "price mix" });
    expect(isInfeasible(refused) && refused.error.message).toContain("8 PPVs");
  });

  it("keeps new messages the gap away from carried ones, whose own gaps nobody asks about", () => {
    const carried = [at(day(2), 11, 5), at(day(2), 11, 10), at(day(2), 12, 10)].map((each) =>
      message("Bump", each),
    );
    const plan = planned(wednesday(carried));
    const [first] = plan.messages.filter((each) => each.carried === undefined);
    expect(first?.slot.date).toBe(day(2));
    expect((first?.slot.instant ?? 0) - at(day(2), 12, 10)).toBeGreaterThanOrEqual(150 * MINUTE);
    const without = planned(wednesday([]));
    expect(plan.notBefore).toBe(without.notBefore);
  });

  it("counts carried messages in a day's cap as they stand: what finds no room moves on", () => {
    // At 22:45 there is no slot left on Wednesday: its PPV and bump go to later days.
    const plan = planned(prepared({ now: at(day(2), 22, 45), replaces: replacing([]) }));
    expect(plan.days[2]).toMatchObject({ ppv: 0, bump: 0 });
    expect(dropped(plan)).toEqual({ ppv: 2, bump: 3 });
    expect([plan.targets.ppv, plan.targets.bump]).toEqual([7, 6]);
  });

  it("uses no carried caption again, by id or by key, and counts the urgent ones", () => {
    const captions = bank({
      seed: 3,
      sizes: { Budget: 30, Mid: 30, Premium: 30, Free: 40 },
      categories: 8,
      urgentShare: 0.8,
      twinShare: 0,
    });
    const [first, second] = captions.Mid;
    if (first === undefined || second === undefined) throw new Error("no captions");
    const carried = [
      message("PPV", at(day(0), 20, 5), { caption_id: first.captionId, caption_text: "changed since" }),
      message("PPV", at(day(1), 20, 5), {
        caption_text: ` ${second.text.toUpperCase()} `,
        has_urgency: true,
      }),
      message("PPV", at(day(1), 9, 5), { has_urgency: true }),
    ];
    const plan = planned(wednesday(carried, { captions }));
    const fresh = plan.messages.filter((each) => each.carried === undefined);
    const used = fresh.map((each) => each.caption.captionId);
    expect(used).not.toContain(first.captionId);
    expect(used).not.toContain(second.captionId);
    // Both urgent captions of Mid that a week may have are out already.
    expect(fresh.filter(({ caption: each }) => each.priceTier === "Mid" && each.urgent)).toEqual([]);
  });

  it("keeps new captions apart from what was sent just before, and a category from a fourth time that day", () => {
    const now = at(day(2), 12);
    const carried = [at(day(2), 7, 5), at(day(2), 9, 20), at(day(2), 11, 50)].map((each) =>
      message("Bump", each, { content_category: "Tease", has_urgency: false }),
    );
    const of = (tier: "Budget" | "Mid" | "Premium" | "Free", count: number) =>
      Array.from({ length: count }, (_, index) =>
        caption({
          captionId: `${tier.length}${index}`,
          text: `${tier} ${index}`,
          priceTier: tier,
          category: ["Tease", "Sport", "Travel", "Cooking", "Music"][index % 5] ?? "",
          rank: index + 1,
        }),
      );
    const captions = {
      Budget: of("Budget", 20),
      Mid: of("Mid", 20),
      Premium: of("Premium", 20),
      Free: of("Free", 40),
    };
    const plan = planned(prepared({ now, captions, replaces: replacing(carried) }), { bumpCount: 9 });
    const today = plan.messages.filter((each) => each.carried === undefined && each.slot.date === day(2));
    expect(today.length).toBeGreaterThan(0);
    expect(today.map((each) => each.caption.category)).not.toContain("Tease");
    // That the carried ones repeat each other is not this plan's doing.
    expect(plan.warnings.map(({ code }) => code)).not.toContain("CATEGORY_REPEAT");
  });

  it("names the count that works where captions or times do not suffice", () => {
    const captions = bank({
      seed: 5,
      sizes: { Budget: 2, Mid: 2, Premium: 1, Free: 30 },
      categories: 9,
      urgentShare: 0,
      twinShare: 0,
    });
    const carried = [message("PPV", at(day(0), 20, 5))];
    for (const [week, overrides] of [
      [wednesday(carried, { captions }), {}],
      [wednesday(carried), { ppvCount: 60 }],
      [wednesday(carried), { bumpCount: 10_000_000 }],
    ] as const) {
      const refused = planWeek(week, overrides);
      if (!isInfeasible(refused)) throw new Error("not refused");
      expect(refused.nearest).not.toBeNull();
      const { ppv = 0, bump = 0 } = refused.nearest ?? {};
      expect(isInfeasible(planWeek(week, { ...overrides, ppvCount: ppv, bumpCount: bump }))).toBe(false);
    }
  });

  it("that would leave nothing to send is refused", () => {
    const refused = planWeek(wednesday([]), { ppvCount: 0, bumpCount: 1, zone: "RED" });
    // The one bump of RED belongs to Tuesday, which is over.
    expect(refused).toMatchObject({ infeasible: true, rule: "clock" });
  });

  it("explains a carried message by what it is", () => {
    const plan = planned(wednesday([message("PPV", at(day(0), 20, 5))]));
    const { sentences } = explain(plan, 0, []);
    expect(sentences).toHaveLength(1);
    expect(sentences[0]?.text).toContain("unchanged from sched_old");
  });
});

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
  }, 120_000);
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
