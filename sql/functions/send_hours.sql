-- send_hours: how many PPVs a page sent in each hour of Monday to Friday and of weekends, over 90 days; up to 48 rows a page.
-- @parameters p_page STRING, p_now TIMESTAMP
-- @needs page_messages
--
-- p_page NULL means all pages. Hours without a PPV have no row; PPVs younger than 24 h are not counted.
-- Columns: page_name STRING, day_type STRING ('Weekday', 'Weekend'), hour_24 INT64 (Los Angeles), msg_count INT64.
WITH ppvs AS (
  SELECT m.page_name, {dataset}.day_type(m.la_date) AS day_type, m.la_hour
  FROM {dataset}.page_messages(p_page, p_now) AS m
  WHERE m.message_type = 'PPV' AND m.settled AND m.sending_time > {dataset}.hours_before(m.analysis_now, 2160)
)
SELECT v.page_name, v.day_type, v.la_hour AS hour_24, CAST(COUNT(*) AS INT64) AS msg_count
FROM ppvs AS v
GROUP BY v.page_name, v.day_type, v.la_hour
