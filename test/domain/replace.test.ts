import { describe, expect, it } from "vitest";
import { MINUTE } from "../../src/domain/calendar.js";
import { PRICE_TIERS } from "../../src/domain/caption.js";
import { mixBeside, replacedAt, toCome } from "../../src/domain/carried.js";
import { explain } from "../../src/domain/explain.js";
import { priceMix } from "../../src/domain/price-mix.js";
import { previewJson, type Schedule } from "../../src/domain/schedule.js";
import { isInfeasible, planWeek } from "../../src/domain/week.js";
import { bank, caption, prepared } from "./generators.js";
import { at, day, dropped, later, message, planned, replacing, stored, wednesday } from "./replacing.js";

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

  it("answers counts beyond any week at once, though days that are over have no cap", () => {
    const sent = [message("PPV", at(day(0), 9))];
    for (const count of [Number.MAX_SAFE_INTEGER, 100_000]) {
      const refused = planWeek(wednesday(sent), { ppvCount: count });
      expect(refused).toMatchObject({ infeasible: true, rule: "gap" });
      const nearest = isInfeasible(refused) ? refused.nearest : null;
      expect(nearest?.bump).toBe(9);
      planned(wednesday(sent), { ppvCount: nearest?.ppv ?? 0 });
    }
  });

  it("takes a price mix that adds up to what stands, and refuses another by that number", () => {
    const carried = [message("PPV", at(day(0), 20, 5))];
    const mix = { budget: 3, mid: 3, premium: 2 };
    expect(planned(wednesday(carried), { priceMix: mix }).targets).toMatchObject({ ppv: 8, mix });
    const refused = planWeek(wednesday(carried), { priceMix: { ...mix, budget: 4 } });
    expect(refused).toMatchObject({ infeasible: true, rule: "price mix" });
    expect(isInfeasible(refused) && refused.error.message).toContain("8 PPVs");
    // 9 PPVs are what is asked for already: only the mix can be mended.
    expect(isInfeasible(refused) && refused.error.remedy).toBe("give Budget/Mid/Premium that add up to 8");
  });

  it("names counts that fit where a price mix stands in the way of what is left of the week", () => {
    const carried = [message("PPV", at(day(0), 20, 5))];
    const asked = { ppvCount: 9, bumpCount: 90, priceMix: { budget: 4, mid: 3, premium: 2 } };
    const refused = planWeek(wednesday(carried), asked);
    const nearest = isInfeasible(refused) ? refused.nearest : null;
    expect(nearest).not.toBeNull();
    planned(wednesday(carried), { ppvCount: nearest?.ppv ?? 0, bumpCount: nearest?.bump ?? 0 });
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

  it("counts carried messages in a day's cap as they stand, beside what still has room", () => {
    // At 20:30 Wednesday has one slot left, from 20:45 on: it is the PPV's, for the bump stands already.
    const carried = [message("Bump", at(day(2), 8, 40))];
    const plan = planned(prepared({ now: at(day(2), 20, 30), replaces: replacing(carried) }));
    expect(plan.days[2]).toMatchObject({ ppv: 1, bump: 1 });
    expect(plan.messages.filter(({ slot }) => slot.date === day(2))).toHaveLength(2);
  });

  it("moves on what finds no room", () => {
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
