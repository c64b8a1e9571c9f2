import { assign } from "xstate";
import type { PageName } from "../../domain/page.js";
import type { WalkContext } from "../context.js";
import { backFrom, failure, possible, quitting, sayWhyNot, walk, workInput, working } from "../setup.js";
import { itemUnderCursor, NO_WORKLIST, type WorklistState, withList, withMark } from "../worklist.js";

type In = { context: WalkContext };

/** The worklist of a schedule, and where to go back to. */
export const beginWorklist = (
  schedule: { readonly scheduleId: string; readonly page: PageName } | null,
  from: WorklistState["from"],
): Partial<WalkContext> => ({
  worklist: { ...NO_WORKLIST, ...(schedule ?? {}), from },
  panel: null,
});

const change = (context: WalkContext, worklist: Partial<WorklistState>): Pick<WalkContext, "worklist"> => ({
  worklist: { ...context.worklist, ...worklist },
});

const away = [
  { guard: ({ context }: In) => context.worklist.from === "result", target: "#walk.result" },
  { target: "#walk.history.list" },
] as const;

const move = {
  actions: walk.assign(({ context, event }) => {
    if (event.type !== "MOVE") return {};
    const last = context.worklist.list?.items.length ?? 1;
    return change(context, { cursor: Math.max(1, Math.min(last, context.worklist.cursor + event.by)) });
  }),
};

/** Nothing goes into a clipboard but by this key. How it went there is told once it has. */
const copy = [
  {
    guard: possible("copyCaption"),
    actions: ({ context, self }: In & { self: { send(event: { type: "COPIED"; words: string }): void } }) => {
      const item = itemUnderCursor(context);
      if (item === null) return;
      const ways = context.services.copy?.(item.message.caption_text) ?? Promise.resolve([]);
      void ways.then((by) =>
        self.send({
          type: "COPIED",
          words:
            by.length === 0
              ? "nothing here takes a copy"
              : `caption of message ${item.number} copied: ${by.join(", ")}`,
        }),
      );
    },
  },
  sayWhyNot("copyCaption"),
];
const copied = {
  actions: walk.assign(({ event }) => (event.type === "COPIED" ? { hint: event.words } : {})),
};

/** What is queued by hand, message by message; whoever opens it elsewhere sees the same. */
export const worklist = walk.createStateConfig({
  initial: "loading",
  exit: assign({ panel: null }),
  states: {
    loading: {
      ...working("worklist"),
      invoke: {
        src: "readWorklist",
        input: workInput,
        onDone: {
          target: "list",
          actions: assign(({ context, event }) => ({ worklist: withList(context.worklist, event.output) })),
        },
        onError: {
          target: "failed",
          actions: assign(({ context, event }) => ({
            ...failure(context, event.error),
            ...change(context, { asked: null }),
          })),
        },
      },
      on: {
        BACK: backFrom(
          { guard: ({ context }: In) => context.worklist.list !== null, target: "list" },
          ...away,
        ),
      },
    },
    failed: {
      exit: assign({ failure: null }),
      on: {
        // A mark that failed is tried again, not only looked at.
        RETRY: [
          { guard: ({ context }) => context.worklist.asked !== null, target: "marking" },
          { target: "loading" },
        ],
        BACK: backFrom(
          { guard: ({ context }: In) => context.worklist.list !== null, target: "list" },
          ...away,
        ),
        QUIT: quitting,
      },
    },
    list: {
      on: {
        MOVE: move,
        COPY: copy,
        COPIED: copied,
        MARK: [
          {
            guard: possible("markQueued"),
            target: "marking",
            actions: assign(({ context }) => {
              const item = itemUnderCursor(context);
              return change(context, {
                asked: item === null ? null : { number: item.number, queued: item.queued === null },
                leaving: false,
              });
            }),
          },
          sayWhyNot("markQueued"),
        ],
        RELOAD: { target: "loading" },
        BACK: backFrom(...away),
      },
    },
    // The list stays in use while a mark is on its way: on BigQuery that takes seconds.
    marking: {
      ...working("mark"),
      invoke: {
        src: "keepMark",
        input: workInput,
        onDone: [
          {
            guard: ({ context }) => context.worklist.leaving && context.worklist.from === "result",
            target: "#walk.result",
          },
          { guard: ({ context }) => context.worklist.leaving, target: "#walk.history.list" },
          {
            target: "list",
            actions: assign(({ context, event }) => ({ worklist: withMark(context.worklist, event.output) })),
          },
        ],
        onError: {
          target: "failed",
          actions: assign(({ context, event }) => ({
            ...failure(context, event.error),
            ...change(context, { leaving: false }),
          })),
        },
      },
      on: {
        MOVE: move,
        COPY: copy,
        COPIED: copied,
        MARK: { actions: walk.assign({ hint: "the mark before is still on its way" }) },
        RELOAD: { actions: walk.assign({ hint: "a mark is still on its way" }) },
        BACK: backFrom({
          actions: walk.assign(({ context }) => ({
            ...change(context, { leaving: true }),
            hint: "back when the mark is kept",
          })),
        }),
      },
    },
  },
});
