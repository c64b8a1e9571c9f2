import type { PageName } from "../domain/page.js";
import { nextOpen, type WorkItem } from "../domain/worklist.js";
import type { Worklist } from "../pipeline/worklist.js";
import type { WalkContext } from "./context.js";

/** A committed schedule while its messages are queued by hand. */
export interface WorklistState {
  readonly scheduleId: string;
  readonly page: PageName | null;
  readonly from: "history" | "result";
  /** Null until read. */
  readonly list: Worklist | null;
  /** The number of the message under the cursor. */
  readonly cursor: number;
  /** The mark that is being kept, or was to be; null where only the list is read. */
  readonly asked: { readonly number: number; readonly queued: boolean } | null;
  /** True after Esc while a mark is being kept: back when it is. */
  readonly leaving: boolean;
}

export const NO_WORKLIST: WorklistState = {
  scheduleId: "",
  page: null,
  from: "history",
  list: null,
  cursor: 1,
  asked: null,
  leaving: false,
};

/** The message under the cursor; null where the list is not read yet, or empty. */
export const itemUnderCursor = ({ worklist }: Pick<WalkContext, "worklist">): WorkItem | null =>
  worklist.list?.items[worklist.cursor - 1] ?? null;

/** The list as read; the cursor stays, and at first it goes to what is to be done next. */
export function withList(before: WorklistState, list: Worklist): WorklistState {
  const cursor = before.list === null ? (nextOpen(list.items)?.number ?? 1) : before.cursor;
  return { ...before, list, cursor: Math.min(cursor, Math.max(1, list.items.length)) };
}

/** The list after a mark; from a message that is queued now the cursor goes on to the next one that is not. */
export function withMark(before: WorklistState, list: Worklist): WorklistState {
  const { asked, cursor } = before;
  const goesOn = asked?.queued === true && cursor === asked.number;
  const next = goesOn ? (nextOpen(list.items, cursor)?.number ?? cursor) : cursor;
  return { ...before, list, cursor: next, asked: null };
}
