import type { PageName } from "../domain/page.js";
import type { DatedSchedule, ScheduleDiff } from "../domain/schedule-diff.js";
import type { EarnedMessage } from "../text/earned-text.js";
import type { ListedSchedule } from "../warehouse/history.js";
import type { Stored } from "../warehouse/port.js";
import type { WalkContext } from "./context.js";

/** What of a stored schedule is looked at. */
export type HistoryShown =
  | { readonly kind: "schedule"; readonly stored: Stored; readonly earned: readonly EarnedMessage[] | null }
  | {
      readonly kind: "diff";
      readonly a: DatedSchedule;
      readonly b: DatedSchedule;
      readonly diff: ScheduleDiff;
    };

/** What was stored of a page, and where one came from to look at it. */
export interface HistoryState {
  readonly page: PageName | null;
  readonly from: "creators" | "analysis";
  readonly rows: readonly ListedSchedule[];
  readonly cursor: number;
  /** The schedule that another one is compared with. */
  readonly marked: string | null;
  /**
   * What is being read: the schedule under the cursor, its difference to the marked one, or its CSV written; null for
   * the list itself.
   */
  readonly asked: "schedule" | "diff" | "csv" | null;
  readonly shown: HistoryShown | null;
  readonly scroll: number;
}

export const NO_HISTORY: HistoryState = {
  page: null,
  from: "creators",
  rows: [],
  cursor: 0,
  marked: null,
  asked: null,
  shown: null,
  scroll: 0,
};

/** The schedule under the cursor; null where none was stored. */
export const listedUnderCursor = ({ history }: Pick<WalkContext, "history">): ListedSchedule | null =>
  history.rows[Math.max(0, Math.min(history.rows.length - 1, history.cursor))] ?? null;
