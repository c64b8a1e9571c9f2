import type { Instant } from "../../domain/calendar.js";
import { ErosError } from "../../domain/errors.js";
import { throwIfAborted } from "../abort.js";
import type { BigQueryOptions } from "../options.js";
import type { Ctx, Stored, Warehouse, WeekRequest } from "../port.js";
import { inDataset } from "../sql-library.js";
import { Turns } from "../turns.js";
import { type Committing, commit, lookup } from "./commit.js";
import { asFailure } from "./failures.js";
import * as history from "./history.js";
import { importRows } from "./import/import.js";
import { Jobs } from "./jobs.js";
import { load } from "./load.js";
import { manyPages, manyWeeks } from "./many-pages.js";
import { checkNames } from "./names.js";
import { eitherOf } from "./older/either.js";
import { lookForOlder } from "./older/engine.js";
import { olderWarehouse } from "./older/warehouse.js";
import * as operations from "./operations.js";
import { ask } from "./questions.js";
import * as reading from "./reading.js";
import { QUESTIONS } from "./reading.js";
import type { Witness } from "./requests.js";
import { restore } from "./restore.js";
import { columnRows, refuseOtherShapes } from "./shapes.js";
import { CONFLICTS, conflictCheck, conflictValues, OLD, storedIn } from "./stored.js";
import { openTransport } from "./transport.js";
import { date, moment, text, type Values, whole } from "./values.js";
import { week } from "./week.js";
import { withdraw } from "./withdraw.js";

/** The warehouse's options, with what only its own tests need. */
export interface EngineOptions extends BigQueryOptions {
  readonly witness?: Witness;
  readonly pollSeconds?: number;
  readonly graceSeconds?: number;
}

export const DEFAULT_LOCATION = "US";
const TIMEOUT_SECONDS = 300;

/** Datasets whose tables this process has found as they should be. */
const FITTING = new Set<string>();
/** Two transactions of this process on one dataset would only cancel each other. */
const turns = new Turns();

/** What runs statements of a dataset, for the warehouse and for deploying it. */
export function openJobs(options: EngineOptions): Jobs {
  const {
    projectId,
    dataset,
    location = DEFAULT_LOCATION,
    endpoint,
    keyFile,
    impersonate,
    witness,
  } = options;
  checkNames({ projectId, dataset, location });
  return new Jobs({
    transport: openTransport({ projectId, location, endpoint, keyFile, impersonate }),
    where: { projectId, dataset, location },
    maximumBytesBilled: options.maximumBytesBilled ?? null,
    timeoutSeconds: options.timeoutSeconds ?? TIMEOUT_SECONDS,
    witness,
    onStatement: options.onStatement,
    pollSeconds: options.pollSeconds,
    graceSeconds: options.graceSeconds,
  });
}

