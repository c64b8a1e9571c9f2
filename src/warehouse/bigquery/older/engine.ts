import type { Ctx } from "../../port.js";
import { inDataset } from "../../sql-library.js";
import type { Committing } from "../commit.js";
import { PROCEDURES } from "../definitions.js";
import { functionsOf, inlined } from "../inlined.js";
import type { Jobs } from "../jobs.js";
import { type PresentRoutine, presentRoutines } from "../routines.js";
import { columnRows, type PresentColumn, presentTables } from "../shapes.js";
import { standIns } from "./stand-ins.js";

/** How the selection hands its rows over: versions of the original did the one or the other. */
export type Selection = "temp table" | "result set";

/** A dataset that has the older procedures and none of our functions. */
export interface Older {
  readonly selection: Selection;
  readonly tables: ReadonlyMap<string, readonly PresentColumn[]>;
}

/** Functions of ours without which nothing works; a dataset that has one of them was deployed to, if only in part. */
const OURS = ["creator_reports", "ranked_captions", "lock_captions", "raise_guards"];

/** How the older procedures of a dataset choose; null where they are not all there is. */
export function olderSelection(routines: ReadonlyMap<string, PresentRoutine>): Selection | null {
  if (OURS.some((name) => routines.has(name)) || !PROCEDURES.every((name) => routines.has(name))) return null;
  const { body = null } = routines.get("select_captions_for_creator") ?? {};
  // A text that may not be read: the original's documented way is the table.
  return body === null || body.includes("caption_selection_results") ? "temp table" : "result set";
}

/** What a dataset of the original holds; null where there is more or less than its procedures. */
export async function lookForOlder(jobs: Jobs, dataset: string, ctx: Ctx): Promise<Older | null> {
  const selection = olderSelection(await presentRoutines((request) => jobs.request(request, ctx), dataset));
  if (selection === null) return null;
  return { selection, tables: presentTables(await columnRows(jobs, dataset, ctx)) };
}

/** A name that no dataset has, for the texts before their names are put in. */
const MARK = "eros_tui_names";
const SENT_AT = "CAST(JSON_VALUE(m, '$.utc') AS TIMESTAMP)";
/** Schedules of the original tell times of Los Angeles only. */
const SENT_AT_OR_LOCAL =
  "COALESCE(SAFE_CAST(JSON_VALUE(m, '$.utc') AS TIMESTAMP), TIMESTAMP(SAFE_CAST(JSON_VALUE(m, '$.scheduled_send_time') AS DATETIME), 'America/Los_Angeles'))";

/** The same engine for a dataset of the original: our functions are put in place of their calls, and its procedures are called. */
export function olderEngine(
  engine: Committing,
  {
    dataset,
    names,
    tables,
  }: Pick<Older, "tables"> & { dataset: string; names: Parameters<typeof standIns>[1] },
): Committing {
  const stands = standIns(dataset, names, tables);
  const functions = new Map(
    [...functionsOf(MARK)].map(([name, one]) => [
      name,
      { ...one, body: one.body.replaceAll(SENT_AT, SENT_AT_OR_LOCAL) },
    ]),
  );
  const inlining = {
    prefix: `${MARK}.`,
    functions,
    table: (name: string): string => stands.get(name) ?? `${dataset}.${name}`,
  };
  return { ...engine, inside: (text) => inlined(inDataset(text, MARK), inlining) };
}
