-- creators_overview: all pages at a glance, for the list of creators and one week; a row a page.
-- @parameters p_now TIMESTAMP, p_week DATE
-- @needs pages, page_messages, account, segment, saturation
--
-- Pages are those of active_creators that are not switched off (null counts as on); only where that table is empty those of
-- mass_messages. Order by page_name. Columns: page_name STRING, display_name STRING (null if none), size_tier STRING,
-- segment_label STRING, saturation_score FLOAT64 (null: not enough recent data), saturation_state STRING ('scored', 'no history',
-- 'history too short', 'not enough recent data'), revenue FLOAT64 (dollars of 30 days), w1 .. w8 FLOAT64 (dollars of the last eight times seven
-- days, the oldest first), last_message TIMESTAMP (null without any), committed STRING (the schedule that covers a day of the
-- seven from p_week, the earliest; null: due).
WITH weekly AS (
  SELECT
    m.page_name,
    CAST(FLOOR({dataset}.seconds_between(m.sending_time, m.analysis_now) / 604800) AS INT64) AS weeks_ago,
    m.earnings
  FROM {dataset}.page_messages(CAST(NULL AS STRING), p_now) AS m
  WHERE m.settled AND m.earnings IS NOT NULL AND m.sending_time > {dataset}.hours_before(m.analysis_now, 1344)
), weeks AS (
  SELECT
    w.page_name,
    ROUND(SUM(IF(w.weeks_ago = 7, w.earnings, 0)), 6) AS w1,
    ROUND(SUM(IF(w.weeks_ago = 6, w.earnings, 0)), 6) AS w2,
    ROUND(SUM(IF(w.weeks_ago = 5, w.earnings, 0)), 6) AS w3,
    ROUND(SUM(IF(w.weeks_ago = 4, w.earnings, 0)), 6) AS w4,
    ROUND(SUM(IF(w.weeks_ago = 3, w.earnings, 0)), 6) AS w5,
    ROUND(SUM(IF(w.weeks_ago = 2, w.earnings, 0)), 6) AS w6,
    ROUND(SUM(IF(w.weeks_ago = 1, w.earnings, 0)), 6) AS w7,
    ROUND(SUM(IF(w.weeks_ago = 0, w.earnings, 0)), 6) AS w8
  FROM weekly AS w
  GROUP BY w.page_name
), committed AS (
  SELECT s.page_name, s.schedule_id
  FROM {dataset}.schedule_recommendations AS s
  WHERE IFNULL(s.state, 'committed') = 'committed'
    AND s.week_start > {dataset}.add_days(p_week, -7) AND s.week_start < {dataset}.add_days(p_week, 7)
  QUALIFY ROW_NUMBER() OVER (PARTITION BY s.page_name ORDER BY s.week_start, s.schedule_id) = 1
), listed AS (
  SELECT CAST(COUNT(*) AS INT64) AS n FROM {dataset}.active_creators AS c
)
SELECT
  p.page_name, p.display_name, a.size_tier, g.segment_label,
  s.saturation_score,
  IFNULL(s.exclusion_reason, 'scored') AS saturation_state,
  a.total_revenue_period AS revenue,
  IFNULL(w.w1, {dataset}.num('0')) AS w1,
  IFNULL(w.w2, {dataset}.num('0')) AS w2,
  IFNULL(w.w3, {dataset}.num('0')) AS w3,
  IFNULL(w.w4, {dataset}.num('0')) AS w4,
  IFNULL(w.w5, {dataset}.num('0')) AS w5,
  IFNULL(w.w6, {dataset}.num('0')) AS w6,
  IFNULL(w.w7, {dataset}.num('0')) AS w7,
  IFNULL(w.w8, {dataset}.num('0')) AS w8,
  a.last_message,
  c.schedule_id AS committed
FROM {dataset}.pages(CAST(NULL AS STRING)) AS p
CROSS JOIN listed AS l
JOIN {dataset}.account(CAST(NULL AS STRING), p_now) AS a ON a.page_name = p.page_name
JOIN {dataset}.segment(CAST(NULL AS STRING), p_now) AS g ON g.page_name = p.page_name
JOIN {dataset}.saturation(CAST(NULL AS STRING), p_now) AS s ON s.page_name = p.page_name
LEFT JOIN weeks AS w ON w.page_name = p.page_name
LEFT JOIN committed AS c ON c.page_name = p.page_name
WHERE p.is_active AND (p.is_listed OR l.n = 0)
