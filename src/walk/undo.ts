import type { ErosError } from "../domain/errors.js";
import type { PageName } from "../domain/page.js";
import type { Restored, Stored, Withdrawal } from "../warehouse/port.js";
import type { WalkContext } from "./context.js";
import { EMPTY_LINE, type Line } from "./line.js";

/** What became of it. */
export type Undone =
  | {
      readonly kind: "withdrawn";
      readonly withdrawal: Withdrawal;
      /** The file with what is to be taken out by hand; null where none was wanted or none could be written. */
      readonly csv: string | null;
      readonly csvFailure: ErosError | null;
    }
  | { readonly kind: "restored"; readonly restored: Restored };

/** A stored schedule that is taken back, or made to stand again. */
export interface UndoState {
  readonly kind: "withdraw" | "restore";
  readonly scheduleId: string;
  readonly page: PageName | null;
  /** The schedule, and how many of its messages somebody has marked as queued; null until read. */
  readonly read: { readonly stored: Stored; readonly queued: readonly number[] } | null;
  /** Why it is withdrawn, as typed. */
  readonly why: Line;
  /** True where a CSV of what is to be taken out is wanted. */
  readonly csv: boolean;
  readonly done: Undone | null;
}

export const NO_UNDO: UndoState = {
  kind: "withdraw",
  scheduleId: "",
  page: null,
  read: null,
  why: EMPTY_LINE,
  csv: false,
  done: null,
};

/** The list of creators after it: the page is due again, or set. */
export function withUndone({ creators, undo }: WalkContext, done: Undone): WalkContext["creators"] {
  const { shown } = creators;
  const stored = undo.read?.stored;
  if (shown === null || stored === undefined) return creators;
  const { page, scheduleId, weekStart } = stored.receipt;
  const rows = shown.overview.rows.map((row) => {
    if (row.page !== page) return row;
    if (done.kind === "withdrawn") return row.committed === scheduleId ? { ...row, committed: null } : row;
    return weekStart === shown.week ? { ...row, committed: scheduleId } : row;
  });
  return { ...creators, shown: { ...shown, overview: { ...shown.overview, rows } } };
}
