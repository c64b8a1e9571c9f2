import type { Instant, IsoDate } from "../domain/calendar.js";
import { asErosError, type ErosError } from "../domain/errors.js";
import type { Schedule } from "../domain/schedule.js";
import { QUIET, type Receipt, type Warehouse } from "../warehouse/port.js";
import type { PageOutcome } from "./batch-request.js";
import { commitSchedule } from "./commit.js";
import { type CsvOptions, writeCsv } from "./export.js";
import { logOf, type VerbCtx } from "./verb.js";

export interface StoreOptions {
  readonly startDate: IsoDate;
  readonly now: Instant;
  readonly operator: string;
  /** Seconds of work before the commit. */
  readonly seconds: number;
  /** Where the CSV goes; absent: no CSV. */
  readonly csvPath?: ((schedule: Schedule) => string) | undefined;
  readonly csv?: CsvOptions | undefined;
}

/** What storing a page's week left behind. */
export interface StoredPage {
  readonly receipt: Receipt;
  readonly csv: string | null;
  /** Why no CSV was written; the schedule is stored all the same. */
  readonly csvFailure: ErosError | null;
}

/**
 * Stores a page of a batch and writes its CSV. What has begun is brought to its end: an interrupt stops the pages
 * after it.
 * @throws {ErosError} where nothing was stored.
 */
export async function storePage(
  warehouse: Warehouse,
  schedule: Schedule,
  { startDate: weekStart, now, operator, seconds, csvPath, csv: options }: StoreOptions,
  ctx: VerbCtx,
): Promise<StoredPage> {
  const commit = { weekStart, now, operator, command: "batch", seconds };
  const receipt = await commitSchedule(warehouse, schedule, commit, { ...ctx, signal: QUIET.signal });
  if (csvPath === undefined) return { receipt, csv: null, csvFailure: null };
  try {
    return { receipt, csv: await writeCsv(schedule, csvPath(schedule), options, ctx), csvFailure: null };
  } catch (error) {
    const csvFailure = asErosError(error);
    logOf(ctx).error("pipeline", `${schedule.schedule_id} is stored, but ${csvFailure.message}`);
    return { receipt, csv: null, csvFailure };
  }
}

type Planned = Extract<PageOutcome, { status: "planned" }>;

/** Stores a page exactly as it was planned and shown: what stands against it by now is its failure. */
export async function storePlanned(
  warehouse: Warehouse,
  planned: Planned,
  options: Omit<StoreOptions, "startDate" | "seconds">,
  ctx: VerbCtx,
): Promise<PageOutcome> {
  const { page, plan, schedule, seconds } = planned;
  try {
    const { startDate } = plan.prepared;
    const stored = await storePage(warehouse, schedule, { ...options, startDate, seconds }, ctx);
    return { page, seconds, status: "committed", plan, schedule, ...stored };
  } catch (error) {
    return { page, seconds, status: "failed", failure: asErosError(error) };
  }
}
