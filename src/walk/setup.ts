import { assign, type DoneActorEvent, type ErrorActorEvent, type EventObject, setup } from "xstate";
import { asErosError, type ErosError } from "../domain/errors.js";
import type { PreparedWeek } from "../domain/prepared-week.js";
import type { Step } from "../warehouse/port.js";
import { ACTIONS, type ActionName } from "./actions.js";
import { actors, type WorkInput } from "./actors.js";
import type { PanelName, WalkContext, WorkName } from "./context.js";
import type { BatchEvent, CommitEvent, CopyEvent, WalkEvent } from "./events.js";
import type { Leaving } from "./leaving.js";
import { manyActors } from "./many-actors.js";
import { operationActors } from "./operation-actors.js";
import { withPrepared } from "./planning.js";
import type { WalkServices } from "./services.js";

/** Milliseconds without a key before a menu that writes appears. */
export const QUIET_MS = 300;

type AnyWalkEvent = WalkEvent | CommitEvent | BatchEvent | CopyEvent;

/** The types, actors and delays that all states of the walk share. */
export const walk = setup({
  types: {
    context: {} as WalkContext,
    events: {} as AnyWalkEvent,
    input: {} as WalkServices,
    output: {} as Leaving,
  },
  actors: { ...actors, ...manyActors, ...operationActors },
  delays: { quiet: QUIET_MS },
});

/** What work is given. */
export const workInput = ({
  context,
  self,
}: {
  context: WalkContext;
  self: { send(event: WalkEvent): void };
}): WorkInput => ({
  context,
  tell: (step: Step) => self.send({ type: "PROGRESS", step }),
});

/** Entry and exit of a state that works: what is done since when, for the status row. */
export const working = (name: WorkName) => ({
  entry: walk.assign(({ context }) => ({ work: { name, since: context.services.real(), step: null } })),
  exit: walk.assign(({ context }) => ({ work: null, tookMillis: tookSoFar(context) })),
});

const tookSoFar = ({ services, work }: WalkContext): number =>
  work === null ? 0 : services.real() - work.since;

/** A failure as the screens show it; the log has where an unforeseen one comes from. */
export function failure(context: WalkContext, error: unknown): { failure: ErosError } {
  const known = asErosError(error);
  const from = known.kind === "unexpected" && error instanceof Error ? ` ${error.stack ?? ""}` : "";
  context.services.log.error("walk", `${known.message}${from}`);
  return { failure: known };
}

/** What the context becomes once invoked work has ended: `walk.assign` knows the walk's own events only. */
const assignOf = <E extends EventObject>(
  change: (ended: { context: WalkContext; event: E }) => Partial<WalkContext>,
) => assign<WalkContext, E, undefined, AnyWalkEvent, never>(change);

/** Where work goes that failed: to the place of its error. */
export const failsTo = (target: string) => ({
  target,
  actions: assignOf<ErrorActorEvent>(({ context, event }) => failure(context, event.error)),
});

/** Reads a whole week and goes on to `next`; where it fails, to the state `failed` beside it. */
export const preparing = (next: string) =>
  ({
    src: "prepare",
    input: workInput,
    onDone: {
      target: next,
      actions: assignOf<DoneActorEvent<PreparedWeek>>(({ context, event }) =>
        withPrepared(context, event.output, context.tookMillis),
      ),
    },
    onError: failsTo("failed"),
  }) as const;

type In<T extends WalkEvent["type"]> = { context: WalkContext; event: Extract<WalkEvent, { type: T }> };

/** Esc where panels may be open: the panel first, then what the place does. */
export const backFrom = <const T extends readonly object[]>(...then: T) =>
  [
    {
      guard: ({ context }: { context: WalkContext }) => context.panel !== null,
      actions: walk.assign({ panel: null }),
    },
    ...then,
  ] as const;

/** Guard: the action can be done now. */
export const possible =
  (name: ActionName) =>
  ({ context }: { context: WalkContext }): boolean =>
    ACTIONS[name].available(context) === true;

/** The transition of an action that cannot be done now: the reason stands in the status row. */
export const sayWhyNot = (name: ActionName) => ({
  actions: walk.assign(({ context }) => {
    const why = ACTIONS[name].available(context);
    return { hint: why === true ? null : why };
  }),
});

/** The panels that a place can open, each if there is something to show. */
export const opens = (...names: readonly PanelName[]) => [
  {
    guard: ({ context, event }: In<"OPEN">) =>
      names.includes(event.panel) && ACTIONS[event.panel].available(context) === true,
    actions: walk.assign(({ event }) =>
      event.type === "OPEN" ? { panel: { name: event.panel, scroll: 0 } } : {},
    ),
  },
  {
    guard: ({ event }: In<"OPEN">) => names.includes(event.panel),
    actions: walk.assign(({ context, event }) => {
      const why = event.type === "OPEN" ? ACTIONS[event.panel].available(context) : true;
      return { hint: why === true ? null : why };
    }),
  },
];

/** Leaving by `q` or a menu's "Quit". */
export const quitting = {
  target: "#walk.left",
  actions: walk.assign({ ended: { reason: "quit", unknown: null } }),
} as const;

/** Left because nothing could ever be shown: the shell is told why, with the error's exit code. */
export const leavingUnopened = {
  target: "#walk.left",
  actions: walk.assign(({ context }) => ({
    ended: { reason: "quit", unknown: null, failure: context.failure },
  })),
} as const;

/** The place of an error: Retry, Back, Quit. What was entered is untouched. */
export const failedState = (retry: string, back: string) => ({
  exit: walk.assign({ failure: null }),
  on: { RETRY: { target: retry }, BACK: backFrom({ target: back }), QUIT: quitting },
});

/** Before a menu that writes: it appears once no key has come for a while; keys until then are dropped. */
export const quietState = (menu: string) => ({
  after: { quiet: { target: menu } },
  on: { KEY: { target: "quiet", reenter: true } },
});
