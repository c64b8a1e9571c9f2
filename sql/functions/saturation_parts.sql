-- saturation_parts: how unlock rate and value a message of the last 14 days stand against the 60 days before; a row a page and measure.
-- @parameters p_page STRING, p_now TIMESTAMP
-- @needs page_messages
--
-- Two measures of a PPV: 'unlock' is purchased / viewed, 'emv' is purchased / viewed × earnings; PPVs that nobody viewed have neither.
-- Each recent PPV is held against the baseline mean of its weekday (of all weekdays where its own has fewer than 3):
-- deviation = Σ (x − mean) / Σ mean over the recent ones. Its standard error comes from the sample variances of x − mean in both
-- windows; the part is −deviation / 0.20, times 1 − (se / deviation)², so that chance alone does not count.
-- Columns: page_name STRING, measure STRING, recent_count INT64, baseline_count INT64, deviation FLOAT64 (a share, −0.11 is 11 %
-- below; null where it cannot be told), se FLOAT64 (null with fewer than 2 PPVs in a window), value FLOAT64 (0..1, before its weight).
-- Pages without a measured PPV in the 60 days have no row.
WITH ppvs AS (
  SELECT
    m.page_name,
    {dataset}.weekday(m.la_date) AS weekday,
    m.sending_time > {dataset}.hours_before(m.analysis_now, 336) AS is_recent,
    m.conv,
    m.conv * m.earnings AS emv
  FROM {dataset}.page_messages(p_page, p_now) AS m
  WHERE m.message_type = 'PPV' AND m.settled AND m.sending_time > {dataset}.hours_before(m.analysis_now, 1776)
), measured AS (
  SELECT v.page_name, 'unlock' AS measure, v.weekday, v.is_recent, v.conv AS x FROM ppvs AS v WHERE v.conv IS NOT NULL
  UNION ALL
  SELECT v.page_name, 'emv' AS measure, v.weekday, v.is_recent, v.emv AS x FROM ppvs AS v WHERE v.emv IS NOT NULL
), overall AS (
  SELECT x.page_name, x.measure, AVG(x.x) AS mean
  FROM measured AS x
  WHERE NOT x.is_recent
  GROUP BY x.page_name, x.measure
), by_weekday AS (
  SELECT x.page_name, x.measure, x.weekday, AVG(x.x) AS mean
  FROM measured AS x
  WHERE NOT x.is_recent
  GROUP BY x.page_name, x.measure, x.weekday
  HAVING COUNT(*) >= 3
), held_against AS (
  SELECT x.page_name, x.measure, x.is_recent, x.x, COALESCE(w.mean, o.mean) AS usual
  FROM measured AS x
  JOIN overall AS o ON o.page_name = x.page_name AND o.measure = x.measure
  LEFT JOIN by_weekday AS w ON w.page_name = x.page_name AND w.measure = x.measure AND w.weekday = x.weekday
), compared AS (
  SELECT
    h.page_name,
    h.measure,
    CAST(COUNTIF(h.is_recent) AS INT64) AS recent_count,
    CAST(COUNTIF(NOT h.is_recent) AS INT64) AS baseline_count,
    {dataset}.safe_div(SUM(IF(h.is_recent, h.x - h.usual, NULL)), SUM(IF(h.is_recent, h.usual, NULL))) AS deviation,
    AVG(IF(h.is_recent, h.usual, NULL)) AS mean_usual,
    VAR_SAMP(IF(h.is_recent, h.x - h.usual, NULL)) AS recent_variance,
    VAR_SAMP(IF(h.is_recent, NULL, h.x - h.usual)) AS baseline_variance
  FROM held_against AS h
  GROUP BY h.page_name, h.measure
), judged AS (
  SELECT
    c.page_name, c.measure, c.recent_count, c.baseline_count, c.deviation,
    IF(c.recent_count < 2 OR c.baseline_count < 2, NULL, {dataset}.safe_div(
      SQRT({dataset}.safe_div(c.recent_variance, c.recent_count) + {dataset}.safe_div(c.baseline_variance, c.baseline_count)),
      c.mean_usual)) AS se
  FROM compared AS c
)
SELECT
  j.page_name, j.measure, j.recent_count, j.baseline_count,
  ROUND(j.deviation, 12) AS deviation,
  ROUND(j.se, 12) AS se,
  CASE
    WHEN j.se IS NULL OR j.deviation IS NULL OR j.deviation >= 0 THEN {dataset}.num('0')
    ELSE ROUND(LEAST({dataset}.num('1'), GREATEST({dataset}.num('0'),
      -j.deviation / {dataset}.num('0.2') * GREATEST({dataset}.num('0'), 1 - POW({dataset}.safe_div(j.se, j.deviation), 2)))), 12)
  END AS value
FROM judged AS j
