-- availability: how many captions of each price tier a page may send in a week, and why not the others; always four rows.
-- @parameters p_page STRING, p_week DATE, p_now TIMESTAMP, p_ignored STRING
-- @needs caption_standing
--
-- active = eligible + restricted + locked + resting: a caption with several reasons counts once (see caption_standing).
-- Captions of a price tier that nobody knows are used by no plan; unknown_tier says how many active ones there are.
-- COUNTIF of no rows is 0 in BigQuery and NULL in DuckDB.
-- Columns: price_tier STRING, active INT64, eligible INT64, locked INT64, resting INT64, restricted INT64, rested INT64,
-- recent INT64, relaxed INT64, urgent INT64 (of the eligible), unknown_tier INT64 (the same in every row), price_order INT64.
WITH standing AS (
  SELECT s.price_order, s.standing, s.rest_group, s.has_urgency, s.standing = 'eligible' AS may_send
  FROM {dataset}.caption_standing(p_page, p_week, p_now, p_ignored) AS s
), tiers AS (
  SELECT 'Budget' AS price_tier, 1 AS price_order
  UNION ALL SELECT 'Mid' AS price_tier, 2 AS price_order
  UNION ALL SELECT 'Premium' AS price_tier, 3 AS price_order
  UNION ALL SELECT 'Free' AS price_tier, 4 AS price_order
), unknown AS (
  SELECT COUNT(*) AS captions
  FROM {dataset}.caption_bank AS c
  WHERE IFNULL(c.is_active, FALSE) AND {dataset}.price_tier(c.price_tier) IS NULL
)
SELECT
  t.price_tier,
  CAST(COUNT(s.standing) AS INT64) AS active,
  CAST(IFNULL(COUNTIF(s.may_send), 0) AS INT64) AS eligible,
  CAST(IFNULL(COUNTIF(s.standing = 'locked'), 0) AS INT64) AS locked,
  CAST(IFNULL(COUNTIF(s.standing = 'resting'), 0) AS INT64) AS resting,
  CAST(IFNULL(COUNTIF(s.standing = 'restricted'), 0) AS INT64) AS restricted,
  CAST(IFNULL(COUNTIF(s.may_send AND s.rest_group = 'rested'), 0) AS INT64) AS rested,
  CAST(IFNULL(COUNTIF(s.may_send AND s.rest_group = 'recent'), 0) AS INT64) AS recent,
  CAST(IFNULL(COUNTIF(s.may_send AND s.rest_group = 'relaxed'), 0) AS INT64) AS relaxed,
  CAST(IFNULL(COUNTIF(s.may_send AND s.has_urgency), 0) AS INT64) AS urgent,
  u.captions AS unknown_tier,
  t.price_order
FROM tiers AS t
CROSS JOIN unknown AS u
LEFT JOIN standing AS s ON s.price_order = t.price_order
GROUP BY t.price_tier, t.price_order, u.captions
