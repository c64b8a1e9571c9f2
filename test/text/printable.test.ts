import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cut, cutMiddle, fitTo, wrap } from "../../src/text/fit.js";
import { printable } from "../../src/text/printable.js";
import width from "../../src/text/width.js";
import { ruler } from "./columns.js";

/** Pieces from which hostile and merely lively captions are made. */
const PIECES = [
  "Check your DMs",
  " ",
  "💌",
  "❤️",
  "👨‍👩‍👧‍👦",
  "👍🏽",
  "🇺🇸",
  "1️⃣",
  "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
  "日本語",
  "한국어",
  "각",
  "नमस्ते",
  "שלום",
  "é",
  "Z̸̢̛͓̮̈́̇a̷̡̛̼͂l̴̨̛̈́g̶̨̛o̵",
  "\u202e",
  "\u2066",
  "\u200b",
  "\ufeff",
  "\u00ad",
  "\ud800",
  "\x1b[31m",
  "\x1b[2J",
  "\x1b[999D",
  "\x1b]52;c;aGk=\x07",
  "\x1b]0;title",
  "\x1b(0",
  "\x1bP1$r",
  "\x9b2J",
  "\x9d52;c;aGk=\x9c",
  "\x07",
  "\b\b\b",
  "\r",
  "\n\n",
  "\t",
  "…",
  "█▏",
  "●▲■",
  "\u3164",
  "ﷺ",
];
/** Scripts and symbols that the ruler's tables know as today's do; younger characters it measures as they were then. */
const KNOWN_RANGES = [
  [0x0000, 0x052f],
  [0x0590, 0x06ff],
  [0x0900, 0x0963],
  [0x0e00, 0x0e7f],
  [0x1100, 0x11ff],
  [0x2000, 0x23ff],
  [0x2500, 0x27ff],
  [0x3000, 0x312c],
  [0x3400, 0x4db5],
  [0x4dc0, 0x9fea],
  [0xac00, 0xdfff],
  [0xf900, 0xfdff],
  [0xfe00, 0xffff],
  [0x1f300, 0x1f64f],
  [0x20000, 0x2a6d6],
  [0xe0000, 0xe007f],
] as const;
const known = fc
  .oneof(...KNOWN_RANGES.map(([min, max]) => fc.integer({ min, max })))
  .map((code) => String.fromCodePoint(code));
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), known), { maxLength: 14 })
  .map((pieces) => pieces.join(""));

describe("a foreign text on the screen", () => {
  it("takes exactly the columns that it is measured to take", async () => {
    const { columnsOf } = ruler();
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const safe = printable(text);
        expect(await columnsOf(safe)).toBe(width(safe));
      }),
      { numRuns: 2_000 },
    );
  });

  it("carries no control, escape, bidi override, joiner or lone surrogate, and stays so when shown again", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const safe = printable(text);
        expect(safe).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/u);
        expect(printable(safe)).toBe(safe);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ["a clipboard write", "a\x1b]52;c;aGk=\x07b", "ab"],
    ["a title without an end", "a\x1b]0;all the rest", "a"],
    ["a cursor jump", "a\x1b[10;10Hb", "ab"],
    ["an eight-bit escape", "a\x9b2Jb", "ab"],
    ["a reversed reading", "a\u202eb", "ab"],
    ["lines and tabs", " a\r\n\tb ", "a b"],
    ["a family", "👨‍👩‍👧‍👦!", "👨!"],
    ["a skin tone", "👍🏽", "👍"],
    ["a flag", "🇺🇸", "US"],
    ["a heart with its selector", "❤️", "❤"],
    ["a keycap", "1️⃣", "1"],
    ["a skin tone whose hand is gone", "🌀\u11a8🏽", "🌀"],
    ["a halfwidth mark whose letter is gone", "🌀\u11a8\uff9e", "🌀"],
    ["null", null, ""],
  ])("makes %s harmless", (_name, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it("keeps at most the characters asked for, however long the text", () => {
    expect(printable("x".repeat(1_000_000), 50)).toBe("x".repeat(50));
    expect([...printable("💌".repeat(500), 50)].length).toBeLessThanOrEqual(50);
  });
});

describe("fitting", () => {
  it("gives exactly the columns asked for, and cuts to at most them", () => {
    fc.assert(
      fc.property(
        hostile,
        fc.integer({ min: 0, max: 40 }),
        fc.constantFrom("left" as const, "right" as const),
        (text, columns, align) => {
          const safe = printable(text);
          expect(width(fitTo(safe, columns, align))).toBe(columns);
          expect(width(cut(safe, columns))).toBeLessThanOrEqual(columns);
          expect(width(cutMiddle(safe, columns))).toBeLessThanOrEqual(columns);
          if (width(safe) <= columns) expect(cut(safe, columns)).toBe(safe);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("cuts a name in the middle, so that names with one beginning stay apart", () => {
    expect(cutMiddle("jade_north_west_vip", 12)).toBe("jade_no…_vip");
    expect(cutMiddle("jadebri", 12)).toBe("jadebri");
  });

  it("wraps without losing a character or passing the width", () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 2, max: 30 }), (text, columns) => {
        const safe = printable(text);
        const lines = wrap(safe, columns);
        for (const line of lines) expect(width(line)).toBeLessThanOrEqual(columns);
        expect(lines.join("").replaceAll(" ", "")).toBe(safe.replaceAll(" ", ""));
      }),
      { numRuns: 1_500 },
    );
  });

  it("wraps before a figure, not between it and its %", () => {
    expect(wrap("curiosity −5 % · urgency −13 %", 12)).toEqual(["curiosity", "−5 % ·", "urgency", "−13 %"]);
  });
});
