// A dataset as the Python original left it: its tables, its procedures, written anew in its style. Columns of ours are lacking,
// others are there; price tiers are in small letters; the lock procedure inserts what is free and then raises.
import type { Jobs } from "../../src/warehouse/bigquery/jobs.js";
import type { Selection } from "../../src/warehouse/bigquery/older/engine.js";
import { QUIET } from "../../src/warehouse/port.js";

export interface Original {
  readonly selection?: Selection;
  /** The schedules in one column, as JSON: a table of another shape. */
  readonly otherSchedules?: boolean;
  /** The report's text; default: one in the style of the original. */
  readonly report?: string;
  /** Days on either side of a send that its lock procedure keeps free; default 7. */
  readonly lockDays?: number;
}

const TABLES = (dataset: string, otherSchedules: boolean): string[] => [
  `CREATE TABLE ${dataset}.caption_bank (
    caption_id INT64 NOT NULL, caption_text STRING NOT NULL, caption_key STRING NOT NULL, content_category STRING, price_tier STRING,
    has_urgency BOOL, is_active BOOL, created_at TIMESTAMP, total_uses INT64
  ) CLUSTER BY price_tier`,
  `CREATE TABLE ${dataset}.mass_messages (
    row_id INT64 NOT NULL, page_name STRING NOT NULL, message STRING, caption_key STRING, caption_id INT64,
    sending_time TIMESTAMP NOT NULL, message_type STRING, price NUMERIC, sent_count INT64, viewed_count INT64, purchased_count INT64,
    earnings FLOAT64, vip_fans INT64
  ) PARTITION BY DATE(sending_time) CLUSTER BY page_name`,
  `CREATE TABLE ${dataset}.active_caption_assignments (
    assignment_key STRING NOT NULL, page_name STRING NOT NULL, caption_id INT64 NOT NULL, caption_text STRING, price_tier STRING,
    schedule_id STRING NOT NULL, assigned_date DATE, assigned_at TIMESTAMP, scheduled_send_date DATE NOT NULL,
    scheduled_send_hour INT64, is_active BOOL NOT NULL
  ) PARTITION BY scheduled_send_date CLUSTER BY page_name`,
  otherSchedules
    ? `CREATE TABLE ${dataset}.schedule_recommendations (page_name STRING, schedule_id STRING, recommendation_data JSON)`
    : `CREATE TABLE ${dataset}.schedule_recommendations (
    schedule_id STRING NOT NULL, page_name STRING NOT NULL, created_at TIMESTAMP NOT NULL, schedule_json STRING NOT NULL,
    total_messages INT64, saturation_zone STRING
  ) PARTITION BY DATE(created_at) CLUSTER BY page_name`,
  `CREATE TABLE ${dataset}.schedule_export_log (
    schedule_id STRING, page_name STRING NOT NULL, export_timestamp TIMESTAMP NOT NULL, message_count INT64,
    execution_time_seconds FLOAT64, error_message STRING, status STRING NOT NULL
  ) PARTITION BY DATE(export_timestamp) CLUSTER BY page_name`,
];

/** Numbers as text, NaN as text, tiers in words of its own, targets that count views: what reports of the original hold. */
export const REPORT = JSON.stringify({
  creator_name: "ana",
  analysis_timestamp: "2025-11-03 17:00:00+00",
  data_freshness: "2025-11-03 16:00:00+00",
  account_classification: {
    size_tier: "medium",
    avg_audience: 1200.0,
    total_revenue_period: "52000.00",
    daily_ppv_target_min: 4,
    daily_ppv_target_max: 7,
    saturation_tolerance: 0.25,
  },
  behavioral_segment: { segment_label: "Standard", avg_rpr: 0.02, avg_conv: "NaN", sample_size: 120.0 },
  saturation: { saturation_score: "0.45", risk_level: "MODERATE", confidence_score: 0.9 },
  psychological_trigger_analysis: null,
  time_window_optimization: [
    { day_type: "weekday", hour_24: 20, msg_count: 12, avg_rpr: 0.03, confidence: "HIGH" },
    { day_type: "weekend", hour_24: 14, msg_count: 8, avg_rpr: "0.02", confidence: "MEDIUM" },
  ],
  available_categories: ["Solo"],
});

const analyze = (dataset: string, report: string): string => `
CREATE OR REPLACE PROCEDURE ${dataset}.analyze_creator_performance(IN page_name STRING, OUT performance_report STRING)
BEGIN
  SET performance_report = '${report}';
END`;

