import { IMPORT_COLUMNS, type ImportKind } from "./import-columns.js";
import type { Reading } from "./import-moment.js";
import type { NoteCode } from "./import-notes.js";

/**
 * What a record says in the columns of its kind, in their order: undefined where the file has no such column, null or
 * "" where it says nothing.
 */
export type Cells = readonly (string | null | undefined)[];

/** What keeps a record from being taken. */
export interface Problem {
  /** The column; null where the record as a whole is wrong. */
  readonly field: string | null;
  /** What stands there. */
  readonly value: string | null;
  readonly why: string;
}

/** A record as a row, with what is to be remarked about it; or everything that is wrong with it. */
export type Verdict<Row> =
  | { readonly row: Row; readonly notes: readonly NoteCode[] }
  | { readonly problems: readonly Problem[] };

const placesOf = (kind: ImportKind): ReadonlyMap<string, number> =>
  new Map(IMPORT_COLUMNS[kind].map(({ field }, index) => [field, index]));
const PLACES: Readonly<Record<ImportKind, ReadonlyMap<string, number>>> = {
  creators: placesOf("creators"),
  inventory: placesOf("inventory"),
  captions: placesOf("captions"),
  messages: placesOf("messages"),
};

/** Reads one record field by field and gathers what is remarkable and what is wrong: all of it, not the first. */
export class RecordFields {
  private readonly notes: NoteCode[] = [];
  private readonly problems: Problem[] = [];
  private readonly places: ReadonlyMap<string, number>;

  constructor(
    kind: ImportKind,
    private readonly cells: Cells,
  ) {
    this.places = PLACES[kind];
  }

  /** True where the file has the column. */
  has(field: string): boolean {
    return this.cell(field) !== undefined;
  }

  /** True where something is wrong with the field. */
  isRefused(field: string): boolean {
    return this.problems.some((problem) => problem.field === field);
  }

  note(code: NoteCode): void {
    if (!this.notes.includes(code)) this.notes.push(code);
  }

  refuse(field: string | null, value: string | null, why: string): void {
    this.problems.push({ field, value, why });
  }

  /** A field that must say something; where it does not, the record is refused and `otherwise` stands in. */
  needed<T>(field: string, read: (text: string) => Reading<T>, otherwise: T): T {
    const text = this.cell(field) ?? "";
    if (text.trim() !== "") return this.read(field, text, read) ?? otherwise;
    this.refuse(field, null, "is empty");
    return otherwise;
  }

  /** A field that may say nothing: null. */
  optional<T>(field: string, read: (text: string) => Reading<T>): T | null {
    const text = this.cell(field) ?? "";
    return text.trim() === "" ? null : this.read(field, text, read);
  }

  verdict<Row>(row: Row): Verdict<Row> {
    return this.problems.length > 0 ? { problems: this.problems } : { row, notes: this.notes };
  }

  private cell(field: string): string | null | undefined {
    return this.cells[this.places.get(field) ?? -1];
  }

  private read<T>(field: string, text: string, read: (text: string) => Reading<T>): T | null {
    const reading = read(text);
    if ("refused" in reading) {
      this.refuse(field, text, reading.refused);
      return null;
    }
    if (reading.note !== undefined) this.note(reading.note);
    return reading.value;
  }
}
