// The analyser takes single statements: a script is taken apart into those that it holds.
import type { Column } from "./google.js";

export interface Script {
  /** Variables that it declares. */
  readonly variables: readonly Column[];
  /** Its statements and expressions, in their order; an expression stands in a SELECT. */
  readonly pieces: readonly string[];
}

/** Takes a script, or the body of a procedure, apart. */
export function piecesOf(text: string): Script {
  const variables: Column[] = [];
  const pieces = split(text.replace(/--.*$/gm, ""), ";").flatMap((part) => leaves(part.trim(), variables));
  return { variables, pieces };
}

const SKIPPED = /^(?:(?:BEGIN|COMMIT|ROLLBACK) TRANSACTION|END(?: IF)?|)$/;
const OPENING = /^(?:BEGIN(?! TRANSACTION)|ELSE|EXCEPTION WHEN ERROR THEN)\s+/;

function leaves(part: string, variables: Column[]): string[] {
  if (SKIPPED.test(part)) return [];
  if (OPENING.test(part)) return leaves(part.replace(OPENING, ""), variables);
  if (/^IF\s/.test(part)) {
    const [condition = "", ...rest] = split(part.slice(2), "THEN");
    return [`SELECT ${condition.trim()}`, ...leaves(rest.join("THEN").trim(), variables)];
  }
  const declared = /^DECLARE (\w+) ([A-Z0-9]+)(?:\s+DEFAULT\s+([\s\S]+))?$/.exec(part);
  if (declared) {
    const [, name = "", type = "", value] = declared;
    variables.push({ name, type });
    return value === undefined ? [] : [`SELECT ${value}`];
  }
  const assigned = /^(?:SET \w+|RAISE USING MESSAGE) = ([\s\S]+)$/.exec(part);
  return [assigned ? `SELECT ${assigned[1]}` : part];
}

/** Splits at a mark outside quotes and brackets. */
function split(text: string, mark: string): string[] {
  const parts: string[] = [];
  let [start, depth] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === "'") at = text.indexOf("'", at + 1);
    else if (letter === "(") depth++;
    else if (letter === ")") depth--;
    else if (depth === 0 && text.startsWith(mark, at)) {
      parts.push(text.slice(start, at));
      start = at + mark.length;
      at = start - 1;
    }
  }
  return [...parts, text.slice(start)];
}
