import { assign } from "xstate";
import type { PageName } from "../../domain/page.js";
import type { WalkContext } from "../context.js";
import { type HistoryState, listedUnderCursor, NO_HISTORY } from "../history.js";
import {
  backFrom,
  failsTo,
  failure,
  possible,
  quitting,
  sayWhyNot,
  walk,
  workInput,
  working,
} from "../setup.js";
import { beginUndo } from "./undo.js";
import { beginWorklist } from "./worklist.js";

type In = { context: WalkContext };

/** The history of a page, and where to go back to. */
export const beginHistory = (page: PageName | null, from: HistoryState["from"]): Partial<WalkContext> => ({
  history: { ...NO_HISTORY, page, from },
  panel: null,
});

const change = (context: WalkContext, history: Partial<HistoryState>): Pick<WalkContext, "history"> => ({
  history: { ...context.history, ...history },
});
/** A result is over once it is left. */
const toWhereOneCameFrom = [
  { guard: ({ context }: In) => context.history.from === "analysis", target: "#walk.analysis" },
  { target: "#walk.creators" },
] as const;
const away = backFrom(...toWhereOneCameFrom);
/** What failed is about one schedule: the list stands, and is gone back to. */
const ofSchedule = ({ context }: In): boolean => context.history.asked !== null;
const ask = (asked: HistoryState["asked"]) => walk.assign(({ context }) => change(context, { asked }));

const toWorklist = (action: "worklist" | "shownWorklist") => [
  {
    guard: possible(action),
    target: "#walk.worklist",
    actions: walk.assign(({ context }) => beginWorklist(listedUnderCursor(context), "history")),
  },
  sayWhyNot(action),
];

/** What was stored of a page: listed, looked at with what it earned, compared, its CSV written again. */
export const history = walk.createStateConfig({
  initial: "loading",
  exit: assign({ panel: null }),
  states: {
    loading: {
      ...working("history"),
      invoke: {
        src: "readHistory",
        input: workInput,
        onDone: {
          target: "list",
          actions: assign(({ context, event }) => change(context, { rows: event.output })),
        },
        onError: {
          target: "failed",
          actions: assign(({ context, event }) => ({
            ...failure(context, event.error),
            ...change(context, { asked: null }),
          })),
        },
      },
      on: { BACK: away },
    },
    failed: {
      exit: assign({ failure: null }),
      on: {
        RETRY: [{ guard: ofSchedule, target: "reading" }, { target: "loading" }],
        BACK: backFrom({ guard: ofSchedule, target: "list" }, ...toWhereOneCameFrom),
        QUIT: quitting,
      },
    },
    list: {
      on: {
        MOVE: {
          actions: assign(({ context, event }) => {
            const last = context.history.rows.length - 1;
            return change(context, {
              cursor: Math.max(0, Math.min(last, context.history.cursor + event.by)),
            });
          }),
        },
        NEXT: [
          { guard: possible("showSchedule"), target: "reading", actions: ask("schedule") },
          sayWhyNot("showSchedule"),
        ],
        MARK: [
          {
            guard: possible("markSchedule"),
            actions: assign(({ context }) => {
              const id = listedUnderCursor(context)?.scheduleId ?? null;
              return change(context, { marked: context.history.marked === id ? null : id });
            }),
          },
          sayWhyNot("markSchedule"),
        ],
        COMPARE: [
          { guard: possible("compare"), target: "reading", actions: ask("diff") },
          sayWhyNot("compare"),
        ],
        EXPORT: [
          { guard: possible("exportAgain"), target: "reading", actions: ask("csv") },
          sayWhyNot("exportAgain"),
        ],
        WORKLIST: toWorklist("worklist"),
        WITHDRAW: [
          {
            guard: possible("withdraw"),
            target: "#walk.undo",
            actions: assign(({ context }) => beginUndo(context, "withdraw")),
          },
          sayWhyNot("withdraw"),
        ],
        RESTORE: [
          {
            guard: possible("restore"),
            target: "#walk.undo",
            actions: assign(({ context }) => beginUndo(context, "restore")),
          },
          sayWhyNot("restore"),
        ],
        RELOAD: { target: "loading" },
        BACK: away,
      },
    },
    reading: {
      ...working("schedule"),
      invoke: {
        src: "readSchedule",
        input: workInput,
        onDone: [
          {
            guard: ({ event }) => "csv" in event.output,
            target: "list",
            actions: assign(({ event }) =>
              "csv" in event.output ? { hint: `CSV: ${event.output.csv}` } : {},
            ),
          },
          {
            target: "shown",
            actions: assign(({ context, event }) =>
              "shown" in event.output ? change(context, { shown: event.output.shown, scroll: 0 }) : {},
            ),
          },
        ],
        onError: failsTo("failed"),
      },
      on: { BACK: backFrom({ target: "list" }) },
    },
    shown: {
      on: {
        SCROLL: {
          guard: ({ context }) => context.panel === null,
          actions: assign(({ context, event }) => change(context, { scroll: Math.max(0, event.to) })),
        },
        WORKLIST: toWorklist("shownWorklist"),
        BACK: backFrom({ target: "list" }),
      },
    },
  },
});
