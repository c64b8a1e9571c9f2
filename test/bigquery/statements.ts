import {
  type SqlFunction,
  sqlFunctions,
  tableStatements,
  vocabularyText,
} from "../../src/warehouse/sql-library.js";

export const DATASET = "eros_scheduling_brain";

/** The vocabulary's statements, in their order, without the comments between them. */
export const vocabulary = (): string[] =>
  vocabularyText("bigquery", DATASET)
    .split(/;\s*(?:\n|$)/)
    .map((text) => text.replace(/^\s*--.*$/gm, "").trim())
    .filter((text) => text !== "");

const tables = (): string[] => tableStatements(DATASET, "whole").map((text) => text.trim().replace(/;$/, ""));

/** The function as BigQuery gets it. */
export const createTableFunction = ({ name, parameters, body }: SqlFunction): string =>
  `CREATE OR REPLACE TABLE FUNCTION ${DATASET}.${name}(${parameters.map((one) => `${one.name} ${one.type}`).join(", ")}) AS (\n${body.replaceAll("{dataset}", DATASET)}\n)`;

/** Everything that stands on the way to the functions, and them, in an order in which it can be created. */
export const all = (): string[] => [...tables(), ...vocabulary(), ...sqlFunctions().map(createTableFunction)];

/** What a statement creates, for the names of tests. */
export const title = (statement: string): string =>
  /(TABLE FUNCTION|FUNCTION|TABLE)(?: IF NOT EXISTS)? \w+\.(\w+)/.exec(statement)?.[2] ??
  statement.slice(0, 40);
