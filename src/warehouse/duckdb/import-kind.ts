import type { ImportKind } from "../../domain/import-columns.js";
import type { ImportedRows } from "../../domain/import-rows.js";
import type { StagedColumn } from "./staging.js";

/**
 * How rows of a kind are compared with what is there, and added. They stand in `staged` with their place (`record`,
 * `line`, `n`); `judge` makes `judged` of them, one row each, with `finding` (null, 'there', the code of a note or a key
 * of `refusals`), `about`, `other_record`, `other_line` and `is_new`.
 */
export interface ImportedKind<Kind extends ImportKind> {
  readonly columns: readonly StagedColumn<ImportedRows[Kind]>[];
  readonly judge: string;
  readonly add: string;
  readonly refusals: Readonly<Record<string, { readonly field: string; readonly why: string }>>;
}
