import { describe, expect, it } from "vitest";
import { explain } from "../../src/domain/explain.js";
import type { PassedOver } from "../../src/domain/prepared-week.js";
import { isInfeasible, planWeek, type WeekPlan } from "../../src/domain/week.js";
import { caption, prepared } from "./generators.js";

const plan = planWeek(prepared(), {});
if (isInfeasible(plan)) throw plan.error;
const messageAt = (index: number) => {
  const message = plan.messages[index];
  if (message === undefined) throw new Error("no message");
  return message;
};
/** The plan with another caption, or another asked tier, for one message. */
const withMessage = (index: number, changes: Partial<WeekPlan["messages"][number]>): WeekPlan => ({
  ...plan,
  messages: plan.messages.map((message, at) => (at === index ? { ...message, ...changes } : message)),
});
const sentence = (of: WeekPlan, index: number, title: string): string =>
  explain(of, index).sentences.find((one) => one.title.startsWith(title))?.text ?? "";
const firstPpv = plan.messages.findIndex(({ slot }) => slot.type === "PPV");

describe("why a message stands where it stands", () => {
  it("names the best hours with their value, and how long after the message before", () => {
    plan.messages.forEach((message, index) => {
      const { time, sentences } = explain(plan, index);
      const hour = String(message.slot.hour).padStart(2, "0");
      const minute = String(message.slot.minute).padStart(2, "0");
      expect(sentences[0]?.title).toBe(`Why ${hour}:${minute}?`);
      expect(time.value * 10).toBeCloseTo(message.slot.valueTenths, 9);
      expect(time.bestValue).toBeGreaterThanOrEqual(time.value);
      expect(time.bestHours.includes(message.slot.hour)).toBe(time.value === time.bestValue);
      const before = plan.messages[index - 1];
      expect(time.before?.minutes ?? null).toBe(
        before === undefined ? null : (message.slot.instant - before.slot.instant) / 60_000,
      );
    });
    expect(sentence(plan, 0, "Why")).toContain("the first of the week");
    expect(sentence(plan, 1, "Why")).toMatch(/(\d+ h( \d\d)?|\d+ min) after the (PPV|bump) at \d\d:\d\d/);
  });

  it("says where the usual peaks stand in for hours that the report lacks", () => {
    expect(explain(plan, firstPpv).time.source).toBe("usual peaks");
    expect(sentence(plan, firstPpv, "Why")).toMatch(
      /^hours 09, 13, 17, 19 and 20 are the best \(1\.0\) by the usual peaks; /,
    );
  });
});

describe("why it has its caption", () => {
  const told = caption({
    sends: 11,
    successes: 8,
    alpha: 6.9,
    beta: 3.1,
    wilsonLow: 0.43,
    wilsonHigh: 0.9,
    draw: 0.87,
    betterInCategory: 1,
    score: 0.7395,
    tested: true,
    rank: 3,
    priceTier: "Premium",
    lastSent: "2025-10-02",
  });

  it("tells the record, the draw and every factor of the score", () => {
    const changed = withMessage(firstPpv, { caption: told, askedTier: "Premium" });
    expect(sentence(changed, firstPpv, "Why this")).toBe(
      "8 of 11 sends at or above the median (0.69, 0.43–0.90), drawn 0.87 × 0.85 one better of its category × 1.00 overuse = 0.74",
    );
    expect(sentence(changed, firstPpv, "Its turn")).toBe(
      "tested, number 3 of the rested Premium captions, last sent here on Oct 2",
    );
    const { posterior, categoryFactor, urgencyFactor, overuseFactor, draw, score } = explain(
      changed,
      firstPpv,
    ).caption;
    expect(posterior).toBeCloseTo(0.69, 9);
    expect(draw * overuseFactor * categoryFactor * urgencyFactor).toBeCloseTo(score, 9);
  });

  it("tells urgency, overuse and what is new", () => {
    const urgent = caption({
      ...told,
      urgent: true,
      betterUrgent: 2,
      overuse: 0.2,
      betterInCategory: 0,
      sends: 0,
      tested: false,
      restGroup: "relaxed",
      lastSent: null,
    });
    const changed = withMessage(firstPpv, { caption: urgent, askedTier: "Budget" });
    expect(sentence(changed, firstPpv, "Why this")).toContain("not sent here in 180 days");
    expect(sentence(changed, firstPpv, "Why this")).toContain("× 0.81 for 2 better urgent × 0.80 overuse");
    expect(sentence(changed, firstPpv, "Its turn")).toBe(
      "untested (one pick in four tries something new), number 3 of the 10 to 20 days rested Premium captions, never sent here; stands in for Budget, of which there are too few",
    );
    expect(explain(changed, firstPpv).caption.lentTo).toBe("Budget");
  });

  it("says of many better ones what each takes off: what is left is less than two digits can say", () => {
    const crowded = withMessage(firstPpv, { caption: { ...told, betterInCategory: 66, score: 0.00002 } });
    expect(sentence(crowded, firstPpv, "Why this")).toMatch(
      /× 0\.85 for each of 66 better of its category × 1\.00 overuse = below 0\.01$/,
    );
  });

  it("gives what it may bring and its usual price, and neither for a bump", () => {
    const { expected, usualPrice } = explain(plan, firstPpv).caption;
    expect(expected).toEqual(messageAt(firstPpv).expected);
    expect(usualPrice).toBe(messageAt(firstPpv).usualPrice);
    const bump = plan.messages.findIndex(({ slot }) => slot.type === "Bump");
    expect(explain(plan, bump).caption).toMatchObject({ expected: null, usualPrice: null });
  });
});

describe("what was passed over", () => {
  const passed = (captionId: string, score: number | null): PassedOver => ({
    caption: caption({ captionId }),
    score,
    reason: "locked",
  });

  it("is what scores higher than the caption, the best first", () => {
    const { score } = messageAt(firstPpv).caption;
    const others = [
      passed("a", score),
      passed("b", score + 0.01),
      passed("c", score - 0.1),
      passed("d", score + 0.2),
      passed("e", null),
    ];
    expect(explain(plan, firstPpv, others).passedOver.map((one) => one.caption.captionId)).toEqual([
      "d",
      "b",
    ]);
  });
});

it("a message that is not there is a mistake of the caller", () => {
  expect(() => explain(plan, plan.messages.length)).toThrow(RangeError);
});
