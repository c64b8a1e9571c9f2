import { ErosError } from "../../domain/errors.js";
import { isTable, TABLES, type Table, type TableNames, tableName } from "../../domain/table-names.js";
import { type Row, textOf } from "../cells.js";
import type { Ctx } from "../port.js";
import { inDataset, tableStatements } from "../sql-library.js";
import type { Jobs } from "./jobs.js";

/** A column that a table of ours must have. */
export interface WantedColumn {
  readonly name: string;
  readonly type: string;
  /** False where rows may do without: such a column can be added to a table that stands. */
  readonly needed: boolean;
}
export interface WantedTable {
  readonly table: Table;
  /** What it is called in the dataset. */
  readonly name: string;
  readonly columns: readonly WantedColumn[];
}

/** A column that a table of the dataset has. */
export interface PresentColumn {
  readonly name: string;
  readonly type: string;
  /** True where every row must be given a value by whoever adds it. */
  readonly mustBeFilled: boolean;
}

/** How a table that stands compares with the one that is wanted. */
export type Shape =
  | { readonly kind: "absent" }
  /** Further columns do no harm. */
  | { readonly kind: "fits"; readonly further: readonly string[] }
  /** Only columns are lacking that may be empty. */
  | { readonly kind: "lacks"; readonly missing: readonly WantedColumn[]; readonly further: readonly string[] }
  | { readonly kind: "other"; readonly reasons: readonly string[] };

/** Tables that others fill; this program adds rows to them in an import only. */
const FILLED_BY_OTHERS: readonly Table[] = [
  "active_creators",
  "caption_bank",
  "creator_content_inventory",
  "mass_messages",
];

const COLUMN = /^ {2}(\w+) ([A-Z0-9]+)( NOT NULL)?/gm;

/** The tables as sql/tables has them, under the names of the dataset. */
export function wantedTables(names: TableNames = {}): WantedTable[] {
  return tableStatements("d", "whole").map((statement) => {
    const table = /\bd\.(\w+)/.exec(statement)?.[1] ?? "";
    if (!isTable(table)) throw new Error(`domain/table-names.ts does not list ${table}`);
    return {
      table,
      name: tableName(names, table),
      columns: [...statement.matchAll(COLUMN)].map(([, name = "", type = "", needed]) => ({
        name,
        type,
        needed: needed !== undefined,
      })),
    };
  });
}

/** A query for every column of the dataset's tables; views have theirs there as well. */
const columnsQuery = (dataset: string): string =>
  inDataset("SELECT * FROM {dataset}.INFORMATION_SCHEMA.COLUMNS", dataset);

/** Columns of every table of the dataset. */
export const columnRows = (jobs: Jobs, dataset: string, ctx: Ctx): Promise<Row[]> =>
  jobs.run({ text: columnsQuery(dataset), verb: "shapes" }, ctx);

/** Rows of `columnRows` by table. */
export function presentTables(rows: readonly Row[]): ReadonlyMap<string, readonly PresentColumn[]> {
  const tables = new Map<string, PresentColumn[]>();
  for (const row of rows) {
    const name = textOf(row.table_name);
    const columns = tables.get(name) ?? [];
    // Not every server has a column for the default; the service writes the word NULL where there is none.
    const byDefault = textOf(row.column_default, "NULL");
    columns.push({
      name: textOf(row.column_name).toLowerCase(),
      type: textOf(row.data_type),
      mustBeFilled: textOf(row.is_nullable) === "NO" && byDefault === "NULL",
    });
    tables.set(name, columns);
  }
  return tables;
}

/** @param writing rows are to be added, also to a table that others fill. */
export function shapeOf(
  wanted: WantedTable,
  present: readonly PresentColumn[] | undefined,
  writing = false,
): Shape {
  if (present === undefined) return { kind: "absent" };
  const byName = new Map(present.map((column) => [column.name, column]));
  const missing = wanted.columns.filter((column) => !byName.has(column.name));
  const own = new Set(wanted.columns.map(({ name }) => name));
  const further = present.filter(({ name }) => !own.has(name));
  const reasons = [
    ...missing.filter(({ needed }) => needed).map(({ name, type }) => `it has no column ${name} ${type}`),
    ...wanted.columns.flatMap(({ name, type }) => {
      const stands = byName.get(name);
      return stands === undefined || isReadAs(stands.type, type)
        ? []
        : [`its column ${name} is ${stands.type} instead of ${type}`];
    }),
    ...(writing || !FILLED_BY_OTHERS.includes(wanted.table)
      ? further
          .filter(({ mustBeFilled }) => mustBeFilled)
          .map(({ name, type }) => `its column ${name} ${type} must be filled, and eros-tui does not know it`)
      : []),
  ];
  const others = further.map(({ name }) => name);
  if (reasons.length > 0) return { kind: "other", reasons };
  return missing.length > 0 ? { kind: "lacks", missing, further: others } : { kind: "fits", further: others };
}

/** `STRING(50)` is a STRING; a decimal is read and written as a double. */
function isReadAs(stands: string, wanted: string): boolean {
  const type = stands.replace(/\(.*\)$/, "").toUpperCase();
  return type === wanted || (wanted === "FLOAT64" && ["NUMERIC", "BIGNUMERIC", "INT64"].includes(type));
}

/** Line of a config file that gives a table another name. */
export const otherName = (table: Table): string => `\`[tables]\` ${table} = "eros_${table}"`;

/** What to do about a table that something else stands in the place of. */
export const otherShapeRemedy = (table: Table): string =>
  `it is left as it is: name another one in the config file, ${otherName(table)}, then run \`eros-tui deploy\``;

/**
 * Looks at tables before the first row is written.
 * @throws {ErosError} "incomplete" for a table that is not there or has another shape.
 */
export function refuseOtherShapes(
  rows: readonly Row[],
  names: TableNames,
  tables: readonly Table[] = TABLES,
): void {
  const present = presentTables(rows);
  for (const wanted of wantedTables(names)) {
    if (!tables.includes(wanted.table)) continue;
    const shape = shapeOf(wanted, present.get(wanted.name), true);
    const refusal = (message: string, remedy: string): ErosError =>
      new ErosError("incomplete", `nothing was written: ${message}`, remedy);
    if (shape.kind === "absent")
      throw refusal(`the table ${wanted.name} is not there`, "make it: `eros-tui deploy`");
    if (shape.kind === "lacks")
      throw refusal(
        `the table ${wanted.name} has no column ${shape.missing.map(({ name }) => name).join(", ")}`,
        "`eros-tui deploy --yes` adds what is lacking; `eros-tui deploy --dry-run` shows it first",
      );
    if (shape.kind === "other")
      throw refusal(
        `the table ${wanted.name} has another shape: ${shape.reasons.join("; ")}`,
        otherShapeRemedy(wanted.table),
      );
  }
}
