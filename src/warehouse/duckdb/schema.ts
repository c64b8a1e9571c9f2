import { createHash } from "node:crypto";
import { type SqlFunction, sqlFunctions, tableStatements, vocabularyText } from "../sql-library.js";

/** The schema of the file, named like BigQuery's dataset, so that names are `dataset.name` in both. */
export const DATASET = "eros_scheduling_brain";

/**
 * Goes up when tables change their shape, a column more included: a file of an earlier version is brought up to it
 * after a copy is kept, one of a later version is refused. 2: marks of the worklist, details of a run.
 */
export const SCHEMA_VERSION = 2;

/** What the file says about itself. */
const META = `CREATE TABLE IF NOT EXISTS ${DATASET}.meta (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)`;

/** BigQuery's names of types, where DuckDB has others. */
const duckdbTypes = (statement: string): string =>
  statement.replace(/\bTIMESTAMP\b/g, "TIMESTAMPTZ").replace(/\bFLOAT64\b/g, "DOUBLE");

/** Where the functions of a file stand. */
const inFile = (name: string): string => `${DATASET}.${name}`;

/** @param placeOf the full name of a function or table; by itself that of the file. */
export function macro(
  { name, parameters, materialized, body }: SqlFunction,
  placeOf: (name: string) => string = inFile,
): string {
  const text = materialized.reduce(
    (sofar, part) => sofar.replace(new RegExp(`\\b${part} AS \\(`), `${part} AS MATERIALIZED (`),
    body.replace(/\{dataset\}\.(\w+)/g, (_, called: string) => placeOf(called)),
  );
  const names = parameters.map((one) => one.name).join(", ");
  return `CREATE OR REPLACE MACRO ${placeOf(name)}(${names}) AS TABLE (\n${text}\n)`;
}

/** Statements that make an empty file a warehouse. */
export const tableDefinitions = (): string[] => [
  `CREATE SCHEMA IF NOT EXISTS ${DATASET}`,
  META,
  ...tableStatements(DATASET, "plain").map(duckdbTypes),
];

/** A column as sql/tables/ writes it: two blanks, name, type. */
const COLUMN = /^ {2}(\w+) (\w+)/gm;

/** Statements that give a file of an earlier version the tables and columns that came since: nothing is altered else. */
export const additions = (): string[] => [
  ...tableDefinitions(),
  ...tableStatements(DATASET, "plain").flatMap((statement) => {
    const table = /NOT EXISTS ([\w.]+)/.exec(statement)?.[1] ?? "";
    return [...duckdbTypes(statement).matchAll(COLUMN)].map(
      ([, name, type]) => `ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${name} ${type}`,
    );
  }),
];

/** The bank's guard is there before the first commit: two that would each add it are not seen to meet. */
export const BANK_GUARD = `INSERT INTO ${DATASET}.commit_guard (guard_key, version)
SELECT 'bank', 0 WHERE NOT EXISTS (SELECT 1 FROM ${DATASET}.commit_guard WHERE guard_key = 'bank')`;

/** Statements that put this program's functions in place of any others. */
export const functionDefinitions = (): string[] => [
  vocabularyText("duckdb", DATASET),
  ...sqlFunctions().map((one) => macro(one)),
];

let digest: string | undefined;

/** Tells whether the functions of a file, and the tables below them, are this program's. */
export function functionsDigest(): string {
  digest ??= createHash("sha256")
    .update([...tableDefinitions(), ...functionDefinitions()].join("\n;\n"))
    .digest("hex");
  return digest;
}
