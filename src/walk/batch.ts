import type { PageName } from "../domain/page.js";
import { fairOrder } from "../pipeline/batch-order.js";
import type { BatchPage } from "../pipeline/batch-pages.js";
import type { PageOutcome } from "../pipeline/batch-request.js";
import type { OverviewRow } from "../text/overview.js";
import type { WalkContext } from "./context.js";
import { visibleCreators } from "./creator-list.js";

/** A week of many pages, between the list of creators and what is stored of it. */
export interface BatchState {
  /** In the order in which they choose their captions. */
  readonly pages: readonly BatchPage[];
  /** What became of each so far: planned first, then committed. */
  readonly outcomes: Readonly<Partial<Record<PageName, PageOutcome>>>;
  /** Planned pages that are not to be stored. */
  readonly leftOut: readonly PageName[];
  readonly cursor: number;
  /** First row of the plan that is looked at. */
  readonly scroll: number;
  /** What is being stored: every plan, or those without warnings. */
  readonly only: "all" | "good";
}

export const NO_BATCH: BatchState = {
  pages: [],
  outcomes: {},
  leftOut: [],
  cursor: 0,
  scroll: 0,
  only: "all",
};

type Planned = Extract<PageOutcome, { status: "planned" }>;

type Listed = Pick<WalkContext, "creators" | "drafts" | "settings">;

/** The marked pages; without any, all that are shown and due. Those with drafts are planned by themselves. */
export function chosenRows(context: Listed): readonly OverviewRow[] {
  const { marked } = context.creators;
  const rows = visibleCreators(context);
  return marked.length > 0
    ? rows.filter(({ page }) => marked.includes(page))
    : rows.filter(({ state }) => state !== "set" && state !== "draft");
}

/** The pages of a batch, in the order in which they choose. */
export function batchChoice(context: Listed): readonly BatchPage[] {
  const { shown, week } = context.creators;
  const committed = new Map(shown?.overview.rows.map((row) => [row.page, row.committed]));
  const pages = chosenRows(context).map(({ page, inZone }) => ({
    page,
    zone: inZone,
    committed: committed.get(page) ?? null,
  }));
  return fairOrder(pages, week);
}

/** The page under the cursor. */
export const batchPage = ({ batch }: Pick<WalkContext, "batch">): BatchPage | null =>
  batch.pages[Math.max(0, Math.min(batch.pages.length - 1, batch.cursor))] ?? null;

/** What became of the page under the cursor; null while its turn has not come. */
export function batchOutcome(context: Pick<WalkContext, "batch">): PageOutcome | null {
  const page = batchPage(context);
  return page === null ? null : (context.batch.outcomes[page.page] ?? null);
}

/** The plans that would be stored, in order; "good" ones carry no warning. */
export const toStore = (
  { batch }: Pick<WalkContext, "batch">,
  only: BatchState["only"],
): readonly Planned[] =>
  batch.pages.flatMap(({ page }) => {
    const outcome = batch.outcomes[page];
    if (outcome?.status !== "planned" || batch.leftOut.includes(page)) return [];
    return only === "good" && outcome.plan.warnings.length > 0 ? [] : [outcome];
  });

/** The ids of what a batch has stored so far, in its order. */
export const storedOf = ({ batch }: Pick<WalkContext, "batch">): readonly string[] =>
  batch.pages.flatMap(({ page }) => {
    const outcome = batch.outcomes[page];
    return outcome?.status === "committed" ? [outcome.schedule.schedule_id] : [];
  });

/** An outcome without what only planning needs: a hundred plans stay small. */
export function slim(outcome: PageOutcome): PageOutcome {
  if (outcome.status !== "planned" && outcome.status !== "committed") return outcome;
  const { plan } = outcome;
  const captions = { Budget: [], Mid: [], Premium: [], Free: [] };
  return { ...outcome, plan: { ...plan, prepared: { ...plan.prepared, captions, availability: [] } } };
}
