// Node loader hooks for development runs: ink-table as an ES module, .sql files as text.
import { fileURLToPath } from "node:url";
import { INK_TABLE, readAsEsm } from "./ink-table-esm.mjs";
import { readSqlModule, SQL } from "./sql-text.mjs";

export async function load(url, context, next) {
  const path = url.split("?")[0];
  if (INK_TABLE.test(path))
    return { format: "module", source: await readAsEsm(fileURLToPath(path)), shortCircuit: true };
  if (SQL.test(path))
    return { format: "module", source: await readSqlModule(fileURLToPath(path)), shortCircuit: true };
  return next(url, context);
}
