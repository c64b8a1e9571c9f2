import type { Alert, PageHealth } from "../domain/monitoring.js";
import { worstFirst } from "../domain/monitoring.js";
import { alertLine, doubleLockLines, healthHead, healthRow, trendLines } from "../text/health-text.js";
import { moment } from "../text/times.js";
import type { WalkContext } from "../walk/context.js";
import { BLANK, cutRow, type Row, row, span, wrapped } from "./line.js";
import type { Sight } from "./sight.js";
import type { Tone } from "./theme.js";

const HEALTH_TONE = { HEALTHY: "plain", WARNING: "caution", CRITICAL: "bad" } as const;

/** What fires, the pages with the worst first, and how the days went: all of its rows. */
export function healthRows({ health }: WalkContext, { columns }: Sight): Row[] {
  if (health.read === null) return [];
  const { facts, at } = health.read;
  const firing = facts.alerts.filter(({ fires }) => fires).length;
  const rows = [
    row(
      span(" Alerts ", "strong"),
      firing === 0 ? span("none fires", "good") : span(`${firing} fire${firing === 1 ? "s" : ""}`, "bad"),
      span(`   read ${moment(at)}, Los Angeles`, "faint"),
    ),
    ...facts.alerts.map((alert) => row(span(` ${alertLine(alert)}`, alertTone(alert)))),
    ...facts.doubleLocks.flatMap((lock) =>
      doubleLockLines(lock).flatMap((line) => wrapped(line, columns - 1, "bad", "      ")),
    ),
    BLANK,
    row(
      span(" Runs of 7 days", "strong"),
      span(", conflicts counted as runs, not as errors; the worst first", "faint"),
    ),
    ...pageRows(facts.pages, columns - 1),
    BLANK,
    row(span(" Days of 30", "strong"), span(", today at the right", "faint")),
    ...trendLines(facts, at).map((line) => row(` ${line}`)),
  ];
  return rows.map((each) => cutRow(each, columns));
}

function pageRows(pages: readonly PageHealth[], columns: number): Row[] {
  if (pages.length === 0) return [row(" No run in 30 days.")];
  return [
    row(span(` ${healthHead(columns)}`, "faint")),
    ...worstFirst(pages).map((page) => row(span(` ${healthRow(page, columns)}`, toneOf(page)))),
  ];
}

const alertTone = ({ fires }: Alert): Tone => (fires ? "bad" : "plain");
const toneOf = ({ health }: PageHealth): Tone => (health === null ? "faint" : HEALTH_TONE[health]);
