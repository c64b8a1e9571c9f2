import { assign } from "xstate";
import { asErosError } from "../../domain/errors.js";
import { reasonOf } from "../../pipeline/withdraw.js";
import type { ActionName } from "../actions.js";
import { unread } from "../changes.js";
import type { WalkContext } from "../context.js";
import { listedUnderCursor } from "../history.js";
import { EMPTY_LINE, erase, insert, type Line, moveCaret } from "../line.js";
import { asksForWord } from "../production.js";
import {
  backFrom,
  failsTo,
  failure,
  possible,
  quietState,
  quitting,
  sayWhyNot,
  walk,
  workInput,
  working,
} from "../setup.js";
import { NO_UNDO, type UndoState, withUndone } from "../undo.js";
import { wordField } from "./confirm.js";

type In = { context: WalkContext };

/** The schedule under the cursor of the history, to be taken back or made to stand again. */
export function beginUndo(context: WalkContext, kind: UndoState["kind"]): Partial<WalkContext> {
  const listed = listedUnderCursor(context);
  if (listed === null) return {};
  const { scheduleId, page } = listed;
  return { undo: { ...NO_UNDO, kind, scheduleId, page }, panel: null, leaving: false };
}

const change = (context: WalkContext, undo: Partial<UndoState>): Pick<WalkContext, "undo"> => ({
  undo: { ...context.undo, ...undo },
});
const inWhy = (context: WalkContext, edit: (line: Line) => Line) =>
  change(context, { why: edit(context.undo.why) });
/** Null where the reason is one; else what is wrong with it. */
function wrongReason({ undo }: WalkContext): string | null {
  try {
    reasonOf(undo.why.text);
    return null;
  } catch (error) {
    return asErosError(error).message;
  }
}

const toHistory = { target: "#walk.history.list" } as const;
const leaving = ({ context }: In): boolean => context.leaving;
/** Before the menu: the reason, where there is one to be typed. */
const beforeMenu = backFrom(
  { guard: ({ context }: In) => context.undo.kind === "withdraw", target: "why" },
  toHistory,
);
const is =
  (kind: UndoState["kind"], action: ActionName) =>
  ({ context }: In): boolean =>
    context.undo.kind === kind && possible(action)({ context });
const left = {
  target: "#walk.left",
  actions: walk.assign({ ended: { reason: "interrupt", unknown: null, undo: "unknown" } }),
} as const;

/** A mistake is undone: a schedule withdrawn with a reason, or a withdrawn one restored. */
export const undo = walk.createStateConfig({
  initial: "loading",
  exit: assign({ panel: null }),
  states: {
    loading: {
      ...working("schedule"),
      invoke: {
        src: "readUndo",
        input: workInput,
        onDone: [
          {
            guard: ({ context }) => context.undo.kind === "withdraw",
            target: "why",
            actions: assign(({ context, event }) => change(context, { read: event.output })),
          },
          {
            target: "quiet",
            actions: assign(({ context, event }) => change(context, { read: event.output })),
          },
        ],
        onError: failsTo("failed"),
      },
      on: { BACK: backFrom(toHistory) },
    },
    failed: {
      exit: assign({ failure: null }),
      // Read again before it is asked for again: what stood against it may stand no more.
      on: { RETRY: { target: "loading" }, BACK: backFrom({ target: "#walk.history" }), QUIT: quitting },
    },
    why: {
      on: {
        TYPE: { actions: assign(({ context, event }) => inWhy(context, (line) => insert(line, event.text))) },
        ERASE: { actions: assign(({ context }) => inWhy(context, erase)) },
        CLEAR: { actions: assign(({ context }) => inWhy(context, () => EMPTY_LINE)) },
        CARET: {
          actions: assign(({ context, event }) => inWhy(context, (line) => moveCaret(line, event.by))),
        },
        NEXT: [
          { guard: ({ context }) => wrongReason(context) === null, target: "quiet" },
          { actions: assign(({ context }) => ({ hint: wrongReason(context) })) },
        ],
        BACK: backFrom(toHistory),
      },
    },
    quiet: { ...quietState("menu"), on: { ...quietState("menu").on, BACK: beforeMenu } },
    menu: {
      on: {
        // In production the word that is asked for goes before it.
        TAKE_BACK: [
          {
            guard: ({ context }) => is("withdraw", "takeBack")({ context }) && asksForWord(context),
            target: "word",
            actions: assign(({ context, event }) => ({
              word: EMPTY_LINE,
              ...change(context, { csv: event.csv }),
            })),
          },
          {
            guard: is("withdraw", "takeBack"),
            target: "doing",
            actions: assign(({ context, event }) => change(context, { csv: event.csv })),
          },
          sayWhyNot("takeBack"),
        ],
        PUT_BACK: [
          {
            guard: ({ context }) => is("restore", "putBack")({ context }) && asksForWord(context),
            target: "word",
            actions: assign({ word: EMPTY_LINE }),
          },
          { guard: is("restore", "putBack"), target: "doing" },
          sayWhyNot("putBack"),
        ],
        BACK: beforeMenu,
      },
    },
    word: {
      on: {
        ...wordField("doing", ({ undo }) => undo.page),
        BACK: backFrom({ target: "quiet" }),
      },
    },
    // It is not stopped any more: what became of it is waited for.
    doing: {
      ...working("undo"),
      invoke: {
        src: "undo",
        input: workInput,
        onDone: [
          {
            guard: leaving,
            target: "#walk.left",
            actions: assign({ ended: { reason: "interrupt", unknown: null, undo: "done" } }),
          },
          {
            target: "done",
            actions: assign(({ context, event }) => ({
              ...change(context, { done: event.output }),
              // What was read of pages before no longer holds: captions are free again, or locked.
              ...unread(),
              creators: withUndone(context, event.output),
            })),
          },
        ],
        onError: [
          {
            guard: leaving,
            target: "#walk.left",
            actions: assign(({ context, event }) => ({
              ...failure(context, event.error),
              ended: { reason: "interrupt", unknown: null, undo: "failed" },
            })),
          },
          { target: "failed", actions: assign(({ context, event }) => failure(context, event.error)) },
        ],
      },
      on: {
        BACK: backFrom({ actions: walk.assign({ hint: "on its way: it cannot be stopped any more" }) }),
        INTERRUPT: [
          { guard: leaving, ...left },
          {
            actions: assign({
              leaving: true,
              hint: "leaves when the outcome is known · Ctrl-C again: now",
            }),
          },
        ],
      },
    },
    done: { on: { NEXT: { target: "#walk.history" }, BACK: backFrom({ target: "#walk.history" }) } },
  },
});
