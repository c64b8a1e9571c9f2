import { dateOf, type Instant, localFormat } from "../domain/calendar.js";
import {
  type Alert,
  type AlertName,
  type DoubleLock,
  everyDay,
  type Health,
  type HealthFacts,
  type PageHealth,
  worstFirst,
} from "../domain/monitoring.js";
import { cut, cutMiddle, fitTo, pad } from "./fit.js";
import { printable } from "./printable.js";
import { sparkline } from "./sparkline.js";
import { dayName } from "./times.js";

/** The state of a page with its sign, so that it reads without colour. */
export const HEALTH_SIGNS: Readonly<Record<Health, string>> = {
  HEALTHY: "● HEALTHY",
  WARNING: "▲ WARNING",
  CRITICAL: "■ CRITICAL",
};
const NO_RUNS = "· no runs";

const COLUMNS: readonly (readonly [label: string, width: number, of: (page: PageHealth) => string])[] = [
  ["SUCCESS", 7, ({ successRate }) => (successRate === null ? "–" : shareText(successRate))],
  ["RUNS", 5, ({ runs }) => String(runs)],
  ["ERRORS", 6, ({ errors }) => String(errors)],
  ["MEAN", 7, ({ meanSeconds }) => secondsText(meanSeconds)],
  ["MESSAGES", 8, ({ meanMessages }) => (meanMessages === null ? "–" : meanMessages.toFixed(1))],
  ["LAST RUN", 9, ({ hoursSinceLast }) => agoText(hoursSinceLast)],
];
const STATE = 10;
const GAP = "  ";
const LEAST_PAGE = 8;
/** What goes where there is no room, the first first. */
const GOES = ["MESSAGES", "MEAN", "ERRORS"];

/** The columns that have room beside a name of a page. */
function columnsIn(columns: number): typeof COLUMNS {
  let shown = COLUMNS;
  for (const label of GOES) {
    if (othersWidth(shown) + LEAST_PAGE < columns) break;
    shown = shown.filter(([each]) => each !== label);
  }
  return shown;
}
const othersWidth = (shown: typeof COLUMNS): number =>
  shown.reduce((sum, [, width]) => sum + width + GAP.length, STATE + GAP.length);

/** How wide the names of pages are. */
const pageWidth = (columns: number): number =>
  Math.max(LEAST_PAGE, Math.min(24, columns - othersWidth(columnsIn(columns)) - 1));

/** The head of the table of pages. */
export const healthHead = (columns: number): string =>
  [
    fitTo("PAGE", pageWidth(columns)),
    pad("HEALTH", STATE),
    ...columnsIn(columns).map(([label, width]) => pad(label, width, "right")),
  ].join(GAP);

/** A page as a row under the head. */
export const healthRow = (page: PageHealth, columns: number): string => {
  const width = pageWidth(columns);
  return [
    pad(cutMiddle(printable(page.page, 64), width), width),
    pad(stateText(page), STATE),
    ...columnsIn(columns).map(([, each, of]) => pad(of(page), each, "right")),
  ].join(GAP);
};

const stateText = ({ health }: PageHealth): string => (health === null ? NO_RUNS : HEALTH_SIGNS[health]);

/** Trends of 30 days: runs, errors, and how long a run took. */
export function trendLines({ days }: Pick<HealthFacts, "days">, now: Instant): string[] {
  const all = everyDay(days, dateOf(now));
  const sum = (of: (day: (typeof all)[number]) => number): number =>
    all.reduce((total, day) => total + of(day), 0);
  const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);
  const least = known(all.map(({ minSeconds }) => minSeconds));
  const most = known(all.map(({ maxSeconds }) => maxSeconds));
  const range =
    most.length === 0
      ? "no run with a duration"
      : `${secondsText(Math.min(...least))} to ${secondsText(Math.max(...most))}`;
  const line = (label: string, values: readonly (number | null)[], says: string): string =>
    `${pad(label, 12)}${sparkline(values)}  ${says}`;
  return [
    line(
      "Runs",
      all.map(({ runs }) => runs),
      `${sum(({ runs }) => runs)} in 30 days`,
    ),
    line(
      "Errors",
      all.map(({ errors }) => errors),
      `${sum(({ errors }) => errors)}`,
    ),
    line(
      "Median time",
      all.map(({ medianSeconds }) => medianSeconds),
      range,
    ),
  ];
}

/** What an alert is about, in words. */
const ALERT_WORDS: Readonly<Record<AlertName, string>> = {
  "success rate": "success rate, 7 days",
  duration: "mean duration, 7 days",
  "no success": "hours since a success",
  errors: "most errors in an hour",
  "double locks": "captions locked twice",
};

/** An alert as a line: sign, words, figure, limit. */
export function alertLine(alert: Alert): string {
  const limit =
    alert.name === "success rate" ? `at least ${alert.limit} %` : `at most ${alert.limit} ${alert.unit}`;
  return `${alert.fires ? "■" : "●"} ${pad(ALERT_WORDS[alert.name], 24)}${pad(figureText(alert), 15, "right")}  ${
    alert.name === "double locks" ? "must be 0" : limit
  }`;
}

function figureText({ figure, unit, name }: Alert): string {
  if (figure === null) return name === "no success" ? "none in 30 days" : "no runs";
  const value = Number.isInteger(figure) ? String(figure) : figure.toFixed(1);
  return name === "errors" || name === "double locks" ? value : `${value} ${unit}`;
}

/** A caption that two schedules hold, as lines. */
export const doubleLockLines = ({ captionId, text, first, second }: DoubleLock): string[] => [
  `  caption ${captionId} “${cut(printable(text), 40)}”`,
  ...[first, second].map(
    ({ page, scheduleId, date }) =>
      `    ${printable(page, 64)}, ${dayName(date)}: ${printable(scheduleId, 120)}`,
  ),
];

/** Everything, the worst first. */
export const healthLines = (facts: HealthFacts, now: Instant, columns: number): string[] => [
  `Runs of the 7 days to ${localFormat(now, "ccc LLL d HH:mm")}, Los Angeles; conflicts count as runs, not as errors`,
  "",
  ...(facts.pages.length === 0
    ? ["No run in 30 days."]
    : [
        healthHead(columns),
        ...worstFirst(facts.pages).map((page) => healthRow(page, columns)),
        "",
        ...trendLines(facts, now),
      ]),
];

export const alertLines = ({ alerts, doubleLocks }: HealthFacts): string[] => [
  ...alerts.map(alertLine),
  ...doubleLocks.flatMap(doubleLockLines),
];

/** `97 %`, and a decimal where rounding would cross a limit's look: `94.7 %`. */
const shareText = (share: number): string =>
  `${Number.isInteger(share * 100) ? share * 100 : (Math.floor(share * 1000) / 10).toFixed(1)} %`;

const secondsText = (seconds: number | null): string =>
  seconds === null ? "–" : seconds < 10 ? `${seconds.toFixed(2)} s` : `${seconds.toFixed(1)} s`;

function agoText(hours: number | null): string {
  if (hours === null) return "–";
  if (hours < 1) return `${Math.floor(hours * 60)} min`;
  return hours < 48 ? `${Math.floor(hours)} h` : `${Math.floor(hours / 24)} days`;
}
