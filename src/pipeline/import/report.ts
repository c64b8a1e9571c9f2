import { ErosError } from "../../domain/errors.js";
import type { ImportKind } from "../../domain/import-columns.js";
import type { NoteCode } from "../../domain/import-notes.js";
import type { Problem } from "../../domain/import-record.js";
import type { ImportOutcome } from "../../warehouse/import-rows.js";
import type { FileFormat } from "./file-format.js";

/** A record's place: its number, and its physical lines where the format has lines. */
export interface Place {
  readonly record: number;
  readonly line: number | null;
  readonly lastLine: number | null;
}
/** A record that was not taken, with everything that is wrong with it. */
export interface Rejected extends Place {
  readonly problems: readonly Problem[];
}
/** The same remark about several records. */
export interface Remark {
  readonly code: NoteCode;
  readonly count: number;
  /** The first of them. */
  readonly at: readonly (Place & {
    /** The record in the same file that counts instead. */
    readonly first?: { readonly record: number; readonly line: number | null } | undefined;
    readonly value?: string | undefined;
  })[];
}

/** What became of one file. */
export interface FileReport {
  readonly kind: ImportKind;
  readonly path: string;
  readonly format: FileFormat;
  readonly records: number;
  /** Rows that are new, that are there already just so, and that are left out with a remark. */
  readonly added: number;
  readonly there: number;
  readonly leftOut: number;
  readonly rejected: number;
  /** The first of them, in the order of the file. */
  readonly rejects: readonly Rejected[];
  readonly remarks: readonly Remark[];
  readonly columns: {
    readonly used: Readonly<Record<string, string>>;
    readonly unused: readonly string[];
    readonly missing: readonly { readonly field: string; readonly without: string | null }[];
  };
}
export interface ImportReport {
  readonly files: readonly FileReport[];
  /** False where nothing was stored, because of what was rejected: `added` then says what would have been. */
  readonly stored: boolean;
  readonly holds: ImportOutcome["holds"];
}

/** Nothing was stored: records could not be taken. Carries the whole report. */
export class NothingImportedError extends ErosError {
  constructor(
    readonly report: ImportReport,
    message: string,
    remedy: string,
  ) {
    super("badInput", message, remedy);
  }
}
