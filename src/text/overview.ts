import type { Instant } from "../domain/calendar.js";
import type { PageName } from "../domain/page.js";
import { isStale } from "../domain/stale.js";
import type { Zone } from "../domain/zone.js";
import { zoneOf } from "../domain/zone.js";
import { cutMiddle, fitTo } from "./fit.js";
import { shortDollars } from "./money.js";
import { printable } from "./printable.js";
import { sparkline } from "./sparkline.js";
import { zoneSign } from "./zone-sign.js";

/** What the warehouse knows of a page, as the overview needs it. */
export interface OverviewFacts {
  readonly page: PageName;
  readonly tier: string | null;
  readonly segment: string | null;
  readonly score: number | null;
  readonly saturationState: string;
  readonly revenue: number | null;
  readonly trend: readonly number[];
  readonly lastMessage: Instant | null;
  readonly committed: string | null;
}
export interface OverviewSurroundings {
  /** The tolerance in force for a page. */
  readonly tolerance: (page: PageName) => number;
  /** Last message of the warehouse. */
  readonly dataTo: Instant | null;
  /** Pages with a draft for the week. */
  readonly drafts?: ReadonlySet<PageName>;
}

/** Where a page stands in the planning week. */
export type WeekState = "due" | "draft" | "set" | "no history" | "stale";

/** A page as texts, one for each column. */
export interface OverviewRow {
  readonly page: PageName;
  readonly tier: string;
  readonly segment: string;
  readonly zone: string;
  readonly score: string;
  readonly revenue: string;
  readonly trend: string;
  readonly week: string;
  /** The zone itself, for colour and order; null where the history does not give one. */
  readonly inZone: Zone | null;
  readonly state: WeekState;
  /** For order: dollars in 30 days and the saturation score. */
  readonly dollars: number;
  readonly saturation: number;
}

export type OverviewColumn = "page" | "tier" | "segment" | "zone" | "score" | "revenue" | "trend" | "week";
export interface ColumnShape {
  readonly column: OverviewColumn;
  readonly label: string;
  /** Columns of the terminal, the gap after it included. */
  readonly width: number;
  readonly align: "left" | "right";
  readonly gap: number;
}

const NOTHING = "–";
const WEEK_WORDS: Readonly<Record<WeekState, string>> = {
  due: "due",
  draft: "✎ draft",
  set: "✓ set",
  "no history": "no history",
  stale: "stale",
};

const shape = (
  column: OverviewColumn,
  label: string,
  text: number,
  gap: number,
  align: "left" | "right" = "left",
): ColumnShape => ({ column, label, width: text + gap, align, gap });
const PAGE_LEAST = 12;
const COLUMNS: readonly ColumnShape[] = [
  shape("page", "PAGE", PAGE_LEAST, 2),
  shape("tier", "TIER", 6, 2),
  shape("segment", "SEGMENT", 11, 1),
  shape("zone", "ZONE", 8, 1),
  shape("score", "SCORE", 5, 1, "right"),
  shape("revenue", "30 DAYS", 7, 1, "right"),
  shape("trend", "TREND", 8, 1),
  shape("week", "WEEK", 10, 0),
];
/** What goes first when the terminal is narrow. */
const DROPPED_IN_ORDER: readonly OverviewColumn[] = ["score", "trend", "segment", "revenue"];

/** A page as texts. */
export function overviewRow(facts: OverviewFacts, around: OverviewSurroundings): OverviewRow {
  const scored = facts.saturationState === "scored" && facts.score !== null;
  const inZone = scored && facts.score !== null ? zoneOf(facts.score, around.tolerance(facts.page)) : null;
  const state = weekState(facts, around);
  return {
    page: facts.page,
    tier: printable(facts.tier ?? NOTHING, 12),
    segment: printable(facts.segment ?? NOTHING, 12),
    zone: inZone === null ? NOTHING : zoneSign(inZone),
    score: scored && facts.score !== null ? facts.score.toFixed(2) : NOTHING,
    revenue: facts.revenue === null ? NOTHING : shortDollars(facts.revenue),
    trend: sparkline(facts.trend),
    week: WEEK_WORDS[state],
    inZone,
    state,
    dollars: facts.revenue ?? 0,
    saturation: facts.score ?? 0,
  };
}

