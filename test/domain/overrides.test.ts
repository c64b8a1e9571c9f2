import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkCounts,
  checkedOverrides,
  defaultSeed,
  type OverrideField,
  type Overrides,
  type OverrideTexts,
  overridesToJson,
  parseOverrides,
} from "../../src/domain/overrides.js";

const problem = (field: OverrideField, text: string) => parseOverrides({ [field]: text }).problems[0];

describe("overrides as they are written", () => {
  it("reads every field", () => {
    const parsed = parseOverrides({
      startDate: "2025-11-10",
      ppv: "12",
      bump: "0",
      zone: "red",
      priceMix: "3/5/4",
      hours: "07-23",
      seed: "Week_46.b-2",
      exclude: "-9223372036854775808, 9223372036854775807 1234567890123456789",
    });
    expect(parsed).toEqual({
      startDate: "2025-11-10",
      overrides: {
        ppvCount: 12,
        bumpCount: 0,
        zone: "RED",
        priceMix: { budget: 3, mid: 5, premium: 4 },
        hours: [7, 23],
        seed: "Week_46.b-2",
        exclude: ["-9223372036854775808", "9223372036854775807", "1234567890123456789"],
      },
      problems: [],
    });
  });

  it("leaves what is empty or absent as computed", () => {
    expect(parseOverrides({})).toEqual({ startDate: undefined, overrides: {}, problems: [] });
    const blank: OverrideTexts = {
      startDate: " ",
      ppv: "",
      bump: "\t",
      zone: "",
      priceMix: "",
      hours: "",
      seed: " ",
      exclude: "",
    };
    expect(parseOverrides(blank)).toEqual({ startDate: undefined, overrides: {}, problems: [] });
    expect(Object.keys(parseOverrides({ bump: "3" }).overrides)).toEqual(["bumpCount"]);
    expect(parseOverrides({ exclude: " , " }).overrides).toEqual({});
  });

  it("lets each field stand alone: a wrong one takes nothing from the others", () => {
    const parsed = parseOverrides({ ppv: "twelve", bump: "4", zone: "PURPLE" });
    expect(parsed.overrides).toEqual({ bumpCount: 4 });
    expect(parsed.problems.map(({ field, value }) => [field, value])).toEqual([
      ["ppv", "twelve"],
      ["zone", "PURPLE"],
    ]);
  });

  it.each<[OverrideField, string[]]>([
    ["ppv", ["-1", "1.5", "1e3", "+5", "0x10", "9 9", "٣", "99999999999999999999"]],
    ["bump", ["-1", "many", "1/2"]],
    ["zone", ["PURPLE", "GREENISH", "GREEN YELLOW"]],
    ["priceMix", ["3-5-4", "3/5/4/1", "a/b/c", "3//4", "-1/5/4", "1.5/1/1"]],
    ["hours", ["23-07", "7-7", "07-25", "7:00-23:00", "24-24", "-3", "x"]],
    ["seed", ["a b", "a/b", "ü", "a".repeat(65), "a|b"]],
    [
      "exclude",
      ["9223372036854775808", "-9223372036854775809", "12x", "1.0", "5, five", "+5", "1e3", "0x7f"],
    ],
    ["startDate", ["2025-13-01", "2025-02-30", "10.11.2025", "next week", "2025-11-100"]],
  ])("refuses for %s: %j", (field, texts) => {
    for (const text of texts) {
      const found = problem(field, text);
      expect(found, text).toMatchObject({ field, value: text, incomplete: false });
      const named = field === "exclude" ? (text.split(/[\s,]+/).at(-1) ?? text) : text;
      expect(found?.message).toContain(`“${named}”`);
    }
  });

  it.each<[OverrideField, string[]]>([
    ["zone", ["G", "gre", "yel", "RE"]],
    ["priceMix", ["3", "3/", "3/5", "3/5/", "12/"]],
    ["hours", ["0", "07", "07-", "07-2", "7-1", "23-2", "07-0", "0-"]],
    ["exclude", ["-", "123, -", "-5 -"]],
    [
      "startDate",
      ["2", "2025", "2025-", "2025-1", "2025-11", "2025-11-", "2025-11-1", "2024-02-2", "2025-0"],
    ],
  ])("says for %s that more typing could make it right: %j", (field, texts) => {
    for (const text of texts) expect(problem(field, text), text).toMatchObject({ incomplete: true });
  });

  it.each<[OverrideField, string[]]>([
    ["hours", ["24-", "25", "7-3", "23-1", "23-0"]],
    ["startDate", ["2025-13", "2025-2", "2025-02-3", "2025-11-4", "202x"]],
  ])("says for %s that no more typing helps: %j", (field, texts) => {
    for (const text of texts) expect(problem(field, text), text).toMatchObject({ incomplete: false });
  });

  it("calls exactly those beginnings of dates and hours incomplete that lead to a right one", () => {
    const dates = ["2025-11-10", "2024-02-29", "2025-01-31", "2025-10-09"];
    const hours = ["07-23", "0-24", "9-10", "22-24"];
    for (const [field, text] of [
      ...dates.map((d) => ["startDate", d] as const),
      ...hours.map((h) => ["hours", h] as const),
    ])
      for (let length = 1; length <= text.length; length++) {
        const found = problem(field, text.slice(0, length));
        expect(found === undefined || found.incomplete, text.slice(0, length)).toBe(true);
      }
  });

  it("takes hours from 0 to 24, with or without leading zeros, with a hyphen or a dash", () => {
    for (let from = 0; from <= 24; from++)
      for (let to = 0; to <= 25; to++) {
        const { overrides, problems } = parseOverrides({ hours: `${from}-${to}` });
        if (from < to && to <= 24) expect(overrides.hours).toEqual([from, to]);
        else expect(problems).toHaveLength(1);
      }
    expect(parseOverrides({ hours: "07–09" }).overrides.hours).toEqual([7, 9]);
  });

  it("keeps every digit of every 64-bit id, and takes one id once", () => {
    const id = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(
        fc.array(id, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(",", " ", ", ", "\n"),
        (ids, between) => {
          const texts = ids.map(String);
          expect(parseOverrides({ exclude: texts.join(between) }).overrides.exclude).toEqual([
            ...new Set(texts),
          ]);
        },
      ),
    );
    expect(parseOverrides({ exclude: "007 7 -0 0" }).overrides.exclude).toEqual(["7", "0"]);
  });

  it("never throws, whatever is typed", () => {
    const fields = ["startDate", "ppv", "bump", "zone", "priceMix", "hours", "seed", "exclude"] as const;
    const text = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.stringMatching(/^[0-9/-]{0,10}$/),
      fc.string({ unit: "binary", maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...fields), text, (field, value) => {
        const { problems, overrides, startDate } = parseOverrides({ [field]: value });
        const set = Object.keys(overrides).length + (startDate === undefined ? 0 : 1);
        expect(problems.length + set).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("overrides as they are stored", () => {
  it("holds what was set, in the order of the contract", () => {
    const all = {
      exclude: ["1"],
      seed: "s",
      hours: [8, 22] as const,
      priceMix: { budget: 1, mid: 1, premium: 1 },
      zone: "RED" as const,
      bumpCount: 0,
      ppvCount: 3,
    };
    expect(Object.keys(overridesToJson(all))).toEqual([
      "ppvCount",
      "bumpCount",
      "zone",
      "priceMix",
      "hours",
      "seed",
      "exclude",
    ]);
    expect(JSON.parse(JSON.stringify(overridesToJson(all)))).toEqual(all);
    expect(overridesToJson({ ppvCount: 3, zone: undefined, exclude: [] })).toEqual({ ppvCount: 3 });
    expect(JSON.stringify(overridesToJson({}))).toBe("{}");
  });

  it("judges values that came through the library by the same rules", () => {
    const all = {
      ppvCount: 3,
      bumpCount: 0,
      zone: "GREEN",
      hours: [0, 24],
      exclude: ["-5"],
      priceMix: { budget: 1, mid: 1, premium: 1 },
    } as const;
    expect(checkedOverrides(all)).toEqual(all);
    expect(checkedOverrides({ ppvCount: undefined, exclude: [] })).toEqual({});
  });

  it("takes what means the same in another form, as from JavaScript", () => {
    const loose = { ppvCount: "9", zone: "green", seed: 42, exclude: [-5n, "007"], hours: "8-22" };
    expect(checkedOverrides(loose as unknown as Overrides)).toEqual({
      ppvCount: 9,
      zone: "GREEN",
      hours: [8, 22],
      seed: "42",
      exclude: ["-5", "7"],
    });
  });

  it.each([
    ["ppvCount", { ppvCount: 1.5 }],
    ["ppvCount", { ppvCount: Number.NaN }],
    ["ppvCount", { ppvCount: null }],
    ["bumpCount", { bumpCount: -1 }],
    ["zone", { zone: "ORANGE" }],
    ["priceMix", { priceMix: { budget: 1, mid: 2 } }],
    ["priceMix", { priceMix: null }],
    ["hours", { hours: [23, 7] }],
    ["hours", { hours: 7 }],
    ["seed", { seed: "a b" }],
    ["exclude", { exclude: ["x"] }],
    ["exclude", { exclude: [2 ** 60] }],
    ["exclude", { exclude: { id: 1 } }],
    ["ppv", { ppv: 9 }],
    ["startDate", { startDate: "2025-11-10" }],
  ])("refuses what means nothing, by the name of its field: %s %j", (field, overrides) => {
    expect(() => checkedOverrides(overrides as unknown as Overrides)).toThrow(
      expect.objectContaining({ kind: "badInput", exitCode: 2, field, remedy: expect.stringMatching(/./) }),
    );
  });

  it("draws by the start date where no seed was asked for", () => {
    expect(defaultSeed("2025-11-10")).toBe("20251110");
  });
});

describe("counts", () => {
  it("are whole numbers, at least one message in all", () => {
    expect(checkCounts(1, 0)).toBeNull();
    expect(checkCounts(0, 1)).toBeNull();
    expect(checkCounts(0, 0)).toMatchObject({ kind: "badInput", field: "ppvCount", exitCode: 2 });
    expect(checkCounts(0, 0)?.message).toMatch(/at least one message in all/);
    expect(checkCounts(-1, 3)?.message).toMatch(/^-1 PPVs/);
    expect(checkCounts(3, 1.5)).toMatchObject({ field: "bumpCount" });
    expect(checkCounts(3, Number.NaN)?.message).toMatch(/^NaN bumps/);
  });
});
