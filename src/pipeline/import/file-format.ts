import { badInput } from "../../domain/errors.js";
import type { ImportKind } from "../../domain/import-columns.js";

export type FileFormat = "csv" | "json lines" | "parquet";

/** Formats that are not taken, by their first bytes, and what makes one of them that is. */
const FOREIGN: readonly [magic: RegExp, is: string, remedy: string][] = [
  [/^\x1f\x8b/, "is compressed with gzip", "unpack it first: gunzip --keep FILE"],
  [/^PK\x03\x04/, "is a ZIP archive or a spreadsheet's own file", "export it as CSV (UTF-8)"],
  [/^(\xff\xfe|\xfe\xff)/, "is UTF-16", "save it again as CSV UTF-8"],
  [/^.{8}DUCK/s, "is a database, not a file of rows", "export its table as CSV or Parquet"],
  [/^(\xef\xbb\xbf)?\s*\[/, "is one JSON array", "put one object on a line: jq -c '.[]' FILE > rows.jsonl"],
];

/** What a file is, told by its first bytes and never by its name. @throws {ErosError} for what is not taken. */
export function formatOf(beginning: Buffer, kind: ImportKind, path: string): FileFormat {
  const start = beginning.toString("latin1", 0, 4096);
  const foreign = FOREIGN.find(([magic]) => magic.test(start));
  if (foreign !== undefined) throw badInput(`--${kind}`, `${path} ${foreign[1]}`, foreign[2]);
  if (start.startsWith("PAR1")) return "parquet";
  return /^(\xef\xbb\xbf)?\s*\{/.test(start) ? "json lines" : "csv";
}
