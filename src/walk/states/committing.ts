import { assign } from "xstate";
import { asErosError } from "../../domain/errors.js";
import { ConflictError } from "../../warehouse/conflict.js";
import { OutcomeUnknownError } from "../../warehouse/outcome.js";
import { withReceipt } from "../changes.js";
import type { WalkContext } from "../context.js";
import { backFrom, failedState, failure, walk, workInput, working } from "../setup.js";

type In = { context: WalkContext };

/** Left with the id of a schedule of which nobody knows yet whether it is stored. */
const notKnowing = ({ checked }: WalkContext): Partial<WalkContext> => ({
  leaving: true,
  ended: { reason: "interrupt", unknown: checked?.schedule.schedule_id ?? null },
});
const knowing: Partial<WalkContext> = { ended: { reason: "interrupt", unknown: null } };
const leaving = ({ context }: In): boolean => context.leaving;

const leaveUnknown = {
  target: "#walk.left",
  actions: walk.assign(({ context }) => notKnowing(context)),
} as const;

/** Where a stored schedule leads: out, if that was asked for; else to its CSV or its result. */
const afterStored = [
  { guard: leaving, target: "#walk.left", actions: walk.assign(knowing) },
  { guard: ({ context }: In) => context.csv.wanted, target: "#walk.exporting" },
  { target: "#walk.result" },
] as const;

/**
 * The transaction. Esc stops it while it is not sent; from then on the state is only left with an outcome, or by a
 * second Ctrl-C.
 */
export const committing = walk.createStateConfig({
  initial: "sending",
  entry: assign({ sent: false, stopping: false, leaving: false, failure: null }),
  exit: assign({ panel: null, sent: false, stopping: false }),
  states: {
    sending: {
      ...working("commit"),
      invoke: { id: "commit", src: "commit", input: workInput },
      on: {
        COMMITTED: {
          target: "stored",
          actions: assign(({ context, event }) => withReceipt(context, event.receipt, event.millis)),
        },
        NOT_COMMITTED: [
          {
            guard: ({ event }) => event.error instanceof OutcomeUnknownError,
            target: "#walk.outcomeUnknown",
            actions: assign(({ context, event }) => failure(context, event.error)),
          },
          {
            guard: leaving,
            target: "#walk.left",
            actions: assign(({ context, event }) => ({ ...failure(context, event.error), ...knowing })),
          },
          {
            guard: ({ context, event }) =>
              context.stopping && asErosError(event.error).kind === "interrupted",
            target: "#walk.confirm",
            actions: assign({ hint: "stopped: nothing was stored" }),
          },
          {
            guard: ({ event }) => event.error instanceof ConflictError && holders(event.error) > 0,
            target: "#walk.conflict",
            actions: assign(({ context, event }) =>
              event.error instanceof ConflictError && context.checked !== null
                ? { checked: { ...context.checked, check: event.error.check } }
                : {},
            ),
          },
          { target: "failed", actions: assign(({ context, event }) => failure(context, event.error)) },
        ],
        BACK: backFrom(
          {
            guard: ({ context }: In) => context.sent,
            actions: walk.assign({ hint: "committing, cannot be stopped" }),
          },
          {
            actions: walk.enqueueActions(({ enqueue }) => {
              enqueue.assign({ stopping: true, hint: "stopping …" });
              enqueue.sendTo("commit", { type: "STOP" });
            }),
          },
        ),
        INTERRUPT: [
          { guard: ({ context }) => context.leaving, ...leaveUnknown },
          {
            actions: assign({
              leaving: true,
              hint: "leaves when the outcome is known · Ctrl-C again: now",
            }),
          },
        ],
      },
    },
    stored: { always: afterStored },
    failed: failedState("#walk.checking", "#walk.preview"),
  },
});

const holders = ({ check }: ConflictError): number => check.captions.length + check.schedules.length;

/** The connection broke on the way: looked up before anything is said. */
export const outcomeUnknown = walk.createStateConfig({
  initial: "loading",
  exit: assign({ panel: null, failure: null }),
  on: { INTERRUPT: leaveUnknown },
  states: {
    loading: {
      ...working("lookUp"),
      invoke: {
        src: "lookUp",
        input: workInput,
        onDone: [
          {
            guard: ({ event }) => event.output !== null,
            target: "stored",
            actions: assign(({ context, event }) =>
              event.output === null ? {} : withReceipt(context, event.output, null),
            ),
          },
          { guard: leaving, target: "#walk.left", actions: assign(knowing) },
          { target: "#walk.confirm", actions: assign({ hint: "looked up: nothing was stored" }) },
        ],
        onError: [
          { guard: leaving, target: "#walk.left", actions: assign(({ context }) => notKnowing(context)) },
          { target: "failed", actions: assign(({ context, event }) => failure(context, event.error)) },
        ],
      },
      on: { BACK: backFrom({ target: "failed" }) },
    },
    stored: { always: afterStored },
    failed: {
      on: {
        RETRY: { target: "loading" },
        // The check before the next commit finds the schedule, should it be stored after all.
        BACK: backFrom({ target: "#walk.preview" }),
        QUIT: {
          target: "#walk.left",
          actions: assign(({ context }) => ({
            ended: { reason: "quit", unknown: context.checked?.schedule.schedule_id ?? null },
          })),
        },
      },
    },
  },
});
