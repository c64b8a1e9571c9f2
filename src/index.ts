/**
 * The library: the original's calls with their meanings, over the same pipeline as the program.
 *
 * Dates and hours are America/Los_Angeles, instants milliseconds since 1970 UTC, money dollars, caption ids text.
 * Failures are `ErosError`s: a message, what to do (`remedy`), a `kind` and the `exitCode` that follows from it.
 *
 * @example
 * import { buildSchedule, exportCsv, openWarehouse } from "eros-tui";
 * const warehouse = await openWarehouse({ kind: "local", file: "eros.duckdb" });
 * const schedule = await buildSchedule(warehouse, "jadebri", "2025-11-10", { ppvCount: 9 });
 * await exportCsv(schedule, "week.csv");
 * await warehouse.close();
 */
import type { Instant, IsoDate } from "./domain/calendar.js";
import type { RankedCaption } from "./domain/caption.js";
import { type Pick, picks } from "./domain/captions.js";
import { badInput } from "./domain/errors.js";
import { checkedOverrides, type Overrides } from "./domain/overrides.js";
import { type PageName, parsePage } from "./domain/page.js";
import { parseReport, type Report } from "./domain/report.js";
import type { Schedule } from "./domain/schedule.js";
import { segmentOf, targetsOf } from "./domain/targets.js";
import type { Tier } from "./domain/tier.js";
import { type Volume, volumeOf } from "./domain/volume.js";
import type { Warning } from "./domain/warning.js";
import { isInfeasible } from "./domain/week.js";
import { DEFAULT_TOLERANCE } from "./domain/zone.js";
import { buildWeek } from "./pipeline/build.js";
import { type CsvOptions, csvName, writeCsv } from "./pipeline/export.js";
import { type Logger, SILENT } from "./pipeline/log.js";
import { prepareWeek, toleranceOf, withoutReport } from "./pipeline/prepare.js";
import type { VerbCtx } from "./pipeline/verb.js";
import { operatorName } from "./settings/operator.js";
import type { Warehouse } from "./warehouse/port.js";

export type { Instant, IsoDate } from "./domain/calendar.js";
export type { CaptionId, CaptionTier, PriceTier, RankedCaption } from "./domain/caption.js";
export { ErosError, EXIT, type FailureKind } from "./domain/errors.js";
export type { Overrides } from "./domain/overrides.js";
export type { PageName } from "./domain/page.js";
export type { Report } from "./domain/report.js";
export type { Schedule, ScheduleMessage } from "./domain/schedule.js";
export { analyzeSchedule, type ScheduleStatistics } from "./domain/statistics.js";
export type { Tier } from "./domain/tier.js";
export type { Volume } from "./domain/volume.js";
export type { Warning } from "./domain/warning.js";
export type { Zone } from "./domain/zone.js";
export type { CsvOptions } from "./pipeline/export.js";
export type { Logger } from "./pipeline/log.js";
export { openWarehouse } from "./warehouse/open.js";
export type { BigQueryOptions, LocalOptions, OpenOptions } from "./warehouse/options.js";
export { ConflictError, OutcomeUnknownError, type Warehouse } from "./warehouse/port.js";

/** What every call that asks the warehouse takes beside its own. */
export interface CallOptions {
  /** "Now" for analysis, due dates and the past rule; default: the demo's own Monday for demo data, else the real time. */
  readonly now?: Instant;
  /** Above 0 and at most 1, default 0.5; "report": the report's own. */
  readonly tolerance?: number | "report";
  /** Stops the work: the call then rejects with an AbortError. */
  readonly signal?: AbortSignal;
  /** Hears what is done, line by line. */
  readonly log?: Logger;
}

/** A page's report with what the rules make of it. */
export interface Analysis {
  readonly report: Report;
  /** The tolerance that the volume was computed with. */
  readonly tolerance: number;
  /** What the page bears in a week; null where the report has no tier or no score. */
  readonly volume: Volume | null;
}

/**
 * A page's account, segment, saturation, hours, categories and triggers, as known at `now`.
 * @throws {ErosError} "nothingToPlan" for a page that is not there, with the nearest names; "badInput" for a name that
 * cannot be a page's or a tolerance out of range.
 * @example
 * const { report, volume } = await analyzeCreator(warehouse, "jadebri");
 * report.saturation.score; // 0.45
 * volume?.zone; // "YELLOW"
 */
export async function analyzeCreator(
  warehouse: Warehouse,
  page: PageName,
  options: CallOptions = {},
): Promise<Analysis> {
  const ctx = ctxOf(options);
  const name = parsePage(page);
  const json = await warehouse.report(name, nowOf(warehouse, options), ctx);
  if (json === null) throw await withoutReport(warehouse, name, ctx);
  const report = parseReport(json);
  const tolerance = toleranceOf(options.tolerance ?? DEFAULT_TOLERANCE, report, name);
  const { tier } = report.account;
  const { score } = report.saturation;
  return {
    report,
    tolerance,
    volume: tier === null || score === null ? null : volumeOf(tier, score, tolerance),
  };
}

/**
 * PPVs and bumps a week, least minutes between messages, cooling days and daily maximum of a tier at a saturation
 * score. Exact: 0.42 at tolerance 0.7 is on the edge, which is YELLOW.
 * @param score 0 to 1. @param tolerance above 0 and at most 1.
 * @throws {ErosError} "badInput" naming an unknown tier, a score or a tolerance out of range.
 * @example calculateVolumeTargets("MEDIUM", 0.4) // { zone: "YELLOW", ppv: 9, bump: 9, gapMinutes: 150, … }
 */
