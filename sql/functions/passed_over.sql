-- passed_over: captions of a price tier that a page may not send in a week, the best first, with the reason; a row a caption.
-- @parameters p_page STRING, p_week DATE, p_now TIMESTAMP, p_seed STRING, p_ignored STRING, p_price_tier STRING, p_limit INT64
-- @needs scored_captions, ranked_captions
--
-- The score is the one that the caption would have among those that may be sent (see scored_captions). Reasons: those of
-- caption_standing, and 'urgent': beyond what a week takes of captions that press for time, 2 Budget, 2 Mid, 1 Premium, in
-- taking order.
-- Columns: caption_id INT64, caption_text STRING, price_tier STRING, content_category STRING, score FLOAT64,
-- reason STRING ('restricted', 'locked', 'resting', 'urgent'), held_by STRING, held_date DATE (page and send date of the
-- lock), last_sent DATE, free_from DATE (the first start of a week that may use it again: 8 days after held_date, 10 after
-- last_sent; null for the other reasons), worth_order INT64.
WITH urgent AS (
  SELECT r.caption_key, MIN(r.taken_order) AS taken_order
  FROM {dataset}.ranked_captions(p_page, p_week, p_now, p_seed, p_ignored) AS r
  WHERE r.price_tier = p_price_tier AND r.has_urgency
  GROUP BY r.caption_key
), taken AS (
  SELECT u.caption_key
  FROM urgent AS u
  WHERE TRUE
  QUALIFY ROW_NUMBER() OVER (ORDER BY u.taken_order NULLS LAST, u.caption_key NULLS LAST) <= IF(p_price_tier = 'Premium', 1, 2)
), passed AS (
  SELECT
    s.caption_id, s.caption_key, s.price_tier, s.content_category, s.score, s.held_by, s.held_date, s.last_sent,
    IF(s.standing = 'eligible', 'urgent', s.standing) AS reason
  FROM {dataset}.scored_captions(p_page, p_week, p_now, p_seed, p_ignored, p_price_tier) AS s
  LEFT JOIN taken AS t ON t.caption_key = s.caption_key
  WHERE s.standing <> 'eligible' OR (s.has_urgency AND s.price_tier <> 'Free' AND t.caption_key IS NULL)
), best AS (
  SELECT p.*, ROW_NUMBER() OVER (ORDER BY p.score DESC NULLS LAST, p.caption_id NULLS LAST) AS worth_order
  FROM passed AS p
), texts AS (
  SELECT b.caption_id, MIN(IF(c.caption_key = b.caption_key, c.caption_text, NULL)) AS caption_text
  FROM best AS b
  JOIN {dataset}.caption_bank AS c ON c.caption_id = b.caption_id
  WHERE b.worth_order <= p_limit
  GROUP BY b.caption_id
)
SELECT
  b.caption_id, t.caption_text, b.price_tier, b.content_category, b.score, b.reason,
  IF(b.reason = 'locked', b.held_by, NULL) AS held_by,
  IF(b.reason = 'locked', b.held_date, NULL) AS held_date,
  b.last_sent,
  CASE b.reason
    WHEN 'locked' THEN {dataset}.add_days(b.held_date, 8)
    WHEN 'resting' THEN {dataset}.add_days(b.last_sent, 10)
  END AS free_from,
  b.worth_order
FROM best AS b
JOIN texts AS t ON t.caption_id = b.caption_id
