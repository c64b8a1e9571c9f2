import { readdirSync, readFileSync } from "node:fs";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

export const DATASET = "eros_scheduling_brain";
const SQL = new URL("../../sql/", import.meta.url);
const read = (path: string): string =>
  readFileSync(new URL(path, SQL), "utf8").replaceAll("{dataset}", DATASET);

interface SqlFunction {
  readonly name: string;
  readonly parameters: string;
  readonly needs: readonly string[];
  readonly body: string;
}

function parse(file: string): SqlFunction {
  const lines = read(`functions/${file}`).split("\n");
  const start = lines.findIndex((line) => !line.startsWith("--"));
  const tag = (name: string): string =>
    lines
      .slice(0, start)
      .find((line) => line.startsWith(`-- @${name} `))
      ?.slice(name.length + 5) ?? "";
  const list = (text: string): string[] =>
    text
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean);
  return {
    name: file.replace(/\.sql$/, ""),
    parameters: list(tag("parameters"))
      .map((one) => one.split(" ")[0] ?? "")
      .join(", "),
    needs: list(tag("needs")),
    body: lines.slice(start).join("\n").trim(),
  };
}

/** Every function of sql/functions/, those that others need first. */
export function functions(): SqlFunction[] {
  const all = new Map(
    readdirSync(new URL("functions/", SQL))
      .sort()
      .filter((f) => f.endsWith(".sql"))
      .map((f) => [f.replace(/\.sql$/, ""), parse(f)]),
  );
  const ordered: SqlFunction[] = [];
  const visit = (name: string): void => {
    const found = all.get(name);
    if (found === undefined) throw new Error(`no function ${name}`);
    if (ordered.includes(found)) return;
    found.needs.forEach(visit);
    ordered.push(found);
  };
  [...all.keys()].forEach(visit);
  return ordered;
}

/** A DuckDB in memory with the tables, the vocabulary and the functions of sql/. */
export async function openSql(): Promise<DuckDBConnection> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run(`SET TimeZone = 'UTC'; SET default_null_order = 'nulls_first_on_asc_last_on_desc';
    CREATE SCHEMA ${DATASET}; CREATE TYPE FLOAT64 AS DOUBLE;`);
  for (const file of readdirSync(new URL("tables/", SQL))) {
    const ddl = read(`tables/${file}`)
      .replace(/ OPTIONS \(description = "[^"]*"\)/g, "")
      .replace(/\n(PARTITION BY|CLUSTER BY|OPTIONS)[^\n;]*/g, "")
      .replace(/\bTIMESTAMP\b/g, "TIMESTAMPTZ");
    await connection.run(ddl);
  }
  await connection.run(read("vocabulary.duckdb.sql"));
  for (const each of functions())
    await connection.run(
      `CREATE OR REPLACE MACRO ${DATASET}.${each.name}(${each.parameters}) AS TABLE (${each.body})`,
    );
  return connection;
}
