import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { URGENT_LIMITS } from "../../src/domain/caption.js";
import type { ErosError } from "../../src/domain/errors.js";
import { isInfeasible, planWeek, type WeekPlan } from "../../src/domain/week.js";
import { unwrap } from "../../src/pipeline/plan.js";
import { replaceTaken } from "../../src/pipeline/replace.js";
import { bank, prepared, preparedWeeks } from "../domain/generators.js";

const ppvsOf = (plan: WeekPlan) => plan.messages.filter(({ slot }) => slot.type === "PPV");
const taking = (plan: WeekPlan, which: (index: number) => boolean) =>
  ppvsOf(plan)
    .filter((_, index) => which(index))
    .map(({ caption }) => ({ captionId: caption.captionId }));

describe("replacing taken captions", () => {
  it("changes nothing else, uses no caption twice, keeps price tiers asked for and the limits of urgency", () => {
    let replaced = 0;
    fc.assert(
      fc.property(preparedWeeks, fc.integer({ min: 1, max: 2 ** 20 }), (week, bits) => {
        const plan = planWeek(week, {});
        if (isInfeasible(plan)) return;
        const taken = taking(plan, (index) => ((bits >> (index % 20)) & 1) === 1);
        const gone = new Set(taken.map(({ captionId }) => captionId));
        let repaired: WeekPlan;
        try {
          repaired = replaceTaken(week, plan, taken);
        } catch (error) {
          expect(error).toMatchObject({ kind: "nothingToPlan" } satisfies Partial<ErosError>);
          return;
        }
        replaced += taken.length;
        expect(repaired.messages).toHaveLength(plan.messages.length);
        repaired.messages.forEach((message, index) => {
          const before = plan.messages[index];
          expect(message.slot).toBe(before?.slot);
          expect(message.askedTier).toBe(before?.askedTier);
          expect(gone.has(message.caption.captionId)).toBe(false);
          if (!gone.has(before?.caption.captionId ?? "")) expect(message).toBe(before);
        });
        const keys = repaired.messages.map(({ caption }) => caption.captionKey);
        expect(new Set(keys).size).toBe(keys.length);
        for (const tier of ["Budget", "Mid", "Premium"] as const) {
          const urgent = ppvsOf(repaired).filter(
            ({ caption }) => caption.urgent && caption.priceTier === tier,
          );
          expect(urgent.length).toBeLessThanOrEqual(URGENT_LIMITS[tier]);
        }
        expect(repaired.objective).toBe(plan.objective);
      }),
      { numRuns: 60 },
    );
    // The property must have had something to say.
    expect(replaced).toBeGreaterThan(30);
  });

  it("gives the new ones their own price and expectation, and the week its sum", () => {
    const week = prepared();
    const plan = unwrap(planWeek(week, {}));
    const repaired = replaceTaken(
      week,
      plan,
      taking(plan, (index) => index < 3),
    );
    const sum = repaired.messages.reduce((total, { expected }) => total + (expected?.mean ?? 0), 0);
    expect(repaired.expected?.mean).toBeCloseTo(sum, 6);
    for (const { caption, usualPrice } of ppvsOf(repaired))
      expect(usualPrice).toBe(
        caption.priceTier === "Free" ? null : week.statistics.byTier[caption.priceTier].usualPrice,
      );
  });

  it("leaves the plan as it is where nothing of it was taken", () => {
    const week = prepared();
    const plan = unwrap(planWeek(week, {}));
    expect(replaceTaken(week, plan, []).messages).toEqual(plan.messages);
  });

  it("never brings back what the operator left out", () => {
    const week = prepared();
    const first = unwrap(planWeek(week, {}));
    const next = replaceTaken(
      week,
      first,
      taking(first, () => true),
    );
    const excluded = ppvsOf(next).map(({ caption }) => caption.captionId);
    const plan = unwrap(planWeek(week, { exclude: excluded }));
    const repaired = replaceTaken(
      week,
      plan,
      taking(plan, () => true),
    );
    for (const { caption } of repaired.messages) expect(excluded).not.toContain(caption.captionId);
    expect(repaired.overrides.exclude).toEqual([
      ...excluded,
      ...taking(plan, () => true).map(({ captionId }) => captionId),
    ]);
  });

  it("says how many are missing where too few are left", () => {
    const captions = bank({
      seed: 3,
      sizes: { Budget: 3, Mid: 4, Premium: 3, Free: 40 },
      categories: 5,
      urgentShare: 0,
      twinShare: 0,
    });
    const week = prepared({ captions });
    const plan = unwrap(planWeek(week, {}));
    const taken = taking(plan, (index) => index < 4);
    expect(() => replaceTaken(week, plan, taken)).toThrow(/no replacements for the 4 taken captions/);
  });

  it("keeps neighbours apart as long as a caption of the same price does", () => {
    const week = prepared();
    const plan = unwrap(planWeek(week, {}));
    const clashes = ({ messages }: WeekPlan): number =>
      messages.filter(({ caption }, at) => {
        const before = messages[at - 1]?.caption;
        return before?.category === caption.category || (before?.urgent === true && caption.urgent);
      }).length;
    expect(clashes(plan)).toBe(0);
    const taken = ppvsOf(plan).map((_, index) =>
      taking(plan, (each) => each === index || each === index + 1),
    );
    for (const each of taken) {
      const repaired = replaceTaken(week, plan, each);
      expect(clashes(repaired)).toBe(0);
      expect(repaired.warnings.map(({ code }) => code)).not.toContain("CATEGORY_REPEAT");
    }
  });

  it("says so where they cannot be kept apart", () => {
    const sizes = { Budget: 30, Mid: 30, Premium: 30, Free: 40 };
    const week = prepared({
      captions: bank({ seed: 5, sizes, categories: 1, urgentShare: 0, twinShare: 0 }),
    });
    const plan = unwrap(planWeek(week, {}));
    const repaired = replaceTaken(
      week,
      plan,
      taking(plan, (index) => index === 0),
    );
    expect(repaired.warnings.filter(({ code }) => code === "CATEGORY_REPEAT")).toHaveLength(1);
  });
});
