import type { PageName } from "../domain/page.js";
import { DEFAULT_TOLERANCE } from "../domain/zone.js";
import { type OverviewRow, overviewRow, sortOverview } from "../text/overview.js";
import type { CreatorRow, CreatorsOverview } from "../warehouse/port.js";
import type { Creators, Drafts, WalkContext } from "./context.js";
import { hasDraft } from "./draft.js";
import { filterNames } from "./name-filter.js";
import type { WalkSettings } from "./services.js";

type ListContext = Pick<WalkContext, "creators" | "drafts" | "settings">;

/**
 * The rows as they stand on the screen: the operator's own pages or all, filtered (`walk/name-filter.ts`), sorted. The
 * list is kept while nothing that it is made of changes.
 */
export function visibleCreators({ creators, drafts, settings }: ListContext): readonly OverviewRow[] {
  if (creators.shown === null) return [];
  const rows = rowsOf(creators.shown.overview, creators.shown.week, drafts, settings);
  return visibleOf(rows, creators.filter.text, creators.sort, creators.mine ? settings.pages : null);
}

/** The pages that the list is about, whatever the filter leaves of them: the operator's own or all. */
export const listedCreators = ({ creators, settings }: ListContext): readonly CreatorRow[] =>
  ownOf(creators.shown?.overview.rows ?? [], creators.mine ? settings.pages : null);

/** The row that the selection stands on: the selected page, or the first row where that one is not visible. */
export function selectedCreator(context: ListContext): OverviewRow | null {
  const rows = visibleCreators(context);
  return rows.find((row) => row.page === context.creators.cursor) ?? rows[0] ?? null;
}

/** The page that many rows away from the selection, held at both ends. */
export function creatorAt(context: ListContext, by: number): PageName | null {
  const rows = visibleCreators(context);
  const here = Math.max(
    0,
    rows.findIndex((row) => row.page === context.creators.cursor),
  );
  return rows[Math.min(rows.length - 1, Math.max(0, here + by))]?.page ?? null;
}

/**
 * The page that needs a plan next, in the order "due first": without a committed schedule, one of the operator's own
 * where the list shows only those, and not the one just done. The typed filter does not count.
 */
export function nextDue({
  creators,
  drafts,
  settings,
  page,
}: ListContext & Pick<WalkContext, "page">): PageName | null {
  if (creators.shown === null) return null;
  const rows = rowsOf(creators.shown.overview, creators.shown.week, drafts, settings);
  const own = visibleOf(rows, "", "due", creators.mine ? settings.pages : null);
  return own.find((row) => row.state !== "set" && row.page !== page)?.page ?? null;
}

/** The list with a page marked as committed: what a commit changes in it, without reading it again. */
export function withCommitted(creators: Creators, page: PageName, scheduleId: string): Creators {
  const { shown } = creators;
  if (shown === null) return creators;
  const rows = shown.overview.rows.map((row) =>
    row.page === page ? { ...row, committed: scheduleId } : row,
  );
  return { ...creators, shown: { ...shown, overview: { ...shown.overview, rows } } };
}

const rowsOf = lastResult(
  (
    overview: CreatorsOverview,
    week: string,
    drafts: Drafts,
    settings: WalkSettings,
  ): readonly OverviewRow[] => {
    const drafted = new Set(
      overview.rows.map(({ page }) => page).filter((page) => hasDraft(drafts[`${page}|${week}`])),
    );
    // Our own reports always carry the usual tolerance (`sql/functions/account.sql`): asked for, it is this one.
    const tolerance = (page: PageName): number => {
      const asked = settings.tolerance(page);
      return asked === "report" ? DEFAULT_TOLERANCE : asked;
    };
    return overview.rows.map((row) =>
      overviewRow(row, { tolerance, dataTo: overview.dataTo, drafts: drafted }),
    );
  },
);

const ownOf = <T extends { readonly page: PageName }>(
  rows: readonly T[],
  only: readonly PageName[] | null,
): readonly T[] => (only === null ? rows : rows.filter(({ page }) => only.includes(page)));

const visibleOf = lastResult(
  (
    rows: readonly OverviewRow[],
    filter: string,
    sort: Creators["sort"],
    only: readonly PageName[] | null,
  ): readonly OverviewRow[] => {
    return sortOverview(
      filterNames(ownOf(rows, only), filter, ({ page }) => page),
      sort,
    );
  },
);

/** Remembers the last result: a thousand rows are made when the list changes, not at every key. */
function lastResult<A extends readonly unknown[], R>(make: (...args: A) => R): (...args: A) => R {
  let last: { readonly args: A; readonly result: R } | null = null;
  return (...args) => {
    if (last === null || args.some((arg, index) => arg !== last?.args[index]))
      last = { args, result: make(...args) };
    return last.result;
  };
}
