-- run_trends: the runs of the last 30 Los Angeles days, today the last of them; a row a day that had one.
-- @parameters p_now TIMESTAMP
-- @needs runs
--
-- In the console: SELECT * FROM {dataset}.run_trends(CURRENT_TIMESTAMP()) ORDER BY la_day.
-- The median is the lower one. Columns: la_day DATE, runs INT64, errors INT64, mean_seconds FLOAT64, min_seconds FLOAT64,
-- median_seconds FLOAT64, max_seconds FLOAT64 (these four are null where no run of the day has a duration).
WITH recent AS (
  -- 31 times 24 hours hold 30 days whatever the clocks do.
  SELECT r.la_day, r.seconds, r.outcome = 'error' AS is_error, r.ended_at, r.page_name, r.schedule_id
  FROM {dataset}.runs(p_now, 744) AS r
  WHERE r.la_day > {dataset}.add_days({dataset}.la_date(p_now), -30)
), timed AS (
  SELECT
    r.la_day, r.seconds,
    ROW_NUMBER() OVER (PARTITION BY r.la_day ORDER BY r.seconds, r.ended_at, r.page_name, r.schedule_id NULLS FIRST) AS nth,
    COUNT(*) OVER (PARTITION BY r.la_day) AS n
  FROM recent AS r
  WHERE r.seconds IS NOT NULL
), medians AS (
  SELECT t.la_day, t.seconds AS median_seconds FROM timed AS t WHERE t.nth = CAST(FLOOR((t.n + 1) / 2) AS INT64)
)
SELECT
  r.la_day,
  CAST(COUNT(*) AS INT64) AS runs,
  CAST(SUM(IF(r.is_error, 1, 0)) AS INT64) AS errors,
  ROUND(AVG(r.seconds), 6) AS mean_seconds,
  ROUND(MIN(r.seconds), 6) AS min_seconds,
  ROUND(MAX(m.median_seconds), 6) AS median_seconds,
  ROUND(MAX(r.seconds), 6) AS max_seconds
FROM recent AS r
LEFT JOIN medians AS m ON m.la_day = r.la_day
GROUP BY r.la_day
