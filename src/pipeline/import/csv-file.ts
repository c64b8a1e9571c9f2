import { isUtf8 } from "node:buffer";
import { badInput } from "../../domain/errors.js";
import {
  type ColumnMatch,
  type ImportKind,
  kindsOfColumns,
  matchColumns,
} from "../../domain/import-columns.js";
import type { NoteCode } from "../../domain/import-notes.js";
import { countLines, fieldTexts, isBlank, LONGEST_RECORD, scanRecord } from "./csv-record.js";
import { CsvScanner, type Scanned } from "./csv-scanner.js";
import { BATCH, type FileRecord, unreadable } from "./file-record.js";

const DELIMITERS = [",", ";", "\t"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** The first record of a CSV: which column is what. */
export interface CsvHeader {
  readonly names: readonly string[];
  readonly delimiter: Delimiter;
  readonly columns: ColumnMatch;
  /** Where the first record after it begins, in bytes and in lines. */
  readonly bytes: number;
  readonly line: number;
}

/**
 * Reads the header from a file's first bytes.
 * @returns null where more bytes are needed.
 * @throws {ErosError} where the file has no header that fits the kind; it says which kind the file is, if it is one.
 */
export function readHeader(start: Buffer, kind: ImportKind, file: string, final: boolean): CsvHeader | null {
  const found = DELIMITERS.map((delimiter) => headerBy(start, delimiter, kind, final));
  if (found.includes(null)) {
    if (start.length <= LONGEST_RECORD) return null;
    throw badInput(`--${kind}`, `${file} has no header: its first line is longer than 1 MiB`, WHAT_IS_TAKEN);
  }
  const headers = found.filter((header) => header !== null);
  const fitting = headers.find(({ columns }) => columns.problem === null) ?? headers[0];
  if (fitting === undefined || fitting.names.length === 0)
    throw badInput(`--${kind}`, `${file} is empty: not even a header stands in it`, "export it again");
  if (fitting.names.some((name) => name.includes("\r")))
    throw badInput(
      `--${kind}`,
      `${file} ends its lines with a carriage return alone`,
      "save it again with the usual line ends (LF or CRLF)",
    );
  if (fitting.columns.problem !== null) throw notThisKind(fitting, kind, file);
  return fitting;
}

const WHAT_IS_TAKEN = "it must be CSV (UTF-8, with a header), JSON lines or Parquet";

function headerBy(start: Buffer, delimiter: Delimiter, kind: ImportKind, final: boolean): CsvHeader | null {
  const code = delimiter.charCodeAt(0);
  let at = start.length >= 3 && start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf ? 3 : 0;
  for (;;) {
    if (at >= start.length && final)
      return { names: [], delimiter, columns: matchColumns(kind, []), bytes: at, line: 1 };
    const scan = scanRecord(start, at, code, final);
    if (scan.kind === "more") return null;
    if (scan.kind === "record" && isBlank(start, scan.spans)) {
      at = scan.next;
      continue;
    }
    const next = scan.kind === "record" ? scan.next : scan.at;
    const names =
      scan.kind === "record" && isUtf8(start.subarray(at, next)) ? fieldTexts(start, scan.spans) : ["?"];
    return {
      names,
      delimiter,
      columns: matchColumns(kind, names),
      bytes: next,
      line: 1 + countLines(start, 0, next),
    };
  }
}

function notThisKind({ names, columns }: CsvHeader, kind: ImportKind, file: string): Error {
  const others = kindsOfColumns(names).filter((other) => other !== kind);
  const listed = names
    .slice(0, 20)
    .map((name) => `“${name.slice(0, 40)}”`)
    .join(", ");
  return badInput(
    `--${kind}`,
    `${file} cannot be read as ${kind}: ${columns.problem}; its header is ${listed}`,
    others.length > 0
      ? `its columns are those of ${others.join(" or ")}: give it with ${others.map((other) => `--${other}`).join(" or ")}`
      : `${WHAT_IS_TAKEN}; docs/import.md lists the columns and their other names`,
  );
}

/** The records of a CSV after its header, in batches. */
export async function* csvRecords(
  chunks: AsyncIterable<Buffer>,
  header: CsvHeader,
): AsyncGenerator<FileRecord[]> {
  const scanner = new CsvScanner(header.delimiter.charCodeAt(0), header.names.length, header.line);
  const again = header.names.map(plain).join("\n");
  let batch: FileRecord[] = [];
  const take = function* (): Generator<FileRecord[]> {
    for (let scanned = scanner.next(); scanned !== null; scanned = scanner.next()) {
      batch.push(asRecord(scanned, header, again));
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
  };
  let skip = header.bytes;
  for await (const chunk of chunks) {
    const part = chunk.subarray(skip);
    skip = Math.max(0, skip - chunk.length);
    if (part.length === 0) continue;
    scanner.feed(part);
    yield* take();
  }
  scanner.end();
  yield* take();
  if (batch.length > 0) yield batch;
}

function asRecord(scanned: Scanned, { names, columns }: CsvHeader, again: string): FileRecord {
  const { record, line, lastLine } = scanned;
  if ("broken" in scanned) return { record, line, lastLine, problem: unreadable(scanned.broken) };
  const { texts } = scanned;
  if (plain(texts[0] ?? "") === plain(names[0] ?? "") && texts.map(plain).join("\n") === again)
    return { record, line, lastLine, problem: unreadable("the header stands here again") };
  if (names.length > 1 && texts.every((text) => text.trim() === ""))
    return { record, line, lastLine, cells: [], notes: ["row-empty"] };
  const cells = columns.places.map((place) => (place < 0 ? undefined : texts[place]));
  if (!scanned.quoteInside && !scanned.joined) return { record, line, lastLine, cells };
  const notes: NoteCode[] = [];
  if (scanned.quoteInside) notes.push("quote-inside");
  if (scanned.joined) notes.push("lines-joined");
  return { record, line, lastLine, cells, notes };
}

const plain = (name: string): string => name.trim().toLowerCase();
