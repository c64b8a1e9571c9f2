import { printable } from "../text/printable.js";
import width from "../text/width.js";
import type { Line } from "../walk/line.js";
import { type Row, row, span } from "./line.js";

const CARET = "▏";

/** A typed line with its caret, as much of it as fits around the caret. What cannot be shown is a dot. */
export function typedLine({ text, caret }: Line, focused: boolean, columns: number): Row {
  const characters = [...text].map(shown);
  if (!focused) return row(within(characters, columns));
  const before = within(characters.slice(0, caret).reverse(), columns - 1, true);
  const after = within(characters.slice(caret), columns - 1 - width(before));
  return row(before, span(CARET, "chosen"), after);
}

const shown = (character: string): string => (character === " " ? " " : printable(character) || "·");

/** The first characters that fit; reversed ones are put back into their order. */
function within(characters: readonly string[], columns: number, reversed = false): string {
  let out = "";
  let used = 0;
  for (const character of characters) {
    used += width(character);
    if (used > columns) break;
    out = reversed ? character + out : out + character;
  }
  return out;
}
