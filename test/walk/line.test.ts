import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EMPTY_LINE, erase, freshLine, insert, type Line, moveCaret } from "../../src/walk/line.js";

const shown = ({ text, caret }: Line): string => {
  const all = [...text];
  return `${all.slice(0, caret).join("")}|${all.slice(caret).join("")}`;
};

describe("a typed line", () => {
  it("is replaced by the first character, unless the caret was moved first", () => {
    expect(shown(insert(freshLine("9"), "1"))).toBe("1|");
    expect(shown(insert(moveCaret(freshLine("93"), -1), "1"))).toBe("91|3");
  });

  it("loses the character before the caret, whole ones of several units too", () => {
    expect(shown(erase(freshLine("a💌")))).toBe("a|");
    expect(shown(erase(moveCaret(freshLine("ab"), -2)))).toBe("|ab");
  });

  it("takes a paste as one line: no line breaks, no control characters", () => {
    expect(shown(insert(EMPTY_LINE, "a\nb\u001b[31mc"))).toBe("ab[31mc|");
    expect(insert(freshLine("kept"), "\r\n")).toEqual(freshLine("kept"));
  });

  it("keeps its caret inside whatever is done", () => {
    const edit = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 3 }).map((text) => (line: Line) => insert(line, text)),
      fc.constant(erase),
      fc.integer({ min: -5, max: 5 }).map((by) => (line: Line) => moveCaret(line, by)),
    );
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 30 }), (edits) => {
        const line = edits.reduce((at, each) => each(at), EMPTY_LINE);
        expect(line.caret).toBeGreaterThanOrEqual(0);
        expect(line.caret).toBeLessThanOrEqual([...line.text].length);
      }),
    );
  });
});
