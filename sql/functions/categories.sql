-- categories: what each content category brings in each price tier over 90 days, and where it is going; a row a page, category and tier.
-- @parameters p_page STRING, p_now TIMESTAMP
-- @needs recent_ppvs
--
-- The trend holds the mean RPR of the last 30 days against that of the 30 before: beyond 10 % either way it has a direction. Order
-- by avg_rpr (dearest first), content_category, price_tier. Columns: page_name STRING, content_category STRING ('Unmatched': the PPVs that
-- fit no caption, or one without a category), price_tier STRING (null: a tier of their own), msg_count INT64, avg_rpr FLOAT64,
-- avg_conv FLOAT64 (null where nobody looked), trend_direction STRING ('RISING', 'STABLE', 'FALLING'), trend_pct FLOAT64 (percent; both
-- null where either 30 days hold nothing, or the earlier brought nothing), best_price_tier STRING (of the category, by avg_rpr; null if none is known).
WITH ppvs AS (
  SELECT
    r.page_name, IFNULL(r.category, 'Unmatched') AS category, r.price_tier, r.rpr, r.conv,
    r.sending_time > {dataset}.hours_before(r.analysis_now, 720) AS is_recent,
    r.sending_time > {dataset}.hours_before(r.analysis_now, 1440) AS is_in_60
  FROM {dataset}.recent_ppvs(p_page, p_now) AS r
), counted AS (
  SELECT
    v.page_name, v.category, v.price_tier,
    CAST(COUNT(*) AS INT64) AS msg_count,
    ROUND(AVG(v.rpr), 10) AS avg_rpr,
    ROUND(AVG(v.conv), 10) AS avg_conv,
    ROUND(100 * ({dataset}.safe_div(AVG(IF(v.is_recent, v.rpr, NULL)),
      AVG(IF(v.is_in_60 AND NOT v.is_recent, v.rpr, NULL))) - 1), 9) AS trend_pct
  FROM ppvs AS v
  GROUP BY v.page_name, v.category, v.price_tier
), best AS (
  SELECT c.page_name, c.category, c.price_tier
  FROM counted AS c
  WHERE c.price_tier IS NOT NULL
  QUALIFY ROW_NUMBER() OVER (PARTITION BY c.page_name, c.category ORDER BY c.avg_rpr DESC, c.msg_count DESC, c.price_tier) = 1
)
SELECT
  c.page_name, c.category AS content_category, c.price_tier, c.msg_count, c.avg_rpr, c.avg_conv,
  CASE
    WHEN c.trend_pct > 10 THEN 'RISING'
    WHEN c.trend_pct < -10 THEN 'FALLING'
    WHEN c.trend_pct IS NOT NULL THEN 'STABLE'
  END AS trend_direction,
  c.trend_pct,
  b.price_tier AS best_price_tier
FROM counted AS c
LEFT JOIN best AS b ON b.page_name = c.page_name AND b.category = c.category
