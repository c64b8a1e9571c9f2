import { dateOf } from "../domain/calendar.js";
import { badInput, ErosError } from "../domain/errors.js";
import type { Warehouse } from "../warehouse/port.js";
import { type BatchRequest, type PageOutcome, usualConcurrency } from "./batch-request.js";
import { BatchWork } from "./batch-work.js";
import type { VerbCtx } from "./verb.js";

/**
 * Plans and commits many pages, one after another, each against what the batch has taken so far: what is told of a
 * page is final. A page that fails stops nobody. Captions stand as they stood when the batch began, so that a dry run
 * gives the plans of the real one, whatever is read together. After an abort the commit under way is brought to its
 * end, and the pages after it are "not done".
 * @throws {ErosError} for a week in the past, a read-only warehouse, and where not even the pages can be read.
 */
export async function* runBatch(
  warehouse: Warehouse,
  request: BatchRequest,
  ctx: VerbCtx,
): AsyncGenerator<PageOutcome, void, undefined> {
  const { pages, startDate, now, dryRun = false } = request;
  const { concurrency = usualConcurrency(pages.length) } = request;
  const today = dateOf(now);
  if (startDate < today)
    throw badInput(
      "startDate",
      `the week of ${startDate} starts before today, ${today} in Los Angeles`,
      "choose today or a later date; `eros-tui build --allow-past` plans a single page back",
    );
  if (warehouse.describe().readOnly && !dryRun)
    throw new ErosError(
      "notPermitted",
      `${warehouse.describe().place} is opened read-only: nothing is written to it`,
      "use a profile without read_only, or plan only with --dry-run",
    );
  const batch = new BatchWork(warehouse, request, ctx);
  await batch.readPages(pages.filter(({ committed }) => committed === null));
  for (let from = 0; from < pages.length; from += concurrency) {
    const together = pages.slice(from, from + concurrency);
    await batch.readWeeks(together);
    for (const page of together) yield await batch.turnOf(page);
  }
}
