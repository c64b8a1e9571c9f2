import { assign } from "xstate";
import { ANALYSIS_PANELS, type WalkContext } from "../context.js";
import { isPrepared } from "../planning.js";
import { backFrom, failedState, opens, possible, preparing, sayWhyNot, walk, working } from "../setup.js";
import { beginHistory } from "./history.js";

const prepared = ({ context }: { context: WalkContext }): boolean => isPrepared(context);

/** What the report says about the page. The whole week is read here at once: overrides and preview need no more. */
export const analysis = walk.createStateConfig({
  initial: "check",
  exit: assign({ panel: null }),
  states: {
    check: { always: [{ guard: prepared, target: "ready" }, { target: "loading" }] },
    loading: {
      ...working("prepare"),
      invoke: preparing("ready"),
      // A reload that is cancelled leaves what was there.
      on: { BACK: backFrom({ guard: prepared, target: "ready" }, { target: "#walk.creators" }) },
    },
    failed: failedState("loading", "#walk.creators"),
    ready: {
      on: {
        NEXT: { target: "#walk.overrides" },
        PREVIEW: [{ guard: possible("preview"), target: "#walk.preview" }, sayWhyNot("preview")],
        TAB: {
          actions: assign(({ context, event }) => {
            const at = ANALYSIS_PANELS.indexOf(context.analysis.panel) + event.by + ANALYSIS_PANELS.length;
            return {
              analysis: { panel: ANALYSIS_PANELS[at % ANALYSIS_PANELS.length] ?? "overview", scroll: 0 },
            };
          }),
        },
        HISTORY: {
          target: "#walk.history",
          actions: assign(({ context }) => beginHistory(context.page, "analysis")),
        },
        RELOAD: { target: "loading" },
        OPEN: opens("captions"),
        BACK: backFrom(
          {
            guard: ({ context }: { context: WalkContext }) => context.analysis.panel !== "overview",
            actions: walk.assign({ analysis: { panel: "overview", scroll: 0 } }),
          },
          { target: "#walk.creators" },
        ),
      },
    },
  },
});
