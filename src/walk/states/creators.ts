import { assign } from "xstate";
import { addDays, dateOf, WEEK_DAYS } from "../../domain/calendar.js";
import { OVERVIEW_ORDERS } from "../../text/overview.js";
import { chosen } from "../changes.js";
import type { Creators, WalkContext } from "../context.js";
import { creatorAt, selectedCreator } from "../creator-list.js";
import { EMPTY_LINE, erase, insert, type Line, moveCaret } from "../line.js";
import { nowOf } from "../planning.js";
import {
  backFrom,
  failsTo,
  leavingUnopened,
  possible,
  quitting,
  sayWhyNot,
  walk,
  workInput,
  working,
} from "../setup.js";
import { beginBatch } from "./batch.js";
import { beginHealth } from "./health.js";
import { beginHistory } from "./history.js";

const change = (context: WalkContext, creators: Partial<Creators>): Pick<WalkContext, "creators"> => ({
  creators: { ...context.creators, ...creators },
});
const typed = (context: WalkContext, edit: (line: Line) => Line) =>
  change(context, { filter: edit(context.creators.filter) });
const choose = (context: WalkContext, route: WalkContext["route"]): Partial<WalkContext> => {
  const row = selectedCreator(context);
  return row === null ? {} : chosen(context, row.page, route);
};

/** The page under the cursor marked, or no longer; the cursor goes on, so that a row of pages is marked at once. */
function marked(context: WalkContext): Partial<WalkContext> {
  const page = selectedCreator(context)?.page;
  if (page === undefined) return {};
  const { marked: before } = context.creators;
  const pages = before.includes(page) ? before.filter((each) => each !== page) : [...before, page];
  return change(context, { marked: pages, cursor: creatorAt(context, 1) });
}

const move = {
  actions: walk.assign(({ context, event }) =>
    event.type === "MOVE" ? change(context, { cursor: creatorAt(context, event.by) }) : {},
  ),
};
const analyse = [
  {
    guard: possible("analyse"),
    target: "#walk.analysis",
    actions: walk.assign(({ context }) => choose(context, "analysis")),
  },
  sayWhyNot("analyse"),
];

/** The week as far as the brackets have moved it, and whether it may still be planned. */
const weekBy = (context: WalkContext, by: number): string => addDays(context.creators.week, by * WEEK_DAYS);
const otherWeek = [
  {
    guard: ({ context, event }: { context: WalkContext; event: { by: number } }) =>
      addDays(weekBy(context, event.by), WEEK_DAYS) <= dateOf(nowOf(context)),
    actions: walk.assign({ hint: "a week that is over cannot be planned any more" }),
  },
  {
    target: "check",
    reenter: true,
    actions: walk.assign(({ context, event }) =>
      event.type === "WEEK" ? change(context, { week: weekBy(context, event.by) }) : {},
    ),
  },
];

/** Back to the list as it was read last, with its week; where none was ever read there is nothing to go back to. */
const wasShown = ({ context }: { context: WalkContext }): boolean => context.creators.shown !== null;
const shownWeek = (context: WalkContext): Pick<WalkContext, "creators"> =>
  change(context, { week: context.creators.shown?.week ?? context.creators.week });
const toShownList = backFrom(
  {
    guard: wasShown,
    target: "list",
    actions: walk.assign(({ context }) => shownWeek(context)),
  },
  quitting,
);

/** The list of creators: read once for a week, then sorted and filtered in place. */
export const creators = walk.createStateConfig({
  initial: "check",
  exit: assign({ panel: null }),
  states: {
    check: {
      always: [
        { guard: ({ context }) => context.creators.shown?.week === context.creators.week, target: "list" },
        { target: "loading" },
      ],
    },
    loading: {
      ...working("creators"),
      invoke: {
        src: "readCreators",
        input: workInput,
        onDone: {
          target: "list",
          actions: assign(({ context, event }) => ({
            ...change(context, { shown: { week: context.creators.week, overview: event.output } }),
            // Only now it is known what the dataset can do.
            description: context.warehouse?.describe() ?? context.description,
          })),
        },
        onError: failsTo("failed"),
      },
      on: {
        MOVE: move,
        WEEK: otherWeek,
        QUIT: quitting,
        BACK: toShownList,
      },
    },
    failed: {
      on: {
        RETRY: { target: "loading", actions: walk.assign({ failure: null }) },
        BACK: backFrom(
          {
            guard: wasShown,
            target: "list",
            actions: walk.assign(({ context }) => ({ ...shownWeek(context), failure: null })),
          },
          leavingUnopened,
        ),
        // A warehouse that is only asked for the list may not have opened either.
        QUIT: [{ guard: wasShown, ...quitting }, leavingUnopened],
      },
    },
    list: {
      on: {
        NEXT: analyse,
        PLAN: [
          {
            guard: possible("planAtOnce"),
            target: "#walk.preview",
            actions: assign(({ context }) => choose(context, "plan")),
          },
          sayWhyNot("planAtOnce"),
        ],
        MOVE: move,
        FILTER: {
          target: "filter",
          actions: assign(({ context }) => typed(context, (line) => ({ ...line, fresh: false }))),
        },
        SORT: {
          actions: assign(({ context }) => {
            const at = OVERVIEW_ORDERS.indexOf(context.creators.sort);
            const sort = OVERVIEW_ORDERS[(at + 1) % OVERVIEW_ORDERS.length];
            // A narrow row above the list has no room for its order.
            return { ...change(context, { sort }), hint: `sorted by ${sort}` };
          }),
        },
        WEEK: otherWeek,
        MINE: [
          {
            guard: possible("mine"),
            actions: assign(({ context }) => change(context, { mine: !context.creators.mine })),
          },
          sayWhyNot("mine"),
        ],
        MARK: [
          { guard: possible("mark"), actions: assign(({ context }) => marked(context)) },
          sayWhyNot("mark"),
        ],
        BATCH: [
          {
            guard: possible("batch"),
            target: "#walk.batch",
            actions: assign(({ context }) => beginBatch(context)),
          },
          sayWhyNot("batch"),
        ],
        HISTORY: [
          {
            guard: possible("history"),
            target: "#walk.history",
            actions: assign(({ context }) => {
              const page = selectedCreator(context)?.page ?? null;
              return { ...change(context, { cursor: page }), ...beginHistory(page, "creators") };
            }),
          },
          sayWhyNot("history"),
        ],
        HEALTH: { target: "#walk.health", actions: assign(beginHealth) },
        RELOAD: { target: "loading" },
        QUIT: quitting,
        BACK: backFrom(
          {
            guard: ({ context }: { context: WalkContext }) => context.creators.filter.text !== "",
            actions: walk.assign(({ context }) => typed(context, () => EMPTY_LINE)),
          },
          { actions: walk.assign({ hint: "q quits" }) },
        ),
      },
    },
    filter: {
      on: {
        NEXT: analyse,
        MOVE: move,
        TAB: { target: "list" },
        TYPE: { actions: assign(({ context, event }) => typed(context, (line) => insert(line, event.text))) },
        ERASE: { actions: assign(({ context }) => typed(context, erase)) },
        CARET: {
          actions: assign(({ context, event }) => typed(context, (line) => moveCaret(line, event.by))),
        },
        CLEAR: { actions: assign(({ context }) => typed(context, () => ({ ...EMPTY_LINE, fresh: false }))) },
        BACK: backFrom({
          target: "list",
          actions: walk.assign(({ context }) => typed(context, () => EMPTY_LINE)),
        }),
      },
    },
  },
});
