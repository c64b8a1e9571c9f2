-- saturation: how tired a page's buyers are, from 0 to 1, with its four parts; a row a page.
-- @parameters p_page STRING, p_now TIMESTAMP
-- @needs pages, saturation_parts, weak_days, frequency
--
-- p_page NULL means all pages. Score = 0.35 × unlock rate + 0.30 × value a message + 0.20 × weak days in a row / 3 + 0.15 × rise of PPVs a
-- day / 0.50, each part within 0..1, four decimals: the last 14 days against the 60 before.
-- Columns: page_name STRING, saturation_score FLOAT64 (null: not enough recent data), risk_level STRING ('LOW', 'MEDIUM', 'HIGH' at
-- tolerance 0.5; null without a score), unlock_rate_deviation FLOAT64, emv_deviation FLOAT64 (shares; null where they cannot be told),
-- consecutive_underperform_days INT64, recommended_action STRING, volume_adjustment_factor FLOAT64, confidence_score FLOAT64 (0..1: how much of 10
-- recent and 30 earlier PPVs there is), exclusion_reason STRING (null: scored; 'no history', 'not enough recent data', 'history too short'),
-- unlock_part, emv_part, days_part, frequency_part FLOAT64 (what each adds to the score, already weighted; null without a score),
-- unlock_value, emv_value, days_value, frequency_value FLOAT64 (0..1 before the weight), unlock_se, emv_se FLOAT64 (standard errors of the
-- deviations), frequency_trend FLOAT64 (change of PPVs a day as a share), recent_ppv_count INT64, baseline_ppv_count INT64.
-- A page that sent no PPV for two weeks is not called healthy, however short its history: that state is asked first.
WITH parts AS (
  SELECT
    v.page_name,
    MAX(IF(v.measure = 'unlock', v.deviation, NULL)) AS unlock_deviation,
    MAX(IF(v.measure = 'unlock', v.se, NULL)) AS unlock_se,
    MAX(IF(v.measure = 'unlock', v.value, NULL)) AS unlock_value,
    MAX(IF(v.measure = 'emv', v.deviation, NULL)) AS emv_deviation,
    MAX(IF(v.measure = 'emv', v.se, NULL)) AS emv_se,
    MAX(IF(v.measure = 'emv', v.value, NULL)) AS emv_value
  FROM {dataset}.saturation_parts(p_page, p_now) AS v
  GROUP BY v.page_name
), facts AS (
  SELECT
    p.page_name,
    CASE
      WHEN f.page_name IS NULL THEN 'no history'
      WHEN IFNULL(f.settled_count, 0) = 0 THEN 'not enough recent data'
      WHEN f.baseline_count = 0 THEN 'history too short'
    END AS exclusion_reason,
    v.unlock_deviation, v.unlock_se, IFNULL(v.unlock_value, {dataset}.num('0')) AS unlock_value,
    v.emv_deviation, v.emv_se, IFNULL(v.emv_value, {dataset}.num('0')) AS emv_value,
    IFNULL(d.run_length, 0) AS run_length,
    LEAST({dataset}.num('1'), IFNULL(d.run_length, 0) / {dataset}.num('3')) AS days_value,
    LEAST({dataset}.num('1'), GREATEST({dataset}.num('0'),
      IFNULL(f.frequency_trend, {dataset}.num('0')) / {dataset}.num('0.5'))) AS frequency_value,
    f.frequency_trend,
    IFNULL(f.settled_count, 0) AS recent_ppv_count,
    IFNULL(f.baseline_count, 0) AS baseline_ppv_count
  FROM {dataset}.pages(p_page) AS p
  LEFT JOIN {dataset}.frequency(p_page, p_now) AS f ON f.page_name = p.page_name
  LEFT JOIN {dataset}.weak_days(p_page, p_now) AS d ON d.page_name = p.page_name
  LEFT JOIN parts AS v ON v.page_name = p.page_name
), weighted AS (
  SELECT
    f.*,
    CASE
      WHEN f.exclusion_reason IS NULL THEN {dataset}.num('1')
      WHEN f.exclusion_reason <> 'not enough recent data' THEN {dataset}.num('0')
    END AS counts
  FROM facts AS f
), scored AS (
  SELECT
    w.*,
    ROUND(w.counts * {dataset}.num('0.35') * w.unlock_value, 12) AS unlock_part,
    ROUND(w.counts * {dataset}.num('0.30') * w.emv_value, 12) AS emv_part,
    ROUND(w.counts * {dataset}.num('0.20') * w.days_value, 12) AS days_part,
    ROUND(w.counts * {dataset}.num('0.15') * w.frequency_value, 12) AS frequency_part
  FROM weighted AS w
), summed AS (
  SELECT s.*, ROUND(ROUND(s.unlock_part + s.emv_part + s.days_part + s.frequency_part, 12), 4) AS score FROM scored AS s
)
SELECT
  s.page_name,
  s.score AS saturation_score,
  CASE
    WHEN s.score < {dataset}.num('0.3') THEN 'LOW'
    WHEN s.score <= {dataset}.num('0.6') THEN 'MEDIUM'
    WHEN s.score IS NOT NULL THEN 'HIGH'
  END AS risk_level,
  s.unlock_deviation AS unlock_rate_deviation,
  s.emv_deviation,
  s.run_length AS consecutive_underperform_days,
  CASE
    WHEN s.score < {dataset}.num('0.3') THEN 'keep the volume'
    WHEN s.score <= {dataset}.num('0.6') THEN 'send less'
    WHEN s.score IS NOT NULL THEN 'rest two days'
    ELSE 'choose a zone'
  END AS recommended_action,
  CASE
    WHEN s.score < {dataset}.num('0.3') THEN {dataset}.num('1')
    WHEN s.score <= {dataset}.num('0.6') THEN {dataset}.num('0.75')
    WHEN s.score IS NOT NULL THEN {dataset}.num('0.5')
  END AS volume_adjustment_factor,
  IF(s.exclusion_reason IS NULL, ROUND(LEAST({dataset}.num('1'), s.recent_ppv_count / {dataset}.num('10'))
    * LEAST({dataset}.num('1'), s.baseline_ppv_count / {dataset}.num('30')), 2), {dataset}.num('0')) AS confidence_score,
  s.exclusion_reason,
  s.unlock_part, s.emv_part, s.days_part, s.frequency_part,
  s.unlock_value, s.emv_value, s.days_value, s.frequency_value,
  s.unlock_se, s.emv_se,
  s.frequency_trend,
  s.recent_ppv_count, s.baseline_ppv_count
FROM summed AS s
