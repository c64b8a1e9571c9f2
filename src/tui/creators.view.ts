import { cut, cutMiddle } from "../text/fit.js";
import {
  type ColumnShape,
  type OverviewRow,
  overviewCell,
  overviewColumns,
  overviewHead,
} from "../text/overview.js";
import { printable } from "../text/printable.js";
import { dataAge, weekRange } from "../text/times.js";
import type { WalkContext } from "../walk/context.js";
import { listedCreators, selectedCreator, visibleCreators } from "../walk/creator-list.js";
import type { Line } from "../walk/line.js";
import { nowOf } from "../walk/planning.js";
import type { Description } from "../warehouse/port.js";
import { betweenRows, type Row, row, rowWidth, type Span, span, wrapped } from "./line.js";
import { windowAround } from "./scroll.js";
import { type Sight, shownPath } from "./sight.js";
import { type Tone, ZONE_TONE } from "./theme.js";
import { typedLine } from "./typed-line.js";

/** Columns before the table's cells: the selection's mark. */
const MARK_COLUMNS = 3;
/** What the typed filter may take of the top row. */
const FILTER_COLUMNS = 20;

export interface CreatorsView {
  /** Filter left, the list's facts right. */
  readonly top: Row;
  readonly head: Row;
  readonly rows: readonly CreatorsRow[];
  /** How many rows lie above and below those shown. */
  readonly beyond: { readonly above: number; readonly below: number };
  /** In place of rows: why there are none, and what to do. */
  readonly empty: readonly Row[];
}
export interface CreatorsRow {
  readonly page: string;
  readonly selected: boolean;
  readonly cells: Row;
}

/** The list of creators: only the rows in the window are made, so that a thousand pages cost what thirty do. */
export function creatorsView(context: WalkContext, filtering: boolean, sight: Sight): CreatorsView {
  const all = visibleCreators(context);
  const columns = overviewColumns(sight.columns - MARK_COLUMNS, context.creators.shown?.overview.rows ?? []);
  const selected = selectedCreator(context);
  const marked = new Set(context.creators.marked);
  const chosen = selected === null ? 0 : all.indexOf(selected);
  // The top line and the heading stand above the rows.
  const height = Math.max(1, sight.rows - 2);
  const { first } = windowAround(all.length, height, chosen);
  const beyond = { above: first, below: Math.max(0, all.length - first - height) };
  return {
    top: topRow(context, all, filtering, sight),
    head: row(span(" ".repeat(MARK_COLUMNS) + columns.map(overviewHead).join(""), "faint")),
    rows: all
      .slice(first, first + height)
      .map((each) => creatorsRow(each, each === selected, marked.has(each.page), columns)),
    beyond,
    empty: context.creators.shown !== null && all.length === 0 ? emptyRows(context, sight) : [],
  };
}

function creatorsRow(
  each: OverviewRow,
  selected: boolean,
  marked: boolean,
  columns: readonly ColumnShape[],
): CreatorsRow {
  const cells = columns.map((shape): Span => span(overviewCell(each, shape), toneOf(each, shape, selected)));
  const mark = `${selected ? " ❯" : "  "}${marked ? "*" : " "}`;
  return {
    page: each.page,
    selected,
    cells: [span(mark, selected || marked ? "chosen" : "plain"), ...cells],
  };
}

function toneOf(each: OverviewRow, { column }: ColumnShape, selected: boolean): Tone {
  if (column === "zone" && each.inZone !== null) return ZONE_TONE[each.inZone];
  if (column === "week") return each.state === "set" ? "good" : each.state === "due" ? "strong" : "caution";
  if (column === "page") return selected ? "chosen" : "plain";
  return "plain";
}

/** A warehouse without a page, and how pages come into it; r reads again. */
function noCreators(description: Description | null, columns: number, home: string | null): Row[] {
  const place = printable(shownPath(description?.place ?? "", home), 200);
  const command = (line: string): Row => row(span(`   ${line}`, "strong"));
  const ways =
    description?.kind === "bigquery"
      ? [row(" What this dataset lacks, and what brings it:"), command("eros-tui doctor")]
      : [
          row(" Bring your own pages, with messages and captions:"),
          command("eros-tui import --messages FILE --captions FILE"),
          [],
          row(" Or look around first, in a file of its own:"),
          command("eros-tui demo"),
        ];
  return [
    [],
    row(span(" No creators yet", "strong"), ` in ${cutMiddle(place, Math.max(10, columns - 21))}`),
    [],
    ...ways,
    [],
    row(span(" r reads again", "faint")),
  ];
}

/** ` / jad▏    2 of 25 · week Nov 10–16 · 2 of 25 set · data to Nov 3, 08:50` */
function topRow(
  context: WalkContext,
  shown: readonly OverviewRow[],
  filtering: boolean,
  { columns }: Sight,
): Row {
  const { creators } = context;
  const total = creators.shown?.overview.rows.length ?? 0;
  const listed = listedCreators(context);
  const set = listed.filter(({ committed }) => committed !== null).length;
  const age = creators.shown === null ? null : dataAge(creators.shown.overview.dataTo, nowOf(context));
  const narrowed = creators.filter.text !== "" || shown.length !== total;
  const facts = [
    narrowed ? `${shown.length} of ${total}` : `${total} creators`,
    creators.marked.length > 0 ? `${creators.marked.length} marked` : null,
    creators.mine ? "mine" : null,
    `by ${creators.sort}`,
    `week ${weekRange(creators.week)}`,
    `${set} of ${listed.length} set`,
  ].filter((fact) => fact !== null);
  const right = (parts: readonly string[]): Row =>
    row(
      parts.join(" · "),
      age !== null && " · ",
      age !== null && span(age.text, age.stale ? "caution" : "plain"),
      " ",
    );
  const left = filterRow(creators.filter, filtering);
  const room = columns - (left.length === 0 ? 0 : rowWidth(left) + 2);
  // What is known from elsewhere goes first: the order of the list, then whose pages, then how many are set.
  const variants = [
    facts,
    facts.filter((fact) => !fact.startsWith("by ")),
    facts.filter((fact, index) => index === 0 || fact.startsWith("week ")),
    facts.filter((fact) => fact.startsWith("week ")),
    [],
  ];
  const fitting = variants.map(right).find((each) => rowWidth(each) <= room) ?? [];
  return betweenRows(left, fitting, columns);
}

const filterRow = (filter: Line, filtering: boolean): Row =>
  filtering || filter.text !== "" ? row(" / ", ...typedLine(filter, filtering, FILTER_COLUMNS)) : [];

function emptyRows({ creators, description }: WalkContext, { columns, home }: Sight): Row[] {
  const text = (words: string): Row[] => wrapped(` ${words}`, columns - 1, "plain", " ");
  if (creators.shown?.overview.rows.length === 0) return noCreators(description, columns, home);
  if (creators.filter.text !== "") {
    const named = `“${cut(creators.filter.text, 40)}”: Esc takes the filter away`;
    return text(
      creators.mine
        ? `None of your pages has ${named}, then m shows all.`
        : `No creator's name has ${named}.`,
    );
  }
  return text("None of your pages is in this warehouse: m shows all, and `pages` in the config names yours.");
}
