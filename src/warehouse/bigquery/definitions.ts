import type { TableNames } from "../../domain/table-names.js";
import { inDataset } from "../sql-library.js";
import { withStages } from "./stages.js";
import { type Definition, statementsOf } from "./statements.js";

export type { Definition } from "./statements.js";

/** Everything that a dataset must hold, each after what it needs: tables, scalars, table functions, procedures. */
export const definitions = (dataset: string, tables: TableNames = {}): Definition[] =>
  statementsOf(dataset, tables, withStages);

/** Procedures of ours by name: what a dataset of the original holds under these names is another version. */
export const PROCEDURES = [
  "analyze_creator_performance",
  "select_captions_for_creator",
  "lock_caption_assignments",
] as const;

/**
 * The first row of the guard, made outside of any transaction: every commit updates it, and what two transactions update is
 * what BigQuery sees.
 */
export const guardStatement = (dataset: string, tables: TableNames = {}): string =>
  inDataset(
    `INSERT INTO {dataset}.commit_guard (guard_key, version)
SELECT k, 0 FROM UNNEST(['bank']) AS k WHERE k NOT IN (SELECT g.guard_key FROM {dataset}.commit_guard AS g)`,
    dataset,
    tables,
  );
