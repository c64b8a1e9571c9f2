-- account: how large a page is, by its revenue of the last 30 days; a row a page.
-- @parameters p_page STRING, p_now TIMESTAMP
-- @needs pages, page_messages
--
-- p_page NULL means all pages. Columns: page_name STRING, size_tier STRING (MICRO below $5,000, SMALL below $25,000,
-- MEDIUM below $100,000, LARGE below $500,000, MEGA), avg_audience FLOAT64 (mean recipients of a PPV in 30 days; null without
-- one), total_revenue_period FLOAT64 (dollars of 30 days, bumps included; null where there were PPVs and nobody knows what any
-- message earned: such a page counts as MICRO), saturation_tolerance FLOAT64 (the product's own, 0.5),
-- ppv_count INT64, bump_count INT64 (30 days), last_message TIMESTAMP (null without any).
-- PPVs younger than 24 h are not in the sums: their unlocks are still coming. Dollars are rounded to 6 digits, so that a sum of
-- doubles that is exactly at a limit is not a hair below it.
WITH totals AS (
  SELECT
    m.page_name,
    MAX(m.sending_time) AS last_message,
    ROUND(SUM(IF(m.settled AND m.sending_time > {dataset}.hours_before(m.analysis_now, 720), m.earnings, NULL)), 6) AS revenue,
    ROUND(AVG(IF(m.settled AND m.message_type = 'PPV' AND m.sending_time > {dataset}.hours_before(m.analysis_now, 720),
      m.sent_count, NULL)), 6) AS audience,
    CAST(COUNTIF(m.settled AND m.message_type = 'PPV' AND m.sending_time > {dataset}.hours_before(m.analysis_now, 720)) AS INT64) AS ppvs,
    CAST(COUNTIF(m.message_type = 'Bump' AND m.sending_time > {dataset}.hours_before(m.analysis_now, 720)) AS INT64) AS bumps
  FROM {dataset}.page_messages(p_page, p_now) AS m
  GROUP BY m.page_name
)
SELECT
  p.page_name,
  CASE
    WHEN IFNULL(t.revenue, {dataset}.num('0')) < 5000 THEN 'MICRO'
    WHEN t.revenue < 25000 THEN 'SMALL'
    WHEN t.revenue < 100000 THEN 'MEDIUM'
    WHEN t.revenue < 500000 THEN 'LARGE'
    ELSE 'MEGA'
  END AS size_tier,
  t.audience AS avg_audience,
  IF(t.ppvs > 0, t.revenue, IFNULL(t.revenue, {dataset}.num('0'))) AS total_revenue_period,
  {dataset}.num('0.5') AS saturation_tolerance,
  IFNULL(t.ppvs, 0) AS ppv_count,
  IFNULL(t.bumps, 0) AS bump_count,
  t.last_message
FROM {dataset}.pages(p_page) AS p
LEFT JOIN totals AS t ON t.page_name = p.page_name
