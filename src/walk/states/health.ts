import { assign } from "xstate";
import type { WalkContext } from "../context.js";
import { NO_HEALTH } from "../health.js";
import { backFrom, failsTo, quitting, walk, workInput, working } from "../setup.js";

/** Alerts and health from the beginning. */
export const beginHealth = (): Partial<WalkContext> => ({ health: NO_HEALTH, panel: null });

const away = backFrom({ target: "#walk.creators" });

/** What the log of runs says: read when the place is opened, and again at `r`; never by itself. */
export const health = walk.createStateConfig({
  initial: "loading",
  exit: assign({ panel: null }),
  states: {
    loading: {
      ...working("health"),
      invoke: {
        src: "readHealth",
        input: workInput,
        onDone: {
          target: "shown",
          actions: assign(({ context, event }) => ({ health: { ...context.health, read: event.output } })),
        },
        onError: failsTo("failed"),
      },
      on: {
        BACK: backFrom(
          { guard: ({ context }: { context: WalkContext }) => context.health.read !== null, target: "shown" },
          { target: "#walk.creators" },
        ),
      },
    },
    failed: {
      exit: assign({ failure: null }),
      on: { RETRY: { target: "loading" }, BACK: away, QUIT: quitting },
    },
    shown: {
      on: {
        SCROLL: {
          guard: ({ context }) => context.panel === null,
          actions: assign(({ context, event }) => ({
            health: { ...context.health, scroll: Math.max(0, event.to) },
          })),
        },
        RELOAD: { target: "loading" },
        BACK: away,
      },
    },
  },
});
