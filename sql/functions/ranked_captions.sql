-- ranked_captions: the captions that a page may send in a week, in the order in which a plan takes them; a row a caption.
-- @parameters p_page STRING, p_week DATE, p_now TIMESTAMP, p_seed STRING, p_ignored STRING
-- @needs scored_captions
--
-- Within price tier and rest group, tested and untested captions are ranked apart by score, then interleaved: the r-th tested
-- at r + floor((r - 1) / 3), the k-th untested at 4k, then by id: one pick in four explores. A price tier is taken rested
-- first, then recent, then relaxed, by rank.
-- Given are, per price tier and without twins (of several ids of one caption_key the first taken), the first 160 captions
-- that do not press for time and the first 30 that do (of bumps: the first 160 of any). That is all that a plan can use:
-- the smallest gap is 75 minutes, so that a week of 169 hours holds 136 messages at most; 24 and more remain for captions
-- that the operator sets aside; of urgent ones a plan takes 2 at most.
-- Columns: caption_id INT64, caption_key STRING, caption_text STRING, price_tier STRING, content_category STRING,
-- has_urgency BOOL, pick_rank INT64 (within price tier and rest group), rest_group STRING ('rested', 'recent', 'relaxed'),
-- last_sent DATE, sends INT64, successes INT64, weight FLOAT64, is_tested BOOL, alpha FLOAT64, beta FLOAT64,
-- wilson_low FLOAT64, wilson_high FLOAT64, draw FLOAT64, overuse FLOAT64, better_in_category INT64, better_urgent INT64,
-- score FLOAT64, earnings FLOAT64, sent INT64, price_order INT64 (1..4), taken_order INT64 (within the price tier).
WITH placed AS (
  SELECT
    s.*,
    CASE s.rest_group WHEN 'rested' THEN 1 WHEN 'recent' THEN 2 ELSE 3 END AS rest_order,
    ROW_NUMBER() OVER (
      PARTITION BY s.price_tier, s.rest_group, s.is_tested ORDER BY s.score DESC NULLS LAST, s.caption_id NULLS LAST
    ) AS place
  FROM {dataset}.scored_captions(p_page, p_week, p_now, p_seed, p_ignored, CAST(NULL AS STRING)) AS s
), ranked AS (
  SELECT
    p.*,
    ROW_NUMBER() OVER (
      PARTITION BY p.price_tier, p.rest_group
      ORDER BY IF(p.is_tested, p.place + FLOOR((p.place - 1) / 3), 4 * p.place) NULLS LAST, p.caption_id NULLS LAST
    ) AS pick_rank
  FROM placed AS p
), ordered AS (
  SELECT
    r.*,
    ROW_NUMBER() OVER (
      PARTITION BY r.price_tier ORDER BY r.rest_order NULLS LAST, r.pick_rank NULLS LAST, r.caption_id NULLS LAST
    ) AS taken_order,
    ROW_NUMBER() OVER (
      PARTITION BY r.price_tier, r.caption_key ORDER BY r.rest_order NULLS LAST, r.pick_rank NULLS LAST, r.caption_id NULLS LAST
    ) AS twin
  FROM ranked AS r
), limited AS (
  SELECT o.*
  FROM ordered AS o
  WHERE o.twin = 1
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY o.price_tier, o.has_urgency AND o.price_tier <> 'Free' ORDER BY o.taken_order NULLS LAST
  ) <= IF(o.has_urgency AND o.price_tier <> 'Free', 30, 160)
)
SELECT
  l.caption_id, l.caption_key, b.caption_text, l.price_tier, l.content_category, l.has_urgency, l.pick_rank, l.rest_group,
  l.last_sent, l.sends, l.successes, l.weight, l.is_tested, l.alpha, l.beta, l.wilson_low, l.wilson_high, l.draw, l.overuse,
  l.better_in_category, l.better_urgent, l.score, l.earnings, l.sent, l.price_order, l.taken_order
FROM limited AS l
JOIN {dataset}.caption_bank AS b ON b.caption_id = l.caption_id
