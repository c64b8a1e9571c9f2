// The reference evaluator knows no functions of ours: their bodies are put in place of their calls, as BigQuery itself does it.
import { sqlFunctions } from "../../src/warehouse/sql-library.js";
import type { Column } from "./google.js";
import { createTableFunction, DATASET, vocabulary } from "./statements.js";

interface Definition {
  readonly parameters: readonly Column[];
  readonly body: string;
}

const CREATE =
  /^CREATE OR REPLACE (?:TABLE )?FUNCTION \w+\.(\w+)\(([^)]*)\)(?: RETURNS \w+)? AS \(([\s\S]*)\)$/;
const typeName = (sql: string): string => (sql === "FLOAT64" ? "DOUBLE" : sql);

/** Every scalar and table function by its name. */
export const definitions: ReadonlyMap<string, Definition> = new Map(
  [...vocabulary(), ...sqlFunctions().map(createTableFunction)].map((statement) => {
    const [, name = "", parameters = "", body = ""] = CREATE.exec(statement) ?? [];
    if (name === "") throw new Error(`not a function: ${statement.slice(0, 60)}`);
    const columns = parameters.split(",").flatMap((one) => {
      const [parameter = "", type = ""] = one.trim().split(" ");
      return parameter === "" ? [] : [{ name: parameter, type: typeName(type) }];
    });
    return [name, { parameters: columns, body }];
  }),
);

/** Text without calls of ours: table names stand alone, functions are their bodies. */
export function inlined(text: string): string {
  const prefix = `${DATASET}.`;
  let result = "";
  let at = 0;
  while (at < text.length) {
    const quoted = quotedAt(text, at);
    if (quoted > 0) {
      result += text.slice(at, at + quoted);
      at += quoted;
      continue;
    }
    if (!text.startsWith(prefix, at)) {
      result += text[at];
      at++;
      continue;
    }
    const name = /^\w+/.exec(text.slice(at + prefix.length))?.[0] ?? "";
    at += prefix.length + name.length;
    const definition = text[at] === "(" ? definitions.get(name) : undefined;
    if (definition === undefined) {
      result += name;
      continue;
    }
    const { args, end } = argumentsAt(text, at);
    result += `(${inlined(called(definition, args))})`;
    at = end;
  }
  return result;
}

/** The body of a function with arguments in the places of its parameters. */
export function called({ parameters, body }: Definition, args: readonly string[]): string {
  // A bare NULL has its parameter's type when it is passed, and would have none in its place.
  const typed = (value: string | undefined, type: string): string =>
    value === undefined || value === "NULL" ? `CAST(NULL AS ${type === "DOUBLE" ? "FLOAT64" : type})` : value;
  const values = new Map(parameters.map(({ name, type }, index) => [name, typed(args[index], type)]));
  return body.replace(/'[^']*'|--.*|\bp_\w+\b/g, (found) =>
    values.has(found) ? `(${values.get(found)})` : found,
  );
}

/** Length of the quoted text or comment that begins at a place; 0 where none does. */
function quotedAt(text: string, at: number): number {
  const rest = text.slice(at, at + 2);
  if (rest === "--") return /^.*/.exec(text.slice(at))?.[0].length ?? 0;
  return rest.startsWith("'") ? text.indexOf("'", at + 1) - at + 1 : 0;
}

/** Arguments of a call from its opening bracket, and where it ends. */
function argumentsAt(text: string, open: number): { args: string[]; end: number } {
  const args: string[] = [];
  let depth = 0;
  let start = open + 1;
  for (let at = open; at < text.length; at += Math.max(1, quotedAt(text, at))) {
    const letter = text[at];
    if (letter === "(") depth++;
    if (letter === ")") depth--;
    if ((letter === "," && depth === 1) || (letter === ")" && depth === 0)) {
      args.push(text.slice(start, at).trim());
      start = at + 1;
    }
    if (depth === 0) return { args: args.filter((one) => one !== ""), end: at + 1 };
  }
  throw new Error("a call that does not end");
}
