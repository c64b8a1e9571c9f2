-- send_statistics: what a page's PPVs of 90 days say about its price tiers and its audience; four rows a page.
-- @parameters p_page STRING, p_now TIMESTAMP
-- @needs pages, past_messages
--
-- p_page NULL means all pages. A row each for 'Budget', 'Mid', 'Premium' (PPVs whose caption is of that tier) and 'All' (every PPV).
-- Columns: page_name STRING, price_tier STRING, msg_count INT64, rpr FLOAT64 (mean earnings / sent; null over no rows), rpr_sd FLOAT64
-- (sample standard deviation; null with fewer than 2), usual_price FLOAT64 (median; null over no rows), audience FLOAT64 (median recipients of a
-- PPV in 30 days, else in 90; null without a PPV; the same in all four rows). A median is the lower one, by value, then row_id.
-- PPVs younger than 24 h are not counted.
WITH ppvs AS (
  SELECT m.row_id, m.page_name, m.price_tier, m.price, m.rpr, m.sent_count,
    m.sending_time > {dataset}.hours_before(m.analysis_now, 720) AS is_in_30
  FROM {dataset}.past_messages(p_page, 90, p_now) AS m
  WHERE m.message_type = 'PPV' AND m.settled
), tiered AS (
  SELECT v.page_name, v.price_tier AS tier, v.row_id, v.price, v.rpr FROM ppvs AS v WHERE v.price_tier IS NOT NULL
  UNION ALL
  SELECT v.page_name, 'All' AS tier, v.row_id, v.price, v.rpr FROM ppvs AS v
), measured AS (
  SELECT t.page_name, t.tier, CAST(COUNT(*) AS INT64) AS msg_count, ROUND(AVG(t.rpr), 12) AS rpr, ROUND(STDDEV_SAMP(t.rpr), 12) AS rpr_sd
  FROM tiered AS t
  GROUP BY t.page_name, t.tier
), prices AS (
  SELECT
    t.page_name, t.tier, t.price,
    ROW_NUMBER() OVER (PARTITION BY t.page_name, t.tier ORDER BY t.price, t.row_id) AS place,
    COUNT(*) OVER (PARTITION BY t.page_name, t.tier) AS n
  FROM tiered AS t
  WHERE t.price IS NOT NULL
), audiences AS (
  SELECT
    v.page_name, v.is_in_30, v.sent_count,
    ROW_NUMBER() OVER (PARTITION BY v.page_name, v.is_in_30 ORDER BY v.sent_count, v.row_id) AS place_in_half,
    ROW_NUMBER() OVER (PARTITION BY v.page_name ORDER BY v.sent_count, v.row_id) AS place,
    COUNT(*) OVER (PARTITION BY v.page_name, v.is_in_30) AS n_in_half,
    COUNT(*) OVER (PARTITION BY v.page_name) AS n
  FROM ppvs AS v
  WHERE v.sent_count IS NOT NULL
), audience AS (
  SELECT
    a.page_name,
    {dataset}.num('1') * COALESCE(
      MAX(IF(a.is_in_30 AND a.place_in_half = FLOOR((a.n_in_half + 1) / 2), a.sent_count, NULL)),
      MAX(IF(a.place = FLOOR((a.n + 1) / 2), a.sent_count, NULL))) AS audience
  FROM audiences AS a
  GROUP BY a.page_name
), tiers AS (
  SELECT 'Budget' AS tier UNION ALL SELECT 'Mid' AS tier UNION ALL SELECT 'Premium' AS tier UNION ALL SELECT 'All' AS tier
)
SELECT
  p.page_name, t.tier AS price_tier, IFNULL(m.msg_count, 0) AS msg_count, m.rpr, m.rpr_sd, u.price AS usual_price, a.audience
FROM {dataset}.pages(p_page) AS p
CROSS JOIN tiers AS t
LEFT JOIN measured AS m ON m.page_name = p.page_name AND m.tier = t.tier
LEFT JOIN prices AS u ON u.page_name = p.page_name AND u.tier = t.tier AND u.place = FLOOR((u.n + 1) / 2)
LEFT JOIN audience AS a ON a.page_name = p.page_name
