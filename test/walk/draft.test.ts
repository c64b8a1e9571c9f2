import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OverrideTexts } from "../../src/domain/overrides.js";
import { type Draft, FIELDS } from "../../src/walk/context.js";
import {
  fieldLine,
  focused,
  hasDraft,
  NEW_DRAFT,
  nextSeed,
  sameTexts,
  undone,
  withLine,
  withoutCaption,
  withTexts,
} from "../../src/walk/draft.js";
import { erase, insert } from "../../src/walk/line.js";

const typed = (draft: Draft, text: string): Draft =>
  [...text].reduce((at, character) => withLine(at, insert(fieldLine(at), character)), draft);

describe("a draft", () => {
  it("is one where something was typed, not where the cursor was moved", () => {
    expect(hasDraft(undefined)).toBe(false);
    expect(hasDraft({ ...focused(NEW_DRAFT, "hours"), message: 7 })).toBe(false);
    expect(hasDraft(typed(NEW_DRAFT, "9"))).toBe(true);
    expect(hasDraft(withTexts(typed(NEW_DRAFT, "9"), { ppv: "" }))).toBe(false);
  });

  it("keeps a price mix while the PPVs are the same, and lets it go with their number or, computed, with the zone", () => {
    const mixed = withTexts(NEW_DRAFT, { priceMix: "2/4/3" });
    expect(withTexts(mixed, { bump: "7" }).texts.priceMix).toBe("2/4/3");
    expect(withTexts(mixed, { hours: "09-22" }).texts.priceMix).toBe("2/4/3");
    expect(withTexts(mixed, { ppv: "10" }).texts.priceMix).toBe("");
    expect(withTexts(mixed, { zone: "RED" }).texts.priceMix).toBe("");
    const counted = withTexts(withTexts(NEW_DRAFT, { ppv: "9" }), { priceMix: "2/4/3" });
    expect(withTexts(counted, { zone: "RED" }).texts.priceMix).toBe("2/4/3");
    expect(withTexts(NEW_DRAFT, { ppv: "8", priceMix: "2/3/3" }).texts.priceMix).toBe("2/3/3");
  });

  it("leaves captions out once each, after those left out before", () => {
    const once = withoutCaption(NEW_DRAFT, ["-1", "2"]);
    expect(withoutCaption(once, ["2", "-3"]).texts.exclude).toBe("-1,2,-3");
    expect(withoutCaption(once, ["2"])).toBe(once);
  });

  it("takes every change back, one at a time, to where it began", () => {
    const change = fc.oneof(
      fc.constantFrom(...FIELDS).map((field) => (draft: Draft) => focused(draft, field)),
      fc.constantFrom("1", "23", "/", "4-5").map((text) => (draft: Draft) => typed(draft, text)),
      fc.constant((draft: Draft) => withLine(draft, erase(fieldLine(draft)))),
      fc
        .constantFrom<OverrideTexts>({ zone: "RED" }, { ppv: "" }, { seed: "7" }, { exclude: "1,2" })
        .map((texts) => (draft: Draft) => withTexts(draft, texts)),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 25 }), (changes) => {
        const seen: OverrideTexts[] = [{}];
        let draft = NEW_DRAFT;
        for (const make of changes) {
          draft = make(draft);
          if (!sameTexts(draft.texts, seen.at(-1) ?? {})) seen.push(draft.texts);
        }
        let back = draft;
        for (let before = undone(back); before !== null; before = undone(back)) {
          back = before;
          expect(seen.some((texts) => sameTexts(texts, back.texts))).toBe(true);
          expect(back.caret).toBe([...(back.texts[back.field] ?? "")].length);
        }
        expect(sameTexts(back.texts, {})).toBe(true);
      }),
    );
  });
});

describe("the next draw", () => {
  it.each([
    ["20251110", "20251111"],
    ["99", "100"],
    ["007", "008"],
    ["", "1"],
    ["second-try", "second-try1"],
    ["second-try9", "second-try10"],
    ["12345678901234567890123", "12345678901234567890124"],
  ])("after %s is %s", (seed, next) => {
    expect(nextSeed(seed)).toBe(next);
  });

  it("is another one each time, and never longer than a draw may be", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Za-z._-]{1,64}$/), (seed) => {
        const seeds = [seed];
        for (let draws = 0; draws < 5; draws++) seeds.push(nextSeed(seeds.at(-1) ?? ""));
        expect(new Set(seeds).size).toBe(6);
        for (const each of seeds) expect(each).toMatch(/^[0-9A-Za-z._-]{1,64}$/);
      }),
    );
  });
});
