import { isUtf8 } from "node:buffer";
import {
  beginsPlain,
  countLines,
  endsPlain,
  fieldTexts,
  hasQuoteInside,
  isBlank,
  LONGEST_RECORD,
  NEVER_CLOSED,
  nextLine,
  type Scan,
  scanRecord,
} from "./csv-record.js";

/** A record with its place in the file, lines counted from 1 as an editor counts them. */
export type Scanned = {
  readonly record: number;
  readonly line: number;
  readonly lastLine: number;
} & (
  | { readonly texts: readonly string[]; readonly quoteInside: boolean; readonly joined: boolean }
  | { readonly broken: string }
);

const LF = 0x0a;
/** Lines that a field which should have been quoted may be split into. */
const MOST_LINES = 50;

/**
 * Records of a CSV as its bytes come in. It keeps its place at a bad record: where a record does not fit its number of
 * fields, or its quotation marks, it ends before the next of its lines at which a whole record begins. So a quotation
 * mark that is never closed costs its own record and not the rest of the file. Lines that have too few fields each and
 * together just as many as they should are one record, whose text has line breaks and no quotation marks.
 */
export class CsvScanner {
  private buffer: Buffer = Buffer.alloc(0);
  private at = 0;
  private record = 0;
  private final = false;
  /** Up to here the buffer is known to be UTF-8. */
  private clean = 0;
  /** The rest of a line that is too long for a record is being passed over. */
  private skipping = false;

  constructor(
    private readonly delimiter: number,
    /** Fields of a record. */
    private readonly width: number,
    /** The line that comes first. */
    private line: number,
  ) {}

  /** Takes more bytes; what the last ones left over stays. */
  feed(chunk: Buffer): void {
    const rest = this.buffer.subarray(this.at);
    this.buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    this.at = 0;
    const whole = this.buffer.lastIndexOf(LF) + 1;
    this.clean = isUtf8(this.buffer.subarray(0, whole)) ? whole : 0;
  }

  /** Nothing comes any more. */
  end(): void {
    this.final = true;
  }

  /** The next record; null where more bytes are needed for it. */
  next(): Scanned | null {
    while (this.at < this.buffer.length) {
      if (this.skipping && !this.pass()) return null;
      if (this.at >= this.buffer.length) return null;
      const scan = scanRecord(this.buffer, this.at, this.delimiter, this.final);
      if (scan.kind === "more") return null;
      if (scan.kind === "record") {
        if (isBlank(this.buffer, scan.spans)) {
          this.goOn(scan.next);
          continue;
        }
        if (scan.spans.length === this.width * 3) return this.whole(scan.spans, scan.next);
        const joined = scan.spans.length < this.width * 3 ? this.joined(scan.spans, scan.next) : null;
        if (joined === "more") return null;
        if (joined !== null) return joined;
      }
      return this.bad(scan);
    }
    return null;
  }

  private whole(spans: readonly number[], next: number): Scanned {
    if (next > this.clean && !isUtf8(this.buffer.subarray(this.at, next)))
      return this.broken("it is not UTF-8: save the file as UTF-8", next);
    const texts = fieldTexts(this.buffer, spans);
    return { ...this.goOn(next, true), texts, quoteInside: hasQuoteInside(spans), joined: false };
  }

  /** The record that lines with too few fields make together; null where they make none. */
  private joined(first: readonly number[], after: number): Scanned | "more" | null {
    let spans = first;
    let next = after;
    let quoteInside = hasQuoteInside(first);
    const texts = fieldTexts(this.buffer, first);
    for (let lines = 1; lines < MOST_LINES && endsPlain(spans) && next < this.buffer.length; lines++) {
      const scan = scanRecord(this.buffer, next, this.delimiter, this.final);
      if (scan.kind === "more") return "more";
      if (scan.kind === "broken" || !beginsPlain(scan.spans)) return null;
      const fields = scan.spans.length / 3;
      if (fields === this.width || texts.length + fields - 1 > this.width) return null;
      const [head = "", ...tail] = fieldTexts(this.buffer, scan.spans);
      const between = this.buffer.toString("utf8", spans.at(-2), next);
      texts.push(`${texts.pop() ?? ""}${between}${head}`, ...tail);
      quoteInside ||= hasQuoteInside(scan.spans);
      spans = scan.spans;
      next = scan.next;
      if (texts.length < this.width) continue;
      if (!isUtf8(this.buffer.subarray(this.at, next))) return null;
      return { ...this.goOn(next, true), texts, quoteInside, joined: true };
    }
    return next < this.buffer.length || this.final ? null : "more";
  }

  private bad(scan: Exclude<Scan, { kind: "more" }>): Scanned | null {
    const end = this.endOfBad(scan);
    if (end === null) return null;
    const resumed = this.wholeRecordBefore(end);
    if (resumed === "more") return null;
    const why =
      scan.kind === "broken"
        ? scan.why
        : `it has ${scan.spans.length / 3} ${scan.spans.length === 3 ? "field" : "fields"} instead of ${this.width}`;
    // What looked like text behind a closing quote was the next record's, behind its opening one.
    return resumed === null ? this.broken(why, end) : this.broken(NEVER_CLOSED, resumed);
  }

  /** Where a bad record ends at the latest; null where more bytes are needed to know. */
  private endOfBad(scan: Exclude<Scan, { kind: "more" }>): number | null {
    if (scan.kind === "record") return scan.next;
    if (scan.at >= this.buffer.length) return this.buffer.length;
    const next = nextLine(this.buffer, scan.at);
    if (next > 0) return next;
    if (!this.final && this.buffer.length - this.at <= LONGEST_RECORD) return null;
    this.skipping = !this.final;
    return this.buffer.length;
  }

  /** The first line after the record's own and before a place at which a whole record begins. */
  private wholeRecordBefore(end: number): number | "more" | null {
    for (
      let from = nextLine(this.buffer, this.at);
      from > 0 && from < end;
      from = nextLine(this.buffer, from)
    ) {
      const scan = scanRecord(this.buffer, from, this.delimiter, this.final);
      if (scan.kind === "more") return "more";
      if (scan.kind === "record" && scan.spans.length === this.width * 3 && !isBlank(this.buffer, scan.spans))
        return from;
    }
    return null;
  }

  private broken(why: string, next: number): Scanned {
    return { ...this.goOn(next, true), broken: why };
  }

  /** Moves on. @returns the place of what was passed. */
  private goOn(next: number, counts = false): { record: number; line: number; lastLine: number } {
    const ended = this.buffer[next - 1] === LF;
    const ends = countLines(this.buffer, this.at, next);
    const { line } = this;
    this.at = next;
    this.line += ends;
    if (counts) this.record++;
    return { record: this.record, line, lastLine: ended ? this.line - 1 : this.line };
  }

  /** Passes over the rest of a line. @returns true once it has ended. */
  private pass(): boolean {
    const next = nextLine(this.buffer, this.at);
    this.skipping = next < 0;
    this.at = next < 0 ? this.buffer.length : next;
    if (next > 0) this.line++;
    return next > 0;
  }
}
