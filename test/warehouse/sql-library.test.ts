import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { captionKey } from "../../src/domain/caption.js";
import { functionDefinitions, functionsDigest, tableDefinitions } from "../../src/warehouse/duckdb/schema.js";
import {
  creationOrder,
  parseFunction,
  type SqlFunction,
  sqlFunctions,
  tableStatements,
  vocabularyText,
} from "../../src/warehouse/sql-library.js";

const sql = new URL("../../sql/", import.meta.url);
const filesOf = (folder: string): string[] =>
  readdirSync(new URL(folder, sql))
    .filter((name) => name.endsWith(".sql"))
    .map((name) => name.replace(/\.sql$/, ""))
    .sort();
const textOf = (file: string): string => readFileSync(new URL(file, sql), "utf8");

describe("the library of SQL", () => {
  it("holds every file of sql/functions, sql/monitoring and sql/tables, each under its own name", () => {
    expect(
      sqlFunctions()
        .map((one) => one.name)
        .sort(),
    ).toEqual([...filesOf("functions"), ...filesOf("monitoring")].sort());
    const tables = tableStatements("d", "whole").map((text) => /NOT EXISTS d\.(\w+)/.exec(text)?.[1]);
    expect(tables).toEqual(filesOf("tables"));
  });

  it("leaves no dataset open, and no other placeholder", () => {
    const all = [
      ...tableDefinitions(),
      ...functionDefinitions(),
      ...tableStatements("d", "whole"),
      vocabularyText("bigquery", "d"),
    ];
    for (const text of all) expect(text).not.toMatch(/\{\w+\}/);
  });

  it("knows what each function needs: exactly those that its body calls", () => {
    const names = new Set(sqlFunctions().map((one) => one.name));
    for (const { name, body, needs } of sqlFunctions()) {
      const code = body.replace(/--.*$/gm, "");
      const called = [...code.matchAll(/\{dataset\}\.(\w+)\(/g)].map((match) => match[1] ?? "");
      expect([name, [...needs].sort()]).toEqual([
        name,
        [...new Set(called)].filter((one) => names.has(one)).sort(),
      ]);
    }
  });

  it("uses each parameter that a function declares, and no other", () => {
    for (const { name, body, parameters } of sqlFunctions()) {
      const code = body.replace(/--.*$/gm, "").replace(/'[^']*'/g, "''");
      const used = new Set([...code.matchAll(/\bp_\w+/g)].map((match) => match[0]));
      expect([name, [...used].sort()]).toEqual([name, parameters.map((one) => one.name).sort()]);
    }
  });

  it("speaks both vocabularies with the same words", () => {
    const words = (engine: "duckdb" | "bigquery"): (string | undefined)[] =>
      [
        ...vocabularyText(engine, "d").matchAll(
          /^CREATE OR REPLACE (?:MACRO|FUNCTION|TABLE FUNCTION) d\.(\w+)\(/gm,
        ),
      ].map((match) => match[1]);
    expect(words("duckdb").length).toBeGreaterThan(15);
    expect(words("duckdb")).toEqual(words("bigquery"));
  });

  it("plain tables keep columns and lose what only BigQuery reads", () => {
    const plain = tableStatements("d", "plain");
    expect(plain.join("\n")).not.toMatch(/OPTIONS|PARTITION|CLUSTER|description/);
    for (const [index, name] of filesOf("tables").entries()) {
      const columns = [...textOf(`tables/${name}.sql`).matchAll(/^ {2}(\w+ \w+(?: NOT NULL)?)/gm)].map(
        (match) => match[1],
      );
      for (const column of columns) expect(plain[index]).toContain(`  ${column}`);
    }
  });

  it("has a digest that follows the text", () => {
    expect(functionsDigest()).toMatch(/^[0-9a-f]{64}$/);
    expect(functionsDigest()).toBe(functionsDigest());
  });
});

describe("a function's file", () => {
  it("is read: name, description, parameters, needs, what is computed once, body", () => {
    const text = [
      "-- pages: every page; a row a page.",
      "-- @parameters p_page STRING, p_now TIMESTAMP",
      "-- @parameters p_more INT64",
      "-- @needs a, b",
      "-- @materialized hashes",
      "--",
      "-- Columns: page_name.",
      "WITH hashes AS (SELECT 1)",
      "-- a comment of the body",
      "SELECT * FROM hashes;",
      "",
    ].join("\n");
    expect(parseFunction(text)).toEqual({
      name: "pages",
      description: "every page; a row a page.",
      parameters: [
        { name: "p_page", type: "STRING" },
        { name: "p_now", type: "TIMESTAMP" },
        { name: "p_more", type: "INT64" },
      ],
      needs: ["a", "b"],
      materialized: ["hashes"],
      body: "WITH hashes AS (SELECT 1)\n-- a comment of the body\nSELECT * FROM hashes",
    });
  });

  it.each([
    ["no header", "SELECT 1"],
    ["no body", "-- pages: every page"],
    ["a parameter without prefix", "-- pages: every page\n-- @parameters page STRING\nSELECT 1"],
    ["a parameter without type", "-- pages: every page\n-- @parameters p_page\nSELECT 1"],
  ])("is refused with %s", (_what, text) => {
    expect(() => parseFunction(text)).toThrow();
  });
});

describe("the order of creation", () => {
  const one = (name: string, needs: string[]): SqlFunction => ({
    name,
    needs,
    description: "",
    parameters: [],
    materialized: [],
    body: "",
  });

  it("puts what is needed first and depends on nothing but names", () => {
    const edges = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 25 });
    fc.assert(
      fc.property(
        edges,
        fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], { minLength: 10 }),
        (pairs, listing) => {
          const functions = listing.map((n) =>
            one(
              `f${n}`,
              pairs.filter(([from, to]) => from === n && to < n).map(([, to]) => `f${to}`),
            ),
          );
          const ordered = creationOrder(functions).map((f) => f.name);
          expect([...ordered].sort()).toEqual(functions.map((f) => f.name).sort());
          for (const { name, needs } of functions)
            for (const needed of needs) expect(ordered.indexOf(needed)).toBeLessThan(ordered.indexOf(name));
          expect(creationOrder([...functions].reverse()).map((f) => f.name)).toEqual(ordered);
        },
      ),
    );
  });

  it("names a circle, and what is not listed", () => {
    expect(() => creationOrder([one("a", ["b"]), one("b", ["a"])])).toThrow("a → b → a");
    expect(() => creationOrder([one("a", ["gone"])])).toThrow(/a needs gone/);
  });
});

describe("a caption's key", () => {
  it("is computed by the program alone: no body makes one of its own", () => {
    for (const { body } of sqlFunctions()) expect(body).not.toMatch(/NORMALIZE|REGEXP_REPLACE/i);
    expect(captionKey("Ａ\u200b  b")).toBe("a b");
  });
});
