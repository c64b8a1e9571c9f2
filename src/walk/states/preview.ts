import { assign } from "xstate";
import { asErosError } from "../../domain/errors.js";
import { quoted } from "../../text/plan-text.js";
import { asPrepared, edited, withDraft } from "../changes.js";
import type { WalkContext } from "../context.js";
import { currentDraft, nextSeed, withoutCaption, withTexts } from "../draft.js";
import { messageBy, messageOnDay, messageUnderCursor } from "../message-cursor.js";
import { isPrepared, planRefusal } from "../planning.js";
import {
  backFrom,
  failedState,
  opens,
  possible,
  preparing,
  sayWhyNot,
  walk,
  workInput,
  working,
} from "../setup.js";

type In = { context: WalkContext };

/** The price tier whose passed-over captions the open panel `why` has not been told; null where nothing is missing. */
function unexplained({ panel, passedOver, ...context }: WalkContext) {
  if (panel?.name !== "why") return null;
  const message = messageUnderCursor(context);
  // Of what is carried over nothing was chosen now.
  if (message?.carried !== undefined) return null;
  const tier = message?.caption.priceTier ?? null;
  return tier !== null && passedOver[tier] === undefined ? tier : null;
}

/** The plan without the caption under the cursor; where nothing can take its place it stays, and why is said. */
function exclude(context: WalkContext): Partial<WalkContext> {
  const message = messageUnderCursor(context);
  if (message === null) return {};
  const change = edited(context, withoutCaption(currentDraft(context), [message.caption.captionId]));
  if (change.infeasible != null) return { hint: change.infeasible.error.message };
  const before = new Set(context.plan?.messages.map(({ caption }) => caption.captionId));
  const filler = change.plan?.messages.find(({ caption }) => !before.has(caption.captionId));
  // A caption that comes in may move others: what is new need not stand where the one left out stood.
  const instead = filler === undefined ? "" : ` · new: ${quoted(filler.caption.text, 22)}`;
  const hint = `left out ${quoted(message.caption.text, 22)}${instead} · undo: Esc u`;
  return { ...change, checked: null, hint };
}

const pointAt = (context: WalkContext, message: number): Partial<WalkContext> =>
  withDraft(context, { ...currentDraft(context), message });

/** What works on the week, whether something is being looked up for it or not. */
const onWeek = {
  NEXT: [{ guard: possible("confirm"), target: "#walk.checking" }, sayWhyNot("confirm")],
  MOVE: {
    actions: walk.assign(({ context, event }) =>
      event.type === "MOVE" ? pointAt(context, messageBy(context, event.by)) : {},
    ),
  },
  DAY: {
    actions: walk.assign(({ context, event }) =>
      event.type === "DAY" ? pointAt(context, messageOnDay(context, event.by)) : {},
    ),
  },
  NEW_DRAW: {
    target: "check",
    actions: walk.assign(({ context }) =>
      edited(context, withTexts(currentDraft(context), { seed: nextSeed(context.prepared?.seed ?? "") })),
    ),
  },
  EXCLUDE: [
    { guard: possible("exclude"), actions: walk.assign(({ context }) => exclude(context)) },
    sayWhyNot("exclude"),
  ],
  OPEN: opens("warnings", "captions", "why", "day"),
  BACK: backFrom({ target: "#walk.overrides" }),
} as const;

/** The week as it would be committed. */
export const preview = walk.createStateConfig({
  initial: "check",
  exit: assign({ panel: null }),
  states: {
    check: {
      always: [
        { guard: ({ context }) => !isPrepared(context), target: "loading" },
        { guard: ({ context }) => planRefusal(context) === null, target: "week" },
        { target: "failed", actions: assign(({ context }) => ({ failure: planRefusal(context) })) },
      ],
    },
    loading: {
      ...working("prepare"),
      invoke: preparing("check"),
      on: {
        BACK: backFrom(
          {
            // A new draw that is cancelled: the week as it was.
            guard: ({ context }: In) => context.plan !== null && context.plan.prepared.page === context.page,
            target: "week",
            actions: walk.assign(({ context }) => asPrepared(context)),
          },
          { target: "#walk.creators" },
        ),
      },
    },
    failed: failedState("loading", "#walk.overrides"),
    week: {
      always: { guard: ({ context }) => unexplained(context) !== null, target: "explaining" },
      on: onWeek,
    },
    explaining: {
      ...working("explain"),
      invoke: {
        src: "explain",
        input: workInput,
        onDone: {
          target: "week",
          actions: assign(({ context, event }) => ({
            passedOver: { ...context.passedOver, [event.output.tier]: event.output.passed },
          })),
        },
        onError: {
          target: "week",
          actions: assign(({ context, event }) => {
            const tier = unexplained(context);
            return tier === null
              ? {}
              : { passedOver: { ...context.passedOver, [tier]: asErosError(event.error) } };
          }),
        },
      },
      on: onWeek,
    },
  },
});
