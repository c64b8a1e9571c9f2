import { hourValues } from "../domain/hours.js";
import type { SendingHours } from "../domain/overrides.js";
import type { PreparedWeek } from "../domain/prepared-week.js";
import type { Report } from "../domain/report.js";
import { cents, dollars } from "../text/money.js";
import { printable } from "../text/printable.js";
import { SEGMENT_WORDS, tierRange } from "../text/range-words.js";
import { wholeNumber } from "../text/shares.js";
import { level } from "../text/sparkline.js";
import { zoneLine } from "../text/times.js";
import type { AnalysisPanel, WalkContext } from "../walk/context.js";
import { categoryRows, triggerRows } from "./analysis-lists.view.js";
import { panelRows } from "./analysis-panels.view.js";
import { saturationParts, saturationRow } from "./analysis-saturation.view.js";
import { ABSENT, confidenceWords, LABEL, label } from "./analysis-words.js";
import {
  BLANK,
  betweenRows,
  column,
  cutRow,
  firstFitting,
  joined,
  type Row,
  row,
  rowWidth,
  span,
} from "./line.js";
import { isNarrow, type Sight } from "./sight.js";

/** The rows of the analysis: the whole at a glance, or one panel with all its rows. */
export function analysisView(context: WalkContext, sight: Sight): readonly Row[] {
  const { prepared, analysis } = context;
  if (prepared === null || prepared.page !== context.page) return [];
  const rows =
    analysis.panel === "overview"
      ? overview(prepared, context.settings.hours, sight)
      : titled(analysis.panel, prepared, sight);
  return rows.map((each) => cutRow(each, sight.columns));
}

const TITLES: Readonly<Record<Exclude<AnalysisPanel, "overview">, string>> = {
  saturation: "Saturation",
  hours: "Hours",
  weekdays: "Weekdays",
  categories: "Categories",
  triggers: "Triggers",
};

function titled(panel: Exclude<AnalysisPanel, "overview">, prepared: PreparedWeek, sight: Sight): Row[] {
  const next = row(span("Tab: the next panel ", "faint"));
  return [
    betweenRows([span(` ${TITLES[panel]}`, "strong")], next, sight.columns),
    BLANK,
    ...panelRows(panel, prepared, sight),
  ];
}

/** Rows of categories and triggers: so many at least, and so many at most where the window has room. */
const LEAST_LISTED = 3;
const MOST_LISTED = 12;

function overview(prepared: PreparedWeek, hours: SendingHours, sight: Sight): Row[] {
  const { report } = prepared;
  const narrow = isNarrow(sight);
  const above = [
    [accountRow(report, sight.columns), segmentRow(report)],
    [saturationRow(prepared, sight), ...saturationParts(report, narrow)],
    hoursRows(prepared, hours, sight),
  ];
  const needed = above.flat().length;
  const spaced = !narrow && needed + LEAST_LISTED + above.length <= sight.rows;
  const left = sight.rows - needed - (spaced ? above.length : 0);
  const blocks = [...above, listsBlock(report, Math.max(LEAST_LISTED, Math.min(MOST_LISTED, left)), sight)];
  return blocks.flatMap((block, index) => (spaced && index > 0 ? [BLANK, ...block] : block));
}

function accountRow({ account }: Report, columns: number): Row {
  const unknown =
    account.tierText === null ? ABSENT : `“${printable(account.tierText, 20)}”, no tier we know`;
  const revenue = account.revenue === null ? `revenue ${ABSENT}` : `${dollars(account.revenue)} in 30 days`;
  const range = account.tier === null ? "" : ` (${tierRange(account.tier)})`;
  const audience =
    account.averageAudience === null ? "" : `  ${wholeNumber(account.averageAudience)} recipients`;
  const each = audience === "" ? "" : `${audience} a message`;
  return firstFitting(
    [`${revenue}${range}${each}`, `${revenue}${range}${audience}`, `${revenue}${audience}`, revenue].map(
      (words) => row(label("Account"), span(account.tier ?? unknown, "strong"), `  ${words}`),
    ),
    columns,
  );
}

function segmentRow({ segment }: Report): Row {
  if (segment.label === null) return row(label("Segment"), ABSENT);
  const range = SEGMENT_WORDS[segment.label];
  const words =
    segment.perPurchase === null
      ? `  (${range} a purchase)`
      : `  ${cents(segment.perPurchase)} a purchase (${range})`;
  return row(
    label("Segment"),
    span(segment.label, "strong"),
    segment.label === "EXPLORATORY" ? `  ${range}` : words,
  );
}

const WIDEST = 100;

/** The values of the hours that plans are made with, by day type. */
function hoursRows({ report, now }: PreparedWeek, sending: SendingHours, sight: Sight): Row[] {
  // In a wide window the words stay with their strip.
  const columns = Math.min(sight.columns, WIDEST);
  const values = hourValues(report.windows);
  // At 60 columns there is no room for "times:".
  const zone = isNarrow({ columns }) ? zoneLine(now).replace("times: ", "") : zoneLine(now);
  const scale = Array.from({ length: 8 }, (_, index) => String(index * 3).padStart(2, "0")).join(" ");
  const line = (name: string, hours: readonly number[], confidence: string): Row[] => {
    const strip = [column(`   ${name}`, LABEL), ...hourStrip(hours, sending)];
    const best = row(...strip, span(bestWords(hours), "faint"));
    const right = row(`${confidence} `);
    const shown = [best, strip].find((each) => rowWidth(each) + rowWidth(right) < columns);
    if (shown !== undefined) return [betweenRows(shown, right, columns)];
    // The picture is never cut for its words: they go beneath.
    return [strip, row(column("", LABEL), span(confidence, "faint"))];
  };
  const word = (dayType: "Weekday" | "Weekend"): string => confidenceWords(report, dayType, values.source);
  return [
    betweenRows(row(label("Best hours"), scale), row(span(`${zone} `, "faint")), columns),
    ...line("Mon–Fri", values.weekday, word("Weekday")),
    ...line("Sat–Sun", values.weekend, word("Weekend")),
  ];
}

/** A glyph for each hour: the best ones stand out, those in which nothing is sent step back. */
const hourStrip = (hours: readonly number[], [from, to]: SendingHours): Row => {
  const best = Math.max(...hours);
  return joined(
    hours.map((value, hour) =>
      span(level(value), hour < from || hour >= to ? "faint" : value === best ? "chosen" : "plain"),
    ),
  );
};

const MOST_NAMED = 4;

/** `  best 20 21`; nothing where too many hours are as good as the best. */
function bestWords(hours: readonly number[]): string {
  const best = Math.max(...hours);
  const names = hours.flatMap((value, hour) => (value === best ? [String(hour).padStart(2, "0")] : []));
  return names.length > MOST_NAMED ? "" : `  best ${names.join(" ")}`;
}

/** Categories at the left, triggers at the right; narrow, the triggers are only in their panel. */
function listsBlock(report: Report, count: number, sight: Sight): Row[] {
  if (isNarrow(sight)) return categoryRows(report, count, sight.columns);
  const triggers = triggerRows(report, count);
  // What a wide window has to spare goes to the bars.
  const at = Math.max(50, Math.min(80, sight.columns - 40));
  const categories = categoryRows(report, count, at - 2);
  return Array.from({ length: Math.max(categories.length, triggers.length) }, (_, index) => {
    const left = cutRow(categories[index] ?? [], at - 2);
    return [...left, span(" ".repeat(at - rowWidth(left))), ...(triggers[index] ?? [])];
  });
}
