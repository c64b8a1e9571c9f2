import { ErosError } from "../../../domain/errors.js";
import { type Table, type TableNames, tableName } from "../../../domain/table-names.js";
import { type PresentColumn, shapeOf, type WantedColumn, type WantedTable, wantedTables } from "../shapes.js";

/** Tables without which nothing can be planned. */
const NEEDED: readonly Table[] = ["caption_bank", "mass_messages"];

/** The key of a text, as near to caption_key as SQL comes. */
const keyOf = (text: string): string => `LOWER(TRIM(REGEXP_REPLACE(NORMALIZE(${text}, NFKC), r'\\s+', ' ')))`;

/**
 * What stands for a column that older tables lack. The week of a schedule is the one that was stored with it, else it begins
 * with its first message.
 */
const INSTEAD: Readonly<Record<string, string>> = {
  "caption_bank.caption_key": keyOf("t.caption_text"),
  "caption_bank.is_active": "TRUE",
  "mass_messages.caption_key": keyOf("t.message"),
  "mass_messages.row_id":
    "FARM_FINGERPRINT(CONCAT(t.page_name, '|', CAST(t.sending_time AS STRING), '|', IFNULL(t.message, '')))",
  "schedule_recommendations.week_start":
    "SAFE_CAST(IFNULL(JSON_VALUE(t.schedule_json, '$.week_start'), SUBSTR(JSON_VALUE(t.schedule_json, '$.messages[0].scheduled_send_time'), 1, 10)) AS DATE)",
};

/** What a query reads in the place of each table of ours: the table itself where it fits, else the columns that it has. */
export function standIns(
  dataset: string,
  names: TableNames,
  present: ReadonlyMap<string, readonly PresentColumn[]>,
): ReadonlyMap<string, string> {
  return new Map(
    wantedTables(names).map((wanted) => [
      wanted.table,
      standIn(dataset, wanted, present.get(tableName(names, wanted.table))),
    ]),
  );
}

function standIn(
  dataset: string,
  wanted: WantedTable,
  present: readonly PresentColumn[] | undefined,
): string {
  const byName = new Map((present ?? []).map((column) => [column.name, column]));
  const shape = shapeOf(wanted, present);
  if (shape.kind === "fits" && wanted.columns.every(({ name, type }) => byName.get(name)?.type === type))
    return `${dataset}.${wanted.name}`;
  const lacking = wanted.columns.filter(({ name, needed }) => needed && !byName.has(name));
  const isReadable =
    present !== undefined && lacking.every(({ name }) => INSTEAD[`${wanted.table}.${name}`] !== undefined);
  if (!isReadable && NEEDED.includes(wanted.table))
    throw new ErosError(
      "incomplete",
      present === undefined
        ? `${dataset} has no table ${wanted.name}`
        : `the table ${wanted.name} of ${dataset} has no column ${lacking.map(({ name }) => name).join(", ")}`,
      `another name of it is set in the config file: \`[tables]\` ${wanted.table} = "…"; \`eros-tui doctor\` looks at all of them`,
    );
  const cells = wanted.columns.map((column) => {
    const stands = byName.get(column.name);
    return `${isReadable ? cell(wanted.table, column, stands) : empty(column)} AS ${column.name}`;
  });
  const from = isReadable ? `${dataset}.${wanted.name} AS t` : "(SELECT 1 AS one) AS t WHERE FALSE";
  return `(SELECT ${cells.join(", ")} FROM ${from})`;
}

function cell(table: Table, column: WantedColumn, stands: PresentColumn | undefined): string {
  if (stands === undefined) return INSTEAD[`${table}.${column.name}`] ?? empty(column);
  return stands.type === column.type ? `t.${column.name}` : `CAST(t.${column.name} AS ${column.type})`;
}

const empty = ({ type }: WantedColumn): string => `CAST(NULL AS ${type})`;
