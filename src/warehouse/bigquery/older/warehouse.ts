import type { PageName } from "../../../domain/page.js";
import type { TableNames } from "../../../domain/table-names.js";
import { type Ctx, QUIET, type Warehouse } from "../../port.js";
import type { Committing } from "../commit.js";
import { commit, lookup, needsOurs, type Storing, writeFailure } from "./commit.js";
import { type Older, olderEngine } from "./engine.js";
import * as planning from "./planning.js";

/** What the warehouse on our own functions is made of. */
export interface Parts {
  readonly engine: Committing;
  readonly dataset: string;
  readonly names: TableNames;
  /** Every unit of work, on an engine. */
  workingOn(engine: Committing, write: Parts["write"]): Warehouse;
  unit<T>(ctx: Ctx, work: () => Promise<T>): Promise<T>;
  write<T>(ctx: Ctx, work: () => Promise<T>): Promise<T>;
}

/**
 * The warehouse on a dataset of the original: reports, selections and locks by its procedures, everything else by our functions
 * put in place of their calls. What only our own tables can keep is refused by name.
 */
export function olderWarehouse(parts: Parts, { selection, tables }: Older): Warehouse {
  const { dataset, names, unit, write } = parts;
  const engine = olderEngine(parts.engine, { dataset, names, tables });
  const asking = { engine, selection, segments: new Map<PageName, string>() };
  const storing: Storing = { engine, dataset, names, tables };
  const base = parts.workingOn(engine, write);
  const refused = (what: string) => (): Promise<never> => unit(QUIET, () => Promise.reject(needsOurs(what)));
  return {
    ...base,
    describe: () => ({ ...base.describe(), older: true }),
    report: (page, _, ctx) => unit(ctx, () => planning.report(asking, page, ctx)),
    week: (request, ctx) => unit(ctx, () => planning.week(asking, request, ctx)),
    manyPages: (pages, now, ctx) => unit(ctx, () => planning.manyPages(asking, pages, now, ctx)),
    manyWeeks: (requests, ctx) => unit(ctx, () => planning.manyWeeks(asking, requests, ctx)),
    rankedCaptions: (request, ctx) => unit(ctx, () => planning.rankedCaptions(asking, request, ctx)),
    // What was passed over, and why, only the selection itself could tell.
    passedOver: () => Promise.resolve([]),
    lookup: (scheduleId, ctx) => unit(ctx, () => lookup(engine, scheduleId, ctx)),
    commit: (request, ctx) => write(ctx, () => commit(storing, request, ctx)),
    recordFailure: (entry, ctx) => write(ctx, () => writeFailure(storing, entry, ctx)),
    withdraw: refused("taking a schedule back"),
    restore: refused("committing a withdrawn schedule again"),
    unlock: refused("giving old locks free"),
    mark: refused("keeping marks of what was queued"),
    load: refused("loading rows"),
    import: refused("an import"),
  };
}
