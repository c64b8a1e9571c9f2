import { assign } from "xstate";
import { edited, withDraft } from "../changes.js";
import type { Draft, WalkContext } from "../context.js";
import {
  currentDraft,
  fieldAt,
  fieldLine,
  focused,
  NEW_DRAFT,
  nextSeed,
  undone,
  withLine,
  withTexts,
} from "../draft.js";
import { erase, insert, type Line, moveCaret } from "../line.js";
import { isPending, isPrepared, needsZone, readDraft } from "../planning.js";
import { backFrom, failedState, opens, possible, preparing, sayWhyNot, walk, working } from "../setup.js";

type In = { context: WalkContext };
const prepared = ({ context }: In): boolean => isPrepared(context);
const hasReading = ({ context }: In): boolean =>
  context.prepared !== null && context.prepared.page === context.page;

const change = (context: WalkContext, make: (draft: Draft) => Draft): Partial<WalkContext> =>
  edited(context, make(currentDraft(context)));
const type = (context: WalkContext, edit: (line: Line) => Line): Partial<WalkContext> =>
  change(context, (draft) => withLine(draft, edit(fieldLine(draft))));

/** What of a text the fields take; letters stay commands, also when they are pasted. */
const taken = (text: string): string => text.replace(/[^0-9/-]/g, "");
const onZone = ({ context }: In): boolean => currentDraft(context).field === "zone";

/** Another field: what is wrong with the one that is left is said, what has to be asked for is asked for. */
const leaveField = {
  target: "check",
  actions: walk.assign(({ context, event }) => {
    if (event.type !== "MOVE" && event.type !== "TAB") return {};
    const draft = currentDraft(context);
    const problem = readDraft(context).problems.find(({ field }) => field === draft.field);
    const next = withDraft(context, focused(draft, fieldAt(draft, event.by)));
    return problem === undefined ? next : { ...next, hint: problem.message };
  }),
} as const;

/** Where there is no plan without a zone the cursor begins there, and not in the PPVs. */
const atNeededZone = (context: WalkContext): Partial<WalkContext> =>
  needsZone(context) && currentDraft(context) === NEW_DRAFT
    ? withDraft(context, focused(NEW_DRAFT, "zone"))
    : {};

/** The week as the operator wants it; every change plans anew. */
export const overrides = walk.createStateConfig({
  initial: "check",
  exit: assign({ panel: null }),
  states: {
    check: { always: [{ guard: prepared, target: "fields" }, { target: "loading" }] },
    loading: {
      ...working("prepare"),
      invoke: preparing("fields"),
      on: { BACK: backFrom({ guard: hasReading, target: "fields" }, { target: "#walk.creators" }) },
    },
    failed: failedState("loading", "fields"),
    fields: {
      entry: assign(({ context }) => atNeededZone(context)),
      // An error of the first reading leaves nothing to change fields of.
      always: { guard: ({ context }) => !hasReading({ context }), target: "#walk.creators" },
      on: {
        TYPE: [
          { guard: onZone, actions: assign({ hint: "␣ opens the list of zones" }) },
          {
            actions: assign(({ context, event }) => type(context, (line) => insert(line, taken(event.text)))),
          },
        ],
        ERASE: [
          {
            guard: onZone,
            actions: assign(({ context }) => change(context, (draft) => withTexts(draft, { zone: "" }))),
          },
          { actions: assign(({ context }) => type(context, erase)) },
        ],
        CARET: {
          actions: assign(({ context, event }) => type(context, (line) => moveCaret(line, event.by))),
        },
        CLEAR: [
          {
            guard: possible("computed"),
            target: "check",
            actions: assign(({ context }) =>
              change(context, (draft) => withTexts(draft, { [draft.field]: "" })),
            ),
          },
          sayWhyNot("computed"),
        ],
        CLEAR_ALL: [
          {
            guard: possible("allComputed"),
            target: "check",
            actions: assign(({ context }) => change(context, (draft) => withTexts(draft, ALL_COMPUTED))),
          },
          sayWhyNot("allComputed"),
        ],
        UNDO: [
          {
            guard: possible("undo"),
            target: "check",
            actions: assign(({ context }) => change(context, (draft) => undone(draft) ?? draft)),
          },
          sayWhyNot("undo"),
        ],
        NEW_DRAW: [
          {
            guard: possible("newDraw"),
            target: "check",
            actions: assign(({ context }) =>
              change(context, (draft) => withTexts(draft, { seed: nextSeed(context.prepared?.seed ?? "") })),
            ),
          },
          sayWhyNot("newDraw"),
        ],
        ZONES: [{ guard: possible("zones"), target: "zones" }, sayWhyNot("zones")],
        MOVE: leaveField,
        TAB: leaveField,
        OPEN: opens("captions"),
        NEXT: [
          {
            guard: ({ context }) => isPending(context, "startDate") || isPending(context, "seed"),
            target: "applying",
          },
          { guard: possible("previewOverrides"), target: "#walk.preview" },
          sayWhyNot("previewOverrides"),
        ],
        BACK: backFrom({ target: "#walk.analysis" }),
      },
    },
    // ⏎ on a typed date or draw asks the warehouse, then goes on to the preview: one key for what is meant.
    applying: {
      ...working("prepare"),
      invoke: preparing("applied"),
      on: { BACK: backFrom({ target: "fields" }) },
    },
    applied: {
      always: [
        { guard: possible("previewOverrides"), target: "#walk.preview" },
        { ...sayWhyNot("previewOverrides"), target: "fields" },
      ],
    },
    zones: {
      on: {
        ZONE: {
          target: "fields",
          actions: assign(({ context, event }) =>
            change(context, (draft) => withTexts(draft, { zone: event.zone })),
          ),
        },
        BACK: backFrom({ target: "fields" }),
      },
    },
  },
});

const ALL_COMPUTED = {
  startDate: "",
  zone: "",
  ppv: "",
  bump: "",
  priceMix: "",
  hours: "",
  seed: "",
  exclude: "",
};
