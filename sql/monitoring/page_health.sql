-- page_health: how each page's runs have gone in the last 7 days; a row a page that ran in the last 30.
-- @parameters p_now TIMESTAMP
-- @needs runs
--
-- In the console: SELECT * FROM {dataset}.page_health(CURRENT_TIMESTAMP()) ORDER BY success_rate, page_name.
-- HEALTHY from 95 %, WARNING from 80 %, CRITICAL below; conflicts stay outside the rate. Compared in whole numbers: 19 of 20
-- are exactly 95 %. A page without a run that counts has no rate and no state.
-- Columns: page_name STRING, runs INT64 (all of the 7 days), successes INT64, errors INT64, conflicts INT64, success_rate FLOAT64 (null: none
-- counts), mean_seconds FLOAT64 (of all runs; null without any), mean_messages FLOAT64 (of the successes; null without any),
-- last_run TIMESTAMP, hours_since_last FLOAT64, health STRING ('HEALTHY', 'WARNING', 'CRITICAL' or null).
WITH past AS (
  SELECT
    r.page_name, r.ended_at, r.seconds, r.messages,
    r.ended_at > {dataset}.hours_before(p_now, 168) AS recent,
    r.outcome = 'success' AS is_success, r.outcome = 'error' AS is_error, r.outcome = 'conflict' AS is_conflict
  FROM {dataset}.runs(p_now, 720) AS r
), counted AS (
  SELECT
    p.page_name,
    CAST(SUM(IF(p.recent, 1, 0)) AS INT64) AS runs,
    CAST(SUM(IF(p.recent AND p.is_success, 1, 0)) AS INT64) AS successes,
    CAST(SUM(IF(p.recent AND p.is_error, 1, 0)) AS INT64) AS errors,
    CAST(SUM(IF(p.recent AND p.is_conflict, 1, 0)) AS INT64) AS conflicts,
    AVG(IF(p.recent, p.seconds, NULL)) AS mean_seconds,
    AVG(IF(p.recent AND p.is_success, p.messages, NULL)) AS mean_messages,
    MAX(p.ended_at) AS last_run
  FROM past AS p
  GROUP BY p.page_name
)
SELECT
  c.page_name, c.runs, c.successes, c.errors, c.conflicts,
  {dataset}.safe_div(c.successes, c.successes + c.errors) AS success_rate,
  ROUND(c.mean_seconds, 6) AS mean_seconds,
  ROUND(c.mean_messages, 6) AS mean_messages,
  c.last_run,
  ROUND({dataset}.seconds_between(c.last_run, p_now) / 3600, 6) AS hours_since_last,
  CASE
    WHEN c.successes + c.errors = 0 THEN NULL
    WHEN 100 * c.successes >= 95 * (c.successes + c.errors) THEN 'HEALTHY'
    WHEN 100 * c.successes >= 80 * (c.successes + c.errors) THEN 'WARNING'
    ELSE 'CRITICAL'
  END AS health
FROM counted AS c
