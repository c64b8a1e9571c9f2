import { fromPromise } from "xstate";
import { isoUtc } from "../domain/calendar.js";
import { asErosError, ErosError } from "../domain/errors.js";
import type { HealthFacts } from "../domain/monitoring.js";
import { removals } from "../domain/removals.js";
import { removalsName, writeCsv } from "../pipeline/export.js";
import { healthOf } from "../pipeline/health.js";
import { restoreSchedule } from "../pipeline/restore.js";
import type { VerbCtx } from "../pipeline/verb.js";
import { withdrawSchedule } from "../pipeline/withdraw.js";
import { markQueued, readWorklist, type Worklist } from "../pipeline/worklist.js";
import type { Stored, Warehouse } from "../warehouse/port.js";
import type { WorkInput } from "./actors.js";
import { pathIn } from "./changes.js";
import type { WalkContext } from "./context.js";
import type { HealthState } from "./health.js";
import { nowOf } from "./planning.js";
import type { Undone, UndoState } from "./undo.js";

/** Work on what is stored: queued by hand, withdrawn, restored, watched. */
export const operationActors = {
  readWorklist: fromPromise<Worklist, WorkInput>(async ({ input, signal }) => {
    const { context } = input;
    const ctx = contextOf(input, signal);
    const stored = await lookedUp(context, context.worklist.scheduleId, ctx);
    return readWorklist(warehouseOf(context), stored, nowOf(context), ctx);
  }),

  /** Once it is sent it is not stopped: whoever leaves the place may leave, the mark is kept. */
  keepMark: fromPromise<Worklist, WorkInput>(({ input }) => {
    const { context } = input;
    const { list, asked } = context.worklist;
    if (list === null || asked === null) throw new Error("no mark is to be kept");
    const { operator } = context.settings;
    return markQueued(
      warehouseOf(context),
      list,
      { numbers: [asked.number], queued: asked.queued, operator, now: nowOf(context) },
      unstopped(input),
    );
  }),

  readUndo: fromPromise<UndoState["read"], WorkInput>(async ({ input, signal }) => {
    const { context } = input;
    const ctx = contextOf(input, signal);
    const stored = await lookedUp(context, context.undo.scheduleId, ctx);
    const marks = await warehouseOf(context).marks(context.undo.scheduleId, ctx);
    return { stored, queued: marks.flatMap(({ number, queued }) => (queued ? [number] : [])) };
  }),

  /** Withdraws or restores; not stopped once it has begun, so that its outcome is known. */
  undo: fromPromise<Undone, WorkInput>(({ input }) => {
    const { context } = input;
    return context.undo.kind === "withdraw"
      ? withdrawn(context, unstopped(input))
      : restored(context, unstopped(input));
  }),

  readHealth: fromPromise<NonNullable<HealthState["read"]>, WorkInput>(async ({ input, signal }) => {
    const { context } = input;
    const at = context.services.real();
    const facts: HealthFacts = await healthOf(warehouseOf(context), at, contextOf(input, signal));
    return { facts, at };
  }),
};

async function withdrawn(context: WalkContext, ctx: VerbCtx): Promise<Undone> {
  const { undo, settings } = context;
  const now = nowOf(context);
  const withdrawal = await withdrawSchedule(
    warehouseOf(context),
    undo.scheduleId,
    { why: undo.why.text, operator: settings.operator, now },
    ctx,
  );
  const nothing = { kind: "withdrawn", withdrawal, csv: null, csvFailure: null } as const;
  const schedule = undo.read?.stored.schedule;
  if (!undo.csv || schedule === undefined || withdrawal.toCome === 0) return nothing;
  const path = pathIn(settings.csvDir, removalsName(schedule));
  try {
    const { spreadsheetSafe } = settings;
    await writeCsv(removals(schedule, "withdrawn", isoUtc(now)), path, { spreadsheetSafe }, ctx);
    return { ...nothing, csv: path };
  } catch (error) {
    return { ...nothing, csvFailure: asErosError(error) };
  }
}

const restored = async (context: WalkContext, ctx: VerbCtx): Promise<Undone> => ({
  kind: "restored",
  restored: await restoreSchedule(
    warehouseOf(context),
    context.undo.scheduleId,
    { operator: context.settings.operator, now: nowOf(context) },
    ctx,
  ),
});

async function lookedUp(context: WalkContext, id: string, ctx: VerbCtx): Promise<Stored> {
  const found = await warehouseOf(context).lookup(id, ctx);
  if (found !== null) return found;
  throw new ErosError("badInput", `there is no schedule ${id} any more`, "read the history again");
}

const contextOf = ({ context, tell }: WorkInput, signal: AbortSignal): VerbCtx => ({
  signal,
  log: context.services.log,
  progress: (step) => {
    if (!signal.aborted) tell(step);
  },
});

const unstopped = (input: WorkInput): VerbCtx => contextOf(input, new AbortController().signal);

function warehouseOf({ warehouse }: WalkContext): Warehouse {
  if (warehouse === null) throw new Error("the warehouse is not open yet");
  return warehouse;
}
