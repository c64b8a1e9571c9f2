import { addDays, dateOf, type Instant, WEEK_DAYS } from "../domain/calendar.js";
import { badInput, ErosError } from "../domain/errors.js";
import type { PageName } from "../domain/page.js";
import { type WorkItem, worklist } from "../domain/worklist.js";
import type { Mark } from "../warehouse/operations.js";
import type { Stored, Warehouse } from "../warehouse/port.js";
import { actor } from "./audit.js";
import { unknownPage } from "./prepare.js";
import { logOf, type VerbCtx } from "./verb.js";

/** A committed schedule and what is queued of it. */
export interface Worklist {
  readonly stored: Stored;
  readonly items: readonly WorkItem[];
}

/**
 * The messages of a schedule with their marks, as they hold now, whoever set them.
 * @throws {ErosError} where the schedule does not stand: then there is nothing to be queued.
 */
export async function readWorklist(
  warehouse: Warehouse,
  stored: Stored,
  now: Instant,
  ctx: VerbCtx,
): Promise<Worklist> {
  const { schedule, state } = stored;
  if (state !== "committed")
    throw badInput(
      "schedule",
      `${schedule.schedule_id} was ${state}: nothing of it is to be queued`,
      state === "withdrawn"
        ? `\`eros-tui export ${schedule.schedule_id} --removals\` says what has to be taken out`
        : `\`eros-tui history ${schedule.page_name}\` names the schedule in its place`,
    );
  const marks = await warehouse.marks(schedule.schedule_id, ctx);
  return { stored, items: worklist(schedule, marks, now) };
}

/** Marks messages as queued, or takes the marks back; the warehouse keeps who and when. @returns all as they hold then. */
export async function markQueued(
  warehouse: Warehouse,
  { stored }: Worklist,
  change: {
    readonly numbers: readonly number[];
    readonly queued: boolean;
    readonly operator: string;
    readonly now: Instant;
  },
  ctx: VerbCtx,
): Promise<Worklist> {
  const { numbers, queued, operator, now } = change;
  const scheduleId = stored.schedule.schedule_id;
  const marks: Mark[] = await warehouse.mark({ scheduleId, numbers, queued, by: actor(operator) }, ctx);
  logOf(ctx).info(
    "pipeline",
    `Worklist of ${scheduleId}: ${queued ? "queued" : "no longer queued"}: ${numbers.join(", ")}`,
  );
  return { stored, items: worklist(stored.schedule, marks, now) };
}

/**
 * The id of the page's schedule to be queued now: of those committed whose week is not over the earliest.
 * @throws {ErosError} where there is none.
 */
export async function scheduleToQueue(
  warehouse: Warehouse,
  page: PageName,
  now: Instant,
  ctx: VerbCtx,
): Promise<string> {
  const today = dateOf(now);
  const found = await warehouse.schedules({ page, from: today, to: null, limit: 100 }, ctx);
  const open = found
    .filter(({ state, weekStart }) => state === "committed" && addDays(weekStart, WEEK_DAYS) > today)
    .sort((a, b) => (a.weekStart < b.weekStart ? -1 : 1));
  const [first] = open;
  if (first !== undefined) return first.scheduleId;
  const unknown = await unknownPage(warehouse, page, ctx);
  if (unknown !== null) throw unknown;
  throw new ErosError(
    "nothingToPlan",
    `no schedule of ${page} is committed for these days or later`,
    `plan its week: eros-tui build ${page}; \`eros-tui history ${page}\` lists earlier ones`,
    { field: "schedule" },
  );
}
