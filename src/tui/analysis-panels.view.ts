import { counted } from "../domain/counted.js";
import { hourValues } from "../domain/hours.js";
import type { PreparedWeek } from "../domain/prepared-week.js";
import type { Report } from "../domain/report.js";
import { bar } from "../text/bar.js";
import { fitTo } from "../text/fit.js";
import { cents } from "../text/money.js";
import { printable } from "../text/printable.js";
import { percent, signedPercent } from "../text/shares.js";
import { level } from "../text/sparkline.js";
import { zoneLine } from "../text/times.js";
import width from "../text/width.js";
import type { AnalysisPanel } from "../walk/context.js";
import { saturationParts, saturationRow, toleranceRows } from "./analysis-saturation.view.js";
import { ABSENT, confidenceWords } from "./analysis-words.js";
import { BLANK, type Row, row, span, wrapped } from "./line.js";
import { isNarrow, type Sight } from "./sight.js";

/** All rows of one panel, its heading left out. */
export function panelRows(
  panel: Exclude<AnalysisPanel, "overview">,
  prepared: PreparedWeek,
  sight: Sight,
): Row[] {
  const { report } = prepared;
  switch (panel) {
    case "saturation":
      return saturationPanel(prepared, sight);
    case "hours":
      return hoursPanel(prepared, sight);
    case "weekdays":
      return table(report.weekdays, WEEKDAY_HEAD, weekdayCells, sight);
    case "categories": {
      // At 60 columns the names give way to the trend in words.
      const name = isNarrow(sight) ? 17 : 20;
      return table(report.categories, categoryHead(name), categoryCells(name), sight);
    }
    case "triggers":
      return table(report.triggers, TRIGGER_HEAD, triggerCells, sight);
  }
}

function saturationPanel(prepared: PreparedWeek, sight: Sight): Row[] {
  const { saturation } = prepared.report;
  const said = [
    saturation.confidence === null ? null : `   confidence ${saturation.confidence.toFixed(2)}`,
    saturation.riskLevel === null ? null : `   the report calls it ${printable(saturation.riskLevel, 30)}`,
    saturation.recommendedAction === null
      ? null
      : `   and advises: ${printable(saturation.recommendedAction)}`,
    saturation.exclusionReason === null ? null : `   left out: ${printable(saturation.exclusionReason)}`,
  ].filter((line) => line !== null);
  return [
    saturationRow(prepared, sight),
    ...saturationParts(prepared.report, isNarrow(sight)),
    BLANK,
    ...toleranceRows(prepared),
    ...said.flatMap((line) => wrapped(line, sight.columns - 1, "plain", "   ")),
  ];
}

function hoursPanel({ report, now }: PreparedWeek, sight: Sight): Row[] {
  const record = isNarrow(sight) ? 16 : 20;
  const values = hourValues(report.windows);
  const of = (dayType: "Weekday" | "Weekend", hour: number) =>
    report.windows?.find((window) => window.dayType === dayType && window.hour === hour);
  const cell = (dayType: "Weekday" | "Weekend", hour: number, value: number): string => {
    const window = of(dayType, hour);
    const words =
      window === undefined ? "–" : `${sends(window.count)} ${window.rpr === null ? "" : cents(window.rpr)}`;
    return `${level(value)} ${value.toFixed(1)}  ${fitTo(words, record)}`;
  };
  return [
    row(` Mon–Fri  ${confidenceWords(report, "Weekday", values.source)}`),
    row(` Sat–Sun  ${confidenceWords(report, "Weekend", values.source)}`),
    row(span(` ${zoneLine(now)}`, "faint")),
    BLANK,
    row(span(`      ${fitTo("Mon–Fri", record + 8)}Sat–Sun`, "faint")),
    ...Array.from({ length: 24 }, (_, hour) =>
      row(
        ` ${String(hour).padStart(2, "0")}   `,
        cell("Weekday", hour, values.weekday[hour] ?? 0),
        " ",
        cell("Weekend", hour, values.weekend[hour] ?? 0),
      ),
    ),
  ];
}

const sends = (count: number | null): string => (count === null ? "? sends" : counted(count, "send"));

type Cells = readonly (readonly [text: string, columns: number, align?: "right"])[];

const figure = (value: number | null, text: (value: number) => string): string =>
  value === null || !Number.isFinite(value) ? "–" : text(value);
const count = (value: number | null): string => figure(value, String);

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const WEEKDAY_HEAD = "DAY          SENDS    A RECIP.   UNLOCKED       t";
const weekdayCells = (each: NonNullable<Report["weekdays"]>[number]): Cells => [
  [DAYS[each.weekday - 1] ?? "?", 12],
  [count(each.count), 6, "right"],
  [figure(each.rpr, cents), 12, "right"],
  [figure(each.conversion, percent), 11, "right"],
  [figure(each.tStatistic, (value) => value.toFixed(2).replace("-", "−")), 8, "right"],
];
const categoryHead = (name: number): string => `${fitTo("CATEGORY", name)} TIER      SENDS  A RECIP.  TREND`;
const categoryCells =
  (name: number) =>
  (each: NonNullable<Report["categories"]>[number]): Cells => [
    [printable(each.category, 40), name],
    [" ", 1],
    [printable(each.priceTier ?? "–", 12), 9],
    [count(each.count), 6, "right"],
    [figure(each.rpr, cents), 10, "right"],
    ["  ", 2],
    [
      each.trendPercent === null
        ? "–"
        : `${signedPercent(each.trendPercent / 100)} ${printable(each.trend ?? "", 12).toLowerCase()}`,
      18,
    ],
  ];
const TRIGGER_HEAD = "TRIGGER          SENDS  A RECIP.     LIFT";
const triggerCells = (each: NonNullable<Report["triggers"]>[number]): Cells => [
  [printable(each.trigger, 30), 16],
  [count(each.count), 6, "right"],
  [figure(each.rpr, cents), 10, "right"],
  [figure(each.rprLift, (lift) => signedPercent(lift / 100)), 9, "right"],
];

const BAR = { least: 8, most: 40 };

/** A table, and beside it, where there is room, what a recipient brings as bars. */
function table<T extends { readonly rpr: number | null }>(
  rows: readonly T[] | null,
  head: string,
  cells: (row: T) => Cells,
  { columns }: Sight,
): Row[] {
  if (rows === null) return [row(` ${ABSENT}`)];
  if (rows.length === 0) return [row(" nothing to show yet")];
  const lines = rows.map((each) =>
    cells(each)
      .map(([text, wide, align]) => fitTo(text, wide, align))
      .join(""),
  );
  const used = Math.max(head.length, ...lines.map(width)) + 2;
  const room = Math.min(BAR.most, columns - used - 1);
  const top = Math.max(0, ...rows.map(({ rpr }) => rpr ?? 0));
  const bars = room >= BAR.least && top > 0;
  return [
    row(span(` ${head}`, "faint")),
    ...rows.map(({ rpr }, index) =>
      row(
        ` ${bars ? fitTo(lines[index] ?? "", used) : lines[index]?.trimEnd()}`,
        bars && span(bar(Math.max(0, rpr ?? 0) / top, room), "paid"),
      ),
    ),
  ];
}
