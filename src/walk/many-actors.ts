import { type AnyEventObject, fromCallback, fromPromise } from "xstate";
import { startOfDate } from "../domain/calendar.js";
import { ErosError } from "../domain/errors.js";
import { DEFAULT_HOURS } from "../domain/overrides.js";
import { diffSchedules } from "../domain/schedule-diff.js";
import { runBatch } from "../pipeline/batch.js";
import { storePlanned } from "../pipeline/batch-store.js";
import { earnedBy } from "../pipeline/earned.js";
import { csvName, writeCsv } from "../pipeline/export.js";
import type { VerbCtx } from "../pipeline/verb.js";
import type { ListedSchedule } from "../warehouse/history.js";
import type { Step, Stored, Warehouse } from "../warehouse/port.js";
import type { WorkInput } from "./actors.js";
import { slim, toStore } from "./batch.js";
import { pathIn } from "./changes.js";
import type { WalkContext } from "./context.js";
import type { BatchEvent } from "./events.js";
import { type HistoryShown, listedUnderCursor } from "./history.js";
import { nowOf } from "./planning.js";

/** What was shown, or the CSV that was written. */
export type HistoryRead = { readonly shown: HistoryShown } | { readonly csv: string };

export interface StopBatch {
  readonly type: "STOP";
}

/** Schedules that the history of a page lists. */
const LISTED = 200;

/** Work on many pages, and on what was stored before. */
export const manyActors = {
  /** Plans every page; each is told as it ends. Leaving the state aborts it. */
  planBatch: fromCallback<AnyEventObject, WorkInput>(({ input, sendBack }) => {
    const { context } = input;
    const controller = new AbortController();
    const say = (event: BatchEvent): void => {
      if (!controller.signal.aborted) sendBack(event);
    };
    planned(context, contextOf(input, controller.signal), say).catch((error: unknown) =>
      say({ type: "BATCH_FAILED", error }),
    );
    return () => controller.abort();
  }),

  /**
   * Stores the chosen plans one after another. STOP, and leaving, let the one under way come to its end and begin no
   * other.
   */
  storeBatch: fromCallback<StopBatch, WorkInput>(({ input, sendBack, receive }) => {
    let stopped = false;
    let heard = true;
    receive(() => {
      stopped = true;
    });
    const say = (event: BatchEvent): void => {
      if (heard) sendBack(event);
    };
    const tell = (step: Step): void => {
      if (heard) input.tell(step);
    };
    stored({ ...input, tell }, say, () => stopped).catch((error: unknown) =>
      say({ type: "BATCH_FAILED", error }),
    );
    return () => {
      heard = false;
      stopped = true;
    };
  }),

  readHistory: fromPromise<readonly ListedSchedule[], WorkInput>(({ input, signal }) => {
    const { context } = input;
    const query = { page: context.history.page, from: null, to: null, limit: LISTED };
    return warehouseOf(context).schedules(query, contextOf(input, signal));
  }),

  readSchedule: fromPromise<HistoryRead, WorkInput>(async ({ input, signal }) => {
    const { context } = input;
    const { history } = context;
    const listed = listedUnderCursor(context);
    if (listed === null) throw gone("");
    const ctx = contextOf(input, signal);
    const own = await lookedUp(context, listed.scheduleId, ctx);
    if (history.asked === "csv") return { csv: await written(context, own, ctx) };
    if (history.asked === "diff") {
      const a = dated(await lookedUp(context, history.marked ?? "", ctx));
      const b = dated(own);
      return { shown: { kind: "diff", a, b, diff: diffSchedules(a, b) } };
    }
    const now = nowOf(context);
    const begun = startOfDate(own.receipt.weekStart) <= now;
    const earned = begun ? await earnedBy(warehouseOf(context), own, now, ctx) : null;
    return { shown: { kind: "schedule", stored: own, earned } };
  }),
};

async function planned(context: WalkContext, ctx: VerbCtx, say: (event: BatchEvent) => void): Promise<void> {
  const { settings, services, batch, creators } = context;
  const usual = settings.hours[0] === DEFAULT_HOURS[0] && settings.hours[1] === DEFAULT_HOURS[1];
  const request = {
    pages: batch.pages,
    startDate: creators.week,
    now: nowOf(context),
    real: () => services.real(),
    tolerance: settings.tolerance,
    overrides: usual ? {} : { hours: settings.hours },
    operator: settings.operator,
    dryRun: true,
  };
  for await (const outcome of runBatch(warehouseOf(context), request, ctx))
    say({ type: "BATCH_PAGE", outcome: slim(outcome) });
  say({ type: "BATCH_ENDED" });
}

async function stored(
  input: WorkInput,
  say: (event: BatchEvent) => void,
  isStopped: () => boolean,
): Promise<void> {
  const { context } = input;
  const { settings, batch, csv } = context;
  const chosen = toStore(context, batch.only);
  const options = {
    now: nowOf(context),
    operator: settings.operator,
    csvPath: csv.wanted
      ? (schedule: Stored["schedule"]) => pathIn(settings.csvDir, csvName(schedule))
      : undefined,
    csv: { spreadsheetSafe: settings.spreadsheetSafe },
  };
  const ctx = contextOf(input, new AbortController().signal);
  for (const [index, plan] of chosen.entries()) {
    if (isStopped()) break;
    input.tell({ kind: "step", name: `Storing ${plan.page.page}`, index: index + 1, of: chosen.length });
    say({ type: "BATCH_BEGINS", page: plan.page.page });
    // Only what makes it wait is told: that a transaction is sent is no news in a row of them.
    const progress = (step: Step): void => {
      if (step.kind === "retry") input.tell(step);
    };
    say({
      type: "BATCH_PAGE",
      outcome: await storePlanned(warehouseOf(context), plan, options, { ...ctx, progress }),
    });
  }
  say({ type: "BATCH_ENDED" });
}

async function written({ settings }: WalkContext, { schedule }: Stored, ctx: VerbCtx): Promise<string> {
  const path = pathIn(settings.csvDir, csvName(schedule));
  await writeCsv(schedule, path, { spreadsheetSafe: settings.spreadsheetSafe }, ctx);
  return path;
}

async function lookedUp(context: WalkContext, id: string, ctx: VerbCtx): Promise<Stored> {
  const found = await warehouseOf(context).lookup(id, ctx);
  if (found === null) throw gone(id);
  return found;
}

const dated = ({ schedule, receipt }: Stored) => ({ schedule, startDate: receipt.weekStart });

const gone = (id: string): ErosError =>
  new ErosError("badInput", `there is no schedule ${id} any more`, "go back: r reads the history again");

const contextOf = ({ context, tell }: WorkInput, signal: AbortSignal): VerbCtx => ({
  signal,
  log: context.services.log,
  progress: (step) => {
    if (!signal.aborted) tell(step);
  },
});

function warehouseOf({ warehouse }: WalkContext): Warehouse {
  if (warehouse === null) throw new Error("the warehouse is not open yet");
  return warehouse;
}
