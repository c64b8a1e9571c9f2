import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sqlFunctions, tableStatements, vocabularyText } from "../../src/warehouse/sql-library.js";
import { DATASET, openSql } from "./load.js";

const files = (folder: string): string[] =>
  readdirSync(new URL(`../../sql/${folder}/`, import.meta.url))
    .map((file) => file.replace(/\.sql$/, ""))
    .sort();
/** Table functions: those that plans use, and those that watch. */
const functions = (): string[] => [...files("functions"), ...files("monitoring")].sort();
const text = (path: string): string => readFileSync(new URL(`../../sql/${path}`, import.meta.url), "utf8");
const source = (name: string): string =>
  text(`${files("functions").includes(name) ? "functions" : "monitoring"}/${name}.sql`);
/** The comment before the body, on one line. */
const header = (name: string): string =>
  source(name)
    .split("\n")
    .filter((line) => line.startsWith("--"))
    .map((line) => line.slice(2))
    .join(" ");
const body = (name: string): string =>
  source(name)
    .split("\n")
    .filter((line) => !line.startsWith("--"))
    .join("\n");

describe("sql/", () => {
  it("is shipped whole: every file is listed where it is read from", () => {
    expect(
      sqlFunctions()
        .map((one) => one.name)
        .sort(),
    ).toEqual(functions());
    expect(tableStatements(DATASET, "plain").map((one) => /\.(\w+) \(/.exec(one)?.[1])).toEqual(
      files("tables"),
    );
  });

  it("has the same vocabulary for both engines: names, parameters, order", () => {
    const signatures = (engine: "duckdb" | "bigquery"): string[] =>
      [
        ...vocabularyText(engine, DATASET).matchAll(
          /^CREATE OR REPLACE (?:TABLE FUNCTION|FUNCTION|MACRO) \w+\.(\w+)\(([^)]*)\)/gm,
        ),
      ].map(
        ([, name, parameters]) =>
          `${name}(${(parameters ?? "").split(",").map((one) => one.trim().split(" ")[0])})`,
      );
    expect(signatures("duckdb")).toEqual(signatures("bigquery"));
    expect(signatures("duckdb").length).toBeGreaterThan(15);
  });

  it.each(functions())("says in its header what %s gives, and what it needs", async (name) => {
    const { needs } = sqlFunctions().find((one) => one.name === name) ?? { needs: [] };
    const others = functions().filter((other) => body(name).includes(`{dataset}.${other}(`));
    expect([...needs].sort(), "@needs").toEqual(others);
    const connection = await openSql();
    try {
      const [{ parameters } = { parameters: [] }] = sqlFunctions().filter((one) => one.name === name);
      const types: Readonly<Record<string, string>> = {
        STRING: "VARCHAR",
        INT64: "BIGINT",
        TIMESTAMP: "TIMESTAMPTZ",
      };
      const nulls = parameters.map(({ type }) => `CAST(NULL AS ${types[type] ?? type})`).join(", ");
      const reader = await connection.runAndReadAll(`SELECT * FROM ${DATASET}.${name}(${nulls})`);
      const words = header(name).match(/\w+/g);
      // Eight weeks are said as w1 .. w8.
      for (const column of reader.columnNames()) expect(words).toContain(column.replace(/^w[2-7]$/, "w1"));
    } finally {
      connection.closeSync();
    }
  });
});
