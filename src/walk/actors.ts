import { fromCallback, fromPromise } from "xstate";
import type { CaptionTier } from "../domain/caption.js";
import { ErosError } from "../domain/errors.js";
import type { PassedOver, PreparedWeek } from "../domain/prepared-week.js";
import type { WeekPlan } from "../domain/week.js";
import { type Checked, checkPlan } from "../pipeline/check.js";
import { commitSchedule, settledCommit } from "../pipeline/commit.js";
import { writeCsv } from "../pipeline/export.js";
import { prepareWeek } from "../pipeline/prepare.js";
import { replaceTaken } from "../pipeline/replace.js";
import type { VerbCtx } from "../pipeline/verb.js";
import type { CreatorsOverview, Receipt, Step, Warehouse } from "../warehouse/port.js";
import type { WalkContext } from "./context.js";
import type { CommitEvent } from "./events.js";
import { messageUnderCursor } from "./message-cursor.js";
import { nowOf, wanted } from "./planning.js";

/** What every piece of work is given: the walk as it stands, and where its steps are told. */
export interface WorkInput {
  readonly context: WalkContext;
  readonly tell: (step: Step) => void;
}

/** Work as an actor: leaving its state aborts the signal, and what it says afterwards is not heard. */
const work = <T>(run: (context: WalkContext, ctx: VerbCtx) => Promise<T>) =>
  fromPromise<T, WorkInput>(({ input, signal }) => run(input.context, contextOf(input, signal)));

const contextOf = ({ context, tell }: WorkInput, signal: AbortSignal): VerbCtx => ({
  signal,
  log: context.services.log,
  progress: (step) => {
    if (!signal.aborted) tell(step);
  },
});

export const actors = {
  open: work<Warehouse>(async ({ services }, ctx) => {
    const warehouse = await services.open(ctx);
    if (!ctx.signal.aborted) return warehouse;
    // Nobody waits for it any more.
    await warehouse.close();
    throw new DOMException("interrupted", "AbortError");
  }),

  readCreators: work<CreatorsOverview>((context, ctx) =>
    warehouseOf(context).creators({ week: context.creators.week, now: nowOf(context) }, ctx),
  ),

  prepare: work<PreparedWeek>((context, ctx) =>
    prepareWeek(warehouseOf(context), prepareRequest(context), ctx),
  ),

  explain: work<{ tier: CaptionTier; passed: readonly PassedOver[] }>(async (context, ctx) => {
    const { prepared } = context;
    const message = messageUnderCursor(context);
    if (prepared === null || message === null) throw unready("message");
    const tier = message.caption.priceTier;
    const { page, startDate, now, seed, overlaps } = prepared;
    const ignore = overlaps.map(({ scheduleId }) => scheduleId);
    const request = { page, startDate, now, seed, ignore, priceTier: tier, limit: PASSED_OVER };
    return { tier, passed: await warehouseOf(context).passedOver(request, ctx) };
  }),

  check: work<Checked>((context, ctx) => {
    const { settings, services } = context;
    const by = { operator: settings.operator, at: services.real(), now: nowOf(context) };
    return checkPlan(warehouseOf(context), planOf(context), by, ctx);
  }),

  replace: work<{ prepared: PreparedWeek; plan: WeekPlan }>(async (context, ctx) => {
    // Read again: others may have taken more than the check has seen.
    const prepared = await prepareWeek(warehouseOf(context), prepareRequest(context), ctx);
    return { prepared, plan: replaceTaken(prepared, planOf(context), checkedOf(context).check.captions) };
  }),

  lookUp: work<Receipt | null>((context, ctx) =>
    settledCommit(warehouseOf(context), checkedOf(context).schedule.schedule_id, ctx),
  ),

  writeCsv: work<string>(async (context, ctx) => {
    const { csv, settings } = context;
    const options = { spreadsheetSafe: settings.spreadsheetSafe, force: csv.overwrite };
    return writeCsv(checkedOf(context).schedule, csv.path, options, ctx);
  }),

  /**
   * The commit is no plain piece of work: leaving must not forget it. Its state stays until the outcome is known;
   * STOP only asks it to stop while it still can.
   */
  commit: fromCallback<StopCommit, WorkInput>(({ input, sendBack, receive }) => {
    const controller = new AbortController();
    let heard = true;
    receive(() => controller.abort());
    const tell = (step: Step): void => {
      if (heard) input.tell(step);
    };
    const say = (event: CommitEvent): void => {
      if (heard) sendBack(event);
    };
    const { real } = input.context.services;
    const began = real();
    committed(input.context, {
      signal: controller.signal,
      log: input.context.services.log,
      progress: tell,
    }).then(
      (receipt) => say({ type: "COMMITTED", receipt, millis: real() - began }),
      (error: unknown) => say({ type: "NOT_COMMITTED", error }),
    );
    return () => {
      // The operator has left. The transaction goes on: cutting it now would leave its end unknown to everybody.
      heard = false;
    };
  }),
};

async function committed(context: WalkContext, ctx: VerbCtx): Promise<Receipt> {
  const options = {
    weekStart: planOf(context).prepared.startDate,
    now: nowOf(context),
    operator: context.settings.operator,
    command: "tui",
    seconds: context.spentMillis / 1000,
  };
  return commitSchedule(warehouseOf(context), checkedOf(context).schedule, options, ctx);
}

/** Captions that the panel `why` can list. */
const PASSED_OVER = 20;

export interface StopCommit {
  readonly type: "STOP";
}

function prepareRequest(context: WalkContext) {
  const { page, settings } = context;
  if (page === null) throw unready("page");
  return { page, ...wanted(context), now: nowOf(context), tolerance: settings.tolerance(page) };
}

const unready = (what: string): ErosError =>
  new ErosError("unexpected", `there is no ${what} yet`, "go back and choose again; please report it");

function warehouseOf({ warehouse }: WalkContext): Warehouse {
  if (warehouse === null) throw unready("warehouse");
  return warehouse;
}
function planOf({ plan }: WalkContext): WeekPlan {
  if (plan === null) throw unready("plan");
  return plan;
}
function checkedOf({ checked }: WalkContext): Checked {
  if (checked === null) throw unready("checked schedule");
  return checked;
}