export function calculateVolumeTargets(
  tier: Tier,
  score: number | string,
  tolerance: number | string = DEFAULT_TOLERANCE,
): Volume {
  return volumeOf(tier, score, tolerance);
}

/** Which captions a week would take; nothing is locked. */
export interface SelectedCaptions {
  /** As many as the week has PPVs, price tier by price tier, the best first. */
  readonly ppvs: readonly RankedCaption[];
  readonly bumps: readonly RankedCaption[];
  /** Shortages and captions that have rested less than 20 days. */
  readonly warnings: readonly Warning[];
}
export interface SelectionOptions extends CallOptions, Omit<Overrides, "hours"> {}

/**
 * The captions that a page's week would take: not restricted, not locked, rested, ranked by what is known of them.
 * @param startDate first day of the week, YYYY-MM-DD.
 * @throws {ErosError} "nothingToPlan" with what is left per price tier where there are not enough; "badInput" naming
 * the option that means nothing or that there is not.
 * @example
 * const { ppvs } = await selectCaptions(warehouse, "jadebri", "2025-11-10", { ppvCount: 9, bumpCount: 9 });
 * ppvs[0]?.captionId; // "-2244382058588260532"
 */
export async function selectCaptions(
  warehouse: Warehouse,
  page: PageName,
  startDate: IsoDate,
  { now, tolerance, signal, log, ...given }: SelectionOptions = {},
): Promise<SelectedCaptions> {
  const overrides = checkedOverrides(given);
  const options = { now, tolerance, signal, log };
  const prepared = await prepareWeek(
    warehouse,
    {
      page,
      startDate,
      now: nowOf(warehouse, options),
      seed: overrides.seed,
      tolerance: tolerance ?? DEFAULT_TOLERANCE,
      // Captions for a whole week, whatever stands of it.
      replace: null,
    },
    ctxOf(options),
  );
  const found = targetsOf(prepared, overrides);
  if (isInfeasible(found)) throw found.error;
  const { mix, bump, zone } = found.targets;
  const { captions, availability, report } = prepared;
  const chosen = picks({
    captions,
    availability,
    mix,
    bump,
    zone,
    segment: segmentOf(report),
    exclude: overrides.exclude ?? [],
  });
  if (isInfeasible(chosen)) throw chosen.error;
  const captionOf = ({ caption }: Pick): RankedCaption => caption;
  return { ppvs: chosen.ppvs.map(captionOf), bumps: chosen.bumps.map(captionOf), warnings: chosen.warnings };
}

export interface BuildOptions extends CallOptions, Overrides {
  /** A start before today's Los Angeles date is allowed; only days to come are locked. */
  readonly allowPast?: boolean;
  /**
   * The stored schedule whose place this one takes: it ends in the same transaction, what was sent of it is carried over,
   * and the start date has to be its own.
   */
  readonly replace?: string;
  /** Who commits; default: the system's user. */
  readonly operator?: string;
}

/**
 * Plans a week, stores it, locks its PPV captions and logs the run, all in one transaction: the call does all of it
 * or nothing. The CSV is a call of its own, `exportCsv`.
 * @param startDate first day of the week, YYYY-MM-DD.
 * @throws {ErosError} "nothingToPlan", "badInput" with the option that means nothing, or with the rule that binds and
 * the nearest count that fits;
 * {ConflictError} where captions or days are taken; {OutcomeUnknownError} where the warehouse broke and even looking
 * up failed: call again, nothing is stored twice under one id.
 * @example
 * const schedule = await buildSchedule(warehouse, "jadebri", "2025-11-10", { ppvCount: 9, bumpCount: 9, zone: "YELLOW" });
 * schedule.schedule_id; // "sched_20251103_091244_512034_jadebri"
 */
export async function buildSchedule(
  warehouse: Warehouse,
  page: PageName,
  startDate: IsoDate,
  { now, tolerance, signal, log, allowPast, replace, operator, ...given }: BuildOptions = {},
): Promise<Schedule> {
  const overrides = checkedOverrides(given);
  const options = { now, tolerance, signal, log };
  const { schedule } = await buildWeek(
    warehouse,
    {
      page,
      startDate,
      now: nowOf(warehouse, options),
      overrides,
      tolerance,
      allowPast,
      replace,
      operator: operator ?? operatorName({ env: process.env }),
      command: "library",
    },
    ctxOf(options),
  );
  return schedule;
}

/**
 * Writes a schedule's CSV: UTF-8, LF, RFC 4180, eleven columns, sorted by time. Whole or not at all; an existing file
 * is kept unless `force`.
 * @param path the file; default `{schedule_id}.csv` in the working directory.
 * @returns the absolute path.
 * @throws {ErosError} saying what stands in the way.
 * @example await exportCsv(schedule, "week.csv", { spreadsheetSafe: true })
 */
export function exportCsv(
  schedule: Schedule,
  path: string = csvName(schedule),
  options: CsvOptions = {},
): Promise<string> {
  return writeCsv(schedule, path, options);
}

function nowOf(warehouse: Warehouse, { now }: CallOptions): Instant {
  const instant = now ?? warehouse.describe().demoNow ?? Date.now();
  if (Number.isSafeInteger(instant)) return instant;
  throw badInput(
    "now",
    `now is ${instant}`,
    "give whole milliseconds since 1970 UTC, for example Date.now()",
  );
}

const ctxOf = ({ signal = new AbortController().signal, log = SILENT }: CallOptions): VerbCtx => ({
  signal,
  log,
  progress: () => {},
});
