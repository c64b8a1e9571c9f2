-- segment: what kind of buyers a page has, by earnings per purchase over 90 days; a row a page.
-- @parameters p_page STRING, p_now TIMESTAMP
-- @needs pages, page_messages
--
-- p_page NULL means all pages. Columns: page_name STRING, segment_label STRING (below $10 BUDGET, below $20 STANDARD, below $35
-- PREMIUM, else LUXURY; EXPLORATORY with fewer than 20 PPVs or without a purchase), avg_purchase FLOAT64 (dollars; null
-- without a purchase), avg_rpr FLOAT64 (mean of the PPVs' earnings / sent), avg_conv FLOAT64 (mean of purchased / viewed), sample_size INT64
-- (PPVs). PPVs younger than 24 h are not counted. Only PPVs of which both are known say what a purchase brings.
WITH totals AS (
  SELECT
    m.page_name,
    CAST(COUNT(*) AS INT64) AS ppvs,
    ROUND(SUM(IF(m.purchased_count IS NULL, NULL, m.earnings)), 6) AS earnings,
    CAST(SUM(IF(m.earnings IS NULL, NULL, m.purchased_count)) AS INT64) AS purchases,
    ROUND(AVG(m.rpr), 10) AS rpr,
    ROUND(AVG(m.conv), 10) AS conv
  FROM {dataset}.page_messages(p_page, p_now) AS m
  WHERE m.message_type = 'PPV' AND m.settled AND m.sending_time > {dataset}.hours_before(m.analysis_now, 2160)
  GROUP BY m.page_name
)
SELECT
  p.page_name,
  CASE
    WHEN IFNULL(t.ppvs, 0) < 20 OR IFNULL(t.purchases, 0) <= 0 THEN 'EXPLORATORY'
    WHEN t.earnings < 10 * t.purchases THEN 'BUDGET'
    WHEN t.earnings < 20 * t.purchases THEN 'STANDARD'
    WHEN t.earnings < 35 * t.purchases THEN 'PREMIUM'
    ELSE 'LUXURY'
  END AS segment_label,
  ROUND({dataset}.safe_div(t.earnings, t.purchases), 10) AS avg_purchase,
  t.rpr AS avg_rpr,
  t.conv AS avg_conv,
  IFNULL(t.ppvs, 0) AS sample_size
FROM {dataset}.pages(p_page) AS p
LEFT JOIN totals AS t ON t.page_name = p.page_name
