import type { Instant, IsoDate } from "../domain/calendar.js";
import { asErosError, type ErosError } from "../domain/errors.js";
import type { Overrides } from "../domain/overrides.js";
import type { PageName } from "../domain/page.js";
import type { Schedule } from "../domain/schedule.js";
import type { WeekPlan } from "../domain/week.js";
import { DEFAULT_TOLERANCE } from "../domain/zone.js";
import type { Receipt, Warehouse } from "../warehouse/port.js";
import { commitSchedule, recordRun, signedSchedule } from "./commit.js";
import { type CsvOptions, writeCsv } from "./export.js";
import { planPrepared } from "./plan.js";
import { prepareWeek } from "./prepare.js";
import { stopwatch } from "./stopwatch.js";
import { logOf, type VerbCtx } from "./verb.js";

export interface BuildRequest {
  readonly page: PageName;
  /** First day of the week; default: that of the replaced schedule, else the planning week. */
  readonly startDate?: IsoDate | undefined;
  /** "Now" for analysis, the clock's slots and the past rule. */
  readonly now: Instant;
  /** The real time, for the schedule's id; default: the machine's clock. */
  readonly real?: () => Instant;
  readonly overrides?: Overrides;
  readonly tolerance?: number | "report";
  /** The committed schedule whose place this one takes; without it a week that is set is a conflict. */
  readonly replace?: string | undefined;
  /** A start before today's Los Angeles date is allowed. */
  readonly allowPast?: boolean;
  readonly operator: string;
  /** Verb of the run for its log row; default "build". */
  readonly command?: string;
  /** Where the CSV goes, asked once the schedule has its id; absent: no CSV. */
  readonly csvPath?: ((schedule: Schedule) => string) | undefined;
  readonly csv?: CsvOptions;
}

export interface Built {
  readonly plan: WeekPlan;
  readonly schedule: Schedule;
  readonly receipt: Receipt;
  /** The CSV's absolute path; null where none was asked for or none could be written. */
  readonly csv: string | null;
  /** Why no CSV was written; the schedule is stored all the same. */
  readonly csvFailure: ErosError | null;
}

/**
 * Plans a week, stores it with its locks and log row, and writes the CSV: what a command and the library do in one
 * go. A failed run is logged in the warehouse; a failed CSV never hides that the commit stands.
 * @throws {ErosError} where nothing was stored. @throws {OutcomeUnknownError} where that is not known.
 */
export async function buildWeek(warehouse: Warehouse, request: BuildRequest, ctx: VerbCtx): Promise<Built> {
  const { now, operator, overrides = {}, command = "build", real = Date.now, allowPast } = request;
  const seconds = stopwatch();

  const plan = await planned().catch(async (error: unknown) => {
    const entry = {
      scheduleId: null,
      page: request.page,
      messageCount: 0,
      seconds: seconds(),
      command,
      user: operator,
    };
    await recordRun(warehouse, entry, asErosError(error), ctx);
    throw error;
  });
  const schedule = signedSchedule(warehouse, plan, { operator, at: real() });
  const weekStart = plan.prepared.startDate;
  const options = { weekStart, now, allowPast, operator, command, seconds: seconds() };
  const receipt = await commitSchedule(warehouse, schedule, options, ctx);
  tellReplaced(schedule);
  return { plan, schedule, receipt, ...(await exported()) };

  /** Said once more behind the commit: nobody shall queue a second time what has been queued before. */
  function tellReplaced({ replaces, messages }: Schedule): void {
    if (replaces === undefined) return;
    const carried = messages.filter((message) => message.carried === true).length;
    const which = carried === 1 ? "1 message of it is" : `${carried} messages of it are`;
    logOf(ctx).info(
      "pipeline",
      `${schedule.schedule_id} takes the place of ${replaces}: ${which} carried over, first in the CSV and queued already`,
    );
  }

  async function planned(): Promise<WeekPlan> {
    const { page, startDate, tolerance = DEFAULT_TOLERANCE, replace = null } = request;
    const prepared = await prepareWeek(
      warehouse,
      { page, startDate, now, seed: overrides.seed, tolerance, replace },
      ctx,
    );
    return planPrepared(prepared, overrides, ctx);
  }

  async function exported(): Promise<Pick<Built, "csv" | "csvFailure">> {
    if (request.csvPath === undefined) return { csv: null, csvFailure: null };
    try {
      const csv = await writeCsv(schedule, request.csvPath(schedule), request.csv, ctx);
      return { csv, csvFailure: null };
    } catch (error) {
      const csvFailure = asErosError(error);
      logOf(ctx).error("pipeline", `${schedule.schedule_id} is stored, but ${csvFailure.message}`);
      return { csv: null, csvFailure };
    }
  }
}
