import type { Instant } from "../../domain/calendar.js";
import type { LocalOptions } from "../options.js";
import type { Ctx, Warehouse } from "../port.js";
import { commit, writeLog } from "./commit.js";
import * as history from "./history.js";
import { importRows } from "./import.js";
import { listening } from "./listening.js";
import { load } from "./load.js";
import { LocalFile } from "./local-file.js";
import { manyPages, manyWeeks } from "./many-pages.js";
import * as reading from "./reading.js";
import { restore } from "./restore.js";
import type { Witness } from "./session.js";
import { conflictsOf, stored } from "./stored.js";
import { oldLocks, unlock } from "./unlock.js";
import { health, schedulesSince } from "./watching.js";
import { withdraw } from "./withdraw.js";
import { addMarks, marks } from "./worklist.js";

/** The embedded warehouse's options, with what only its own tests need. */
export interface DuckdbOptions extends LocalOptions {
  readonly witness?: Witness;
}

/** Looks at the file once, so that what is wrong with it is said now, and gives the warehouse on it. */
export async function openDuckdb(options: DuckdbOptions, ctx: Ctx): Promise<Warehouse> {
  const { readOnly = false, production = false, waitSeconds } = options;
  const witness = listening(options);
  const clock = options.clock ?? ((): Instant => Date.now());
  const file = new LocalFile(options.file, { readOnly, waitSeconds, witness });
  await file.look(ctx);

  return {
    describe: () => ({
      kind: "local",
      label: options.label ?? (file.marks.demo ? "demo (local)" : "local"),
      place: options.file,
      demo: file.marks.demo,
      demoNow: file.marks.demoNow,
      production,
      readOnly,
    }),
    creators: ({ week, now }, ctx) => file.read(ctx, (session) => reading.creators(session, week, now)),
    pageNames: (ctx) => file.read(ctx, reading.pageNames),
    report: (page, now, ctx) => file.readBoth(ctx, (session) => reading.reportAlone(session, page, now)),
    rankedCaptions: (request, ctx) => file.read(ctx, (session) => reading.ranked(session, request)),
    availability: (request, ctx) => file.read(ctx, (session) => reading.available(session, request)),
    passedOver: (request, ctx) => file.read(ctx, (session) => reading.passed(session, request)),
    overlaps: (page, startDate, ctx) =>
      file.read(ctx, (session) => reading.overlapping(session, page, startDate)),
    week: (request, ctx) => file.readBoth(ctx, (session) => reading.weekFacts(session, request)),
    manyPages: (pages, now, ctx) => file.readBoth(ctx, (session) => manyPages(session, pages, now)),
    manyWeeks: (requests, ctx) => file.readBoth(ctx, (session) => manyWeeks(session, requests)),
    conflicts: (schedule, weekStart, ctx) =>
      file.read(ctx, (session) => conflictsOf(session, schedule, weekStart, clock())),
    schedules: (query, ctx) => file.read(ctx, (session) => history.schedules(session, query)),
    earnings: (schedule, now, ctx) => file.read(ctx, (session) => history.earnings(session, schedule, now)),
    lookup: (scheduleId, ctx) => file.read(ctx, (session) => stored(session, scheduleId)),
    commit: (request, ctx) => commit(file, request, clock, ctx),
    withdraw: (request, ctx) => withdraw(file, request, clock, ctx),
    recordFailure: ({ error, ...entry }, ctx) =>
      file.write(ctx, (session) => writeLog(session, entry, error, clock())),
    health: (now, ctx) => file.read(ctx, (session) => health(session, now)),
    oldLocks: (request, ctx) => file.read(ctx, (session) => oldLocks(session, request)),
    unlock: (request, ctx) => file.write(ctx, (session) => unlock(session, request, clock())),
    restore: (request, ctx) => restore(file, request, clock, ctx),
    schedulesSince: (moment, ctx) => file.read(ctx, (session) => schedulesSince(session, moment)),
    marks: (scheduleId, ctx) => file.read(ctx, (session) => marks(session, scheduleId)),
    mark: (request, ctx) => file.write(ctx, (session) => addMarks(session, request, clock())),
    load: (rows, ctx) => file.write(ctx, (session) => load(session, rows)),
    import: (source, ctx) => file.write(ctx, (session) => importRows(session, source)),
    close: () => file.close(),
  };
}
