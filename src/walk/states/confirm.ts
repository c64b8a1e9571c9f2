import { assign } from "xstate";
import type { PageName } from "../../domain/page.js";
import type { WalkContext } from "../context.js";
import { EMPTY_LINE, erase, freshLine, insert, type Line, moveCaret } from "../line.js";
import { askedWord, asksForWord, isRightWord } from "../production.js";
import { backFrom, opens, possible, quietState, sayWhyNot, walk } from "../setup.js";

const inWord = (context: WalkContext, edit: (line: Line) => Line) => ({ word: edit(context.word) });
const inPath = (context: WalkContext, edit: (line: Line) => Line) => ({
  csv: { ...context.csv, line: edit(context.csv.line) },
});

/** The CSV path as a typed line; shared with the place where a CSV failed. */
export const pathField = {
  TYPE: {
    actions: walk.assign(({ context, event }) =>
      event.type === "TYPE" ? inPath(context, (line) => insert(line, event.text)) : {},
    ),
  },
  ERASE: { actions: walk.assign(({ context }) => inPath(context, erase)) },
  CLEAR: { actions: walk.assign(({ context }) => inPath(context, () => ({ ...EMPTY_LINE, fresh: false }))) },
  CARET: {
    actions: walk.assign(({ context, event }) =>
      event.type === "CARET" ? inPath(context, (line) => moveCaret(line, event.by)) : {},
    ),
  },
} as const;

/** The word of a production warehouse as a typed line; shared with a batch and with the place that undoes. */
export const wordField = <const T extends string>(
  then: T,
  pageOf: (context: WalkContext) => PageName | null = () => null,
) =>
  ({
    TYPE: {
      actions: walk.assign(({ context, event }) =>
        event.type === "TYPE" ? inWord(context, (line) => insert(line, event.text)) : {},
      ),
    },
    ERASE: { actions: walk.assign(({ context }) => inWord(context, erase)) },
    CLEAR: { actions: walk.assign(({ context }) => inWord(context, () => EMPTY_LINE)) },
    CARET: {
      actions: walk.assign(({ context, event }) =>
        event.type === "CARET" ? inWord(context, (line) => moveCaret(line, event.by)) : {},
      ),
    },
    NEXT: [
      {
        guard: ({ context }: { context: WalkContext }) => isRightWord(context, pageOf(context)),
        target: then,
        actions: walk.assign({ wordGiven: true, word: EMPTY_LINE }),
      },
      {
        actions: walk.assign(({ context }) => ({
          hint: `type ${askedWord(context, pageOf(context))} to commit`,
        })),
      },
    ],
  }) as const;

export const beginPath = walk.assign(({ context }) => ({
  csv: { ...context.csv, line: { ...freshLine(context.csv.path), fresh: false } },
}));
export const acceptPath = walk.assign(({ context }) => ({
  csv: { ...context.csv, path: context.csv.line.text.trim(), edited: true },
}));
export const hasPath = ({ context }: { context: WalkContext }): boolean =>
  context.csv.line.text.trim() !== "";
export const sayNoPath = { actions: walk.assign({ hint: "type a path, or Esc keeps the one before" }) };

const wantCsv = (wanted: boolean) => walk.assign(({ context }) => ({ csv: { ...context.csv, wanted } }));

/** What will be written, and the last word. Every way back to the menu goes through its quiet time. */
export const confirm = walk.createStateConfig({
  initial: "quiet",
  exit: assign({ panel: null }),
  on: {
    OPEN: opens("warnings", "captions"),
    BACK: backFrom({ target: "#walk.preview" }),
  },
  states: {
    quiet: quietState("menu"),
    menu: {
      on: {
        COMMIT: [
          {
            guard: ({ context }) => possible("commit")({ context }) && asksForWord(context),
            target: "word",
            actions: assign(({ context, event }) => ({
              word: EMPTY_LINE,
              csv: { ...context.csv, wanted: event.csv },
            })),
          },
          {
            guard: possible("commit"),
            target: "#walk.committing",
            actions: assign(({ context, event }) => ({ csv: { ...context.csv, wanted: event.csv } })),
          },
          sayWhyNot("commit"),
        ],
        CSV_ONLY: { target: "#walk.exporting", actions: wantCsv(true) },
        EDIT_PATH: { target: "path", actions: beginPath },
        CHECK_AGAIN: { target: "#walk.checking" },
      },
    },
    path: {
      on: {
        ...pathField,
        NEXT: [{ guard: hasPath, target: "quiet", actions: acceptPath }, sayNoPath],
        BACK: backFrom({ target: "quiet" }),
      },
    },
    word: {
      on: { ...wordField("#walk.committing", ({ page }) => page), BACK: backFrom({ target: "quiet" }) },
    },
  },
});
