-- weekdays: what each weekday is worth, over 90 days; up to 7 rows a page.
-- @parameters p_page STRING, p_now TIMESTAMP
-- @needs recent_ppvs, effects
--
-- Weekdays without a PPV have no row. Order by page_name, day_of_week_la.
-- Columns: page_name STRING, day_of_week_la INT64 (1 Sunday .. 7 Saturday), msg_count INT64 (PPVs), avg_rpr FLOAT64, avg_conv FLOAT64 (null where
-- nobody looked), t_statistic FLOAT64 (against the other weekdays; may be null), value FLOAT64 (1 is the page's mean), reliability FLOAT64
-- (0..1, of all weekdays).
WITH days AS (
  SELECT v.page_name, v.weekday, CAST(COUNT(*) AS INT64) AS msg_count,
    ROUND(AVG(v.rpr), 10) AS avg_rpr, ROUND(AVG(v.conv), 10) AS avg_conv
  FROM (
    SELECT r.page_name, {dataset}.weekday(r.la_date) AS weekday, r.rpr, r.conv
    FROM {dataset}.recent_ppvs(p_page, p_now) AS r
  ) AS v
  GROUP BY v.page_name, v.weekday
)
SELECT
  d.page_name, d.weekday AS day_of_week_la, d.msg_count, d.avg_rpr, d.avg_conv,
  e.t_statistic, e.value, e.reliability
FROM days AS d
JOIN {dataset}.effects(p_page, p_now) AS e ON e.page_name = d.page_name AND e.family = 'Week' AND e.member = d.weekday
