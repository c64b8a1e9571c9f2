-- time_windows: what each hour is worth on Monday to Friday and at weekends, over 90 days; up to 48 rows a page.
-- @parameters p_page STRING, p_now TIMESTAMP
-- @needs effects
--
-- Hours without a PPV have no row. Order by page_name, day_type, hour_24.
-- Columns: page_name STRING, day_type STRING ('Weekday', 'Weekend'), hour_24 INT64, msg_count INT64 (PPVs), avg_rpr FLOAT64, avg_conv FLOAT64 (null
-- where nobody looked), confidence STRING ('good' from 0.6, 'fair' from 0.3, else 'no reliable hour effect'), value FLOAT64 (1 is the page's
-- mean), reliability FLOAT64 (0..1, of all hours of the day type).
SELECT
  e.page_name, e.family AS day_type, e.member AS hour_24, e.msg_count, e.avg_rpr, e.avg_conv,
  CASE
    WHEN e.reliability < {dataset}.num('0.3') THEN 'no reliable hour effect'
    WHEN e.reliability < {dataset}.num('0.6') THEN 'fair'
    ELSE 'good'
  END AS confidence,
  e.value,
  e.reliability
FROM {dataset}.effects(p_page, p_now) AS e
WHERE e.family <> 'Week'
