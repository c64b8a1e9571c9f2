import { isUtf8 } from "node:buffer";
import { IMPORT_COLUMNS, type ImportKind, matchColumns } from "../../domain/import-columns.js";
import type { Cells } from "../../domain/import-record.js";
import { LONGEST_RECORD } from "./csv-record.js";
import { BATCH, type FileRecord, unreadable } from "./file-record.js";

const LF = 0x0a;

/** Columns by the keys of each object: objects may differ, and what is null is often left out. */
export class JsonColumns {
  /** Keys that something is read from, by field; the first spelling met. */
  readonly used = new Map<string, string>();
  /** Keys that nothing is read from. */
  readonly unused = new Set<string>();
  private readonly places = new Map<string, readonly number[]>();

  constructor(private readonly kind: ImportKind) {}

  cellsOf(object: Readonly<Record<string, unknown>>): Cells | string {
    const keys = Object.keys(object);
    const known = keys.join("\n");
    let places = this.places.get(known);
    if (places === undefined) {
      const match = matchColumns(this.kind, keys);
      places = match.places;
      // As many key sets as rows would be a leak, not a cache.
      if (this.places.size < 1000) this.places.set(known, places);
      for (const { field, column } of match.used) if (!this.used.has(field)) this.used.set(field, column);
      for (const name of match.unused) if (this.unused.size < 100) this.unused.add(name);
    }
    const cells: (string | null | undefined)[] = [];
    for (const [index, place] of places.entries()) {
      const key = keys[place];
      const value = key === undefined ? undefined : object[key];
      if (typeof value === "object" && value !== null)
        return `${IMPORT_COLUMNS[this.kind][index]?.field ?? ""} is no plain value`;
      cells.push(value === undefined || value === null ? value : String(value));
    }
    return cells;
  }
}

/** The records of a file of JSON lines, one object a line, in batches. */
export async function* jsonRecords(
  chunks: AsyncIterable<Buffer>,
  columns: JsonColumns,
): AsyncGenerator<FileRecord[]> {
  let batch: FileRecord[] = [];
  let record = 0;
  for await (const { line, bytes } of lines(chunks)) {
    const read = bytes === null ? "it is longer than 1 MiB" : cellsOf(bytes, columns);
    if (read === null) continue;
    const place = { record: ++record, line, lastLine: line };
    batch.push(
      typeof read === "string" ? { ...place, problem: unreadable(read) } : { ...place, cells: read },
    );
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Cells of a line, null for a blank one, or why it has none. */
function cellsOf(bytes: Buffer, columns: JsonColumns): Cells | string | null {
  if (!isUtf8(bytes)) return "it is not UTF-8";
  const text = bytes.toString("utf8").trim();
  if (text === "") return null;
  let value: unknown;
  try {
    value = JSON.parse(withTextNumbers(text));
  } catch {
    return "it is not a JSON object";
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "it is not a JSON object";
  return columns.cellsOf(value as Readonly<Record<string, unknown>>);
}

/** Numbers as texts: a 19-digit id must never become a double. */
const withTextNumbers = (json: string): string =>
  json.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  );

/** The lines of a file; one that is too long has no bytes. A byte order mark is left out. */
async function* lines(
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<{ readonly line: number; readonly bytes: Buffer | null }> {
  let line = 1;
  let rest: Buffer = Buffer.alloc(0);
  let tooLong = false;
  for await (const chunk of chunks) {
    let buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (line === 1 && buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf)
      buffer = buffer.subarray(3);
    let at = 0;
    for (let end = buffer.indexOf(LF); end >= 0; end = buffer.indexOf(LF, at)) {
      yield { line, bytes: tooLong || end - at > LONGEST_RECORD ? null : buffer.subarray(at, end) };
      tooLong = false;
      line++;
      at = end + 1;
    }
    rest = buffer.subarray(at);
    if (rest.length <= LONGEST_RECORD) continue;
    tooLong = true;
    rest = Buffer.alloc(0);
  }
  if (tooLong || rest.length > 0) yield { line, bytes: tooLong ? null : rest };
}
