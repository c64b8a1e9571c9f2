import type { Instant } from "../domain/calendar.js";
import type { ImportKind } from "../domain/import-columns.js";
import type { NoteCode } from "../domain/import-notes.js";
import type { ImportedRows } from "../domain/import-rows.js";
import type { PageName } from "../domain/page.js";

/** A row of a file that has passed its own verdict, with its place. */
export interface PlacedRow<Row> {
  readonly row: Row;
  readonly record: number;
  readonly line: number | null;
}
export type RowBatches<Row> = AsyncIterable<readonly PlacedRow<Row>[]>;

/** What an import brings. Rows are read while they are stored, so that a million of them need no memory. */
export interface ImportSource {
  /** The rows of a kind from their beginning; null where none come. Asked again where a transaction is tried again. */
  rows<Kind extends ImportKind>(kind: Kind): RowBatches<ImportedRows[Kind]> | null;
  /** Asked once everything has been read and compared with what is there: false takes all of it back. */
  keeps(outcome: ImportOutcome): boolean;
}

/** A place in a file, and the one that it is compared with. */
export interface FoundAt {
  readonly record: number;
  readonly line: number | null;
  /** The place in the same file that goes before. */
  readonly first: { readonly record: number; readonly line: number | null } | null;
  /** The value that it is about, an id for example. */
  readonly value: string | null;
}
/** Places at which the same was found; at most as many as an outcome lists. */
export interface Found {
  readonly count: number;
  readonly at: readonly FoundAt[];
}

/** What only the warehouse can tell of the rows of a kind. */
export interface KindOutcome {
  /** Rows that came. */
  readonly came: number;
  readonly added: number;
  /** Rows that are there already, just so. */
  readonly there: number;
  readonly notes: readonly (Found & { readonly code: NoteCode })[];
  /** Rows that cannot be taken: an id that is another text's, a message whose caption nobody knows. */
  readonly refused: readonly (Found & { readonly field: string; readonly why: string })[];
}

export interface ImportOutcome {
  readonly kinds: Readonly<Partial<Record<ImportKind, KindOutcome>>>;
  /** What the warehouse holds with these rows in it. */
  readonly holds: {
    readonly captions: number;
    readonly messages: number;
    readonly firstMessage: Instant | null;
    readonly lastMessage: Instant | null;
    /** Pages that have messages or stand among the creators. */
    readonly pages: readonly PageName[];
    /** Pages with messages that no list shows, because there are creators and they are not among them. */
    readonly unlisted: readonly PageName[];
    /** Messages that match no caption, by id or text. */
    readonly unmatched: number;
  };
}

/** Places listed of one finding. */
export const LISTED = 1000;
