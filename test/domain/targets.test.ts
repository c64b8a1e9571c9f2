import { describe, expect, it } from "vitest";
import type { Overrides } from "../../src/domain/overrides.js";
import { parseReport } from "../../src/domain/report.js";
import { greenSuggestion, standingTargets, type TargetsFound, targetsOf } from "../../src/domain/targets.js";
import { type Infeasible, isInfeasible } from "../../src/domain/week.js";
import { reportText } from "./generators.js";

const page = "jadebri";
const scored = (score: unknown, tier: unknown = "MEDIUM") =>
  parseReport(
    reportText({
      account_classification: { size_tier: tier },
      saturation: { saturation_score: score, confidence_score: 0.8 },
    }),
  );

function found(report = scored(0.45), overrides: Overrides = {}, tolerance = 0.5): TargetsFound {
  const result = targetsOf({ page, report, tolerance }, overrides);
  if (isInfeasible(result)) throw result.error;
  return result;
}
function refused(report = scored(0.45), overrides: Overrides = {}, tolerance = 0.5): Infeasible {
  const result = targetsOf({ page, report, tolerance }, overrides);
  if (!isInfeasible(result)) throw new Error("not refused");
  return result;
}

describe("without overrides", () => {
  it("the week holds what the report gives: MEDIUM at 0.45 is YELLOW, 9 PPVs 2/4/3 and 9 bumps, 2.5 h apart", () => {
    const { targets, computed, warnings } = found();
    expect(targets).toMatchObject({
      zone: "YELLOW",
      ppv: 9,
      bump: 9,
      mix: { budget: 2, mid: 4, premium: 3 },
      gapMinutes: 150,
      coolingDays: 0,
      maxPerDay: 15,
      hours: [7, 23],
    });
    expect(computed).toEqual(targets.volume);
    expect(warnings).toEqual([]);
  });

  it("the tolerance in force decides the zone, exactly", () => {
    expect(found(scored(0.42), {}, 0.7).targets.zone).toBe("YELLOW");
    expect(found(scored(0.4199), {}, 0.7).targets.zone).toBe("GREEN");
    expect(found(scored(0.45), {}, 0.2).targets.zone).toBe("RED");
  });

  it("the rules' own counts are never called outside the tier: RED doubles the bumps", () => {
    expect(found(scored(0.7, "LARGE")).targets).toMatchObject({ ppv: 8, bump: 24 });
    expect(found(scored(0.7, "LARGE")).warnings).toEqual([]);
  });

  it("a page without a segment gets the mix of an exploring one", () => {
    const report = parseReport(reportText({ behavioral_segment: null }));
    expect(found(report).targets.mix).toEqual({ budget: 5, mid: 3, premium: 1 });
  });
});

describe("each override stands alone", () => {
  it("counts leave zone, gap and cooling as computed, and the mix follows the PPVs", () => {
    const { targets, computed } = found(scored(0.45), { ppvCount: 10 });
    expect(targets).toMatchObject({
      ppv: 10,
      bump: 9,
      zone: "YELLOW",
      mix: { budget: 3, mid: 5, premium: 2 },
    });
    expect(computed?.ppv).toBe(9);
  });

  it("a zone recomputes volumes, gap and cooling, and the computed ones stay beside", () => {
    const { targets, computed } = found(scored(0.45), { zone: "RED" });
    expect(targets).toMatchObject({ ppv: 6, bump: 16, gapMinutes: 180, coolingDays: 2, zone: "RED" });
    expect(computed).toMatchObject({ ppv: 9, bump: 9, zone: "YELLOW" });
  });

  it("a zone does not touch counts that were set", () => {
    expect(found(scored(0.45), { zone: "RED", ppvCount: 9, bumpCount: 0 }).targets).toMatchObject({
      ppv: 9,
      bump: 0,
    });
  });

  it("a price mix must add up to the PPVs", () => {
    expect(found(scored(0.45), { priceMix: { budget: 9, mid: 0, premium: 0 } }).targets.mix.budget).toBe(9);
    const wrong = refused(scored(0.45), { priceMix: { budget: 3, mid: 5, premium: 4 } });
    expect(wrong.rule).toBe("price mix");
    expect(wrong.error).toMatchObject({ exitCode: 2, field: "priceMix" });
    expect(wrong.error.message).toContain("3/5/4 adds up to 12, but the week has 9 PPVs");
    const tooFew = refused(scored(0.45), { priceMix: { budget: 1, mid: 1, premium: 1 } });
    expect(tooFew.error.message).toContain("1/1/1 adds up to 3, but the week has 9 PPVs");
  });

  it.each([
    [{ ppvCount: -1 }, "counts", "ppvCount"],
    [{ bumpCount: 1.5 }, "counts", "bumpCount"],
    [{ ppvCount: Number.NaN }, "counts", "ppvCount"],
    [{ priceMix: { budget: -1, mid: 5, premium: 5 } }, "price mix", "priceMix"],
    [{ zone: "BLUE" as "RED" }, "report", "zone"],
  ] as const)("%j is refused by name: exit 2", (overrides, rule, field) => {
    const { rule: said, error } = refused(scored(0.45), overrides);
    expect([said, error.field, error.exitCode]).toEqual([rule, field, 2]);
  });
});

