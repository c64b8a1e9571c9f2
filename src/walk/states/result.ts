import { assign } from "xstate";
import { chosen, unread } from "../changes.js";
import type { WalkContext } from "../context.js";
import { nextDue } from "../creator-list.js";
import { backFrom, possible, quietState, quitting, sayWhyNot, walk } from "../setup.js";
import { beginHistory } from "./history.js";
import { beginWorklist } from "./worklist.js";

/** The next page that needs a plan, with nothing left of the one just stored. */
function toNextDue(context: WalkContext): Partial<WalkContext> {
  const page = nextDue(context);
  return page === null ? {} : chosen(context, page, context.route);
}

/** What was stored and written, and where to go from here. */
export const result = walk.createStateConfig({
  initial: "quiet",
  // What was read before the commit no longer holds: the page's captions are locked now.
  exit: assign(({ context }) => ({ panel: null, ...(context.receipt === null ? {} : unread()) })),
  states: {
    quiet: quietState("menu"),
    menu: {
      on: {
        NEXT_DUE: [
          {
            guard: ({ context }) => possible("nextDue")({ context }) && context.route === "plan",
            target: "#walk.preview",
            actions: assign(({ context }) => toNextDue(context)),
          },
          {
            guard: possible("nextDue"),
            target: "#walk.analysis",
            actions: assign(({ context }) => toNextDue(context)),
          },
          sayWhyNot("nextDue"),
        ],
        HISTORY: {
          target: "#walk.history",
          actions: assign(({ context }) => beginHistory(context.page, "creators")),
        },
        WORKLIST: [
          {
            guard: possible("resultWorklist"),
            target: "#walk.worklist",
            actions: assign(({ context }) => beginWorklist(context.receipt, "result")),
          },
          sayWhyNot("resultWorklist"),
        ],
        BACK: backFrom({ target: "#walk.creators" }),
        QUIT: quitting,
      },
    },
  },
});
