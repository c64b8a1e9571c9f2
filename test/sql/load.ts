import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { DATASET, functionDefinitions, tableDefinitions } from "../../src/warehouse/duckdb/schema.js";

export { DATASET };

/** A DuckDB in memory with the tables, the vocabulary and the functions that the product itself creates. */
export async function openSql(): Promise<DuckDBConnection> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run("SET TimeZone = 'UTC'; SET default_null_order = 'nulls_first_on_asc_last_on_desc'");
  for (const statement of [...tableDefinitions(), ...functionDefinitions()]) await connection.run(statement);
  return connection;
}

export type Row = Readonly<Record<string, unknown>>;
export type Value = string | number | boolean | null;

/** Rows of a query with plain values: numbers, text, dates as YYYY-MM-DD, moments as ISO; ids must be cast to text. */
export async function rows(
  connection: DuckDBConnection,
  sql: string,
  values: readonly Value[] = [],
): Promise<Row[]> {
  const reader = await connection.runAndReadAll(sql.replaceAll("{dataset}", DATASET), [...values]);
  const types = reader.columnTypes().map(String);
  const names = reader.columnNames();
  return reader
    .getRowsJS()
    .map((row) =>
      Object.fromEntries(row.map((value, index) => [names[index] ?? "", plain(value, types[index] ?? "")])),
    );
}

function plain(value: unknown, type: string): unknown {
  if (value instanceof Date) return type === "DATE" ? value.toISOString().slice(0, 10) : value.toISOString();
  return typeof value === "bigint" ? Number(value) : value;
}

/** Puts rows into a table as one JSON text, so that nothing is spliced. Moments are ISO text; ids text or numbers. */
export async function insert(
  connection: DuckDBConnection,
  table: string,
  data: readonly Row[],
): Promise<void> {
  if (data.length === 0) return;
  const described = await connection.runAndReadAll(`DESCRIBE ${DATASET}.${table}`);
  const columns = described
    .getRowObjectsJS()
    .map((row) => [String(row.column_name), String(row.column_type)] as const);
  const list = columns.map(([name, type]) => `CAST(j->>'${name}' AS ${type})`).join(", ");
  await connection.run(
    `INSERT INTO ${DATASET}.${table} SELECT ${list} FROM (SELECT unnest(from_json($1, '["JSON"]')) AS j)`,
    [JSON.stringify(data)],
  );
}
