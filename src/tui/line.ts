import { cut, fitTo, wrap } from "../text/fit.js";
import width from "../text/width.js";
import type { Tone } from "./theme.js";

/** A piece of a row in one tone. Its text has gone through `printable()` where it is foreign. */
export interface Span {
  readonly text: string;
  readonly tone: Tone;
}
/** One row of the screen. */
export type Row = readonly Span[];

export const span = (text: string, tone: Tone = "plain"): Span => ({ text, tone });

/** A row of spans; texts alone are plain, absent ones are left out. */
export const row = (...parts: readonly (Span | string | null | undefined | false)[]): Row =>
  parts
    .filter(
      (part): part is Span | string => part !== null && part !== undefined && part !== false && part !== "",
    )
    .map((part) => (typeof part === "string" ? span(part) : part));

export const BLANK: Row = [];

/** Neighbours of one tone as one span: a picture of single glyphs sends no colour twice. */
export function joined(spans: Row): Span[] {
  const all: Span[] = [];
  for (const each of spans) {
    const last = all.at(-1);
    if (last?.tone === each.tone) all[all.length - 1] = span(last.text + each.text, each.tone);
    else all.push(each);
  }
  return all;
}

export const rowWidth = (spans: Row): number => spans.reduce((sum, { text }) => sum + width(text), 0);
export const rowText = (spans: Row): string => spans.map(({ text }) => text).join("");

/** At most `columns` wide, cut at the end. */
export function cutRow(spans: Row, columns: number): Row {
  if (rowWidth(spans) <= columns) return spans;
  const kept: Span[] = [];
  let left = columns;
  for (const each of spans) {
    const needed = width(each.text);
    if (needed < left) {
      kept.push(each);
      left -= needed;
      continue;
    }
    // The cut falls here: an ellipsis says that something follows, even where this span just fits.
    kept.push({
      ...each,
      text: needed === left ? `${cut(each.text, left - 1).replace(/…$/, "")}…` : cut(each.text, left),
    });
    break;
  }
  return kept;
}

/** The first of some forms of a row, from the fullest on, that fits; else the last one, cut. */
export function firstFitting(forms: readonly Row[], columns: number): Row {
  return forms.find((form) => rowWidth(form) <= columns) ?? cutRow(forms.at(-1) ?? [], columns);
}

/** A row with one part at its left and one at its right end; the left part gives way. */
export function betweenRows(left: Row, right: Row, columns: number): Row {
  const room = columns - rowWidth(right);
  if (room < 1) return cutRow(right, columns);
  const shown = cutRow(left, room);
  return [...shown, span(" ".repeat(room - rowWidth(shown))), ...right];
}

/** Left-aligned in a column of that width. */
export const column = (text: string, columns: number, tone: Tone = "plain"): Span =>
  span(fitTo(text, columns), tone);

/** A long text as rows, indented after the first. */
export function wrapped(text: string, columns: number, tone: Tone = "plain", indent = ""): Row[] {
  const lines = wrap(text, Math.max(1, columns - width(indent)));
  return lines.map((line, index) => row(index === 0 ? null : indent, span(line, tone)));
}

/** A rule with words in it: `─ ▲ 2 warnings ──────── times: Los Angeles (PST) `. */
export function ruleWith(left: Row, right: Row, columns: number): Row {
  const tail = right.length === 0 ? [] : [span(" "), ...right, span(" ")];
  const room = columns - rowWidth(tail);
  const words = cutRow(left, Math.max(0, room - "─  ─".length));
  const head = words.length === 0 ? [] : [span("─ ", "faint"), ...words, span(" ")];
  return [...head, span("─".repeat(Math.max(0, room - rowWidth(head))), "faint"), ...tail];
}
