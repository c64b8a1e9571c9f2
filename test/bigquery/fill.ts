import { type Definition, definitions } from "../../src/warehouse/bigquery/definitions.js";
import type { Jobs } from "../../src/warehouse/bigquery/jobs.js";
import { text } from "../../src/warehouse/bigquery/values.js";
import { QUIET } from "../../src/warehouse/port.js";

const CHUNK = 4000;

/** Columns of a table of ours, with their types. */
export const columnsOf = ({ statement }: Definition): (readonly [name: string, type: string])[] =>
  [...statement.matchAll(/^ {2}(\w+) ([A-Z0-9]+)/gm)].map(([, name = "", type = ""]) => [name, type]);

/** Puts rows into a table of local-bigquery. @param rows JSON texts, so that ids of 19 digits stay as they are written. */
export async function fill(
  jobs: Jobs,
  dataset: string,
  table: string,
  rows: readonly string[],
): Promise<void> {
  const definition = definitions(dataset).find((one) => one.kind === "TABLE" && one.name === table);
  if (definition === undefined) throw new Error(`no table ${table}`);
  const columns = columnsOf(definition);
  const cells = columns.map(([name, type]) => `CAST(JSON_VALUE(r, '$.${name}') AS ${type})`);
  for (let from = 0; from < rows.length; from += CHUNK)
    await jobs.run(
      {
        text: `INSERT INTO ${dataset}.${table} (${columns.map(([name]) => name).join(", ")})
SELECT ${cells.join(", ")} FROM UNNEST(JSON_QUERY_ARRAY(@rows, '$')) AS r`,
        values: { rows: text(`[${rows.slice(from, from + CHUNK).join(",")}]`) },
        verb: "fill",
      },
      QUIET,
    );
}
