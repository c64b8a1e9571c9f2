import { NO_BATCH } from "./batch.js";
import { NO_CSV } from "./changes.js";
import type { WalkContext } from "./context.js";
import { NO_HEALTH } from "./health.js";
import { NO_HISTORY } from "./history.js";
import { leavingOf } from "./leaving.js";
import { EMPTY_LINE } from "./line.js";
import type { WalkServices } from "./services.js";
import { opens, walk } from "./setup.js";
import { analysis } from "./states/analysis.js";
import { batch } from "./states/batch.js";
import { checking, conflict, replacing } from "./states/checking.js";
import { committing, outcomeUnknown } from "./states/committing.js";
import { confirm } from "./states/confirm.js";
import { creators } from "./states/creators.js";
import { exportFailed, exporting } from "./states/exporting.js";
import { health } from "./states/health.js";
import { history } from "./states/history.js";
import { opening } from "./states/opening.js";
import { overrides } from "./states/overrides.js";
import { preview } from "./states/preview.js";
import { result } from "./states/result.js";
import { undo } from "./states/undo.js";
import { worklist } from "./states/worklist.js";
import { NO_UNDO } from "./undo.js";
import { NO_WORKLIST } from "./worklist.js";

/** The walk as it begins: nothing opened, nothing chosen. */
export function firstContext(services: WalkServices): WalkContext {
  return {
    services,
    settings: services.settings,
    warehouse: null,
    description: null,
    creators: {
      week: "",
      shown: null,
      filter: EMPTY_LINE,
      sort: "due",
      mine: services.settings.pages !== null,
      cursor: null,
      marked: [],
    },
    batch: NO_BATCH,
    history: NO_HISTORY,
    worklist: NO_WORKLIST,
    undo: NO_UNDO,
    health: NO_HEALTH,
    under: null,
    page: null,
    route: "analysis",
    analysis: { panel: "overview", scroll: 0 },
    drafts: {},
    prepared: null,
    plan: null,
    infeasible: null,
    problems: [],
    passedOver: {},
    checked: null,
    csv: NO_CSV,
    word: EMPTY_LINE,
    wordGiven: false,
    receipt: null,
    tookMillis: 0,
    spentMillis: 0,
    commitMillis: null,
    sent: false,
    stopping: false,
    leaving: false,
    panel: null,
    failure: null,
    work: null,
    hint: null,
    ended: null,
  };
}

/**
 * The walk of an operator: creators → analysis → overrides → preview → confirm → result, with everything that can come
 * between. One machine; the places are in `states/`, what they share in `setup.ts`.
 */
export const walkMachine = walk.createMachine({
  id: "walk",
  context: ({ input }) => firstContext(input),
  initial: "opening",
  output: ({ context }) => leavingOf(context),
  on: {
    KEY: { actions: walk.assign({ hint: null }) },
    REFUSED: { actions: walk.assign(({ event }) => ("reason" in event ? { hint: event.reason } : {})) },
    PROGRESS: {
      actions: walk.assign(({ context, event }) => {
        if (event.type !== "PROGRESS" || context.work === null) return {};
        const { step } = event;
        const sent = context.sent || (step.kind === "step" && step.sent === true);
        return { work: { ...context.work, step }, sent };
      }),
    },
    OPEN: opens("help"),
    SCROLL: {
      actions: walk.assign(({ context, event }) => {
        if (event.type !== "SCROLL") return {};
        const scroll = Math.max(0, event.to);
        if (context.panel !== null) return { panel: { ...context.panel, scroll } };
        return { analysis: { ...context.analysis, scroll } };
      }),
    },
    BACK: {
      guard: ({ context }) => context.panel !== null,
      actions: walk.assign({ panel: null }),
    },
    QUIT: { actions: walk.assign({ hint: "Esc back · Ctrl-C leaves" }) },
    INTERRUPT: {
      target: ".left",
      actions: walk.assign({ ended: { reason: "interrupt", unknown: null } }),
    },
  },
  states: {
    opening,
    creators,
    analysis,
    overrides,
    preview,
    checking,
    confirm,
    committing,
    outcomeUnknown,
    conflict,
    replacing,
    exporting,
    exportFailed,
    result,
    batch,
    history,
    worklist,
    undo,
    health,
    left: { type: "final" },
  },
});
