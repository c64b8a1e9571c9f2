import { isoUtc } from "../../domain/calendar.js";
import { ErosError } from "../../domain/errors.js";
import type { HealthFacts } from "../../domain/monitoring.js";
import { alertLines } from "../../text/health-text.js";
import { alertMetrics } from "../../text/prometheus.js";
import type { Work } from "../command.js";
import { monitoring } from "../monitoring.js";
import { warehouseName } from "../warehouse-name.js";

export const work: Work = (input, run) =>
  monitoring(input, run, {
    text: (facts, _now, { warehouse }) => [warehouseName(warehouse), ...alertLines(facts)].join("\n"),
    json: (facts, now) => ({
      now: isoUtc(now),
      alerts: facts.alerts.map(({ name, fires, figure, limit, unit }) => ({
        alert: name,
        fires,
        figure,
        limit,
        unit,
      })),
      double_locks: facts.doubleLocks.map(({ captionId, text, first, second }) => ({
        caption_id: captionId,
        caption_text: text,
        locks: [first, second].map(({ page, scheduleId, date }) => ({
          page_name: page,
          schedule_id: scheduleId,
          scheduled_send_date: date,
        })),
      })),
    }),
    prometheus: alertMetrics,
    failure: firing,
  });

function firing({ alerts }: HealthFacts): ErosError | null {
  const names = alerts.filter(({ fires }) => fires).map(({ name }) => name);
  if (names.length === 0) return null;
  return new ErosError(
    "attention",
    `${names.length === 1 ? "an alert fires" : `${names.length} alerts fire`}: ${names.join(", ")}`,
    "docs/monitoring.md says what each means and what to do",
  );
}
