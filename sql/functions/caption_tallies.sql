-- caption_tallies: how often captions reached the bar of the pages that sent them; a row a caption_key and page, and one for all pages.
-- @parameters p_now TIMESTAMP
-- @needs past_messages
--
-- An observation is a send of the last 180 days that has a rate: RPR of a PPV (not younger than 24 h), viewed / sent of a
-- bump. It is a success when its rate reaches the lower median of its page for that price tier, or, with fewer than 10
-- sends there, of all sends of its type; messages without a caption form a tier of their own. Rates are compared at 12
-- digits, so that $0.30 of 3 recipients equals $0.10 of 1. A send of d days ago weighs 0.5^(d / 90), in whole units of
-- 1e-12: sums of whole numbers are the same in every run and order, and what all pages have less what one has is exact.
-- Columns: page_name STRING (null: all pages together), caption_key STRING, sends INT64, successes INT64, weight INT64,
-- won INT64 (weight of the successes, both in 1e-12), earnings FLOAT64, sent INT64 (of PPVs).
WITH rated AS (
  SELECT
    m.row_id, m.page_name, m.caption_id, IFNULL(m.price_tier, '') AS price_tier, m.message_type, m.earnings, m.sent_count,
    ROUND(IF(m.message_type = 'PPV', m.rpr, {dataset}.safe_div(m.viewed_count, m.sent_count)), 12) AS rate,
    CAST(ROUND(1000000000000 * POW({dataset}.num('0.5'),
      {dataset}.seconds_between(m.sending_time, m.analysis_now) / {dataset}.num('7776000'))) AS INT64) AS weight
  FROM {dataset}.past_messages(CAST(NULL AS STRING), 180, p_now) AS m
  WHERE m.settled AND IF(m.message_type = 'PPV', m.rpr, {dataset}.safe_div(m.viewed_count, m.sent_count)) IS NOT NULL
    AND m.message_type IS NOT NULL
), tiers AS (
  SELECT r.page_name, r.message_type, r.price_tier, CAST(COUNT(*) AS INT64) AS n
  FROM rated AS r
  GROUP BY r.page_name, r.message_type, r.price_tier
), types AS (
  -- Those with a tier that has too few sends for a bar of its own.
  SELECT t.page_name, t.message_type, CAST(SUM(t.n) AS INT64) AS n
  FROM tiers AS t
  GROUP BY t.page_name, t.message_type
  HAVING MIN(t.n) < 10
), tier_medians AS (
  SELECT r.page_name, r.message_type, r.price_tier, r.rate
  FROM rated AS r
  JOIN tiers AS t ON t.page_name = r.page_name AND t.message_type = r.message_type AND t.price_tier = r.price_tier
  WHERE t.n >= 10
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY r.page_name, r.message_type, r.price_tier ORDER BY r.rate NULLS FIRST, r.row_id NULLS FIRST
  ) = FLOOR((t.n + 1) / 2)
), type_medians AS (
  SELECT r.page_name, r.message_type, r.rate
  FROM rated AS r
  JOIN types AS t ON t.page_name = r.page_name AND t.message_type = r.message_type
  WHERE TRUE
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY r.page_name, r.message_type ORDER BY r.rate NULLS FIRST, r.row_id NULLS FIRST
  ) = FLOOR((t.n + 1) / 2)
), bars AS (
  SELECT m.page_name, m.message_type, m.price_tier, m.rate FROM tier_medians AS m
  UNION ALL
  SELECT t.page_name, t.message_type, t.price_tier, m.rate
  FROM tiers AS t
  JOIN type_medians AS m ON m.page_name = t.page_name AND m.message_type = t.message_type
  WHERE t.n < 10
), by_id AS (
  SELECT
    r.page_name, r.caption_id, CAST(COUNT(*) AS INT64) AS sends,
    CAST(SUM(IF(r.rate >= b.rate, 1, 0)) AS INT64) AS successes,
    CAST(SUM(r.weight) AS INT64) AS weight,
    CAST(SUM(IF(r.rate >= b.rate, r.weight, 0)) AS INT64) AS won,
    SUM(IF(r.message_type = 'PPV', r.earnings, 0)) AS earnings,
    CAST(SUM(IF(r.message_type = 'PPV', r.sent_count, 0)) AS INT64) AS sent
  FROM rated AS r
  JOIN bars AS b ON b.page_name = r.page_name AND b.message_type = r.message_type AND b.price_tier = r.price_tier
  WHERE r.caption_id IS NOT NULL
  GROUP BY r.page_name, r.caption_id
), keys AS (
  SELECT c.caption_id, MIN(c.caption_key) AS caption_key
  FROM {dataset}.caption_bank AS c
  WHERE c.caption_id IN (SELECT i.caption_id FROM by_id AS i)
  GROUP BY c.caption_id
), by_page AS (
  SELECT
    i.page_name, k.caption_key, CAST(SUM(i.sends) AS INT64) AS sends, CAST(SUM(i.successes) AS INT64) AS successes,
    CAST(SUM(i.weight) AS INT64) AS weight, CAST(SUM(i.won) AS INT64) AS won,
    ROUND(SUM(i.earnings), 6) AS earnings, CAST(SUM(i.sent) AS INT64) AS sent
  FROM by_id AS i
  JOIN keys AS k ON k.caption_id = i.caption_id
  GROUP BY i.page_name, k.caption_key
)
SELECT p.page_name, p.caption_key, p.sends, p.successes, p.weight, p.won, p.earnings, p.sent FROM by_page AS p
UNION ALL
SELECT
  CAST(NULL AS STRING), p.caption_key, CAST(SUM(p.sends) AS INT64), CAST(SUM(p.successes) AS INT64),
  CAST(SUM(p.weight) AS INT64), CAST(SUM(p.won) AS INT64), ROUND(SUM(p.earnings), 6), CAST(SUM(p.sent) AS INT64)
FROM by_page AS p
GROUP BY p.caption_key
