// What a transaction does to which table, in the order of its statements: read from the very text that BigQuery gets.
import { definitions } from "../../src/warehouse/bigquery/definitions.js";
import { scriptOf } from "../../src/warehouse/bigquery/transaction.js";
import { inDataset } from "../../src/warehouse/sql-library.js";

const DATASET = "d";

export interface Step {
  readonly does: "read" | "append" | "change";
  readonly table: string;
}

const all = new Map(definitions(DATASET).map((one) => [one.name, one]));
const tables = new Set([...all.values()].filter(({ kind }) => kind === "TABLE").map(({ name }) => name));

/** Tables that a function reads, itself or through others. */
function reads(name: string): string[] {
  const text = all.get(name)?.statement ?? "";
  return [...text.matchAll(/\bd\.(\w+)/g)]
    .map(([, other = ""]) => other)
    .filter((other) => other !== name)
    .flatMap((other) => (tables.has(other) ? [other] : reads(other)));
}

const VERBS = /\b(UPDATE|INSERT INTO|DELETE FROM|CALL)\s+d\.(\w+)|\b(?:FROM|JOIN)\s+d\.(\w+)|\bd\.(\w+)\(/g;

/** Steps of a text, those of the procedures that it calls in their places. */
function stepsOf(text: string): Step[] {
  const bare = text.replace(/--.*$/gm, "");
  return [...bare.matchAll(VERBS)].flatMap(([, verb, target = "", read, called]): Step[] => {
    if (verb === "CALL") return stepsOf(bodyOf(all.get(target)?.statement ?? ""));
    if (verb === "INSERT INTO") return [{ does: "append", table: target }];
    if (verb !== undefined) return [{ does: "change", table: target }];
    const name = read ?? called ?? "";
    const found = tables.has(name) ? [name] : reads(name);
    return [...new Set(found)].map((table) => ({ does: "read", table }));
  });
}

const bodyOf = (procedure: string): string => procedure.slice(procedure.indexOf("BEGIN"));

/** What stands between BEGIN and COMMIT of a transaction with this body (a file of sql/scripts/). */
export function transactionSteps(body: string): Step[] {
  const script = inDataset(scriptOf({ body, done: {}, refused: {} }), DATASET);
  const [, within = ""] = /BEGIN TRANSACTION;([\s\S]*?)COMMIT TRANSACTION;/.exec(script) ?? [];
  return stepsOf(within);
}