/** The warehouse on a dataset. Nothing is asked of it before the first unit of work. */
export function openBigquery(options: EngineOptions): Warehouse {
  const { projectId, dataset, location = DEFAULT_LOCATION, readOnly = false, production = false } = options;
  const place = `${projectId}.${dataset}`;
  const jobs = openJobs(options);
  const seen = new Map<string, Stored>();
  const engine: Committing = {
    jobs,
    inside: (statement) => inDataset(statement, dataset, options.tables),
    clock: options.clock ?? ((): Instant => Date.now()),
    known: (scheduleId) => seen.get(scheduleId),
  };
  const running = new Set<Promise<unknown>>();
  let closed = false;

  /** A unit of work: not after the end, told as failures of ours, waited for by `close`. */
  async function unit<T>(ctx: Ctx, work: () => Promise<T>): Promise<T> {
    if (closed) throw new Error(`the warehouse ${place} is closed`);
    const begun = (async () => {
      try {
        throwIfAborted(ctx.signal);
        return await work();
      } catch (error) {
        throw asFailure(error, { projectId, dataset, location }, ctx.signal);
      }
    })();
    running.add(begun);
    try {
      return await begun;
    } finally {
      running.delete(begun);
    }
  }
  /** One after another in this process, and never where nothing may be written. */
  const write = <T>(ctx: Ctx, work: () => Promise<T>): Promise<T> =>
    unit(ctx, async () => {
      if (readOnly)
        throw new ErosError(
          "notPermitted",
          `${place} is opened read-only: nothing is written`,
          "leave read_only out of the config file or EROS_READ_ONLY out of the environment",
        );
      return turns.take(place, ctx.signal, work);
    });

  const inspected = JSON.stringify([options.endpoint, place, options.tables]);
  /** Before the first row of a process is written the tables are looked at: others may have made or changed them. */
  const writeFitting: typeof write = (ctx, work) =>
    write(ctx, async () => {
      if (!FITTING.has(inspected))
        refuseOtherShapes(await columnRows(jobs, dataset, ctx), options.tables ?? {});
      FITTING.add(inspected);
      return work();
    });

  const workingOn = (engine: Committing, write: typeof writeFitting): Warehouse => ({
    describe: () => ({
      kind: "bigquery",
      label: options.label ?? "bigquery",
      place,
      demo: false,
      demoNow: null,
      production,
      readOnly,
      usage: jobs.meter.usage(),
    }),
    creators: ({ week: first, now }, ctx) =>
      unit(ctx, async () => {
        const { creators, now: moments } = QUESTIONS;
        const values = { week: date(first), now: moment(now) };
        const job = { values, verb: "creators", id: "eros_creators" };
        const found = await ask(engine, { creators, now: moments }, job, ctx);
        return reading.creators(found.creators, found.now);
      }),
    pageNames: (ctx) =>
      unit(ctx, async () => {
        const { pageNames } = QUESTIONS;
        return reading.pageNames((await ask(engine, { pageNames }, { verb: "pages" }, ctx)).pageNames);
      }),
    report: (page, now, ctx) =>
      unit(ctx, async () => {
        const { report } = QUESTIONS;
        const values = { page: text(page), now: moment(now) };
        const job = { values, verb: "report", page, id: `eros_report_${page}` };
        return reading.report((await ask(engine, { report }, job, ctx)).report);
      }),
    week: (request, ctx) => unit(ctx, () => week(engine, request, ctx)),
    manyPages: (pages, now, ctx) => unit(ctx, () => manyPages(engine, pages, now, ctx)),
    manyWeeks: (requests, ctx) => unit(ctx, () => manyWeeks(engine, requests, ctx)),
    rankedCaptions: (request, ctx) =>
      unit(ctx, async () => {
        const { captions } = QUESTIONS;
        const values = { ...weekValues(request), seed: text(request.seed) };
        const job = { values, verb: "captions", page: request.page, id: `eros_captions_${request.page}` };
        return reading.captions((await ask(engine, { captions }, job, ctx)).captions);
      }),
    availability: (request, ctx) =>
      unit(ctx, async () => {
        const { availability } = QUESTIONS;
        const job = {
          values: weekValues(request),
          verb: "availability",
          page: request.page,
          id: `eros_availability_${request.page}`,
        };
        return reading.available((await ask(engine, { availability }, job, ctx)).availability);
      }),
    passedOver: (request, ctx) =>
      unit(ctx, async () => {
        const { passedOver } = QUESTIONS;
        const values = {
          ...weekValues(request),
          seed: text(request.seed),
          price_tier: text(request.priceTier),
          limit: whole(request.limit),
        };
        const job = { values, verb: "passed-over", page: request.page, id: `eros_passed_${request.page}` };
        return reading.passed((await ask(engine, { passedOver }, job, ctx)).passedOver);
      }),
    overlaps: (page, startDate, ctx) =>
      unit(ctx, async () => {
        const { overlaps } = QUESTIONS;
        const values = { page: text(page), week: date(startDate) };
        return reading.overlaps(
          (await ask(engine, { overlaps }, { values, verb: "overlaps", page }, ctx)).overlaps,
        );
      }),
    conflicts: (schedule, weekStart, ctx) =>
      unit(ctx, async () => {
        const { page_name: page, replaces } = schedule;
        const values: Values = {
          ...conflictValues(schedule),
          page: text(page),
          week: date(weekStart),
          replaces: text(replaces ?? null),
        };
        const found = await ask(engine, { ...CONFLICTS, ...OLD }, { values, verb: "check", page }, ctx);
        const old = storedIn(found.old);
        if (old !== null && replaces !== undefined) seen.set(replaces, old);
        return conflictCheck(found, engine.clock());
      }),
    schedules: (query, ctx) => unit(ctx, () => history.schedules(engine, query, ctx)),
    earnings: (schedule, now, ctx) => unit(ctx, () => history.earnings(engine, schedule, now, ctx)),
    lookup: (scheduleId, ctx) =>
      unit(ctx, async () => {
        const found = await lookup(engine, scheduleId, ctx);
        // Only while it stands: what was taken back may be restored.
        if (found?.state === "committed") seen.set(scheduleId, found);
        else seen.delete(scheduleId);
        return found;
      }),
    commit: (request, ctx) => write(ctx, () => commit(engine, request, ctx)),
    withdraw: (request, ctx) => write(ctx, () => withdraw(engine, request, ctx)),
    restore: (request, ctx) => write(ctx, () => restore(engine, request, ctx)),
    recordFailure: ({ error, ...entry }, ctx) =>
      write(ctx, () => operations.writeFailure(engine, entry, error, engine.clock(), ctx)),
    health: (now, ctx) => unit(ctx, () => operations.health(engine, now, ctx)),
    oldLocks: (request, ctx) => unit(ctx, () => operations.oldLocks(engine, request, ctx)),
    unlock: (request, ctx) => write(ctx, () => operations.unlock(engine, request, engine.clock(), ctx)),
    schedulesSince: (moment, ctx) => unit(ctx, () => operations.schedulesSince(engine, moment, ctx)),
    marks: (scheduleId, ctx) => unit(ctx, () => operations.marks(engine, scheduleId, ctx)),
    mark: (request, ctx) => write(ctx, () => operations.addMarks(engine, request, engine.clock(), ctx)),
    load: (rows, ctx) => write(ctx, () => load(engine, rows, ctx)),
    import: (source, ctx) =>
      write(ctx, () => importRows(engine, { projectId, dataset, location }, source, ctx)),
    close: async () => {
      closed = true;
      await Promise.allSettled(running);
      await jobs.close();
    },
  });
  const names = options.tables ?? {};
  return eitherOf(workingOn(engine, writeFitting), async (ctx) => {
    const found = await unit(ctx, () => lookForOlder(jobs, dataset, ctx));
    return found && olderWarehouse({ engine, dataset, names, workingOn, unit, write }, found);
  });
}

const weekValues = ({ page, startDate, now, ignore }: WeekRequest): Values => ({
  page: text(page),
  week: date(startDate),
  now: moment(now),
  ignored: text(reading.listed(ignore)),
});
