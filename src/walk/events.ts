import type { PageName } from "../domain/page.js";
import type { PageOutcome } from "../pipeline/batch-request.js";
import type { Receipt, Step } from "../warehouse/port.js";
import type { PanelName } from "./context.js";

/**
 * Everything that can happen to the walk. A face sends `KEY` for every key first, then what the key means there
 * (`tui/keys.ts`), if anything.
 */
export type WalkEvent =
  /** Any key: takes the hint away and restarts the quiet time of a menu that writes. */
  | { readonly type: "KEY" }
  /** The key of an action that is not possible now, with the reason: said in the status row. */
  | { readonly type: "REFUSED"; readonly reason: string }
  /** A step of the running work. */
  | { readonly type: "PROGRESS"; readonly step: Step }
  /** ⏎: the row, the next screen, the typed line. */
  | { readonly type: "NEXT" }
  /** Esc: panel, typed field or filter, running read, previous screen, in this order. */
  | { readonly type: "BACK" }
  /** `q`, and "Quit" of a menu. */
  | { readonly type: "QUIT" }
  /** Ctrl-C. */
  | { readonly type: "INTERRUPT" }
  | { readonly type: "RETRY" }
  /** Row, field or message by ±1 or a page; ±Infinity is the first or last. */
  | { readonly type: "MOVE"; readonly by: number }
  /** Preview: the same time on another day. */
  | { readonly type: "DAY"; readonly by: number }
  /** First row of what scrolls (an open panel, else Analysis), already bounded by the view. */
  | { readonly type: "SCROLL"; readonly to: number }
  | { readonly type: "OPEN"; readonly panel: PanelName }
  /** Text typed or pasted into the field that has the caret. */
  | { readonly type: "TYPE"; readonly text: string }
  /** ⌫ */
  | { readonly type: "ERASE" }
  /** Ctrl-U: empties the line; on Overrides "as computed". */
  | { readonly type: "CLEAR" }
  /** ←→ in the typed line. */
  | { readonly type: "CARET"; readonly by: number }
  /** Tab and ⇧Tab: the panels of Analysis, the fields of Overrides; keeps the filter on Creators. */
  | { readonly type: "TAB"; readonly by: 1 | -1 }
  /** Creators */
  | { readonly type: "PLAN" }
  | { readonly type: "FILTER" }
  | { readonly type: "SORT" }
  | { readonly type: "WEEK"; readonly by: 1 | -1 }
  | { readonly type: "MINE" }
  | { readonly type: "RELOAD" }
  /** Analysis: `p` */
  | { readonly type: "PREVIEW" }
  /** Overrides: ␣ on Zone opens its list, and the choice there; "" is "as computed". */
  | { readonly type: "ZONES" }
  | { readonly type: "ZONE"; readonly zone: string }
  | { readonly type: "CLEAR_ALL" }
  | { readonly type: "UNDO" }
  /** Overrides and Preview: `n` other captions, `x` not this one. */
  | { readonly type: "NEW_DRAW" }
  | { readonly type: "EXCLUDE" }
  /** Confirm */
  | { readonly type: "COMMIT"; readonly csv: boolean }
  | { readonly type: "CSV_ONLY" }
  | { readonly type: "EDIT_PATH" }
  | { readonly type: "CHECK_AGAIN" }
  /** Conflict */
  | { readonly type: "REPLACE_TAKEN" }
  | { readonly type: "REPLACE_SCHEDULE" }
  | { readonly type: "PLAN_AGAIN" }
  /** After a CSV that failed: on to the result without it. */
  | { readonly type: "WITHOUT_CSV" }
  /** After a CSV that was not written because a file is there: it is replaced. */
  | { readonly type: "OVERWRITE" }
  /** Result */
  | { readonly type: "NEXT_DUE" }
  /** Creators: ␣ marks a page; a batch: leaves it out; the history: marks a schedule. */
  | { readonly type: "MARK" }
  /** `B` */
  | { readonly type: "BATCH" }
  /** A batch: `C`, and the menu's lines. */
  | { readonly type: "CONFIRM_BATCH" }
  | { readonly type: "COMMIT_BATCH"; readonly only: "all" | "good" }
  /** `H` */
  | { readonly type: "HISTORY" }
  /** The history: `d` compares with the marked one, `e` writes the CSV again. */
  | { readonly type: "COMPARE" }
  | { readonly type: "EXPORT" }
  /** The history: `w` and `u` open the place that takes a schedule back or makes it stand again; its menu does it. */
  | { readonly type: "WITHDRAW" }
  | { readonly type: "RESTORE" }
  | { readonly type: "TAKE_BACK"; readonly csv: boolean }
  | { readonly type: "PUT_BACK" }
  /** `W`; there `y` copies a caption. */
  | { readonly type: "WORKLIST" }
  | { readonly type: "COPY" }
  /** `A` */
  | { readonly type: "HEALTH" };

