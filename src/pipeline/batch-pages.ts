import type { Instant, IsoDate } from "../domain/calendar.js";
import type { PageName } from "../domain/page.js";
import { DEFAULT_TOLERANCE, zoneOf } from "../domain/zone.js";
import type { CreatorRow, Warehouse } from "../warehouse/port.js";
import { fairOrder, type Ordered } from "./batch-order.js";
import type { VerbCtx } from "./verb.js";

/** Which pages a batch takes: named ones, every page of the warehouse, or those whose week is not set yet. */
export type BatchChoice = "all" | "due" | readonly PageName[];

export interface BatchPage extends Ordered {
  /** The committed schedule that overlaps the week already; null for a page that is due. */
  readonly committed: string | null;
}

/**
 * The pages of a batch in the order in which they choose their captions. A named page that the warehouse does not
 * list is among them: what is wrong with it is said when its turn comes.
 * @param tolerance the operator's for a page; "report" counts as the usual one, as in the list of creators.
 */
export async function batchPages(
  warehouse: Warehouse,
  choice: BatchChoice,
  {
    week,
    now,
    tolerance,
  }: {
    readonly week: IsoDate;
    readonly now: Instant;
    readonly tolerance: (page: PageName) => number | "report";
  },
  ctx: VerbCtx,
): Promise<BatchPage[]> {
  const { rows } = await warehouse.creators({ week, now }, ctx);
  const listed = new Map(rows.map((row) => [row.page, row]));
  const named = typeof choice === "string" ? [...listed.keys()] : [...new Set(choice)];
  const pages = named
    .map((page) => batchPage(page, listed.get(page), tolerance(page)))
    .filter(({ committed }) => choice !== "due" || committed === null);
  return fairOrder(pages, week);
}

function batchPage(page: PageName, row: CreatorRow | undefined, tolerance: number | "report"): BatchPage {
  const scored = row !== undefined && row.saturationState === "scored" && row.score !== null;
  const zone = scored ? zoneOf(row.score ?? 0, tolerance === "report" ? DEFAULT_TOLERANCE : tolerance) : null;
  return { page, zone, committed: row?.committed ?? null };
}
