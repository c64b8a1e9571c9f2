import { isoUtc } from "../../domain/calendar.js";
import { ErosError } from "../../domain/errors.js";
import type { DayRuns, HealthFacts, PageHealth } from "../../domain/monitoring.js";
import { healthLines } from "../../text/health-text.js";
import { healthMetrics } from "../../text/prometheus.js";
import type { Work } from "../command.js";
import { monitoring } from "../monitoring.js";
import { warehouseName } from "../warehouse-name.js";

export const work: Work = (input, run) =>
  monitoring(input, run, {
    text: (facts, now, { warehouse }) =>
      [warehouseName(warehouse), ...healthLines(facts, now, run.columns)].join("\n"),
    json: (facts, now) => ({
      now: isoUtc(now),
      pages: facts.pages.map(pageJson),
      days: facts.days.map(dayJson),
    }),
    prometheus: healthMetrics,
    failure: criticalPages,
  });

function criticalPages({ pages }: HealthFacts): ErosError | null {
  const names = pages.filter(({ health }) => health === "CRITICAL").map(({ page }) => page);
  if (names.length === 0) return null;
  return new ErosError(
    "attention",
    `${names.length === 1 ? "a page is" : `${names.length} pages are`} CRITICAL: ${names.join(", ")}`,
    "the log table has each run's error: docs/monitoring.md says how to read it",
  );
}

const pageJson = (page: PageHealth) => ({
  page_name: page.page,
  health: page.health,
  runs: page.runs,
  successes: page.successes,
  errors: page.errors,
  conflicts: page.conflicts,
  success_rate: page.successRate,
  mean_seconds: page.meanSeconds,
  mean_messages: page.meanMessages,
  last_run: page.lastRun === null ? null : isoUtc(page.lastRun),
  hours_since_last: page.hoursSinceLast,
});

const dayJson = (day: DayRuns) => ({
  date: day.date,
  runs: day.runs,
  errors: day.errors,
  mean_seconds: day.meanSeconds,
  min_seconds: day.minSeconds,
  median_seconds: day.medianSeconds,
  max_seconds: day.maxSeconds,
});
