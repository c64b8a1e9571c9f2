import { assign } from "xstate";
import {
  backFrom,
  failsTo,
  possible,
  quietState,
  quitting,
  sayWhyNot,
  walk,
  workInput,
  working,
} from "../setup.js";
import { acceptPath, beginPath, hasPath, pathField, sayNoPath } from "./confirm.js";

/** The CSV, after the commit or alone. */
export const exporting = walk.createStateConfig({
  initial: "loading",
  // Its result has not been seen: what is stored is told at leaving.
  on: {
    INTERRUPT: {
      target: "#walk.left",
      actions: walk.assign({ leaving: true, ended: { reason: "interrupt", unknown: null } }),
    },
  },
  exit: walk.assign(({ context }) => ({ csv: { ...context.csv, overwrite: false } })),
  states: {
    loading: {
      ...working("export"),
      invoke: {
        src: "writeCsv",
        input: workInput,
        onDone: {
          target: "#walk.result",
          actions: assign(({ context }) => ({ csv: { ...context.csv, written: true } })),
        },
        onError: failsTo("#walk.exportFailed"),
      },
    },
  },
});

const goOn = [
  {
    guard: ({ context }: { context: { receipt: unknown } }) => context.receipt !== null,
    target: "#walk.result",
  },
  { target: "#walk.confirm" },
] as const;

/** The CSV could not be written. A commit stands all the same. */
export const exportFailed = walk.createStateConfig({
  initial: "quiet",
  exit: assign({ panel: null, failure: null }),
  on: { BACK: backFrom(...goOn), QUIT: quitting },
  states: {
    quiet: quietState("menu"),
    menu: {
      on: {
        RETRY: { target: "#walk.exporting" },
        OVERWRITE: [
          {
            guard: possible("overwrite"),
            target: "#walk.exporting",
            actions: walk.assign(({ context }) => ({ csv: { ...context.csv, overwrite: true } })),
          },
          sayWhyNot("overwrite"),
        ],
        EDIT_PATH: { target: "path", actions: beginPath },
        WITHOUT_CSV: goOn,
      },
    },
    path: {
      on: {
        ...pathField,
        NEXT: [{ guard: hasPath, target: "#walk.exporting", actions: acceptPath }, sayNoPath],
        BACK: backFrom({ target: "quiet" }),
      },
    },
  },
});
