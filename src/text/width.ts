import { eastAsianWidth } from "get-east-asian-width";

const ZERO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}\p{Cs}]$/u;
/** Colours and hyperlinks take no columns; Ink measures text that carries them. */
const STYLING = /\x1b\[[0-9;:]*m|\x1b\]8;[^\x07\x1b]*(?:\x07|\x1b\\)/g;

/**
 * Columns that a text takes in a terminal, counted per code point: what `printable()` leaves has no clusters whose
 * width terminals disagree about. The bundle uses this in place of `string-width`, so that layout and cutting share
 * one truth.
 */
export default function width(text: string): number {
  if (typeof text !== "string" || text === "") return 0;
  const plain = text.includes("\x1b") ? text.replace(STYLING, "") : text;
  let columns = 0;
  for (const char of plain) columns += charWidth(char);
  return columns;
}

/** Columns of one code point. */
function charWidth(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x300) return code >= 0x20 && !(code >= 0x7f && code < 0xa0) && code !== 0xad ? 1 : 0;
  // Box drawing and block elements, the most frequent foreign characters on our screens.
  if (code >= 0x2500 && code < 0x25a0) return 1;
  return ZERO_WIDTH.test(char) ? 0 : eastAsianWidth(code);
}
