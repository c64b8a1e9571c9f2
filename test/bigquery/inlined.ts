// The reference evaluator knows no functions of ours: their bodies are put in place of their calls, by what puts them into the
// product's own statements, so that Google's evaluator judges that as well.
import { functionsOf, inlined as putInto } from "../../src/warehouse/bigquery/inlined.js";
import type { Column } from "./google.js";
import { DATASET } from "./statements.js";

const functions = functionsOf(DATASET);
const typeName = (sql: string): string => (sql === "FLOAT64" ? "DOUBLE" : sql);

/** Every scalar and table function by its name. */
export const definitions: ReadonlyMap<
  string,
  { readonly parameters: readonly Column[]; readonly body: string }
> = new Map(
  [...functions].map(([name, { parameters, body }]) => [
    name,
    { body, parameters: parameters.map((one) => ({ ...one, type: typeName(one.type) })) },
  ]),
);

/** Text without calls of ours: table names stand alone, functions are their bodies. */
export const inlined = (text: string): string =>
  putInto(text, { prefix: `${DATASET}.`, functions, table: (name) => name });
