-- frequency: how often a page sends PPVs now, against before; a row a page with PPVs.
-- @parameters p_page STRING, p_now TIMESTAMP
-- @needs page_messages
--
-- PPVs a day in the last 14 days against the 60 before. The days of a rate are those since the page's first PPV, at most 14 and 60;
-- PPVs younger than 24 h count. Columns: page_name STRING, recent_count INT64, settled_count INT64 (recent ones older than 24 h),
-- baseline_count INT64, recent_rate FLOAT64 and baseline_rate FLOAT64 (PPVs a day), frequency_trend FLOAT64 (a share, 0.2 is 20 % more often; null
-- without a PPV in the 60 days).
WITH counted AS (
  SELECT
    m.page_name,
    MIN(m.sending_time) AS first_ppv,
    MAX(m.analysis_now) AS analysis_now,
    CAST(COUNTIF(m.sending_time > {dataset}.hours_before(m.analysis_now, 336)) AS INT64) AS recent_count,
    CAST(COUNTIF(m.settled AND m.sending_time > {dataset}.hours_before(m.analysis_now, 336)) AS INT64) AS settled_count,
    CAST(COUNTIF(m.sending_time <= {dataset}.hours_before(m.analysis_now, 336)
      AND m.sending_time > {dataset}.hours_before(m.analysis_now, 1776)) AS INT64) AS baseline_count
  FROM {dataset}.page_messages(p_page, p_now) AS m
  WHERE m.message_type = 'PPV'
  GROUP BY m.page_name
), spans AS (
  SELECT
    c.*,
    LEAST({dataset}.num('14'), {dataset}.seconds_between(c.first_ppv, c.analysis_now) / 86400) AS recent_days,
    LEAST({dataset}.num('60'), {dataset}.seconds_between(c.first_ppv, {dataset}.hours_before(c.analysis_now, 336)) / 86400) AS baseline_days
  FROM counted AS c
), rates AS (
  SELECT
    s.*,
    {dataset}.safe_div(s.recent_count, s.recent_days) AS recent_rate,
    IF(s.baseline_count = 0, NULL, {dataset}.safe_div(s.baseline_count, s.baseline_days)) AS baseline_rate
  FROM spans AS s
)
SELECT
  r.page_name, r.recent_count, r.settled_count, r.baseline_count, r.recent_rate, r.baseline_rate,
  ROUND({dataset}.safe_div(r.recent_rate - r.baseline_rate, r.baseline_rate), 12) AS frequency_trend
FROM rates AS r
