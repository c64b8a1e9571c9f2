-- scored_captions: captions of a page and week with record, draw and score; a row a caption.
-- @parameters p_page STRING, p_week DATE, p_now TIMESTAMP, p_seed STRING, p_ignored STRING, p_passed_tier STRING
-- @needs caption_standing, caption_records, past_messages
-- @materialized drawn
--
-- p_passed_tier NULL: the captions that may be sent, of all price tiers. A price tier: all of its active captions, those that
-- may not be sent with the score that they would have among those that may (a resting one among the rested).
-- draw: one Thompson draw from the Beta posterior, from md5 of seed|page|caption_id and of the same with |2, kept inside the
-- Wilson interval, 12 digits. overuse = min(0.5, max(0, the category's share of the page's sends in 14 days - 0.25)).
-- score = draw * (1 - overuse) * 0.85^(better captions of its category) * 0.9^(better urgent ones, if urgent), among the
-- captions that may be sent of its price tier and rest group; better by draw * (1 - overuse), then id.
-- Columns: caption_id INT64, caption_key STRING, price_tier STRING, price_order INT64, content_category STRING,
-- has_urgency BOOL, standing STRING, rest_group STRING, rest_order INT64 (of the group that it is compared in), last_sent DATE,
-- held_by STRING, held_date DATE, all as in caption_standing; sends INT64, successes INT64, weight FLOAT64,
-- is_tested BOOL (weight of 1 or more), alpha FLOAT64, beta FLOAT64, wilson_low FLOAT64, wilson_high FLOAT64,
-- earnings FLOAT64, sent INT64, draw FLOAT64, overuse FLOAT64, better_in_category INT64, better_urgent INT64, score FLOAT64.
WITH candidates AS (
  SELECT
    s.caption_id, s.caption_key, s.price_tier, s.price_order, s.content_category, s.has_urgency, s.standing,
    IF(s.rest_group = 'resting', 'rested', s.rest_group) AS rest_group,
    IF(s.rest_group = 'resting', 1, s.rest_order) AS rest_order,
    s.last_sent, s.held_by, s.held_date,
    p_seed || '|' || p_page || '|' || CAST(s.caption_id AS STRING) AS draw_key
  FROM {dataset}.caption_standing(p_page, p_week, p_now, p_ignored) AS s
  WHERE IF(p_passed_tier IS NULL, s.standing = 'eligible', s.price_tier = p_passed_tier)
), sends AS (
  -- Messages without a caption are a category of their own: they count in the whole and hold no caption back.
  SELECT IFNULL(m.category, IF(m.caption_id IS NULL, NULL, 'uncategorised')) AS content_category, COUNT(*) AS sends
  FROM {dataset}.past_messages(p_page, 14, p_now) AS m
  GROUP BY 1
), categories AS (
  SELECT
    s.content_category,
    LEAST({dataset}.num('0.5'), GREATEST({dataset}.num('0'),
      {dataset}.safe_div(s.sends, SUM(s.sends) OVER ()) - {dataset}.num('0.25'))) AS overuse
  FROM sends AS s
), recorded AS (
  SELECT
    c.*,
    IFNULL(o.overuse, 0) AS overuse,
    IFNULL(r.sends, 0) AS sends, IFNULL(r.successes, 0) AS successes, IFNULL(r.weight, 0) AS weight,
    IFNULL(r.alpha, 1) AS alpha, IFNULL(r.beta, 1) AS beta,
    IFNULL(r.wilson_low, 0) AS wilson_low, IFNULL(r.wilson_high, 1) AS wilson_high,
    IFNULL(r.earnings, 0) AS earnings, IFNULL(r.sent, 0) AS sent,
    {dataset}.md5hex(c.draw_key) AS hex1, {dataset}.md5hex(c.draw_key || '|2') AS hex2
  FROM candidates AS c
  LEFT JOIN {dataset}.caption_records(p_page, p_now) AS r ON r.caption_key = c.caption_key
  LEFT JOIN categories AS o ON o.content_category = c.content_category
), drawn AS (
  -- Named one by one: what is sorted and kept for several uses below should not carry the digests along.
  SELECT
    r.caption_id, r.caption_key, r.price_tier, r.price_order, r.content_category, r.has_urgency, r.standing, r.rest_group,
    r.rest_order, r.last_sent, r.held_by, r.held_date, r.sends, r.successes, r.weight, r.alpha, r.beta, r.wilson_low,
    r.wilson_high, r.earnings, r.sent, r.overuse,
    ROUND(GREATEST(r.wilson_low, LEAST(r.wilson_high, {dataset}.beta_draw(r.alpha, r.beta, r.hex1, r.hex2))), 12) AS draw
  FROM recorded AS r
), worths AS (
  SELECT
    d.caption_id, 10 * d.price_order + d.rest_order AS shelf, d.content_category, d.has_urgency,
    d.standing = 'eligible' AS may_send, d.draw * (1 - d.overuse) AS worth
  FROM drawn AS d
), in_category AS (
  -- Where all may be sent, those before one are counted by its place: half the work.
  SELECT
    w.caption_id, w.worth,
    ROW_NUMBER() OVER (PARTITION BY w.shelf, w.content_category ORDER BY w.worth DESC NULLS LAST, w.caption_id NULLS LAST) - 1 AS better
  FROM worths AS w
  WHERE p_passed_tier IS NULL
  UNION ALL
  SELECT
    w.caption_id, w.worth,
    IFNULL(COUNTIF(w.may_send) OVER (
      PARTITION BY w.shelf, w.content_category ORDER BY w.worth DESC NULLS LAST, w.caption_id NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), 0) AS better
  FROM worths AS w
  WHERE p_passed_tier IS NOT NULL
), urgent AS (
  SELECT
    w.caption_id,
    IFNULL(COUNTIF(w.may_send) OVER (
      PARTITION BY w.shelf ORDER BY w.worth DESC NULLS LAST, w.caption_id NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), 0) AS better
  FROM worths AS w
  WHERE w.has_urgency
)
SELECT
  d.caption_id, d.caption_key, d.price_tier, d.price_order, d.content_category, d.has_urgency, d.standing, d.rest_group,
  d.rest_order, d.last_sent, d.held_by, d.held_date, d.sends, d.successes, d.weight, d.weight >= 1 AS is_tested, d.alpha,
  d.beta, d.wilson_low, d.wilson_high, d.earnings, d.sent, d.draw, d.overuse,
  CAST(c.better AS INT64) AS better_in_category, CAST(IFNULL(u.better, 0) AS INT64) AS better_urgent,
  c.worth * POW({dataset}.num('0.85'), c.better) * POW({dataset}.num('0.9'), IFNULL(u.better, 0)) AS score
FROM drawn AS d
JOIN in_category AS c ON c.caption_id = d.caption_id
LEFT JOIN urgent AS u ON u.caption_id = d.caption_id
