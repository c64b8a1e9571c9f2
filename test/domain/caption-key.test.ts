import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { captionKey } from "../../src/domain/caption.js";

describe("caption keys", () => {
  it.each([
    ["letter case", "Check Your DMs", "check your dms"],
    ["blanks at the ends", "  check your dms\n", "check your dms"],
    ["runs of white space, lines and hard blanks", "check \t\n your\u00a0dms", "check your dms"],
    ["zero-width characters", "che\u200bck\ufeff yo\u2060ur\u200d dm\u200cs", "check your dms"],
    ["compatibility forms", "ｃｈｅｃｋ your ﬁrst ①", "check your first 1"],
    ["composed and decomposed letters", "cafe\u0301", "café"],
  ])("%s do not make another caption", (_, text, key) => {
    expect(captionKey(text)).toBe(key);
  });

  it("keeps what is seen: emoji and punctuation", () => {
    expect(captionKey("Check your DMs 💌!")).not.toBe(captionKey("Check your DMs 🔥!"));
    expect(captionKey("Now?")).not.toBe(captionKey("Now!"));
  });

  it("has no white space but single blanks inside, and none of the invisible characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(captionKey(text)).not.toMatch(/[\u200B-\u200D\u2060\uFEFF]|^\s|\s$|\s\s|[^\S ]/u);
      }),
    );
  });

  it("does not change with spacing, case or invisible characters around the words", () => {
    const word = fc.stringMatching(/^[a-z0-9💌!?]{1,8}$/u);
    const blank = fc.constantFrom(" ", "  ", "\n", "\t ", "\u00a0", " \u200b ");
    fc.assert(
      fc.property(fc.array(fc.tuple(word, blank), { minLength: 1, maxLength: 6 }), (parts) => {
        const plain = parts.map(([text]) => text).join(" ");
        const dressed = parts.map(([text, space]) => `${text.toUpperCase()}\u2060${space}`).join("");
        expect(captionKey(dressed)).toBe(captionKey(plain));
      }),
    );
  });
});
