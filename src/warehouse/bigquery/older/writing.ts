import { ErosError } from "../../../domain/errors.js";
import { type Table, type TableNames, tableName } from "../../../domain/table-names.js";
import { otherShapeRemedy, type PresentColumn, shapeOf, wantedTables } from "../shapes.js";

/** Where rows go, and the columns that are there to take them. */
export interface Writable {
  readonly dataset: string;
  readonly names: TableNames;
  readonly tables: ReadonlyMap<string, readonly PresentColumn[]>;
}

/** Tables that a commit writes to. */
export const WRITTEN: readonly Table[] = [
  "active_caption_assignments",
  "schedule_export_log",
  "schedule_recommendations",
];

/**
 * Looks at tables before the first row is written: columns of ours may be lacking, another shape may not be.
 * @throws {ErosError} "incomplete"
 */
export function refuseUnwritable({ names, tables }: Writable, written: readonly Table[] = WRITTEN): void {
  for (const wanted of wantedTables(names)) {
    if (!written.includes(wanted.table)) continue;
    const shape = shapeOf(wanted, tables.get(wanted.name), true);
    if (shape.kind === "absent")
      throw new ErosError(
        "incomplete",
        `nothing was written: the table ${wanted.name} is not there`,
        "make it: `eros-tui deploy`",
      );
    if (shape.kind === "other")
      throw new ErosError(
        "incomplete",
        `nothing was written: the table ${wanted.name} has another shape: ${shape.reasons.join("; ")}`,
        otherShapeRemedy(wanted.table),
      );
  }
}

/** An INSERT that names no column which the table lacks. @param cells what each column takes, as SQL. */
export function insertInto(
  table: Table,
  cells: Readonly<Record<string, string>>,
  { dataset, names, tables }: Writable,
): string {
  const name = tableName(names, table);
  const there = new Set((tables.get(name) ?? []).map((column) => column.name));
  const taken = Object.entries(cells).filter(([column]) => there.has(column));
  return `INSERT INTO ${dataset}.${name} (${taken.map(([column]) => column).join(", ")})
VALUES (${taken.map(([, cell]) => cell).join(", ")})`;
}

/** Takes away the locks of a schedule that is not stored. */
export const release = ({ dataset, names }: Writable): string =>
  `DELETE FROM ${dataset}.${tableName(names, "active_caption_assignments")} WHERE schedule_id = @schedule_id`;
