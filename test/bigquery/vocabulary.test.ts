// The vocabulary's scalars, computed by Google's reference evaluator and by DuckDB on the same inputs.
import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { randomFrom } from "../sql/histories.js";
import { openSql } from "../sql/load.js";
import { cell, DUCKDB_TYPES, duckPlain, type Plain, plain } from "./cells.js";
import { type Column, Google } from "./google.js";
import { definitions, inlined } from "./inlined.js";
import { DATASET, title, vocabulary } from "./statements.js";

const random = randomFrom(20251103);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
const hex = (): string =>
  Array.from({ length: 32 }, () => "0123456789abcdef"[Math.floor(random() * 16)]).join("");

/** Both clock changes to the second, year ends, and any moment of three years. */
const CHANGES = [
  "2025-03-09T10:00:00Z",
  "2025-11-02T09:00:00Z",
  "2024-03-10T10:00:00Z",
  "2024-11-03T09:00:00Z",
].map((text) => Date.parse(text));
const moment = (): string =>
  random() < 0.5
    ? iso(
        pick(CHANGES) +
          pick([-3_600_000, -1000, 0, 1000, 3_599_000, 3_600_000, -7 * 3_600_000, 16 * 3_600_000]),
      )
    : iso(Date.parse("2024-01-01T00:00:00Z") + Math.floor(random() * 3 * 365 * 86_400_000));
const date = (): string => moment().slice(0, 10);
const TEXTS = [
  "Tonight only",
  "LAST chance…",
  "knowledge",
  "",
  "ünïcode 💌",
  "Only 3 left",
  "it’s for you",
  "now",
  "a\nnow b",
];
const TIER_TEXTS = ["Budget", " mid ", "STANDARD", "Premium", "luxury", "ViP", "Bump", "free", "mystery", ""];

const between = (low: number, high: number): number => low + random() * (high - low);
/** A weighted record: successes never above trials. */
const record = (): [number, number] => {
  const n = pick([0, 0.3, 1, between(0, 4), between(0, 200)]);
  return [n * pick([0, 1, random()]), n];
};
const shape = (): number => pick([0.5, 1, 1.5, between(0.2, 5), between(1, 500)]);
const uniform = (): number => (Math.floor(random() * 2 ** 52) + 0.5) / 2 ** 52;

/** Arguments of a scalar; a function here for each of the vocabulary. */
const INPUTS: Readonly<Record<string, () => Plain[]>> = {
  num: () => [pick(["0.35", "1", "-2.5", "1e-9", "0.1", "19.99"])],
  safe_div: () => [between(-5, 5), pick([0, 1, between(-3, 3), 1e-300])],
  la_hour: () => [moment()],
  la_date: () => [moment()],
  weekday: () => [date()],
  day_type: () => [date()],
  days_between: () => [date(), date()],
  add_days: () => [date(), Math.floor(between(-400, 400))],
  hours_before: () => [moment(), Math.floor(between(0, 3000))],
  seconds_between: () => [moment(), moment()],
  has_match: () => [
    pick(TEXTS),
    pick(["(^|[^a-z])(now|tonight)([^a-z]|$)", "only [0-9]+", "it.?s", "^$", "last chance"]),
  ],
  is_listed: () => [pick(["|a|b|", "||", "|sched_1|", ""]), pick(["a", "b", "c", "sched_1", "sched", ""])],
  md5hex: () => [pick([...TEXTS, `20251110|jadebri|-${Math.floor(random() * 1e15)}`])],
  u52: () => [hex(), pick([1, 14])],
  ln_gamma_draw: () => [shape(), between(-4, 4), uniform()],
  beta_draw: () => [shape(), shape(), hex(), hex()],
  wilson_low: record,
  wilson_high: record,
  price_tier: () => [pick(TIER_TEXTS)],
  message_type: () => [pick(["PPV", " ppv", "Bump", "BUMP ", "other", ""])],
};
const ROWS = 300;
/** One argument in twelve is NULL: both engines must say the same of what is not known. */
const withNulls = (values: readonly Plain[]): Plain[] =>
  values.map((value) => (random() < 1 / 12 ? null : value));

