-- weekdays: what each weekday is worth, over 90 days; up to 7 rows a page.
-- @parameters p_page STRING, p_now TIMESTAMP
-- @needs effects
--
-- Weekdays without a PPV have no row. Order by page_name, day_of_week_la.
-- Columns: page_name STRING, day_of_week_la INT64 (1 Sunday .. 7 Saturday), msg_count INT64 (PPVs), avg_rpr FLOAT64, avg_conv FLOAT64 (null where
-- nobody looked), t_statistic FLOAT64 (against the other weekdays; may be null), value FLOAT64 (1 is the page's mean), reliability FLOAT64
-- (0..1, of all weekdays).
SELECT
  e.page_name, e.member AS day_of_week_la, e.msg_count, e.avg_rpr, e.avg_conv, e.t_statistic, e.value, e.reliability
FROM {dataset}.effects(p_page, p_now) AS e
WHERE e.family = 'Week'