describe("leaving what the page bears", () => {
  it("warns of PPVs above what YELLOW and RED allow, and says how many", () => {
    const [warning] = found(scored(0.45), { ppvCount: 12 }).warnings;
    expect(warning).toEqual({
      code: "ABOVE_ZONE",
      message: "12 PPVs in YELLOW: 3 above what the saturation allows",
    });
    expect(found(scored(0.45), { ppvCount: 10 }).warnings[0]?.message).toContain("1 above");
  });

  it("warns of counts outside the tier's range, each type by itself", () => {
    const codes = (overrides: Overrides, score = 0.2) =>
      found(scored(score), overrides).warnings.map(({ code, message }) => `${code} ${message}`);
    expect(codes({ ppvCount: 15 })).toEqual(["OUTSIDE_TIER 15 PPVs are outside the 10–14 of MEDIUM"]);
    expect(codes({ ppvCount: 14, bumpCount: 7 })).toEqual([]);
    expect(codes({ ppvCount: 10, bumpCount: 1 })).toEqual([
      "OUTSIDE_TIER 1 bump is outside the 7–10 of MEDIUM",
    ]);
    expect(codes({ ppvCount: 9, bumpCount: 11 })).toEqual([
      "OUTSIDE_TIER 9 PPVs are outside the 10–14 of MEDIUM",
      "OUTSIDE_TIER 11 bumps are outside the 7–10 of MEDIUM",
    ]);
  });
});

describe("a report that cannot say", () => {
  it.each([
    ["no score", null, "MEDIUM", /no saturation score/],
    ["no tier", 0.45, null, /names no tier/],
    ["a tier that is none", 0.45, "HUGE", /“HUGE”/],
  ])("%s: nothing to plan, exit 3, and --zone lets it go on", (_, score, tier, message) => {
    const { error, rule } = refused(scored(score, tier));
    expect([rule, error.exitCode]).toEqual(["report", 3]);
    expect(error.message).toMatch(message);
    expect(error.remedy).toContain("--zone");
    const { computed, targets } = found(scored(score, tier), { zone: "YELLOW" });
    expect(computed).toBeNull();
    expect(targets.zone).toBe("YELLOW");
  });

  it("a page without recent PPVs is told so; a report that lacks the score, that", () => {
    const quiet = parseReport(
      reportText({ saturation: { saturation_score: null, exclusion_reason: "not enough recent data" } }),
    );
    expect(refused(quiet).error.message).toBe("jadebri has no saturation score: not enough recent data");
    expect(refused(scored(null)).error.message).toBe("jadebri has no saturation score: not in the report");
  });

  it("no tier and a zone: the page is planned as the smallest, and that is said", () => {
    const { targets, warnings } = found(scored(0.45, null), { zone: "GREEN" });
    expect(targets.volume.tier).toBe("MICRO");
    expect(warnings.map(({ code }) => code)).toEqual(["LOW_CONFIDENCE"]);
  });

  it("a score outside 0..1 is refused by its value, unless the zone is chosen", () => {
    const { error } = refused(scored(1.2));
    expect(error.exitCode).toBe(2);
    expect(error.message).toContain("1.2");
    expect(found(scored(1.2), { zone: "RED" }).computed).toBeNull();
  });

  it.each([0, -0.5, 1.01, Number.NaN])("a tolerance of %s is refused by its value", (tolerance) => {
    expect(refused(scored(0.45), {}, tolerance).error.message).toContain(String(tolerance));
  });
});

describe("a week in another's place", () => {
  const standing = (ppv: number, bump: number, overrides: Overrides = {}) => {
    const days = [0, 1].map((_, day) => ({ date: `2025-11-1${day}`, ppv: day * ppv, bump: day * bump }));
    const asked = found(scored(0.45), { ppvCount: 12 });
    return standingTargets(asked, { report: scored(0.45) }, days, overrides);
  };

  it("has what stands for its targets, with the mix of all its PPVs, and is warned about that alone", () => {
    expect(standing(10, 4)).toMatchObject({
      targets: { ppv: 10, bump: 4, mix: { budget: 3, mid: 5, premium: 2 } },
      warnings: [{ code: "ABOVE_ZONE", message: "10 PPVs in YELLOW: 1 above what the saturation allows" }],
    });
    expect(standing(9, 4)).toMatchObject({ warnings: [] });
  });

  it("refuses a mix that does not add up to what stands", () => {
    const refusal = standing(9, 4, { priceMix: { budget: 4, mid: 4, premium: 4 } });
    expect(refusal).toMatchObject({ infeasible: true, rule: "price mix" });
  });
});

describe("the gradual increase", () => {
  it("is offered in GREEN: 10 % more PPVs, rounded down, at least one", () => {
    const offered = (tier: string) => greenSuggestion(found(scored(0.1, tier)).targets);
    expect(["MICRO", "SMALL", "MEDIUM", "LARGE", "MEGA"].map(offered)).toEqual([7, 9, 13, 17, 23]);
    expect(
      greenSuggestion({
        ...found(scored(0.1)).targets,
        ppv: 20,
        volume: { ...found(scored(0.1)).targets.volume, ppv: 20 },
      }),
    ).toBe(22);
  });

  it("is not offered elsewhere, nor where the operator has decided", () => {
    expect(greenSuggestion(found(scored(0.45)).targets)).toBeNull();
    expect(greenSuggestion(found(scored(0.9)).targets)).toBeNull();
    expect(greenSuggestion(found(scored(0.1), { ppvCount: 11 }).targets)).toBeNull();
  });
});
