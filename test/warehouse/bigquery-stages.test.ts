// BigQuery computes a part of a query (WITH …) anew for each use of it, and refuses what becomes too complex to plan by that. No
// emulator does either: so what it would have to plan is counted here.
import { afterAll, describe, expect, it } from "vitest";
import { type Definition, definitions } from "../../src/warehouse/bigquery/definitions.js";
import { Stages } from "../../src/warehouse/bigquery/stages.js";
import { inDataset } from "../../src/warehouse/sql-library.js";
import { sent, WORK } from "../bigquery/work.js";
import { closeAll } from "./scripted-bigquery.js";

afterAll(closeAll);

const DATASET = "brain";
/** Scans of tables in one statement. BigQuery names no limit; this leaves far more room than a page of hand-written SQL asks for. */
const MOST = 120;

const all = definitions(DATASET);
const bodies = new Map(
  all
    .filter(({ kind }) => kind === "TABLE FUNCTION")
    .map(({ name, statement }) => [name, /\bAS \(\n([\s\S]*)\n\)$/.exec(statement)?.[1] ?? ""]),
);
const counted = new Map<string, number>();
function scansOfFunction(name: string): number {
  const before = counted.get(name) ?? scansOf((bodies.get(name) ?? "").replace(/--.*$/gm, ""));
  counted.set(name, before);
  return before;
}

/** Scans of tables in a query, with functions put in the place of their calls and parts in the place of their uses. */
function scansOf(query: string): number {
  const parts = new Map<string, number>();
  let rest = query.trim().replace(/^WITH\s/, ", ");
  for (let head = /^,\s*(\w+) AS \(/.exec(rest); head !== null; head = /^,\s*(\w+) AS \(/.exec(rest)) {
    const end = closing(rest, head[0].length);
    parts.set(head[1] ?? "", scansOfUses(rest.slice(head[0].length, end), parts));
    rest = rest.slice(end + 1).trimStart();
  }
  return scansOfUses(rest, parts);
}
const scansOfUses = (text: string, parts: ReadonlyMap<string, number>): number =>
  [...text.matchAll(/(?<!DISTINCT )\b(?:FROM|JOIN)\s+(?:brain\.)?(\w+)(\(?)/g)].reduce(
    (sum, [, name = "", call]) => sum + (call === "(" ? scansOfFunction(name) : (parts.get(name) ?? 1)),
    0,
  );
function closing(text: string, from: number): number {
  for (let [at, depth] = [from, 1]; ; at++) {
    if (text[at] === "'") at = text.indexOf("'", at + 1);
    else if (text[at] === "(") depth++;
    else if (text[at] === ")" && --depth === 0) return at;
  }
}

/** Statements of a script, or of a procedure's body. */
const statementsIn = (text: string): string[] =>
  text
    .split(/;\s*(?:\n|$)/)
    .map((one) => one.trim().replace(/^CREATE (?:OR REPLACE )?TEMP TABLE \w+ AS\s+/, ""));
const most = (text: string): number => Math.max(...statementsIn(text).map(scansOf));
const bodyOf = ({ statement }: Definition): string => statement.slice(statement.search(/\nBEGIN\n/));

describe("what BigQuery has to plan at once stays small", () => {
  it.each(Object.keys(WORK))("in every statement of %s", async (name) => {
    const statements = await sent(name, DATASET);
    expect(statements.length).toBeGreaterThan(0);
    for (const { text } of statements) expect(most(text), text.slice(0, 200)).toBeLessThanOrEqual(MOST);
  });

  it.each(all.filter(({ kind }) => kind === "PROCEDURE").map((one) => [one.name, one] as const))(
    "in the procedure %s",
    (_, procedure) => expect(most(bodyOf(procedure))).toBeLessThanOrEqual(MOST),
  );

  it("which the functions by themselves would not", () => {
    expect(scansOfFunction("ranked_captions")).toBeGreaterThan(10_000);
    expect(scansOfFunction("creator_reports")).toBeGreaterThan(500);
  });
});

describe("stages", () => {
  it("leave alone what is small", () => {
    const stages = new Stages();
    const query = "SELECT * FROM {dataset}.caption_locks(@week, @ignored) AS l";
    expect(stages.of(query)).toBe(query);
    expect(stages.statements).toEqual([]);
  });

  it("are made once for the same arguments, and once more for others", () => {
    const stages = new Stages();
    const captions = (seed: string): string =>
      stages.of(
        `SELECT r.caption_id FROM {dataset}.ranked_captions(@page, @week, @now, ${seed}, @ignored) AS r`,
      );
    const first = captions("@seed");
    expect(first).toMatch(/^SELECT r\.caption_id FROM stage_\d+ AS r$/);
    const made = stages.statements.length;
    expect(captions("@seed")).toBe(first);
    expect(stages.statements).toHaveLength(made);
    expect(captions("@other")).not.toBe(first);
    // The records of captions do not depend on the seed.
    expect(stages.statements.length).toBeLessThan(2 * made);
    expect(stages.statements.filter((text) => text.includes("past_messages(CAST(NULL"))).toHaveLength(1);
  });

  it("read nothing that comes after them, and name no function of ours that is costly", () => {
    const stages = new Stages();
    stages.of("SELECT * FROM {dataset}.passed_over(@page, @week, @now, @seed, @ignored, @tier, @limit)");
    for (const [index, statement] of stages.statements.entries()) {
      const text = inDataset(statement, DATASET);
      expect(text.startsWith(`CREATE OR REPLACE TEMP TABLE stage_${index + 1} AS\n`)).toBe(true);
      const read = [...text.matchAll(/\b(?:FROM|JOIN) stage_(\d+)/g)].map(([, n]) => Number(n));
      expect(Math.max(0, ...read)).toBeLessThanOrEqual(index);
      expect(text).not.toMatch(/p_\w+/);
    }
  });
});
