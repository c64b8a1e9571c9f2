import { assign } from "xstate";
import type { PageOutcome } from "../../pipeline/batch-request.js";
import { type BatchState, batchChoice, batchPage, NO_BATCH, toStore } from "../batch.js";
import { NO_CSV, unread } from "../changes.js";
import type { WalkContext } from "../context.js";
import { withCommitted } from "../creator-list.js";
import { EMPTY_LINE } from "../line.js";
import { asksForWord } from "../production.js";
import {
  backFrom,
  failedState,
  failure,
  possible,
  quietState,
  sayWhyNot,
  walk,
  workInput,
  working,
} from "../setup.js";
import { wordField } from "./confirm.js";

type In = { context: WalkContext };

/** A batch of the marked pages, or of all that are due. */
export const beginBatch = (context: WalkContext): Partial<WalkContext> => ({
  batch: { ...NO_BATCH, pages: batchChoice(context) },
  csv: NO_CSV,
  receipt: null,
  panel: null,
});

const change = (context: WalkContext, batch: Partial<BatchState>): Pick<WalkContext, "batch"> => ({
  batch: { ...context.batch, ...batch },
});

/** What became of a page; a committed one is set in the list, and its mark goes. */
function withOutcome(context: WalkContext, outcome: PageOutcome): Partial<WalkContext> {
  const { page } = outcome.page;
  const changed = change(context, { outcomes: { ...context.batch.outcomes, [page]: outcome } });
  if (outcome.status !== "committed") return changed;
  const { creators } = context;
  const marked = creators.marked.filter((each) => each !== page);
  // What was read of pages before no longer holds: captions are locked now.
  return {
    ...changed,
    ...unread(),
    creators: withCommitted({ ...creators, marked }, page, outcome.schedule.schedule_id),
  };
}

/** Leaves the page under the cursor out of the commit, or takes it in again. */
function leftOut(context: WalkContext): Partial<WalkContext> {
  const { leftOut: out } = context.batch;
  const page = batchPage(context)?.page;
  if (page === undefined) return {};
  return change(context, {
    leftOut: out.includes(page) ? out.filter((each) => each !== page) : [...out, page],
  });
}

const move = {
  actions: walk.assign(({ context, event }) => {
    if (event.type !== "MOVE" && event.type !== "DAY") return {};
    const last = context.batch.pages.length - 1;
    return change(context, {
      cursor: Math.max(0, Math.min(last, context.batch.cursor + event.by)),
      scroll: 0,
    });
  }),
};
const keepOutcome = {
  actions: walk.assign(({ context, event }) =>
    event.type === "BATCH_PAGE" ? withOutcome(context, event.outcome) : {},
  ),
};
const toTable = { BACK: backFrom({ target: "table" }) };
const leaving = ({ context }: In): boolean => context.leaving;
const left = {
  target: "#walk.left",
  actions: walk.assign({ ended: { reason: "interrupt", unknown: null, batch: true } }),
} as const;

/** Many pages at once: planned one after another, looked at in a table, then stored. */
export const batch = walk.createStateConfig({
  initial: "planning",
  exit: assign({ panel: null }),
  on: { INTERRUPT: left },
  states: {
    planning: {
      ...working("batch"),
      invoke: { src: "planBatch", input: workInput },
      on: {
        BATCH_PAGE: keepOutcome,
        BATCH_ENDED: { target: "table" },
        BATCH_FAILED: {
          target: "failed",
          actions: assign(({ context, event }) => failure(context, event.error)),
        },
        MOVE: move,
        // What is planned already is kept and can be stored.
        BACK: backFrom(
          {
            guard: ({ context }: In) => Object.keys(context.batch.outcomes).length > 0,
            target: "table",
            actions: walk.assign({ hint: "stopped: the other pages are not planned" }),
          },
          { target: "#walk.creators" },
        ),
      },
    },
    failed: failedState("planning", "#walk.creators"),
    table: {
      on: {
        MOVE: move,
        NEXT: [{ guard: possible("batchPlan"), target: "plan" }, sayWhyNot("batchPlan")],
        MARK: [
          { guard: possible("leaveOut"), actions: assign(({ context }) => leftOut(context)) },
          sayWhyNot("leaveOut"),
        ],
        CONFIRM_BATCH: [{ guard: possible("storeBatch"), target: "quiet" }, sayWhyNot("storeBatch")],
        BACK: backFrom({ target: "#walk.creators" }),
      },
    },
    plan: {
      on: {
        SCROLL: {
          guard: ({ context }) => context.panel === null,
          actions: assign(({ context, event }) => change(context, { scroll: Math.max(0, event.to) })),
        },
        DAY: move,
        ...toTable,
      },
    },
    quiet: { ...quietState("menu"), on: { ...quietState("menu").on, ...toTable } },
    menu: {
      on: {
        COMMIT_BATCH: [
          {
            guard: ({ context, event }) => toStore(context, event.only).length > 0 && asksForWord(context),
            target: "word",
            actions: assign(({ context, event }) => ({
              word: EMPTY_LINE,
              csv: { ...context.csv, wanted: true },
              ...change(context, { only: event.only }),
            })),
          },
          {
            guard: ({ context, event }) => toStore(context, event.only).length > 0,
            target: "storing",
            actions: assign(({ context, event }) => ({
              csv: { ...context.csv, wanted: true },
              ...change(context, { only: event.only }),
            })),
          },
        ],
        ...toTable,
      },
    },
    word: { on: { ...wordField("storing"), BACK: backFrom({ target: "quiet" }) } },
    storing: {
      entry: assign(({ context }) => ({
        work: { name: "storeBatch", since: context.services.real(), step: null },
        leaving: false,
        stopping: false,
        under: null,
      })),
      exit: assign({ work: null, stopping: false }),
      invoke: { id: "storeBatch", src: "storeBatch", input: workInput },
      on: {
        BATCH_BEGINS: { actions: assign(({ event }) => ({ under: event.page })) },
        BATCH_PAGE: keepOutcome,
        BATCH_ENDED: [{ guard: leaving, ...left }, { target: "table" }],
        BATCH_FAILED: {
          target: "failed",
          actions: assign(({ context, event }) => failure(context, event.error)),
        },
        MOVE: move,
        BACK: backFrom({
          actions: walk.enqueueActions(({ enqueue }) => {
            enqueue.assign({ stopping: true, hint: "stopping after this page" });
            enqueue.sendTo("storeBatch", { type: "STOP" });
          }),
        }),
        INTERRUPT: [
          {
            guard: leaving,
            target: "#walk.left",
            actions: assign(({ context }) => ({
              ended: { reason: "interrupt", unknown: underWay(context), batch: true },
            })),
          },
          {
            actions: walk.enqueueActions(({ enqueue }) => {
              enqueue.assign({
                leaving: true,
                stopping: true,
                hint: "leaves after this page · Ctrl-C again: now",
              });
              enqueue.sendTo("storeBatch", { type: "STOP" });
            }),
          },
        ],
      },
    },
  },
});

/** The id of the schedule that is being stored: whether it is, nobody knows yet. */
function underWay({ batch: { outcomes }, under }: WalkContext): string | null {
  const outcome = under === null ? undefined : outcomes[under];
  return outcome?.status === "planned" ? outcome.schedule.schedule_id : null;
}
