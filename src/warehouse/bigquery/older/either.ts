import { ErosError } from "../../../domain/errors.js";
import type { Ctx, Warehouse } from "../../port.js";

/**
 * The warehouse that works on a dataset: ours, and where our functions are lacking the one that works through the older
 * procedures. Nobody pays for the question where ours are there: it is asked when the first unit of work finds them lacking.
 * @param older null where the older procedures are not there either.
 */
export function eitherOf(ours: Warehouse, older: (ctx: Ctx) => Promise<Warehouse | null>): Warehouse {
  let works: Warehouse | undefined;
  let asked: Promise<Warehouse | null> | undefined;
  const olderAfter = async (error: unknown, ctx: Ctx): Promise<Warehouse> => {
    if (!(error instanceof ErosError) || error.kind !== "incomplete") throw error;
    asked ??= older(ctx);
    // Where looking fails as well, what failed first says more.
    const found = await asked.catch(() => {
      asked = undefined;
      throw error;
    });
    if (found === null) throw error;
    works = found;
    return found;
  };
  const either = async <T>(ctx: Ctx, work: (warehouse: Warehouse) => Promise<T>): Promise<T> => {
    if (works !== undefined) return work(works);
    try {
      const done = await work(ours);
      works = ours;
      return done;
    } catch (error) {
      return work(await olderAfter(error, ctx));
    }
  };
  return {
    describe: () => (works ?? ours).describe(),
    creators: (query, ctx) => either(ctx, (one) => one.creators(query, ctx)),
    pageNames: (ctx) => either(ctx, (one) => one.pageNames(ctx)),
    report: (page, now, ctx) => either(ctx, (one) => one.report(page, now, ctx)),
    week: (request, ctx) => either(ctx, (one) => one.week(request, ctx)),
    manyPages: (pages, now, ctx) => either(ctx, (one) => one.manyPages(pages, now, ctx)),
    manyWeeks: (requests, ctx) => either(ctx, (one) => one.manyWeeks(requests, ctx)),
    rankedCaptions: (request, ctx) => either(ctx, (one) => one.rankedCaptions(request, ctx)),
    availability: (request, ctx) => either(ctx, (one) => one.availability(request, ctx)),
    passedOver: (request, ctx) => either(ctx, (one) => one.passedOver(request, ctx)),
    overlaps: (page, startDate, ctx) => either(ctx, (one) => one.overlaps(page, startDate, ctx)),
    conflicts: (schedule, weekStart, ctx) => either(ctx, (one) => one.conflicts(schedule, weekStart, ctx)),
    commit: (request, ctx) => either(ctx, (one) => one.commit(request, ctx)),
    withdraw: (request, ctx) => either(ctx, (one) => one.withdraw(request, ctx)),
    restore: (request, ctx) => either(ctx, (one) => one.restore(request, ctx)),
    lookup: (scheduleId, ctx) => either(ctx, (one) => one.lookup(scheduleId, ctx)),
    recordFailure: (entry, ctx) => either(ctx, (one) => one.recordFailure(entry, ctx)),
    schedules: (query, ctx) => either(ctx, (one) => one.schedules(query, ctx)),
    earnings: (schedule, now, ctx) => either(ctx, (one) => one.earnings(schedule, now, ctx)),
    health: (now, ctx) => either(ctx, (one) => one.health(now, ctx)),
    oldLocks: (request, ctx) => either(ctx, (one) => one.oldLocks(request, ctx)),
    unlock: (request, ctx) => either(ctx, (one) => one.unlock(request, ctx)),
    schedulesSince: (moment, ctx) => either(ctx, (one) => one.schedulesSince(moment, ctx)),
    marks: (scheduleId, ctx) => either(ctx, (one) => one.marks(scheduleId, ctx)),
    mark: (request, ctx) => either(ctx, (one) => one.mark(request, ctx)),
    load: (rows, ctx) => either(ctx, (one) => one.load(rows, ctx)),
    import: (source, ctx) => either(ctx, (one) => one.import(source, ctx)),
    close: () => ours.close(),
  };
}