export type WalkEventType = WalkEvent["type"];

/** How a commit ended; said by the commit itself, never by a face. */
export type CommitEvent =
  | { readonly type: "COMMITTED"; readonly receipt: Receipt; readonly millis: number }
  | { readonly type: "NOT_COMMITTED"; readonly error: unknown };

/** How a caption came into a clipboard; said by the copying itself, never by a face. */
export interface CopyEvent {
  readonly type: "COPIED";
  readonly words: string;
}

/** How a batch goes on; said by its work, never by a face. */
export type BatchEvent =
  | { readonly type: "BATCH_BEGINS"; readonly page: PageName }
  | { readonly type: "BATCH_PAGE"; readonly outcome: PageOutcome }
  | { readonly type: "BATCH_ENDED" }
  | { readonly type: "BATCH_FAILED"; readonly error: unknown };

/** Every event once, with a value where it carries one: for tests that send all of them everywhere. */
export const EVERY_EVENT: { readonly [T in WalkEventType]: Extract<WalkEvent, { type: T }> } = {
  KEY: { type: "KEY" },
  REFUSED: { type: "REFUSED", reason: "not now" },
  PROGRESS: { type: "PROGRESS", step: { kind: "step", name: "Selecting captions" } },
  NEXT: { type: "NEXT" },
  BACK: { type: "BACK" },
  QUIT: { type: "QUIT" },
  INTERRUPT: { type: "INTERRUPT" },
  RETRY: { type: "RETRY" },
  MOVE: { type: "MOVE", by: 1 },
  DAY: { type: "DAY", by: 1 },
  SCROLL: { type: "SCROLL", to: 1 },
  OPEN: { type: "OPEN", panel: "help" },
  TYPE: { type: "TYPE", text: "7" },
  ERASE: { type: "ERASE" },
  CLEAR: { type: "CLEAR" },
  CARET: { type: "CARET", by: -1 },
  TAB: { type: "TAB", by: 1 },
  PLAN: { type: "PLAN" },
  FILTER: { type: "FILTER" },
  SORT: { type: "SORT" },
  WEEK: { type: "WEEK", by: 1 },
  MINE: { type: "MINE" },
  RELOAD: { type: "RELOAD" },
  PREVIEW: { type: "PREVIEW" },
  ZONES: { type: "ZONES" },
  ZONE: { type: "ZONE", zone: "GREEN" },
  CLEAR_ALL: { type: "CLEAR_ALL" },
  UNDO: { type: "UNDO" },
  NEW_DRAW: { type: "NEW_DRAW" },
  EXCLUDE: { type: "EXCLUDE" },
  COMMIT: { type: "COMMIT", csv: true },
  CSV_ONLY: { type: "CSV_ONLY" },
  EDIT_PATH: { type: "EDIT_PATH" },
  CHECK_AGAIN: { type: "CHECK_AGAIN" },
  REPLACE_TAKEN: { type: "REPLACE_TAKEN" },
  REPLACE_SCHEDULE: { type: "REPLACE_SCHEDULE" },
  PLAN_AGAIN: { type: "PLAN_AGAIN" },
  WITHOUT_CSV: { type: "WITHOUT_CSV" },
  OVERWRITE: { type: "OVERWRITE" },
  NEXT_DUE: { type: "NEXT_DUE" },
  MARK: { type: "MARK" },
  BATCH: { type: "BATCH" },
  CONFIRM_BATCH: { type: "CONFIRM_BATCH" },
  COMMIT_BATCH: { type: "COMMIT_BATCH", only: "all" },
  HISTORY: { type: "HISTORY" },
  COMPARE: { type: "COMPARE" },
  EXPORT: { type: "EXPORT" },
  WITHDRAW: { type: "WITHDRAW" },
  RESTORE: { type: "RESTORE" },
  TAKE_BACK: { type: "TAKE_BACK", csv: true },
  PUT_BACK: { type: "PUT_BACK" },
  WORKLIST: { type: "WORKLIST" },
  COPY: { type: "COPY" },
  HEALTH: { type: "HEALTH" },
};
