import { assign } from "xstate";
import { planningWeek } from "../../domain/calendar.js";
import { backFrom, failsTo, leavingUnopened, quitting, walk, workInput, working } from "../setup.js";

/** The warehouse opens; the demo is seeded first where there is none. */
export const opening = walk.createStateConfig({
  initial: "loading",
  exit: assign({ panel: null }),
  states: {
    loading: {
      ...working("open"),
      invoke: {
        src: "open",
        input: workInput,
        onDone: {
          target: "#walk.creators",
          actions: assign(({ context, event }) => {
            const description = event.output.describe();
            const week = planningWeek(context.services.now(description));
            return { warehouse: event.output, description, creators: { ...context.creators, week } };
          }),
        },
        onError: failsTo("failed"),
      },
      on: { BACK: backFrom(quitting) },
    },
    failed: {
      on: {
        RETRY: { target: "loading", actions: walk.assign({ failure: null }) },
        BACK: backFrom(leavingUnopened),
        QUIT: leavingUnopened,
      },
    },
  },
});
