import bigqueryVocabulary from "../../sql/vocabulary.bigquery.sql";
import duckdbVocabulary from "../../sql/vocabulary.duckdb.sql";
import { isTable, type TableNames, tableName } from "../domain/table-names.js";
import * as files from "./sql-files.js";

/** A table function: its shared body, and what an engine needs to make one of it. */
export interface SqlFunction {
  readonly name: string;
  readonly description: string;
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
  /** Functions that its body calls. */
  readonly needs: readonly string[];
  /** Parts of the body (WITH …) that DuckDB computes once, where it would compute them for every use. */
  readonly materialized: readonly string[];
  /** A query; `{dataset}` stands before every name that is ours. */
  readonly body: string;
}

export type SqlEngine = "duckdb" | "bigquery";

const VOCABULARIES: Readonly<Record<SqlEngine, string>> = {
  duckdb: duckdbVocabulary,
  bigquery: bigqueryVocabulary,
};
const TABLE = /^CREATE TABLE IF NOT EXISTS \{dataset\}\.(\w+)/m;
const texts: readonly string[] = Object.values(files);

/** The dataset is the one thing filled in, and with it the names that it uses instead of ours for tables. */
export const inDataset = (text: string, dataset: string, tables: TableNames = {}): string =>
  text
    .replace(/\{dataset\}\.(\w+)/g, (_, name: string) => {
      const called = isTable(name) ? tableName(tables, name) : name;
      return `${dataset}.${called}`;
    })
    .replaceAll("{dataset}", dataset);

/** The scalars of an engine, one statement after another. */
export const vocabularyText = (engine: SqlEngine, dataset: string, tables: TableNames = {}): string =>
  inDataset(VOCABULARIES[engine], dataset, tables);

/**
 * A CREATE TABLE a table, in order of their names.
 * @param form "whole" as it stands in sql/; "plain" without descriptions, partitions and clusters, which are BigQuery's.
 */
export function tableStatements(dataset: string, form: "whole" | "plain", tables: TableNames = {}): string[] {
  return texts
    .filter((text) => TABLE.test(text))
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
    .map((text) => inDataset(form === "plain" ? plain(text) : text, dataset, tables));
}

const nameOf = (text: string): string => TABLE.exec(text)?.[1] ?? "";

const plain = (text: string): string =>
  text
    .replace(/\s*\bOPTIONS \(description = "[^"]*"\)/g, "")
    .replace(/^(PARTITION|CLUSTER) BY .*$/gm, "")
    .replace(/\n+;/g, ";");

/**
 * Reads a function's file: `-- name: description`, then `-- @parameters p_a TYPE, …` and `-- @needs a, b` and
 * `-- @materialized a, b` where it has any, then the body.
 * @throws {Error} where the header is not of this form: a mistake in sql/, found by every test run.
 */
export function parseFunction(text: string): SqlFunction {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.trim() !== "" && !line.startsWith("--"));
  const header = lines.slice(0, start < 0 ? lines.length : start).map((line) => line.replace(/^--\s?/, ""));
  const title = /^(\w+): (.+)$/.exec(header[0] ?? "");
  if (!title || start < 0)
    throw new Error(`a file of sql/functions/ begins “-- name: description”, not “${lines[0]}”`);
  const listed = (tag: string): string[] =>
    header
      .filter((line) => line.startsWith(`@${tag} `))
      .flatMap((line) => line.slice(tag.length + 2).split(","))
      .map((item) => item.trim())
      .filter((item) => item !== "");
  const [, name = "", description = ""] = title;
  return {
    name,
    description,
    parameters: listed("parameters").map((item) => {
      const [parameter = "", type = ""] = item.split(/\s+/);
      if (!/^p_\w+$/.test(parameter) || type === "")
        throw new Error(`${name}: parameters are “p_name TYPE”, not “${item}”`);
      return { name: parameter, type };
    }),
    needs: listed("needs"),
    materialized: listed("materialized"),
    body: lines.slice(start).join("\n").trim().replace(/;$/, ""),
  };
}

/** Puts what is needed before what needs it; otherwise in the order of names, so that nothing depends on the listing. */
export function creationOrder(functions: readonly SqlFunction[]): SqlFunction[] {
  const byName = new Map(
    [...functions].sort((a, b) => (a.name < b.name ? -1 : 1)).map((one) => [one.name, one]),
  );
  const ordered = new Set<SqlFunction>();
  const add = (name: string, path: readonly string[]): void => {
    const one = byName.get(name);
    if (!one) throw new Error(`${path.at(-1)} needs ${name}, which sql-files.ts does not list`);
    if (path.includes(name))
      throw new Error(`functions need each other in a circle: ${[...path, name].join(" → ")}`);
    for (const needed of one.needs) add(needed, [...path, name]);
    ordered.add(one);
  };
  for (const name of byName.keys()) add(name, []);
  return [...ordered];
}

/** All table functions, each after those that it calls. */
export const sqlFunctions = (): SqlFunction[] =>
  creationOrder(texts.filter((text) => !TABLE.test(text)).map(parseFunction));
