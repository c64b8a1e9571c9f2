import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CaptionTier,
  PRICE_TIERS,
  type PriceTier,
  type RankedCaption,
  type RankedCaptions,
  URGENT_LIMITS,
} from "../../src/domain/caption.js";
import { type Picks, type PicksRequest, picks } from "../../src/domain/captions.js";
import { mixCount } from "../../src/domain/message.js";
import { priceMix } from "../../src/domain/price-mix.js";
import { SEGMENTS } from "../../src/domain/report.js";
import { type Infeasible, isInfeasible } from "../../src/domain/week.js";
import { ZONES } from "../../src/domain/zone.js";
import { availabilityOf, bank, bankShape, caption } from "./generators.js";

const MIX = { budget: 2, mid: 4, premium: 3 };

/** `count` captions of a price tier, named b1, b2 … in taking order. */
function shelf(tier: CaptionTier, count: number, changes: Partial<RankedCaption> = {}): RankedCaption[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `${tier[0]?.toLowerCase()}${index + 1}`;
    return caption({ captionId: name, text: name, priceTier: tier, rank: index + 1, ...changes });
  });
}
const shelves = (budget: number, mid: number, premium: number, free = 20): RankedCaptions => ({
  Budget: shelf("Budget", budget),
  Mid: shelf("Mid", mid),
  Premium: shelf("Premium", premium),
  Free: shelf("Free", free),
});
const request = (captions: RankedCaptions, changes: Partial<PicksRequest> = {}): PicksRequest => ({
  captions,
  availability: availabilityOf(captions),
  mix: MIX,
  bump: 9,
  zone: "YELLOW",
  segment: "STANDARD",
  exclude: [],
  ...changes,
});
function picked(captions: RankedCaptions, changes: Partial<PicksRequest> = {}): Picks {
  const result = picks(request(captions, changes));
  if (isInfeasible(result)) throw result.error;
  return result;
}
function refused(captions: RankedCaptions, changes: Partial<PicksRequest> = {}): Infeasible {
  const result = picks(request(captions, changes));
  if (!isInfeasible(result)) throw new Error("not refused");
  return result;
}
const names = (list: Picks["ppvs"], asked: CaptionTier): string[] =>
  list.filter(({ askedTier }) => askedTier === asked).map(({ caption }) => caption.captionId);

