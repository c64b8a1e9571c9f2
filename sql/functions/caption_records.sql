-- caption_records: what each caption's past sends say about it on a page, and what other pages' sends say; a row a caption_key that was sent.
-- @parameters p_page STRING, p_now TIMESTAMP
-- @needs past_messages
--
-- An observation is a send of the last 180 days that has a rate: RPR of a PPV (not younger than 24 h), viewed / sent of a
-- bump. It is a success when its rate reaches the lower median of its page for that price tier, or, with fewer than 10
-- sends there, of all sends of its type; messages without a caption form a tier of their own. Rates are compared at 12
-- digits, so that $0.30 of 3 recipients equals $0.10 of 1. A send of d days ago weighs 0.5^(d / 90).
-- The posterior is Beta(1, 1), the record on other pages scaled to at most 4 observations, and the own record.
-- The Wilson interval is that of the own record alone.
-- Columns: caption_key STRING, sends INT64, successes INT64 (own, plain counts), weight FLOAT64, won FLOAT64 (own, weighted),
-- other_weight FLOAT64, other_won FLOAT64, alpha FLOAT64, beta FLOAT64, wilson_low FLOAT64, wilson_high FLOAT64,
-- earnings FLOAT64, sent INT64 (own PPV sends).
WITH observations AS (
  SELECT
    m.row_id, m.page_name, m.caption_id, IFNULL(m.price_tier, '') AS price_tier, m.message_type, m.earnings, m.sent_count,
    ROUND(IF(m.message_type = 'PPV', m.rpr, {dataset}.safe_div(m.viewed_count, m.sent_count)), 12) AS rate,
    POW({dataset}.num('0.5'), {dataset}.seconds_between(m.sending_time, m.analysis_now) / {dataset}.num('7776000')) AS weight
  FROM {dataset}.past_messages(CAST(NULL AS STRING), 180, p_now) AS m
  WHERE m.settled AND m.message_type IS NOT NULL
), placed AS (
  SELECT
    o.*,
    COUNT(*) OVER (PARTITION BY o.page_name, o.message_type) AS type_sends,
    COUNT(*) OVER (PARTITION BY o.page_name, o.message_type, o.price_tier) AS tier_sends,
    ROW_NUMBER() OVER (PARTITION BY o.page_name, o.message_type ORDER BY o.rate NULLS FIRST, o.row_id NULLS FIRST) AS type_place,
    ROW_NUMBER() OVER (
      PARTITION BY o.page_name, o.message_type, o.price_tier ORDER BY o.rate NULLS FIRST, o.row_id NULLS FIRST
    ) AS tier_place
  FROM observations AS o
  WHERE o.rate IS NOT NULL
), medians AS (
  -- The median is the rate in the middle place; each group has one row there.
  SELECT
    p.page_name, p.message_type, p.price_tier,
    MAX(IF(p.type_place = FLOOR((p.type_sends + 1) / 2), p.rate, NULL)) AS type_median,
    MAX(IF(p.tier_sends >= 10 AND p.tier_place = FLOOR((p.tier_sends + 1) / 2), p.rate, NULL)) AS tier_median
  FROM placed AS p
  GROUP BY p.page_name, p.message_type, p.price_tier
), bars AS (
  SELECT
    m.page_name, m.message_type, m.price_tier,
    COALESCE(m.tier_median, MAX(m.type_median) OVER (PARTITION BY m.page_name, m.message_type)) AS bar
  FROM medians AS m
), judged AS (
  SELECT
    o.caption_id, o.message_type, o.earnings, o.sent_count, o.weight,
    o.page_name = p_page AS is_own,
    o.rate >= b.bar AS is_success
  FROM observations AS o
  JOIN bars AS b ON b.page_name = o.page_name AND b.message_type = o.message_type AND b.price_tier = o.price_tier
  WHERE o.caption_id IS NOT NULL AND o.rate IS NOT NULL
), keys AS (
  SELECT c.caption_id, MIN(c.caption_key) AS caption_key
  FROM {dataset}.caption_bank AS c
  WHERE c.caption_id IN (SELECT j.caption_id FROM judged AS j)
  GROUP BY c.caption_id
), totals AS (
  SELECT
    k.caption_key,
    CAST(COUNTIF(j.is_own) AS INT64) AS sends,
    CAST(COUNTIF(j.is_own AND j.is_success) AS INT64) AS successes,
    SUM(IF(j.is_own, j.weight, 0)) AS weight,
    SUM(IF(j.is_own AND j.is_success, j.weight, 0)) AS won,
    SUM(IF(j.is_own, 0, j.weight)) AS other_weight,
    SUM(IF(j.is_success AND NOT j.is_own, j.weight, 0)) AS other_won,
    SUM(IF(j.is_own AND j.message_type = 'PPV', j.earnings, 0)) AS earnings,
    CAST(SUM(IF(j.is_own AND j.message_type = 'PPV', j.sent_count, 0)) AS INT64) AS sent
  FROM judged AS j
  JOIN keys AS k ON k.caption_id = j.caption_id
  GROUP BY k.caption_key
), scaled AS (
  SELECT t.*, IF(t.other_weight > 4, 4 / t.other_weight, 1) AS scale FROM totals AS t
)
SELECT
  s.caption_key, s.sends, s.successes, s.weight, s.won, s.other_weight, s.other_won,
  1 + s.other_won * s.scale + s.won AS alpha,
  1 + (s.other_weight - s.other_won) * s.scale + (s.weight - s.won) AS beta,
  {dataset}.wilson_low(s.won, s.weight) AS wilson_low,
  {dataset}.wilson_high(s.won, s.weight) AS wilson_high,
  s.earnings, s.sent
FROM scaled AS s