const CHOSEN = (dataset: string): string => `
  WITH pool AS (
    SELECT cb.caption_id, cb.caption_text, cb.price_tier, cb.content_category, cb.has_urgency,
      CAST(MOD(ABS(FARM_FINGERPRINT(cb.caption_text)), 1000) AS FLOAT64) / 1000.0 AS final_score
    FROM ${dataset}.caption_bank AS cb
    WHERE cb.is_active AND cb.caption_id NOT IN (
      SELECT a.caption_id FROM ${dataset}.active_caption_assignments AS a WHERE a.is_active
    )
  ), ranked AS (
    SELECT p.caption_id, p.caption_text, p.price_tier, p.content_category, p.has_urgency, p.final_score,
      ROW_NUMBER() OVER (PARTITION BY p.price_tier ORDER BY p.final_score DESC, p.caption_id) AS tier_rank
    FROM pool AS p
  )
  SELECT r.caption_id, r.caption_text, r.price_tier, r.content_category, r.has_urgency, r.final_score
  FROM ranked AS r
  WHERE (r.price_tier = 'budget' AND r.tier_rank <= num_budget_needed) OR (r.price_tier = 'mid' AND r.tier_rank <= num_mid_needed)
    OR (r.price_tier = 'premium' AND r.tier_rank <= num_premium_needed) OR (r.price_tier = 'bump' AND r.tier_rank <= num_bump_needed)
  ORDER BY final_score DESC`;

const select = (dataset: string, selection: Selection): string => `
CREATE OR REPLACE PROCEDURE ${dataset}.select_captions_for_creator(
  IN normalized_page_name STRING, IN behavioral_segment STRING, IN num_budget_needed INT64, IN num_mid_needed INT64,
  IN num_premium_needed INT64, IN num_bump_needed INT64
)
BEGIN
  ${selection === "temp table" ? "CREATE TEMP TABLE caption_selection_results AS" : ""}${CHOSEN(dataset)};
END`;

const lock = (dataset: string, days: number): string => `
CREATE OR REPLACE PROCEDURE ${dataset}.lock_caption_assignments(
  schedule_id STRING, page_name STRING,
  caption_assignments ARRAY<STRUCT<caption_id INT64, scheduled_send_date DATE, scheduled_send_hour INT64>>
)
BEGIN
  DECLARE expected INT64;
  DECLARE inserted INT64;
  CREATE TEMP TABLE new_rows AS
  SELECT
    page_name AS page_name, ca.caption_id AS caption_id, cb.caption_text AS caption_text, cb.price_tier AS price_tier,
    ca.scheduled_send_date AS scheduled_send_date, ca.scheduled_send_hour AS scheduled_send_hour,
    page_name || '|' || CAST(ca.caption_id AS STRING) || '|' || CAST(ca.scheduled_send_date AS STRING) || '|'
      || CAST(ca.scheduled_send_hour AS STRING) AS assignment_key,
    schedule_id AS schedule_id
  FROM UNNEST(caption_assignments) AS ca
  JOIN ${dataset}.caption_bank AS cb ON cb.caption_id = ca.caption_id;
  MERGE ${dataset}.active_caption_assignments AS t
  USING (
    SELECT r.* FROM new_rows AS r
    WHERE NOT EXISTS (
      SELECT 1 FROM ${dataset}.active_caption_assignments AS e
      WHERE e.caption_id = r.caption_id AND e.is_active
        AND e.scheduled_send_date BETWEEN DATE_SUB(r.scheduled_send_date, INTERVAL ${days} DAY) AND DATE_ADD(r.scheduled_send_date, INTERVAL ${days} DAY)
    )
  ) AS s
  ON t.assignment_key = s.assignment_key
  WHEN NOT MATCHED THEN
    INSERT (page_name, caption_id, caption_text, assigned_date, scheduled_send_date, scheduled_send_hour, price_tier, is_active, assigned_at, assignment_key, schedule_id)
    VALUES (s.page_name, s.caption_id, s.caption_text, CURRENT_DATE('America/Los_Angeles'), s.scheduled_send_date, s.scheduled_send_hour, s.price_tier, TRUE, CURRENT_TIMESTAMP(), s.assignment_key, s.schedule_id);
  SET expected = (SELECT COUNT(*) FROM new_rows);
  SET inserted = (
    SELECT COUNT(*) FROM ${dataset}.active_caption_assignments AS a JOIN new_rows AS n ON n.assignment_key = a.assignment_key
  );
  IF inserted < expected THEN
    RAISE USING MESSAGE = FORMAT('Some assignments blocked by 7-day conflicts. Inserted %d of %d.', inserted, expected);
  END IF;
  DROP TABLE new_rows;
END`;

/** Makes the tables and procedures of the original in a dataset that is there. */
export async function makeOriginal(jobs: Jobs, dataset: string, original: Original = {}): Promise<void> {
  const { selection = "temp table", otherSchedules = false, report = REPORT, lockDays = 7 } = original;
  const run = (text: string): Promise<unknown> => jobs.run({ text, verb: "test" }, QUIET);
  await run(TABLES(dataset, otherSchedules).join(";\n"));
  for (const text of [analyze(dataset, report), select(dataset, selection), lock(dataset, lockDays)])
    await run(text);
}
