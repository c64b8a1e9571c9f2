import { argumentsAt, called, functionsOf, type Inlined } from "./inlined.js";
import { closing } from "./routine-text.js";

/** Scans of tables up to which a function is left to BigQuery as it is. */
const MOST_SCANS = 40;
/** Scans up to which a part may be computed anew wherever it is used. */
const FEW_SCANS = 3;

/** A name that no dataset has, for the functions before their names are put in. */
const MARK = "eros_tui_stages";
const CALL = /\{dataset\}\.(\w+)\(/g;

let known: ReadonlyMap<string, Inlined> | undefined;
/** Every function of ours by name, `{dataset}` before the names in it. */
function functions(): ReadonlyMap<string, Inlined> {
  known ??= new Map(
    [...functionsOf(MARK)].map(([name, one]) => [
      name,
      { ...one, body: one.body.replaceAll(`${MARK}.`, "{dataset}.") },
    ]),
  );
  return known;
}

/**
 * Queries taken apart into temporary tables. BigQuery puts a function's body in the place of its call, and computes each part
 * of it (WITH …) anew for every use: ranked_captions would scan tables 60,000 times over and be refused as too complex. So
 * what a costly function uses more than once is computed once, in a statement of its own; what is asked with the same
 * arguments again, by whichever query of the script, reads the same table.
 */
export class Stages {
  /** Makes the tables, in an order in which each finds those that it reads. */
  readonly statements: string[] = [];
  private readonly made = new Map<string, string>();

  /** The same query, with tables in the place of costly calls. `{dataset}` stands before every name of ours. */
  of(query: string): string {
    let result = "";
    let from = 0;
    for (const { index, 0: head, 1: name = "" } of query.matchAll(CALL)) {
      const one = functions().get(name);
      // A call within the arguments of another one is none of a table function.
      if (index < from || one === undefined || scansOf(name) <= MOST_SCANS) continue;
      const { args, end } = argumentsAt(query, index + head.length - 1);
      result += query.slice(from, index) + this.rowsOf(name, one, args.map(bare));
      from = end;
    }
    return result + query.slice(from);
  }

  /** What a costly call gives: a table, or a query over one where that says it all. */
  private rowsOf(name: string, one: Inlined, args: readonly string[]): string {
    const call = `${name}(${args.join(", ")})`;
    const before = this.made.get(call);
    if (before !== undefined) return before;
    const { query, scans } = this.body(bare(called(one, args)));
    const rows = scans <= FEW_SCANS ? `(${query})` : this.table(query);
    this.made.set(call, rows);
    return rows;
  }

  private body(text: string): { query: string; scans: number } {
    const { parts, main } = partsOf(text);
    const tables = new Map<string, string>();
    const kept = new Map<string, Part>();
    const staged = (part: string): string => renamed(this.of(part), tables);
    for (const [index, { name, query }] of parts.entries()) {
      const rows = staged(query);
      const scans = scansIn(rows, kept);
      const later = [...parts.slice(index + 1).map((part) => part.query), main].join("\n");
      if (scans > FEW_SCANS && usesOf(name, later) > 1) tables.set(name, this.table(withParts(rows, kept)));
      else kept.set(name, { query: rows, scans });
    }
    const rows = staged(main);
    return { query: withParts(rows, kept), scans: scansIn(rows, kept) };
  }

  private table(query: string): string {
    const name = `stage_${this.statements.length + 1}`;
    this.statements.push(`CREATE OR REPLACE TEMP TABLE ${name} AS\n${query};`);
    return name;
  }
}

/** A procedure's text with its stages at `{stages}`, for the statements behind that. */
export function withStages(text: string): string {
  const [before = "", after] = text.split("{stages}");
  if (after === undefined) return text;
  const stages = new Stages();
  const rest = stages.of(after);
  return `${before}${stages.statements.join("\n").replaceAll("\n", "\n  ")}${rest}`;
}

/** A part of a query (WITH …) that stays in it. */
interface Part {
  readonly query: string;
  /** Scans of tables each time that it is used. */
  readonly scans: number;
}

/** Takes `WITH a AS (…), b AS (…) SELECT …` apart. */
function partsOf(text: string): { parts: { name: string; query: string }[]; main: string } {
  const parts: { name: string; query: string }[] = [];
  let main = text.trim();
  for (let head = /^WITH\s+(\w+) AS \(/.exec(main); head !== null; head = /^,\s*(\w+) AS \(/.exec(main)) {
    const end = closing(main, head[0].length - 1);
    parts.push({ name: head[1] ?? "", query: main.slice(head[0].length, end).trim() });
    main = main.slice(end + 1).trimStart();
  }
  return { parts, main };
}

/** The query with those of the kept parts before it that it uses, or that these use. */
function withParts(query: string, kept: ReadonlyMap<string, Part>): string {
  const used = new Set<string>();
  const add = (text: string): void => {
    for (const [name, part] of kept)
      if (!used.has(name) && usesOf(name, text) > 0) {
        used.add(name);
        add(part.query);
      }
  };
  add(query);
  const heads = [...kept].flatMap(([name, part]) =>
    used.has(name) ? [`${name} AS (\n${part.query}\n)`] : [],
  );
  return heads.length === 0 ? query : `WITH ${heads.join(", ")}\n${query}`;
}

const usesOf = (name: string, text: string): number =>
  [...text.matchAll(new RegExp(`\\b(?:FROM|JOIN)\\s+${name}\\b(?!\\.)`, "g"))].length;

const renamed = (text: string, tables: ReadonlyMap<string, string>): string =>
  [...tables].reduce(
    (result, [name, table]) =>
      result.replace(new RegExp(`\\b(FROM|JOIN)(\\s+)${name}\\b(?!\\.)`, "g"), `$1$2${table}`),
    text,
  );

/** Scans of tables in a query: each use of a part counts as often as it is used. */
const scansIn = (text: string, kept: ReadonlyMap<string, Part>): number =>
  [...text.matchAll(/\b(?:FROM|JOIN)\s+(\{dataset\}\.)?(\w+)\b(?!\.)(\()?/g)].reduce(
    (sum, [, ours, name = "", call]) =>
      sum + (call === undefined ? (ours === undefined ? (kept.get(name)?.scans ?? 1) : 1) : scansOf(name)),
    0,
  );

const counted = new Map<string, number>();
/** Scans of tables that a table function is made of, once BigQuery has put everything into it. */
export function scansOf(name: string): number {
  const before = counted.get(name);
  if (before !== undefined) return before;
  const { parts, main } = partsOf(bare(functions().get(name)?.body.replace(/--.*$/gm, "") ?? ""));
  const kept = new Map<string, Part>();
  for (const part of parts) kept.set(part.name, { query: part.query, scans: scansIn(part.query, kept) });
  const scans = scansIn(main, kept);
  counted.set(name, scans);
  return scans;
}

/** Without brackets around the whole. */
function bare(text: string): string {
  const inner = text.trim();
  return inner.startsWith("(") && closing(inner, 0) === inner.length - 1 ? bare(inner.slice(1, -1)) : inner;
}