/** Those of both engines: what only procedures use has no other meaning to be compared with. */
const both = new Set(vocabulary().map(title));
const scalars = [...definitions].filter(([name, { body }]) => both.has(name) && !/\bSELECT\b/.test(body));

describe("the vocabulary", () => {
  let google: Google;
  let connection: DuckDBConnection;
  beforeAll(async () => {
    google = await Google.start(DATASET);
    connection = await openSql();
  });
  afterAll(() => {
    google.stop();
    connection.closeSync();
  });

  it.each(scalars.map(([name]) => [name]))("means the same to Google and to DuckDB: %s", async (name) => {
    const definition = definitions.get(name);
    const input = INPUTS[name];
    if (!definition || !input) throw new Error(`a scalar without inputs here: ${name}`);
    const { parameters } = definition;
    const rows = Array.from({ length: ROWS }, () => withNulls(input()));
    const fromGoogle = await evaluated(google, name, parameters, rows);
    const fromDuckDb = await computed(connection, name, parameters, rows);
    for (const [index, row] of rows.entries())
      expectSame(
        fromDuckDb[index] ?? null,
        fromGoogle[index] ?? null,
        `${name}(${row.map((value) => JSON.stringify(value)).join(", ")})`,
      );
    // Inputs that give nothing but NULL would prove nothing.
    expect(fromGoogle.filter((value) => value !== null).length).toBeGreaterThan(ROWS / 3);
  });
});

async function evaluated(
  google: Google,
  name: string,
  parameters: readonly Column[],
  rows: readonly (readonly Plain[])[],
): Promise<Plain[]> {
  const columns = [{ name: "id", type: "INT64" }, ...parameters];
  const args = parameters.map((one) => `t.${one.name}`).join(", ");
  const expression = inlined(`${DATASET}.${name}(${args})`);
  const found = await google.rows(`SELECT t.id, ${expression} AS result FROM inputs AS t`, [
    {
      name: "inputs",
      columns,
      rows: rows.map((row, index) =>
        [index, ...row].map((value, at) => cell(value, columns[at]?.type ?? "")),
      ),
    },
  ]);
  const results = new Array<Plain>(rows.length).fill(null);
  for (const [id, result] of found) results[Number(plain(id ?? {}))] = plain(result ?? {});
  return results;
}

async function computed(
  connection: DuckDBConnection,
  name: string,
  parameters: readonly Column[],
  rows: readonly (readonly Plain[])[],
): Promise<Plain[]> {
  const values = parameters
    .map(({ type }, index) => `CAST(j->>'$[${index}]' AS ${DUCKDB_TYPES[type]})`)
    .join(", ");
  const reader = await connection.runAndReadAll(
    `SELECT ${DATASET}.${name}(${values}) AS result
     FROM (SELECT unnest(from_json($1, '["JSON"]')) AS j, unnest(range(${rows.length})) AS id) ORDER BY id`,
    [JSON.stringify(rows)],
  );
  const type = String(reader.columnType(0));
  const known = Object.entries(DUCKDB_TYPES).find(
    ([, duckdb]) => duckdb === type || (duckdb === "TIMESTAMPTZ" && type === "TIMESTAMP WITH TIME ZONE"),
  );
  return reader.getRowsJS().map(([value]) => duckPlain(value, known?.[0] ?? type));
}

function expectSame(actual: Plain, wanted: Plain, what: string): void {
  if (typeof actual === "number" && typeof wanted === "number")
    expect(Math.abs(actual - wanted), `${what}: ${actual}, Google says ${wanted}`).toBeLessThanOrEqual(
      1e-12 * Math.max(1, Math.abs(wanted)),
    );
  else expect(actual, what).toEqual(wanted);
}
