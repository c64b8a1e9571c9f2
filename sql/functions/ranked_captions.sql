-- ranked_captions: the captions that a page may send in a week, in the order in which a plan takes them; a row a caption.
-- @parameters p_page STRING, p_week DATE, p_now TIMESTAMP, p_seed STRING, p_ignored STRING
-- @needs scored_captions
-- @materialized scored
--
-- Within price tier and rest group, tested and untested captions are ranked apart by score, then interleaved: the r-th tested
-- at r + floor((r - 1) / 3), the k-th untested at 4k: one pick in four explores. No two share a place, so that ranks can be
-- counted instead of sorted: before the r-th of t tested stand min(u, floor((r - 1) / 3)) of u untested, before the k-th
-- untested min(t, 3k) tested. A price tier is taken rested first, then recent, then relaxed, by rank.
-- Given are, per price tier, the first 160 captions that do not press for time and the first 30 that do (of bumps: the first
-- 160 of any). That is all that a plan can use: the smallest gap is 75 minutes, so that a week of 169 hours holds 136 messages
-- at most; 24 and more remain for captions that the operator sets aside; of urgent ones a plan takes 2 at most. Ids of one
-- caption_key count as one and are all given, so that setting one aside is seen to set aside the others.
-- Columns: caption_id INT64, caption_key STRING, caption_text STRING, price_tier STRING, content_category STRING,
-- has_urgency BOOL, pick_rank INT64 (within price tier and rest group), rest_group STRING ('rested', 'recent', 'relaxed'),
-- last_sent DATE, sends INT64, successes INT64, weight FLOAT64, is_tested BOOL, alpha FLOAT64, beta FLOAT64,
-- wilson_low FLOAT64, wilson_high FLOAT64, draw FLOAT64, overuse FLOAT64, better_in_category INT64, better_urgent INT64,
-- score FLOAT64, earnings FLOAT64, sent INT64, price_order INT64 (1..4), taken_order INT64 (within the price tier).
WITH scored AS (
  SELECT s.* FROM {dataset}.scored_captions(p_page, p_week, p_now, p_seed, p_ignored, CAST(NULL AS STRING)) AS s
), sizes AS (
  SELECT
    s.price_order, s.rest_order, COUNTIF(s.is_tested) AS tested, COUNTIF(NOT s.is_tested) AS untested, COUNT(*) AS captions
  FROM scored AS s
  GROUP BY s.price_order, s.rest_order
), rest_groups AS (
  SELECT g.price_order, g.rest_order, g.tested, g.untested, IFNULL(SUM(e.captions), 0) AS taken_before
  FROM sizes AS g
  LEFT JOIN sizes AS e ON e.price_order = g.price_order AND e.rest_order < g.rest_order
  GROUP BY g.price_order, g.rest_order, g.tested, g.untested
), placed AS (
  -- Few and whole numbers: what is sorted is carried along.
  SELECT
    s.caption_id, 10 * s.price_order + s.rest_order AS shelf, s.has_urgency AND s.price_order < 4 AS is_scarce, s.is_tested,
    ROW_NUMBER() OVER (
      PARTITION BY 100 * s.price_order + 10 * s.rest_order + IF(s.is_tested, 1, 0)
      ORDER BY s.score DESC NULLS LAST, s.caption_id NULLS LAST
    ) AS place
  FROM scored AS s
), ranked AS (
  SELECT
    p.caption_id, g.price_order, p.is_scarce, g.taken_before,
    p.place + CAST(IF(p.is_tested, LEAST(g.untested, FLOOR((p.place - 1) / 3)), LEAST(g.tested, 3 * p.place)) AS INT64) AS pick_rank
  FROM placed AS p
  JOIN rest_groups AS g ON 10 * g.price_order + g.rest_order = p.shelf
), alike AS (
  SELECT s.price_order, s.caption_key FROM scored AS s GROUP BY s.price_order, s.caption_key HAVING COUNT(*) > 1
), twins AS (
  -- Ids of one caption_key: they stand where the first of them stands.
  SELECT
    r.caption_id, MIN(r.taken_before + r.pick_rank) OVER (PARTITION BY s.price_order, s.caption_key) AS first_taken
  FROM alike AS a
  JOIN scored AS s ON s.price_order = a.price_order AND s.caption_key = a.caption_key
  JOIN ranked AS r ON r.caption_id = s.caption_id
), limited AS (
  SELECT r.caption_id, r.pick_rank, CAST(r.taken_before + r.pick_rank AS INT64) AS taken_order
  FROM ranked AS r
  LEFT JOIN twins AS t ON t.caption_id = r.caption_id
  WHERE TRUE
  QUALIFY DENSE_RANK() OVER (
    PARTITION BY r.price_order, r.is_scarce ORDER BY IFNULL(t.first_taken, r.taken_before + r.pick_rank) NULLS LAST
  ) <= IF(r.is_scarce, 30, 160)
), texts AS (
  -- A text that stands under the id and its key, should the bank hold the id more than once.
  SELECT s.caption_id, MIN(IF(b.caption_key = s.caption_key, b.caption_text, NULL)) AS caption_text
  FROM limited AS l
  JOIN scored AS s ON s.caption_id = l.caption_id
  JOIN {dataset}.caption_bank AS b ON b.caption_id = l.caption_id
  GROUP BY s.caption_id
)
SELECT
  s.caption_id, s.caption_key, t.caption_text, s.price_tier, s.content_category, s.has_urgency, l.pick_rank, s.rest_group,
  s.last_sent, s.sends, s.successes, s.weight, s.is_tested, s.alpha, s.beta, s.wilson_low, s.wilson_high, s.draw, s.overuse,
  s.better_in_category, s.better_urgent, s.score, s.earnings, s.sent, s.price_order, l.taken_order
FROM limited AS l
JOIN scored AS s ON s.caption_id = l.caption_id
JOIN texts AS t ON t.caption_id = l.caption_id
