-- creator_reports: the report of a page (NULL: of every page), as JSON text; a row a page.
-- It reads what the analysis' functions give and adds nothing: the names are those of the original, the new ones beside them.
CREATE OR REPLACE TABLE FUNCTION {dataset}.creator_reports(p_page STRING, p_now TIMESTAMP)
OPTIONS (description = "The report of a page (NULL: of every page), as JSON text; a row a page.")
AS (
WITH triggers AS (
  SELECT t.page_name, STRING_AGG(TO_JSON_STRING(STRUCT(
    t.psychological_trigger AS psychological_trigger, t.msg_count AS msg_count, t.avg_rpr AS avg_rpr, t.avg_conv AS avg_conv,
    t.rpr_lift_pct AS rpr_lift_pct, t.conv_lift_pct AS conv_lift_pct
  )), ',' ORDER BY IFNULL(t.rpr_lift_pct, -1000000.0) DESC, t.psychological_trigger) AS items
  FROM {dataset}.triggers(p_page, p_now) AS t
  GROUP BY t.page_name
), categories AS (
  SELECT c.page_name, STRING_AGG(TO_JSON_STRING(STRUCT(
    c.content_category AS content_category, c.price_tier AS price_tier, c.msg_count AS msg_count, c.avg_rpr AS avg_rpr,
    c.avg_conv AS avg_conv, c.trend_direction AS trend_direction, c.trend_pct AS trend_pct, c.best_price_tier AS best_price_tier
  )), ',' ORDER BY IFNULL(c.avg_rpr, -1000000.0) DESC, c.content_category, c.price_tier) AS items
  FROM {dataset}.categories(p_page, p_now) AS c
  GROUP BY c.page_name
), weekdays AS (
  SELECT w.page_name, STRING_AGG(TO_JSON_STRING(STRUCT(
    w.day_of_week_la AS day_of_week_la, w.msg_count AS msg_count, w.avg_rpr AS avg_rpr, w.avg_conv AS avg_conv,
    w.t_statistic AS t_statistic, w.value AS value, w.reliability AS reliability
  )), ',' ORDER BY w.day_of_week_la) AS items
  FROM {dataset}.weekdays(p_page, p_now) AS w
  GROUP BY w.page_name
), windows AS (
  SELECT h.page_name, STRING_AGG(TO_JSON_STRING(STRUCT(
    h.day_type AS day_type, h.hour_24 AS hour_24, h.msg_count AS msg_count, h.avg_rpr AS avg_rpr, h.avg_conv AS avg_conv,
    h.confidence AS confidence, h.value AS value, h.reliability AS reliability
  )), ',' ORDER BY h.day_type, h.hour_24) AS items
  FROM {dataset}.time_windows(p_page, p_now) AS h
  GROUP BY h.page_name
)
SELECT
  a.page_name,
  CONCAT(
    '{"creator_name":', TO_JSON_STRING(a.page_name),
    ',"report_version":2',
    ',"analysis_timestamp":', TO_JSON_STRING({dataset}.iso(n.analysis_now)),
    ',"data_freshness":', TO_JSON_STRING({dataset}.iso(n.data_to)),
    ',"account_classification":', TO_JSON_STRING(STRUCT(
      a.size_tier AS size_tier, a.avg_audience AS avg_audience, a.total_revenue_period AS total_revenue_period,
      a.saturation_tolerance AS saturation_tolerance, a.ppv_count AS ppv_count, a.bump_count AS bump_count)),
    ',"behavioral_segment":', TO_JSON_STRING(STRUCT(
      g.segment_label AS segment_label, g.avg_rpr AS avg_rpr, g.avg_conv AS avg_conv, g.avg_purchase AS avg_purchase,
      g.sample_size AS sample_size)),
    ',"saturation":', TO_JSON_STRING(STRUCT(
      s.saturation_score AS saturation_score, s.risk_level AS risk_level, s.unlock_rate_deviation AS unlock_rate_deviation,
      s.emv_deviation AS emv_deviation, s.consecutive_underperform_days AS consecutive_underperform_days,
      s.recommended_action AS recommended_action, s.volume_adjustment_factor AS volume_adjustment_factor,
      s.confidence_score AS confidence_score, s.exclusion_reason AS exclusion_reason,
      STRUCT(s.unlock_part AS unlock, s.emv_part AS emv, s.days_part AS days, s.frequency_part AS frequency) AS parts)),
    ',"frequency_trend":', TO_JSON_STRING(s.frequency_trend),
    ',"psychological_trigger_analysis":[', IFNULL(t.items, ''), ']',
    ',"content_category_performance":[', IFNULL(c.items, ''), ']',
    ',"day_of_week_patterns":[', IFNULL(w.items, ''), ']',
    ',"time_window_optimization":[', IFNULL(h.items, ''), ']}'
  ) AS report
FROM {dataset}.account(p_page, p_now) AS a
CROSS JOIN {dataset}.analysis_now(p_now) AS n
LEFT JOIN {dataset}.segment(p_page, p_now) AS g ON g.page_name = a.page_name
LEFT JOIN {dataset}.saturation(p_page, p_now) AS s ON s.page_name = a.page_name
LEFT JOIN triggers AS t ON t.page_name = a.page_name
LEFT JOIN categories AS c ON c.page_name = a.page_name
LEFT JOIN weekdays AS w ON w.page_name = a.page_name
LEFT JOIN windows AS h ON h.page_name = a.page_name
);
