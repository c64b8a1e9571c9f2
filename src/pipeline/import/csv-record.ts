/** A record longer than this is none: a quote was opened and never closed, or the file is no CSV. */
export const LONGEST_RECORD = 1 << 20;

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const BACKSLASH = 0x5c;

/** How a field stands in the file: plain, with quotation marks inside, quoted, quoted with doubled quotes inside. */
const PLAIN = 0;
const PLAIN_WITH_QUOTE = 1;
const QUOTED = 2;
const QUOTED_WITH_DOUBLED = 3;

/** What stands from a place on. */
export type Scan =
  | {
      readonly kind: "record";
      /** Three numbers a field: first byte, byte after the last, how it stands. */
      readonly spans: readonly number[];
      /** Where the next record begins. */
      readonly next: number;
    }
  /** The record goes on beyond the buffer. */
  | { readonly kind: "more" }
  | { readonly kind: "broken"; readonly why: string; readonly at: number };

export const NEVER_CLOSED = "a quotation mark is opened and never closed";
const TEXT_AFTER = "there is text after the closing quotation mark of a field";
const BACKSLASHED = `${TEXT_AFTER} (a quote inside quotes is doubled, not put behind a backslash)`;
const TOO_LONG = "it is longer than 1 MiB";

/**
 * Reads one record by RFC 4180, more leniently in one thing: quotation marks inside a field that does not begin with
 * one are taken as they stand. Lines end with LF or CRLF.
 * @param final nothing comes after the buffer.
 */
export function scanRecord(buffer: Buffer, start: number, delimiter: number, final: boolean): Scan {
  const end = buffer.length;
  const spans: number[] = [];
  const beyond = (why: string): Scan => {
    if (end - start > LONGEST_RECORD) return { kind: "broken", why: why || TOO_LONG, at: start };
    return { kind: "more" };
  };
  let at = start;
  for (;;) {
    if (at < end && buffer[at] === QUOTE) {
      const from = at + 1;
      let form = QUOTED;
      let close = buffer.indexOf(QUOTE, from);
      while (close >= 0 && buffer[close + 1] === QUOTE) {
        form = QUOTED_WITH_DOUBLED;
        close = buffer.indexOf(QUOTE, close + 2);
      }
      if (close < 0) return final ? { kind: "broken", why: NEVER_CLOSED, at: end } : beyond(NEVER_CLOSED);
      if (close + 2 >= end && !final) return beyond("");
      spans.push(from, close, form);
      at = close + 1;
      const after = buffer[at];
      if (at >= end || after === LF) return { kind: "record", spans, next: Math.min(at + 1, end) };
      if (after === CR && (at + 1 >= end || buffer[at + 1] === LF))
        return { kind: "record", spans, next: Math.min(at + 2, end) };
      if (after !== delimiter)
        return { kind: "broken", why: buffer[close - 1] === BACKSLASH ? BACKSLASHED : TEXT_AFTER, at };
    } else {
      const from = at;
      let form = PLAIN;
      let byte = buffer[at];
      while (at < end && byte !== delimiter && byte !== LF) {
        if (byte === QUOTE) form = PLAIN_WITH_QUOTE;
        byte = buffer[++at];
      }
      if (at >= end && !final) return beyond("");
      if (at >= end || byte === LF) {
        const cut = at > from && buffer[at - 1] === CR ? at - 1 : at;
        spans.push(from, cut, form);
        return { kind: "record", spans, next: Math.min(at + 1, end) };
      }
      spans.push(from, at, form);
    }
    at++;
  }
}

/** The texts of a record's fields. */
export function fieldTexts(buffer: Buffer, spans: readonly number[]): string[] {
  const texts = new Array<string>(spans.length / 3);
  for (let index = 0; index < texts.length; index++) {
    const text = buffer.toString("utf8", spans[index * 3], spans[index * 3 + 1]);
    texts[index] = spans[index * 3 + 2] === QUOTED_WITH_DOUBLED ? text.replaceAll('""', '"') : text;
  }
  return texts;
}

/** True where quotation marks stand inside a field that is not quoted. */
export function hasQuoteInside(spans: readonly number[]): boolean {
  for (let index = 2; index < spans.length; index += 3) if (spans[index] === PLAIN_WITH_QUOTE) return true;
  return false;
}

/** True where the last field of a record, or the first, is not quoted: only then may a line break have split it. */
export const endsPlain = (spans: readonly number[]): boolean => (spans.at(-1) ?? QUOTED) < QUOTED;
export const beginsPlain = (spans: readonly number[]): boolean => (spans[2] ?? QUOTED) < QUOTED;

/** True for a line of white space only. */
export function isBlank(buffer: Buffer, spans: readonly number[]): boolean {
  if (spans.length !== 3 || spans[2] !== PLAIN) return false;
  for (let at = spans[0] ?? 0; at < (spans[1] ?? 0); at++) {
    const byte = buffer[at];
    if (byte !== 0x20 && byte !== 0x09 && byte !== CR) return false;
  }
  return true;
}

/** Line ends from one place to another. */
export function countLines(buffer: Buffer, from: number, to: number): number {
  let lines = 0;
  for (let at = buffer.indexOf(LF, from); at >= 0 && at < to; at = buffer.indexOf(LF, at + 1)) lines++;
  return lines;
}

/** Where the line after a place begins; -1 where the buffer ends first. */
export const nextLine = (buffer: Buffer, from: number): number => buffer.indexOf(LF, from) + 1 || -1;
