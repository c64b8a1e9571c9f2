import type { NoteCode } from "../../domain/import-notes.js";
import type { Cells, Problem } from "../../domain/import-record.js";

/** A record of a file of any format, with its cells in the order of its kind's columns. */
export type FileRecord = {
  /** From 1; blank lines and the header are none. */
  readonly record: number;
  /** Physical lines, from 1; null where the format has none. */
  readonly line: number | null;
  readonly lastLine: number | null;
} & ({ readonly cells: Cells; readonly notes?: readonly NoteCode[] } | { readonly problem: Problem });

/** What keeps a record from being read at all. */
export const unreadable = (why: string): Problem => ({ field: null, value: null, why });

/** Records that travel together: one by one would cost more than the work on them. */
export const BATCH = 2048;