describe("a plan takes the first of each price tier", () => {
  it("as many as the mix says, and the first free ones for bumps", () => {
    const { ppvs, bumps, warnings } = picked(shelves(10, 10, 10));
    expect(names(ppvs, "Budget")).toEqual(["b1", "b2"]);
    expect(names(ppvs, "Mid")).toEqual(["m1", "m2", "m3", "m4"]);
    expect(names(ppvs, "Premium")).toEqual(["p1", "p2", "p3"]);
    expect(names(bumps, "Free")).toEqual(["f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9"]);
    expect(warnings).toEqual([]);
  });

  it("no caption twice, whatever its id and price tier", () => {
    const captions = shelves(10, 10, 10);
    const twins = {
      ...captions,
      Mid: [caption({ captionId: "twin", text: "b1", priceTier: "Mid" }), ...captions.Mid],
    };
    expect(names(picked(twins).ppvs, "Mid")).toEqual(["m1", "m2", "m3", "m4"]);
  });

  it("none that is excluded, nor its twins of another id", () => {
    const captions = shelves(10, 10, 10);
    const twins = {
      ...captions,
      Budget: [
        ...captions.Budget.slice(0, 1),
        caption({ captionId: "twin", text: "b1", priceTier: "Budget" }),
        ...captions.Budget.slice(1),
      ],
    };
    expect(names(picked(twins, { exclude: ["twin", "m2", "unknown"] }).ppvs, "Budget")).toEqual(["b2", "b3"]);
    expect(names(picked(twins, { exclude: ["m2"] }).ppvs, "Mid")).toEqual(["m1", "m3", "m4", "m5"]);
  });

  it("of urgent ones at most 2 Budget, 2 Mid and 1 Premium; of bumps any", () => {
    const urgent = (tier: CaptionTier) => [
      ...shelf(tier, 5, { urgent: true }),
      ...shelf(tier, 9).map((calm) => ({
        ...calm,
        captionId: `calm ${calm.captionId}`,
        captionKey: `calm ${calm.captionKey}`,
      })),
    ];
    const captions = {
      Budget: urgent("Budget"),
      Mid: urgent("Mid"),
      Premium: urgent("Premium"),
      Free: urgent("Free"),
    };
    const { ppvs, bumps } = picked(captions, { mix: { budget: 3, mid: 3, premium: 3 } });
    expect(names(ppvs, "Budget")).toEqual(["b1", "b2", "calm b1"]);
    expect(names(ppvs, "Mid")).toEqual(["m1", "m2", "calm m1"]);
    expect(names(ppvs, "Premium")).toEqual(["p1", "calm p1", "calm p2"]);
    expect(names(bumps, "Free").slice(0, 5)).toEqual(["f1", "f2", "f3", "f4", "f5"]);
  });

  it("warns where a caption has rested for less than 20 days", () => {
    const captions = {
      ...shelves(10, 10, 0),
      Premium: shelf("Premium", 9, { restGroup: "relaxed" as const }),
    };
    expect(picked(captions).warnings).toEqual([
      { code: "RELAXED", message: "3 PPVs with a caption that has rested for less than 20 days" },
    ]);
  });

  it("counts PPVs and bumps apart in that warning", () => {
    const tired = { restGroup: "relaxed" } as const;
    const captions = {
      ...shelves(2, 4, 10),
      Budget: shelf("Budget", 2, tired),
      Free: shelf("Free", 9, tired),
    };
    const said = (changes: Partial<PicksRequest>) =>
      picked(captions, changes).warnings.map((one) => one.message);
    expect(said({ bump: 1 })).toEqual([
      "2 PPVs and 1 bump with a caption that has rested for less than 20 days",
    ]);
    expect(said({ mix: { ...MIX, budget: 1 }, bump: 0 })).toEqual([
      "1 PPV with a caption that has rested for less than 20 days",
    ]);
  });

  it("more of a price tier keeps those already chosen", () => {
    fc.assert(
      fc.property(bankShape(30), fc.constantFrom(...PRICE_TIERS), (shape, tier) => {
        const captions = bank({ ...shape, twinShare: 0 });
        const one = (count: number): string[] => {
          const result = picks(
            request(captions, {
              mix: { budget: 0, mid: 0, premium: 0, [tier.toLowerCase()]: count },
              bump: 0,
            }),
          );
          return isInfeasible(result) ? [] : result.ppvs.map(({ caption }) => caption.captionId);
        };
        for (let count = 1; count < 12; count++) {
          const more = one(count + 1);
          if (more.length > 0) expect(more.slice(0, count)).toEqual(one(count));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("a shortage", () => {
  it("of Budget is filled from Mid, then from Premium", () => {
    const { ppvs, warnings } = picked(shelves(0, 5, 9));
    expect(names(ppvs, "Budget")).toEqual(["m5", "p4"]);
    expect(warnings).toEqual([
      {
        code: "SHORTAGE",
        message: "too few captions of a price tier: 1 Budget from Mid, 1 Budget from Premium",
      },
    ]);
  });

  it("of Premium is filled from Mid, then from Budget", () => {
    expect(names(picked(shelves(9, 5, 1)).ppvs, "Premium")).toEqual(["p1", "m5", "b3"]);
  });

  it.each([
    ["YELLOW", ["m1", "b3", "b4", "p4"]],
    ["RED", ["m1", "b3", "b4", "p4"]],
    ["GREEN", ["m1", "p4", "p5", "b3"]],
  ] as const)("of Mid is filled in %s from %j", (zone, expected) => {
    const captions = zone === "GREEN" ? shelves(9, 1, 5) : shelves(4, 1, 9);
    expect(names(picked(captions, { zone }).ppvs, "Mid")).toEqual(expected);
  });

  it("of several is filled Budget first, then Mid, then Premium, from what the others' own picks leave", () => {
    const { ppvs } = picked(shelves(0, 7, 2), { mix: { budget: 2, mid: 4, premium: 3 } });
    expect(names(ppvs, "Mid")).toEqual(["m1", "m2", "m3", "m4"]);
    expect(names(ppvs, "Budget")).toEqual(["m5", "m6"]);
    expect(names(ppvs, "Premium")).toEqual(["p1", "p2", "m7"]);
  });

  it("counts a lent caption against its own price tier's urgent ones", () => {
    const captions = { ...shelves(0, 0, 9), Mid: shelf("Mid", 9, { urgent: true }) };
    const { ppvs } = picked(captions, { mix: { budget: 2, mid: 2, premium: 0 } });
    expect(ppvs.filter(({ caption }) => caption.urgent)).toHaveLength(2);
    expect(names(ppvs, "Budget")).toEqual(["p1", "p2"]);
  });
});

describe("too few captions", () => {
  it("are refused with what is left of each price tier, why, and the count that works: exit 3", () => {
    const { error, rule, nearest } = refused(shelves(1, 2, 1));
    expect([rule, error.exitCode, nearest]).toEqual(["captions", 3, { ppv: 4, bump: 9 }]);
    expect(error.message).toBe(
      "not enough captions for 9 PPVs, only for 4: Budget 1 of 8 (4 locked, 2 resting, 1 restricted), " +
        "Mid 2 of 9 (4 locked, 2 resting, 1 restricted), Premium 1 of 8 (4 locked, 2 resting, 1 restricted)",
    );
    expect(error.remedy).toContain("4 PPVs and 9 bumps would work");
  });

  it("name urgent and excluded ones among the reasons", () => {
    const captions = { ...shelves(2, 0, 0), Premium: shelf("Premium", 4, { urgent: true }) };
    const { error } = refused(captions, { exclude: ["b2"] });
    expect(error.message).toContain("Budget 1 of 9 (4 locked, 2 resting, 1 restricted, 1 excluded by you)");
    expect(error.message).toContain(
      "Premium 1 of 11 (4 locked, 2 resting, 1 restricted, 3 urgent beyond the week's limit)",
    );
  });

  it("count ids of one key once: what is left adds up to the count that works", () => {
    const twins = shelf("Budget", 4).map((each, n) => ({ ...each, captionKey: `text ${n % 2}` }));
    const captions = { ...shelves(0, 0, 0), Budget: twins };
    expect(refused(captions).error.message).toContain(
      "only for 2: Budget 2 of 11 (4 locked, 2 resting, 1 restricted, 2 with the text of another)",
    );
    expect(refused(captions, { exclude: ["b1"] }).error.message).toContain(
      "only for 1: Budget 1 of 11 (4 locked, 2 resting, 1 restricted, 2 excluded by you, 1 with the text of another)",
    );
  });

  it("for bumps are refused too: nothing else is free", () => {
    const { error, nearest } = refused(shelves(9, 9, 9, 3));
    expect(nearest).toEqual({ ppv: 9, bump: 3 });
    expect(error.message).toBe(
      "not enough captions for 9 bumps, only for 3: Free 3 of 10 (4 locked, 2 resting, 1 restricted)",
    );
  });

  it("at all leave no count that works", () => {
    const { error, nearest } = refused(shelves(0, 0, 0, 0));
    expect(nearest).toBeNull();
    expect(error.remedy).toBe("plan another week, or add captions to the bank");
    expect(error.onScreen).toBe(error.remedy);
  });

  it("name the command's flags at the shell only", () => {
    const { error } = refused(shelves(9, 9, 9, 3));
    expect(error.remedy).toContain("9 PPVs and 3 bumps would work: `--ppv 9 --bump 3`; or plan another week");
    expect(error.onScreen).toBe(
      "9 PPVs and 3 bumps would work; or plan another week, or add captions to the bank",
    );
  });

  it("for bumps leave the PPVs as they are where the captions are enough for their own mix", () => {
    const urgent = shelf("Mid", 3, { urgent: true });
    const captions = {
      ...shelves(5, 0, 0, 3),
      // The first urgent one is a twin of the last Budget: the usual mix would take it for Mid, and then fits 7 only.
      Mid: [
        caption({ captionId: "twin", text: "b5", priceTier: "Mid", urgent: true }),
        ...urgent.slice(1),
        ...shelf("Mid", 4).slice(3),
      ],
    };
    expect(refused(captions, { mix: { budget: 8, mid: 0, premium: 0 } }).nearest).toEqual({
      ppv: 8,
      bump: 3,
    });
  });
});

describe("beside messages that stand", () => {
  const captions = {
    ...shelves(4, 4, 4),
    Mid: [...shelf("Mid", 3, { urgent: true }), ...shelf("Mid", 9).slice(3)],
  };
  const [first, second] = captions.Mid;
  const carried = [first, second].filter((each) => each !== undefined);

  it("their captions are not used again, and their urgent ones count in the week's limit", () => {
    expect(names(picked(captions, { carried: carried.slice(0, 1) }).ppvs, "Mid")).toEqual([
      "m2",
      "m4",
      "m5",
      "m6",
    ]);
    expect(names(picked(captions, { carried }).ppvs, "Mid")).toEqual(["m4", "m5", "m6", "m7"]);
  });

  it("a refusal counts them apart from what is left", () => {
    const calm = [captions.Mid[3], captions.Budget[0]].filter((each) => each !== undefined);
    const standing = [...carried.slice(0, 1), ...calm];
    const { error } = refused(captions, { carried: standing, mix: { budget: 0, mid: 20, premium: 0 } });
    expect(error.message).toMatch(/Mid 6 of \d+ \(.*1 urgent beyond the week's limit, 2 carried over\)/);
    expect(error.message).toMatch(/Budget 3 of \d+ \([^)]*restricted, 1 carried over\)/);
  });
});

describe("for any bank", () => {
  it("the week holds what was asked, keeps its rules, or names a count that then works", () => {
    const counts = fc.record({ ppv: fc.integer({ min: 0, max: 40 }), bump: fc.integer({ min: 0, max: 40 }) });
    fc.assert(
      fc.property(
        bankShape(25),
        counts,
        fc.constantFrom(...ZONES),
        fc.constantFrom(...SEGMENTS),
        (shape, { ppv, bump }, zone, segment) => {
          const captions = bank(shape);
          const mix = priceMix(segment, ppv);
          const result = picks(request(captions, { mix, bump, zone, segment }));
          if (isInfeasible(result)) {
            const near = result.nearest;
            if (near === null) return;
            expect(near.ppv + near.bump).toBeLessThan(ppv + bump);
            const again = { mix: priceMix(segment, near.ppv), bump: near.bump, zone, segment };
            expect(isInfeasible(picks(request(captions, again)))).toBe(false);
            const more = { ...again, mix: priceMix(segment, near.ppv + 1) };
            if (near.ppv < ppv && shape.twinShare === 0)
              expect(isInfeasible(picks(request(captions, more)))).toBe(true);
            return;
          }
          const all = [...result.ppvs, ...result.bumps];
          expect(new Set(all.map(({ caption }) => caption.captionKey)).size).toBe(ppv + bump);
          for (const tier of PRICE_TIERS) {
            expect(names(result.ppvs, tier)).toHaveLength(mixCount(mix, tier));
            const pressing = result.ppvs.filter(
              ({ caption }) => caption.priceTier === tier && caption.urgent,
            );
            expect(pressing.length).toBeLessThanOrEqual(URGENT_LIMITS[tier]);
            lentOnlyInShortage(result, captions, tier);
          }
          expect(result.bumps.every(({ caption }) => caption.priceTier === "Free")).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });
});

/** A price tier borrows only once nothing of its own is left that the week may use. */
function lentOnlyInShortage({ ppvs, bumps }: Picks, captions: RankedCaptions, tier: PriceTier): void {
  if (ppvs.every(({ askedTier, caption }) => askedTier !== tier || caption.priceTier === tier)) return;
  const used = new Set([...ppvs, ...bumps].map(({ caption }) => caption.captionKey));
  const left = captions[tier].filter(({ captionKey, urgent }) => !used.has(captionKey) && !urgent);
  expect(left).toEqual([]);
}
