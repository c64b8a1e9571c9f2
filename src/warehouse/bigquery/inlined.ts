import { partsOf } from "./routine-text.js";
import { statementsOf } from "./statements.js";

/** A function of ours, to be put in the place of its calls. */
export interface Inlined {
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
  /** A scalar's expression or a table function's query, in brackets. */
  readonly body: string;
}
export interface Inlining {
  /** What stands before every name of ours in a text. */
  readonly prefix: string;
  readonly functions: ReadonlyMap<string, Inlined>;
  /** What stands in the place of a table. */
  table(name: string): string;
}

/** Every scalar and table function of ours by name, with a prefix before the names in their bodies. */
export function functionsOf(dataset: string): ReadonlyMap<string, Inlined> {
  return new Map(
    statementsOf(dataset)
      .filter(({ kind }) => kind === "FUNCTION" || kind === "TABLE FUNCTION")
      .map((definition) => {
        const { parameters, body } = partsOf(definition);
        const columns = parameters.split(",").flatMap((one) => {
          const [name = "", type = ""] = one.trim().split(/\s+/);
          return name === "" ? [] : [{ name, type }];
        });
        return [definition.name, { parameters: columns, body }];
      }),
  );
}

/**
 * A text without calls of ours, for a dataset that does not have them: each is its body, with the arguments in the places of
 * the parameters, as BigQuery itself does it with table functions.
 */
export function inlined(text: string, inlining: Inlining): string {
  const { prefix, functions, table } = inlining;
  let result = "";
  for (let at = 0; at < text.length; ) {
    const quoted = quotedAt(text, at);
    if (quoted > 0 || !text.startsWith(prefix, at)) {
      result += text.slice(at, at + Math.max(1, quoted));
      at += Math.max(1, quoted);
      continue;
    }
    const name = /^\w+/.exec(text.slice(at + prefix.length))?.[0] ?? "";
    at += prefix.length + name.length;
    const found = text[at] === "(" ? functions.get(name) : undefined;
    if (found === undefined) {
      result += table(name);
      continue;
    }
    const { args, end } = argumentsAt(text, at);
    result += inlined(called(found, args), inlining);
    at = end;
  }
  return result;
}

/** The body of a function with arguments in the places of its parameters. */
export function called({ parameters, body }: Inlined, args: readonly string[]): string {
  // A bare NULL has its parameter's type when it is passed, and would have none in its place.
  const typed = (value: string | undefined, type: string): string =>
    value === undefined || value === "NULL" ? `CAST(NULL AS ${type})` : value;
  const values = new Map(parameters.map(({ name, type }, index) => [name, typed(args[index], type)]));
  return body.replace(/'[^']*'|--.*|\bp_\w+\b/g, (found) =>
    values.has(found) ? `(${values.get(found)})` : found.startsWith("--") ? "" : found,
  );
}

/** Length of the quoted text or comment that begins at a place; 0 where none does. */
function quotedAt(text: string, at: number): number {
  if (text.startsWith("--", at)) return /^.*/.exec(text.slice(at))?.[0].length ?? 0;
  return text[at] === "'" ? text.indexOf("'", at + 1) - at + 1 : 0;
}

/** Arguments of a call from its opening bracket, and where it ends. */
export function argumentsAt(text: string, open: number): { args: string[]; end: number } {
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
