import { assign } from "xstate";
import { OUTDATED } from "../../pipeline/check.js";
import { insteadOf, unread, withCheck, withDraft } from "../changes.js";
import type { WalkContext } from "../context.js";
import { currentDraft, withoutCaption } from "../draft.js";
import { withPrepared } from "../planning.js";
import {
  backFrom,
  failedState,
  failsTo,
  possible,
  quietState,
  sayWhyNot,
  walk,
  workInput,
  working,
} from "../setup.js";

const free = ({
  captions,
  schedules,
}: {
  captions: readonly unknown[];
  schedules: readonly unknown[];
}): boolean => captions.length + schedules.length === 0;

/** Who else holds captions or days of the plan, asked before anything can be confirmed. */
export const checking = walk.createStateConfig({
  initial: "loading",
  exit: assign({ panel: null }),
  states: {
    loading: {
      ...working("check"),
      invoke: {
        src: "check",
        input: workInput,
        onDone: [
          {
            guard: ({ event }) => free(event.output.check),
            target: "#walk.confirm",
            actions: assign(({ context, event }) => withCheck(context, event.output, context.tookMillis)),
          },
          {
            target: "#walk.conflict",
            actions: assign(({ context, event }) => withCheck(context, event.output, context.tookMillis)),
          },
        ],
        onError: failsTo("failed"),
      },
      on: { BACK: backFrom({ target: "#walk.preview" }) },
    },
    failed: {
      ...failedState("loading", "#walk.preview"),
      // A plan that the clock has overtaken, or whose schedule to replace is none any more, is made anew: reading it
      // again is all that helps.
      exit: assign(({ context }) => ({
        failure: null,
        ...(context.failure?.field === OUTDATED || context.failure?.kind === "conflict" ? unread() : {}),
      })),
    },
  },
});

/** Somebody else was quicker. */
export const conflict = walk.createStateConfig({
  initial: "quiet",
  exit: assign({ panel: null }),
  states: {
    quiet: quietState("menu"),
    menu: {
      on: {
        REPLACE_TAKEN: [
          { guard: possible("replaceTaken"), target: "#walk.replacing" },
          sayWhyNot("replaceTaken"),
        ],
        REPLACE_SCHEDULE: [
          {
            guard: possible("replaceSchedule"),
            target: "#walk.preview",
            actions: assign(({ context }) => insteadOf(context)),
          },
          sayWhyNot("replaceSchedule"),
        ],
        PLAN_AGAIN: { target: "#walk.preview", actions: assign(() => unread()) },
      },
    },
  },
  on: { BACK: backFrom({ target: "#walk.preview" }) },
});

/** Other captions for those that were taken; all others stay as they are. */
export const replacing = walk.createStateConfig({
  initial: "loading",
  exit: assign({ panel: null }),
  states: {
    loading: {
      ...working("replace"),
      invoke: {
        src: "replace",
        input: workInput,
        onDone: {
          target: "#walk.checking",
          actions: assign(({ context, event }) => withReplacements(context, event.output)),
        },
        onError: failsTo("failed"),
      },
      on: { BACK: backFrom({ target: "#walk.conflict" }) },
    },
    failed: failedState("loading", "#walk.conflict"),
  },
});

/** The plan as repaired; the taken captions are excluded from now on, so that the next change keeps them out. */
function withReplacements(
  context: WalkContext,
  {
    prepared,
    plan,
  }: { prepared: NonNullable<WalkContext["prepared"]>; plan: NonNullable<WalkContext["plan"]> },
): Partial<WalkContext> {
  const taken = context.checked?.check.captions.map(({ captionId }) => captionId) ?? [];
  const draft = withoutCaption(currentDraft(context), taken);
  const read = withPrepared(context, prepared, context.spentMillis + context.tookMillis);
  return { ...read, plan, infeasible: null, ...withDraft(context, draft) };
}
