import type { TableNames } from "../../domain/table-names.js";
import {
  inDataset,
  type SqlFunction,
  sqlFunctions,
  tableStatements,
  vocabularyText,
} from "../sql-library.js";
import * as files from "./sql-files.js";

export type DefinitionKind = "TABLE" | "FUNCTION" | "TABLE FUNCTION" | "PROCEDURE";

/** Something that a dataset must hold. */
export interface Definition {
  readonly kind: DefinitionKind;
  readonly name: string;
  /** A whole statement: a table where there is none; a routine in place of any other of its name. */
  readonly statement: string;
}

const HEAD =
  /^CREATE (?:OR REPLACE )?(TABLE FUNCTION|FUNCTION|TABLE|PROCEDURE) (?:IF NOT EXISTS )?[\w-]+\.(\w+)/m;

/**
 * Everything that a dataset must hold, each after what it needs: tables, scalars, table functions, procedures.
 * @param prepared what becomes of the text of a file that BigQuery alone has, before its names are filled in.
 */
export function statementsOf(
  dataset: string,
  tables: TableNames = {},
  prepared: (text: string) => string = (text) => text,
): Definition[] {
  const known = [
    ...tableStatements(dataset, "whole", tables),
    ...statements(vocabularyText("bigquery", dataset, tables)),
    ...sqlFunctions().map((one) => tableFunction(one, dataset, tables)),
  ].map(definition);
  return [
    ...known,
    ...inOrder(Object.values(files).map((text) => definition(inDataset(prepared(text), dataset, tables)))),
  ];
}

/** The statements of a text without procedures, without the comments between them. */
function statements(text: string): string[] {
  return text
    .split(/;\s*(?:\n|$)/)
    .map((statement) => statement.replace(/^\s*--.*$/gm, "").trim())
    .filter((statement) => statement !== "");
}

function tableFunction(
  { name, description, parameters, body }: SqlFunction,
  dataset: string,
  tables: TableNames,
): string {
  const list = parameters.map((one) => `${one.name} ${one.type}`).join(", ");
  const text = JSON.stringify(description);
  return `CREATE OR REPLACE TABLE FUNCTION ${dataset}.${name}(${list})\nOPTIONS (description = ${text})\nAS (\n${inDataset(body, dataset, tables)}\n)`;
}

function definition(text: string): Definition {
  const statement = text
    .replace(/^(?:--.*\n)+/, "")
    .trim()
    .replace(/;$/, "");
  const [, kind, name] = HEAD.exec(statement) ?? [];
  if (kind === undefined || name === undefined)
    throw new Error(`a file of sql/ that creates nothing: ${text.slice(0, 60)}`);
  return { kind: kind as DefinitionKind, name, statement };
}

/** Puts what is named in a statement before it. */
function inOrder(some: readonly Definition[]): Definition[] {
  const ordered = new Set<Definition>();
  const add = (one: Definition): void => {
    for (const other of some)
      if (other !== one && new RegExp(`\\.${other.name}\\(`).test(one.statement)) add(other);
    ordered.add(one);
  };
  for (const one of [...some].sort((a, b) => (a.name < b.name ? -1 : 1))) add(one);
  return [...ordered];
}