function weekState(facts: OverviewFacts, around: OverviewSurroundings): WeekState {
  if (facts.committed !== null) return "set";
  if (around.drafts?.has(facts.page)) return "draft";
  if (facts.saturationState === "no history") return "no history";
  const behind =
    facts.lastMessage !== null && around.dataTo !== null && isStale(facts.lastMessage, around.dataTo);
  return facts.saturationState === "not enough recent data" || behind ? "stale" : "due";
}

export const OVERVIEW_ORDERS = ["due", "page", "revenue", "score"] as const;
export type OverviewOrder = (typeof OVERVIEW_ORDERS)[number];

const URGENCY: Readonly<Record<Zone, number>> = { RED: 0, YELLOW: 1, GREEN: 2 };
const byPage = (a: OverviewRow, b: OverviewRow): number => (a.page < b.page ? -1 : a.page > b.page ? 1 : 0);
const byRevenue = (a: OverviewRow, b: OverviewRow): number => b.dollars - a.dollars || byPage(a, b);
const ORDER: Readonly<Record<OverviewOrder, (a: OverviewRow, b: OverviewRow) => number>> = {
  /** What needs the operator: not set first, then RED first, then revenue. */
  due: (a, b) =>
    Number(a.state === "set") - Number(b.state === "set") ||
    (a.inZone === null ? 3 : URGENCY[a.inZone]) - (b.inZone === null ? 3 : URGENCY[b.inZone]) ||
    byRevenue(a, b),
  page: byPage,
  revenue: byRevenue,
  score: (a, b) => b.saturation - a.saturation || byPage(a, b),
};

export const sortOverview = (rows: readonly OverviewRow[], order: OverviewOrder): OverviewRow[] =>
  [...rows].sort(ORDER[order]);

/** From here on a longer column only takes a page away from its figures, unless a name needs it. */
const PAGE_ENOUGH = 24;

/** The columns that fit, the page's taking what is left and some name of these pages can use. */
export function overviewColumns(columns: number, pages: readonly Pick<OverviewRow, "page">[]): ColumnShape[] {
  let kept = [...COLUMNS];
  const total = (): number => kept.reduce((sum, each) => sum + each.width, 0);
  for (const column of DROPPED_IN_ORDER) {
    if (total() <= columns) break;
    kept = kept.filter((each) => each.column !== column);
  }
  const [least] = COLUMNS;
  const longest = Math.max(PAGE_ENOUGH, ...pages.map(({ page }) => page.length)) + (least?.gap ?? 0);
  const left = columns - total();
  return kept.map((each) =>
    each.column === "page"
      ? { ...each, width: Math.max(each.width, Math.min(each.width + left, longest)) }
      : each,
  );
}

/** A cell's text, exactly as wide as its column. */
export function overviewCell(row: OverviewRow, { column, width, align, gap }: ColumnShape): string {
  const text = column === "page" ? cutMiddle(printable(row.page, 64), width - gap) : row[column];
  return fitTo(text, width - gap, align) + " ".repeat(gap);
}

/** The headings over the cells. */
export const overviewHead = ({ label, width, align, gap }: ColumnShape): string =>
  fitTo(label, width - gap, align) + " ".repeat(gap);

/** Heading and rows as plain lines, for output that is not a screen. */
export function overviewLines(rows: readonly OverviewRow[], columns: number): string[] {
  const shapes = overviewColumns(columns, rows);
  return [
    shapes.map(overviewHead).join(""),
    ...rows.map((row) => shapes.map((each) => overviewCell(row, each)).join("")),
  ].map((line) => line.trimEnd());
}
