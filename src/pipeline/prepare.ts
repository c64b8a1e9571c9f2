import { type Instant, type IsoDate, parseDate, planningWeek } from "../domain/calendar.js";
import { type Replaced, replacedAt } from "../domain/carried.js";
import { badInput, ErosError, nothingToPlan } from "../domain/errors.js";
import { nearestNames } from "../domain/nearest-names.js";
import { defaultSeed } from "../domain/overrides.js";
import { type PageName, parsePage } from "../domain/page.js";
import type { PreparedWeek } from "../domain/prepared-week.js";
import { parseReport, type Report } from "../domain/report.js";
import { sha256 } from "../domain/schedule.js";
import { cutPoints } from "../domain/zone.js";
import type { Stored, Warehouse, WeekFacts } from "../warehouse/port.js";
import { replaceable } from "../warehouse/replace-rules.js";
import { logOf, type VerbCtx } from "./verb.js";

export interface PrepareRequest {
  readonly page: PageName;
  /** First day of the week, a Los Angeles date; default: that of the replaced schedule, else the planning week. */
  readonly startDate?: IsoDate | undefined;
  /** "Now" for analysis and the clock's slots. */
  readonly now: Instant;
  /** Default: the start date as yyyymmdd. */
  readonly seed?: string | undefined;
  /** The operator's, above 0 and at most 1, or the report's own. */
  readonly tolerance: number | "report";
  /**
   * The committed schedule whose place the plan takes. Default: the page's own that starts on the date, if one does;
   * null: none's, the week is planned as if it were free.
   */
  readonly replace?: string | null | undefined;
}

/**
 * Asks the warehouse for all that planning one page's week needs; `planWeek` then plans from it as often as wanted.
 * Committed schedules that overlap the week are planned as if they were not there and named in `overlaps`; one whose
 * place the plan takes is in `replaces`, with the messages of it that stand.
 * @throws {ErosError} bad input, a schedule that cannot be replaced among it; "nothingToPlan" for a page that is not
 * there (with the nearest names) or without a report; whatever the warehouse says.
 */
export async function prepareWeek(
  warehouse: Warehouse,
  request: PrepareRequest,
  ctx: VerbCtx,
): Promise<PreparedWeek> {
  const page = parsePage(request.page);
  const { now, replace } = request;
  const asked = request.startDate === undefined ? null : parseDate(request.startDate);
  if (request.tolerance !== "report") cutPoints(request.tolerance);
  const replaced = async (scheduleId: string, weekStart: IsoDate | null): Promise<Stored> =>
    replaceable(await warehouse.lookup(scheduleId, ctx), { scheduleId, page, weekStart, now });
  const named = typeof replace === "string" ? await replaced(replace, asked) : null;
  const startDate = named?.receipt.weekStart ?? asked ?? planningWeek(now);
  const seed = request.seed ?? defaultSeed(startDate);

  logOf(ctx).info("pipeline", `Analyzing ${page} for the week of ${startDate}`);
  // Without a list the warehouse leaves out what overlaps: it is asked once, for both.
  const facts = await warehouse.week({ page, startDate, now, seed }, ctx);
  if (facts.older)
    logOf(ctx).warning(
      "pipeline",
      "the dataset's older procedures chose the captions: a seed changes the times only, and choices have no reasons (`eros-tui deploy`)",
    );
  if (facts.report === null) throw await withoutReport(warehouse, page, ctx);
  const week = preparedFrom(
    { page, startDate, now, seed, tolerance: request.tolerance },
    { ...facts, report: facts.report },
  );
  if (replace === null) return week;
  const own = named ?? (await ownOf(facts.overlaps, startDate, replaced));
  return own === null ? week : { ...week, ...besideCarried(week, replacedAt(own.schedule, now)) };
}

/** The page's committed schedule that starts on the date; null where there is none. */
async function ownOf(
  overlaps: PreparedWeek["overlaps"],
  startDate: IsoDate,
  read: (scheduleId: string, weekStart: IsoDate) => Promise<Stored>,
): Promise<Stored | null> {
  const own = overlaps.find(({ weekStart }) => weekStart === startDate);
  return own === undefined ? null : read(own.scheduleId, startDate);
}

/** What is carried stands in the plan itself; a schedule replaced before may tell of the same messages once more. */
export function besideCarried(
  { neighbours }: PreparedWeek,
  replaces: Replaced,
): Pick<PreparedWeek, "replaces" | "neighbours"> {
  const standing = new Set(replaces.carried.map(({ utc }) => Date.parse(utc)));
  return { replaces, neighbours: neighbours.filter(({ instant }) => !standing.has(instant)) };
}

/** A request with everything decided. */
type PreparedRequest = Pick<PreparedWeek, "page" | "startDate" | "now" | "seed"> &
  Pick<PrepareRequest, "tolerance">;

/**
 * The week as plans are made from it, out of what the warehouse gave.
 * @throws {ErosError} where the report cannot be read, or carries no tolerance that was asked for.
 */
export function preparedFrom(
  { page, startDate, now, seed, tolerance }: PreparedRequest,
  { report: text, ...facts }: WeekFacts & { readonly report: string },
): PreparedWeek {
  const report = parseReport(text);
  return {
    page,
    startDate,
    now,
    seed,
    report,
    reportDigest: sha256(text),
    tolerance: toleranceOf(tolerance, report, page),
    captions: facts.captions,
    availability: facts.availability,
    neighbours: facts.neighbours,
    overlaps: facts.overlaps,
    statistics: facts.statistics,
    dataTo: facts.dataTo,
    ...(facts.older ? { older: true } : {}),
  };
}

/**
 * The tolerance in force: the operator's, or the report's own where asked for.
 * @throws {ErosError} where the report carries none, or one outside its range.
 */
export function toleranceOf(asked: number | "report", report: Report, page: PageName): number {
  const tolerance = asked === "report" ? report.account.tolerance : asked;
  if (tolerance === null)
    throw badInput(
      "tolerance",
      `the report of ${page} carries no tolerance of its own`,
      "give a number above 0 and at most 1, for example --tolerance 0.5",
      "leave, and start with a number above 0 and at most 1, for example --tolerance 0.5",
    );
  cutPoints(tolerance);
  return tolerance;
}

/** Why there is no report: a page that is not there, with the nearest names, or one that the procedure skips. */
export async function withoutReport(warehouse: Warehouse, page: PageName, ctx: VerbCtx): Promise<ErosError> {
  return (
    (await unknownPage(warehouse, page, ctx)) ??
    nothingToPlan(
      `the warehouse gives no report of ${page}`,
      "see whether the page is active and has messages: `eros-tui analyze --page-name PAGE`",
    )
  );
}

/** That a page is not there, with the nearest names; null for one that is. */
export async function unknownPage(
  warehouse: Pick<Warehouse, "pageNames">,
  page: PageName,
  ctx: VerbCtx,
): Promise<ErosError | null> {
  const names = await warehouse.pageNames(ctx);
  if (names.includes(page)) return null;
  const near = nearestNames(page, names, 3);
  return new ErosError(
    "nothingToPlan",
    `there is no page “${page}”`,
    near.length > 0 ? `did you mean ${listed(near)}?` : "run `eros-tui` to see the pages",
    { field: "page" },
  );
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
