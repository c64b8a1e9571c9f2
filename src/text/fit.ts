import width from "./width.js";

const clusters = new Intl.Segmenter("en", { granularity: "grapheme" });
const ELLIPSIS = "…";

/** Exactly `columns` wide: cut at the end with an ellipsis, or padded. `text` has gone through `printable()`. */
export function fitTo(text: string, columns: number, align: "left" | "right" = "left"): string {
  return pad(cut(text, columns), columns, align);
}

/** At most `columns` wide, cut at the end. */
export function cut(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  return columns < 1 ? "" : head(text, columns - 1) + ELLIPSIS;
}

/** At most `columns` wide, cut in the middle: two names that differ at their ends stay apart (`jade_no…_vip`). */
export function cutMiddle(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  if (columns < 3) return cut(text, columns);
  const end = tail(text, Math.floor(((columns - 1) * 2) / 5));
  return head(text, columns - 1 - width(end)) + ELLIPSIS + end;
}

/** Padded with blanks to `columns`; longer text stays as it is. */
export function pad(text: string, columns: number, align: "left" | "right" = "left"): string {
  const blanks = " ".repeat(Math.max(0, columns - width(text)));
  return align === "right" ? blanks + text : text + blanks;
}

/** A line with one part at its left and one at its right end; the left part gives way. */
export function between(left: string, right: string, columns: number): string {
  const room = columns - width(right);
  return room < 1 ? fitTo(right, columns) : fitTo(left, room) + right;
}

/**
 * Lines of at most `columns`, broken at blanks, but not between a figure and its %; a word longer than a line is broken
 * where it must. Blanks at the beginning stay, as an indent of the first line.
 */
export function wrap(text: string, columns: number): string[] {
  const indent = cut(/^ */.exec(text)?.[0] ?? "", Math.max(0, columns - 1));
  const lines: string[] = [];
  let line = indent;
  let begun = false;
  for (let word of text.trimStart().split(/ (?!%)/)) {
    const joined = begun ? `${line} ${word}` : line + word;
    if (width(joined) <= columns) {
      line = joined;
      begun = true;
      continue;
    }
    if (begun) {
      lines.push(line);
      line = "";
    }
    while (width(line + word) > columns) {
      const part = head(word, columns - width(line)) || word.slice(0, 1);
      lines.push(line + part);
      line = "";
      word = word.slice(part.length);
    }
    line += word;
    begun = true;
  }
  lines.push(line);
  return lines;
}

const TIED = "\u00a0";

/** Facts joined by ` · ` in lines of at most `columns`, broken between two of them while each fits. */
export const wrapFacts = (facts: readonly string[], columns: number): string[] =>
  wrap(facts.map((fact) => fact.replaceAll(" ", TIED)).join(`${TIED}· `), columns).map((line) =>
    line.replaceAll(TIED, " "),
  );

function head(text: string, columns: number): string {
  let out = "";
  let used = 0;
  for (const { segment } of clusters.segment(text)) {
    used += width(segment);
    if (used > columns) break;
    out += segment;
  }
  return out;
}

function tail(text: string, columns: number): string {
  let out = "";
  let used = 0;
  for (const { segment } of [...clusters.segment(text)].reverse()) {
    used += width(segment);
    if (used > columns) break;
    out = segment + out;
  }
  return out;
}
