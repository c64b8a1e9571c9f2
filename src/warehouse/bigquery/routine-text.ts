import type { PresentRoutine } from "./routines.js";
import type { Definition } from "./statements.js";

/** A statement that makes a routine, taken apart. */
interface Parts {
  /** Between the brackets behind its name. */
  readonly parameters: string;
  readonly body: string;
}

/** Parameters and body of a CREATE statement. */
export function partsOf({ kind, statement }: Pick<Definition, "kind" | "statement">): Parts {
  const open = statement.indexOf("(");
  const close = closing(statement, open);
  const rest = statement.slice(close + 1);
  const parameters = statement.slice(open + 1, close);
  if (kind === "PROCEDURE") return { parameters, body: rest.slice(Math.max(0, rest.search(/\bBEGIN\b/))) };
  const begin = /\bAS\s*\(/.exec(rest);
  const from = begin === null ? 0 : begin.index + begin[0].length - 1;
  return { parameters, body: rest.slice(from, closing(rest, from) + 1) };
}

/** Where the bracket that opens at a place is closed; quoted text and comments are passed over. */
export function closing(text: string, open: number): number {
  let depth = 0;
  const token = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|--[^\n]*|[()]/g;
  token.lastIndex = open;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    if (found[0] === "(") depth++;
    else if (found[0] === ")" && --depth === 0) return found.index;
  }
  return text.length;
}

/** Parameters as they are compared: IN is what is meant where nothing stands; letter case means nothing. */
export const plainParameters = (text: string): string =>
  text
    .replace(/\bIN\s+/gi, "")
    .replace(/\bINTEGER\b/gi, "INT64")
    .replace(/\s+/g, " ")
    .replace(/ ?([<>,]) ?/g, "$1")
    .trim()
    .toLowerCase();

/** A body as it is compared: without comments, what stands around the whole (brackets, BEGIN and END), and blanks of the layout. */
export const bodyLines = (text: string): string[] =>
  stripped(text.replace(/^\s*--.*$/gm, "").trim())
    .replace(/^BEGIN\b(?!\s+TRANSACTION)([\s\S]*)\bEND$/, "$1")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

const stripped = (text: string): string =>
  text.startsWith("(") && closing(text, 0) === text.length - 1 ? text.slice(1, -1) : text.replace(/;$/, "");

/** True where the standing routine has this text, whoever made it. */
export function isSameText(routine: PresentRoutine, definition: Definition): boolean {
  const { parameters, body } = partsOf(definition);
  return (
    routine.kind === definition.kind &&
    plainParameters(routine.parameters) === plainParameters(parameters) &&
    bodyLines(routine.body ?? "").join("\n") === bodyLines(body).join("\n")
  );
}

/** What differs between a standing routine and the one that is wanted, a line each. */
export function routineDifferences(routine: PresentRoutine, definition: Definition): string[] {
  const { parameters, body } = partsOf(definition);
  const signature =
    plainParameters(routine.parameters) === plainParameters(parameters)
      ? []
      : [`parameters: (${routine.parameters}) → (${parameters.replace(/\s+/g, " ").trim()})`];
  if (routine.body === null) return [...signature, "its text may not be read by you"];
  return [...signature, ...lineDifferences(bodyLines(routine.body), bodyLines(body))];
}

/** Lines that go (`- …`) and lines that come (`+ …`), in their order, by the longest common subsequence. */
export function lineDifferences(before: readonly string[], after: readonly string[]): string[] {
  const width = after.length + 1;
  const common = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      common[i * width + j] =
        before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      i++;
      j++;
    } else if (j >= after.length || (i < before.length && at(i + 1, j) >= at(i, j + 1)))
      lines.push(`- ${before[i++]}`);
    else lines.push(`+ ${after[j++]}`);
  }
  return lines;
}

/** A statement that makes a standing routine again, to be kept before it is replaced. */
export function createAgain(dataset: string, { name, kind, parameters, body }: PresentRoutine): string {
  const head = `CREATE OR REPLACE ${kind} ${dataset}.${name}(${parameters})`;
  const text = (body ?? "-- its text could not be read").trim();
  if (kind !== "PROCEDURE") return `${head} AS (\n${stripped(text)}\n)`;
  return /^BEGIN\b/i.test(text) ? `${head}\n${text}` : `${head}\nBEGIN\n${text}\nEND`;
}
