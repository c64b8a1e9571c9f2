// Google's own analyser reads every statement that BigQuery would get: what it refuses, the service refuses too.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sqlFunctions } from "../../src/warehouse/sql-library.js";
import { Google } from "./google.js";
import { all, createTableFunction, DATASET, title } from "./statements.js";

describe("Google's analyser", () => {
  let google: Google;
  const columns = new Map<string, string[]>();
  beforeAll(async () => {
    google = await Google.start(DATASET);
  });
  afterAll(() => google.stop());

  it.each(all().map((statement) => [title(statement), statement]))("accepts %s", async (name, statement) => {
    const defined = await google.define(statement);
    expect(defined.name).toBe(name);
    columns.set(
      name,
      defined.columns.map((column) => `${column.name} ${column.type}`),
    );
  });

  it.each(sqlFunctions().map((one) => [one.name, one] as const))(
    "finds the columns of %s named once each",
    (name) => {
      const names = columns.get(name)?.map((column) => column.split(" ")[0]) ?? [];
      expect(names.length).toBeGreaterThan(0);
      expect(new Set(names).size).toBe(names.length);
      expect(names.filter((column) => column?.startsWith("$"))).toEqual([]);
    },
  );

  it.each([
    ["a column that is not there", "SELECT m.nothing FROM {dataset}.mass_messages AS m"],
    ["text compared with a number", "SELECT 1 FROM {dataset}.mass_messages AS m WHERE m.page_name = 5"],
    ["a function of DuckDB alone", "SELECT list_aggregate([1], 'sum')"],
    ["a table function with too few arguments", "SELECT * FROM {dataset}.account('page') AS a"],
    [
      "a column that a table function does not give",
      "SELECT a.nothing FROM {dataset}.account('page', CURRENT_TIMESTAMP()) AS a",
    ],
  ])("refuses %s, so that its word is worth something", async (_, sql) => {
    await expect(google.analyse(sql.replaceAll("{dataset}", DATASET))).rejects.toThrow(/./);
  });

  it("refuses a function that is made before what it needs", async () => {
    const fresh = await Google.start(DATASET);
    try {
      const account = sqlFunctions().find((one) => one.name === "account");
      await expect(account && fresh.analyse(createTableFunction(account))).rejects.toThrow(/not found/i);
    } finally {
      fresh.stop();
    }
  });
});
