-- time_windows: what each hour is worth on Monday to Friday and at weekends, over 90 days; up to 48 rows a page.
-- @parameters p_page STRING, p_now TIMESTAMP
-- @needs recent_ppvs, effects
--
-- Hours without a PPV have no row. Order by page_name, day_type, hour_24.
-- Columns: page_name STRING, day_type STRING ('Weekday', 'Weekend'), hour_24 INT64, msg_count INT64 (PPVs), avg_rpr FLOAT64, avg_conv FLOAT64 (null
-- where nobody looked), confidence STRING ('good' from 0.6, 'fair' from 0.3, else 'no reliable hour effect'), value FLOAT64 (1 is the page's
-- mean), reliability FLOAT64 (0..1, of all hours of the day type).
WITH hours AS (
  SELECT v.page_name, v.day_type, v.la_hour, CAST(COUNT(*) AS INT64) AS msg_count,
    ROUND(AVG(v.rpr), 10) AS avg_rpr, ROUND(AVG(v.conv), 10) AS avg_conv
  FROM (
    SELECT r.page_name, {dataset}.day_type(r.la_date) AS day_type, r.la_hour, r.rpr, r.conv
    FROM {dataset}.recent_ppvs(p_page, p_now) AS r
  ) AS v
  GROUP BY v.page_name, v.day_type, v.la_hour
)
SELECT
  h.page_name, h.day_type, h.la_hour AS hour_24, h.msg_count, h.avg_rpr, h.avg_conv,
  CASE
    WHEN e.reliability < {dataset}.num('0.3') THEN 'no reliable hour effect'
    WHEN e.reliability < {dataset}.num('0.6') THEN 'fair'
    ELSE 'good'
  END AS confidence,
  e.value,
  e.reliability
FROM hours AS h
JOIN {dataset}.effects(p_page, p_now) AS e ON e.page_name = h.page_name AND e.family = h.day_type AND e.member = h.la_hour
