-- alerts: what needs somebody's attention now; always five rows, each with its figure, its limit and whether it fires.
-- @parameters p_now TIMESTAMP
-- @needs runs, double_locks
--
-- In the console: SELECT * FROM {dataset}.alerts(CURRENT_TIMESTAMP()) WHERE fires ORDER BY alert_order.
-- 'success rate': below 90 % in 7 days, conflicts outside, over all pages. 'duration': runs of 7 days take more than 30 s in
-- the mean. 'no success': none in 24 h. 'errors': more than 2 within any 60 minutes of the last 24 h, so that a look once a
-- day sees them. 'double locks': a caption is locked twice within 7 days. Shares are compared in whole numbers.
-- Columns: alert_order INT64, alert STRING, fires BOOL, figure FLOAT64 (null: not known, as without any run; hours since the
-- last success are looked for in 30 days), figure_limit FLOAT64, unit STRING.
WITH week AS (
  SELECT
    CAST(IFNULL(SUM(IF(r.outcome = 'success', 1, 0)), 0) AS INT64) AS successes,
    CAST(IFNULL(SUM(IF(r.outcome = 'error', 1, 0)), 0) AS INT64) AS errors,
    AVG(r.seconds) AS mean_seconds
  FROM {dataset}.runs(p_now, 168) AS r
), latest AS (
  SELECT MAX(r.ended_at) AS last_success FROM {dataset}.runs(p_now, 720) AS r WHERE r.outcome = 'success'
), failed AS (
  SELECT r.ended_at, ROW_NUMBER() OVER (ORDER BY r.ended_at, r.page_name, r.error_message) AS nth
  FROM {dataset}.runs(p_now, 24) AS r
  WHERE r.outcome = 'error'
), crowded AS (
  SELECT a.nth, COUNT(*) AS errors
  FROM failed AS a
  CROSS JOIN failed AS b
  WHERE b.ended_at <= a.ended_at AND b.ended_at > {dataset}.hours_before(a.ended_at, 1)
  GROUP BY a.nth
), most AS (
  SELECT CAST(IFNULL(MAX(c.errors), 0) AS INT64) AS errors FROM crowded AS c
), doubled AS (
  SELECT CAST(COUNT(*) AS INT64) AS pairs FROM {dataset}.double_locks(p_now) AS d
)
SELECT
  1 AS alert_order, 'success rate' AS alert, 100 * w.successes < 90 * (w.successes + w.errors) AS fires,
  ROUND(100 * {dataset}.safe_div(w.successes, w.successes + w.errors), 6) AS figure, {dataset}.num('90') AS figure_limit, '%' AS unit
FROM week AS w
UNION ALL
SELECT 2, 'duration', IFNULL(w.mean_seconds > 30, FALSE), ROUND(w.mean_seconds, 6), {dataset}.num('30'), 's' FROM week AS w
UNION ALL
SELECT
  3, 'no success', IFNULL(l.last_success <= {dataset}.hours_before(p_now, 24), TRUE),
  ROUND({dataset}.seconds_between(l.last_success, p_now) / 3600, 6), {dataset}.num('24'), 'h'
FROM latest AS l
UNION ALL
SELECT 4, 'errors', m.errors > 2, {dataset}.safe_div(m.errors, 1), {dataset}.num('2'), 'an hour' FROM most AS m
UNION ALL
SELECT 5, 'double locks', d.pairs > 0, {dataset}.safe_div(d.pairs, 1), {dataset}.num('0'), 'pairs' FROM doubled AS d
