import type { Instant, IsoDate } from "../domain/calendar.js";
import type { ErosError } from "../domain/errors.js";
import type { Overrides } from "../domain/overrides.js";
import type { PageName } from "../domain/page.js";
import type { Schedule } from "../domain/schedule.js";
import type { WeekPlan } from "../domain/week.js";
import type { Receipt } from "../warehouse/port.js";
import type { BatchPage } from "./batch-pages.js";
import type { CsvOptions } from "./export.js";

export interface BatchRequest {
  /** In the order in which they choose, as `batchPages` gives them. */
  readonly pages: readonly BatchPage[];
  readonly startDate: IsoDate;
  /** "Now" for analysis, the clock's slots and the past rule. */
  readonly now: Instant;
  /** The real time, for ids and durations; default: the machine's clock. */
  readonly real?: () => Instant;
  readonly tolerance: (page: PageName) => number | "report";
  /** What holds for every page, such as the sending hours. */
  readonly overrides?: Overrides;
  readonly operator: string;
  /** Plans only: nothing is stored, locked or written. */
  readonly dryRun?: boolean;
  /** A page whose week is set already counts as done. */
  readonly resume?: boolean;
  /** Pages that are read together; the plans do not depend on it. */
  readonly concurrency?: number | undefined;
  /** Where a page's CSV goes; absent: no CSV. */
  readonly csvPath?: (schedule: Schedule) => string;
  readonly csv?: CsvOptions;
  /** Hears whose turn it is. */
  readonly begins?: (page: BatchPage) => void;
}

/** What became of a page. */
export type PageOutcome = { readonly page: BatchPage; readonly seconds: number } & (
  | {
      readonly status: "committed";
      readonly plan: WeekPlan;
      readonly schedule: Schedule;
      readonly receipt: Receipt;
      readonly csv: string | null;
      /** Why no CSV was written; the schedule is stored all the same. */
      readonly csvFailure: ErosError | null;
    }
  | { readonly status: "planned"; readonly plan: WeekPlan; readonly schedule: Schedule }
  /** Somebody has committed the week already: `resume`. */
  | { readonly status: "set"; readonly scheduleId: string }
  | { readonly status: "failed"; readonly failure: ErosError }
  /** Its turn did not come: the batch was interrupted, or the warehouse did not answer any more. */
  | { readonly status: "not done" }
);
export type Ended = PageOutcome extends infer T
  ? T extends unknown
    ? Omit<T, "page" | "seconds">
    : never
  : never;

/**
 * Pages read together where nobody asked for another number: more where there are many, because what all pages have in
 * common is worked out once a reading; not all, because their captions wait in memory for their turn.
 */
export const usualConcurrency = (pages: number): number => Math.min(32, Math.max(8, Math.ceil(pages / 16)));
