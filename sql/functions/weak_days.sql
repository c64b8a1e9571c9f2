-- weak_days: how many days in a row up to the last a page has earned less a recipient than it used to; a row a page.
-- @parameters p_page STRING, p_now TIMESTAMP
-- @needs page_messages
--
-- A day is a Los Angeles date of the last 14 days with PPVs; it is weak where its earnings / sent lie below 0.8 × those of the 60 days
-- before. Days without a PPV neither count nor break the run. Columns: page_name STRING, run_length INT64.
-- Pages without such a day have no row. The ratio is rounded to 9 digits, so that exactly 0.8 is not below it.
WITH ppvs AS (
  SELECT m.page_name, m.la_date, m.earnings, m.sent_count,
    m.sending_time > {dataset}.hours_before(m.analysis_now, 336) AS is_recent
  FROM {dataset}.page_messages(p_page, p_now) AS m
  WHERE m.message_type = 'PPV' AND m.settled AND m.rpr IS NOT NULL
    AND m.sending_time > {dataset}.hours_before(m.analysis_now, 1776)
), baseline AS (
  SELECT v.page_name, {dataset}.safe_div(SUM(v.earnings), SUM(v.sent_count)) AS rpr
  FROM ppvs AS v
  WHERE NOT v.is_recent
  GROUP BY v.page_name
), daily AS (
  SELECT v.page_name, v.la_date, {dataset}.safe_div(SUM(v.earnings), SUM(v.sent_count)) AS rpr
  FROM ppvs AS v
  WHERE v.is_recent
  GROUP BY v.page_name, v.la_date
), judged AS (
  SELECT
    d.page_name,
    IFNULL(b.rpr > 0 AND ROUND({dataset}.safe_div(d.rpr, b.rpr), 9) < {dataset}.num('0.8'), FALSE) AS is_weak,
    ROW_NUMBER() OVER (PARTITION BY d.page_name ORDER BY d.la_date DESC) AS days_back
  FROM daily AS d
  LEFT JOIN baseline AS b ON b.page_name = d.page_name
)
SELECT j.page_name, CAST(IFNULL(MIN(IF(j.is_weak, NULL, j.days_back)) - 1, COUNT(*)) AS INT64) AS run_length
FROM judged AS j
GROUP BY j.page_name
