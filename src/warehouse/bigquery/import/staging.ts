import { isoUtc } from "../../../domain/calendar.js";
import { captionKey } from "../../../domain/caption.js";
import type { ImportKind } from "../../../domain/import-columns.js";
import type { ImportedRows } from "../../../domain/import-rows.js";
import type { PlacedRow } from "../../import-rows.js";
import type { Value } from "../values.js";

/** A column of a table that rows are loaded into: how its cell is read from a row; numbers of 64 bits as text. */
export type LoadedColumn<Row> = readonly [
  name: string,
  type: Value["type"],
  read: (row: Row) => string | number | boolean | null,
];

/** Columns of a kind; its place comes beside them. */
export const COLUMNS: { readonly [Kind in ImportKind]: readonly LoadedColumn<ImportedRows[Kind]>[] } = {
  captions: [
    ["caption_id", "INT64", (row) => row.captionId],
    ["caption_text", "STRING", (row) => row.text],
    ["caption_key", "STRING", (row) => captionKey(row.text)],
    ["content_category", "STRING", (row) => row.category],
    ["price_tier", "STRING", (row) => row.priceTier],
    ["has_urgency", "BOOL", (row) => row.urgent],
    ["is_active", "BOOL", (row) => row.active ?? true],
    ["created_at", "TIMESTAMP", (row) => (row.createdAt == null ? null : isoUtc(row.createdAt))],
  ],
  creators: [
    ["page_name", "STRING", (row) => row.page],
    ["display_name", "STRING", (row) => row.displayName ?? null],
    ["is_active", "BOOL", (row) => row.active ?? true],
  ],
  inventory: [
    ["page_name", "STRING", (row) => row.page],
    ["content_category", "STRING", (row) => row.category],
  ],
  messages: [
    ["page_name", "STRING", (row) => row.page],
    ["message", "STRING", (row) => row.text],
    ["caption_key", "STRING", (row) => (row.text === null ? null : captionKey(row.text))],
    ["caption_id", "INT64", (row) => row.captionId ?? null],
    ["sending_time", "TIMESTAMP", (row) => new Date(row.sendingTime).toISOString()],
    ["message_type", "STRING", (row) => row.type],
    ["price", "FLOAT64", (row) => row.price ?? null],
    ["sent_count", "INT64", (row) => row.sent],
    ["viewed_count", "INT64", (row) => row.viewed],
    ["purchased_count", "INT64", (row) => row.purchased],
    ["earnings", "FLOAT64", (row) => row.earnings],
  ],
};

const PLACE = [
  ["record", "INT64"],
  ["line", "INT64"],
  ["n", "INT64"],
] as const;

/** The columns as the REST interface writes them. */
export const fieldsOf = (kind: ImportKind): readonly { readonly name: string; readonly type: string }[] =>
  [...COLUMNS[kind].map(([name, type]) => [name, type] as const), ...PLACE].map(([name, type]) => ({
    name,
    type: { INT64: "INTEGER", FLOAT64: "FLOAT", BOOL: "BOOLEAN" }[type as string] ?? type,
  }));

/** A row as a line of JSON. @param n its number among those that came. */
export function lineOf<Kind extends ImportKind>(
  kind: Kind,
  { row, record, line }: PlacedRow<ImportedRows[Kind]>,
  n: number,
): string {
  const columns: readonly LoadedColumn<ImportedRows[Kind]>[] = COLUMNS[kind];
  const cells = columns.map(([name, , read]) => [name, read(row)] as const);
  return JSON.stringify(Object.fromEntries([...cells, ["record", record], ["line", line], ["n", n]]));
}
