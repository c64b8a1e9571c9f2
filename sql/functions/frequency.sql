-- frequency: how often a page sends PPVs now, against before; a row a page that ever sent a message.
-- @parameters p_page STRING, p_now TIMESTAMP
-- @needs page_messages
--
-- PPVs a day in the last 14 days against the 60 before. The days of a rate are those since the page's first PPV, at most 14 and 60;
-- PPVs younger than 24 h count. Columns: page_name STRING, recent_count INT64, settled_count INT64 (recent ones older than 24 h),
-- baseline_count INT64, recent_rate FLOAT64 and baseline_rate FLOAT64 (PPVs a day; null before the first), frequency_trend FLOAT64 (a share,
-- 0.2 is 20 % more often; null without a PPV in the 60 days).
WITH counted AS (
  SELECT
    m.page_name,
    MIN(IF(m.message_type = 'PPV', m.sending_time, NULL)) AS first_ppv,
    MAX(m.analysis_now) AS analysis_now,
    CAST(COUNTIF(m.message_type = 'PPV' AND m.sending_time > {dataset}.hours_before(m.analysis_now, 336)) AS INT64) AS recent_count,
    CAST(COUNTIF(m.message_type = 'PPV' AND m.settled
      AND m.sending_time > {dataset}.hours_before(m.analysis_now, 336)) AS INT64) AS settled_count,
    CAST(COUNTIF(m.message_type = 'PPV' AND m.sending_time <= {dataset}.hours_before(m.analysis_now, 336)
      AND m.sending_time > {dataset}.hours_before(m.analysis_now, 1776)) AS INT64) AS baseline_count
  FROM {dataset}.page_messages(p_page, p_now) AS m
  GROUP BY m.page_name
), spans AS (
  SELECT
    c.*,
    {dataset}.seconds_between(c.first_ppv, c.analysis_now) / 86400 AS days,
    {dataset}.seconds_between(c.first_ppv, {dataset}.hours_before(c.analysis_now, 336)) / 86400 AS days_before
  FROM counted AS c
), rates AS (
  SELECT
    s.*,
    IF(s.days IS NULL, NULL, {dataset}.safe_div(s.recent_count, LEAST({dataset}.num('14'), s.days))) AS recent_rate,
    IF(s.baseline_count = 0, NULL, {dataset}.safe_div(s.baseline_count, LEAST({dataset}.num('60'), s.days_before))) AS baseline_rate
  FROM spans AS s
)
SELECT
  r.page_name, r.recent_count, r.settled_count, r.baseline_count, r.recent_rate, r.baseline_rate,
  ROUND({dataset}.safe_div(r.recent_rate - r.baseline_rate, r.baseline_rate), 12) AS frequency_trend
FROM rates AS r
