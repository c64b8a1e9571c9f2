-- caption_standing: whether a page may send a caption in a week, and why not; a row an active caption of a known price tier.
-- @parameters p_page STRING, p_week DATE, p_now TIMESTAMP, p_ignored STRING
-- @needs caption_locks, caption_rest
--
-- A caption with several reasons stands under the first of: 'restricted' (the page does not offer its category, which no
-- waiting changes), 'locked' (a schedule holds it until a known day), 'resting' (sent less than 10 days before the week).
-- Restricted, where the page has rows in the inventory: a PPV caption outside these categories, also one without a category;
-- a bump only if PPV captions of the bank carry its category and the page does not offer it. Categories are compared
-- without regard to case and outer blanks: the inventory is kept by hand.
-- Columns: caption_id INT64, caption_key STRING, price_tier STRING ('Budget', 'Mid', 'Premium', 'Free'), price_order INT64 (1..4),
-- content_category STRING, has_urgency BOOL, standing STRING ('eligible', 'restricted', 'locked', 'resting'),
-- rest_group STRING ('rested' where never sent), last_sent DATE, held_by STRING, held_date DATE.
WITH captions AS (
  SELECT
    c.caption_id, c.caption_key, {dataset}.price_tier(c.price_tier) AS price_tier, c.is_active,
    IFNULL(c.content_category, 'uncategorised') AS content_category,
    LOWER(TRIM(c.content_category)) AS offer,
    IFNULL(c.has_urgency, FALSE) AS has_urgency
  FROM {dataset}.caption_bank AS c
), offers AS (
  SELECT LOWER(TRIM(i.content_category)) AS offer
  FROM {dataset}.creator_content_inventory AS i
  WHERE i.page_name = p_page
  GROUP BY LOWER(TRIM(i.content_category))
), page AS (
  SELECT COUNT(*) > 0 AS has_offers FROM offers AS o
), paid AS (
  SELECT c.offer FROM captions AS c WHERE c.price_tier IN ('Budget', 'Mid', 'Premium') AND c.offer IS NOT NULL GROUP BY c.offer
)
SELECT
  c.caption_id, c.caption_key, c.price_tier,
  CASE c.price_tier WHEN 'Budget' THEN 1 WHEN 'Mid' THEN 2 WHEN 'Premium' THEN 3 ELSE 4 END AS price_order,
  c.content_category, c.has_urgency,
  CASE
    WHEN g.has_offers AND o.offer IS NULL AND (c.price_tier <> 'Free' OR p.offer IS NOT NULL) THEN 'restricted'
    WHEN l.caption_key IS NOT NULL THEN 'locked'
    WHEN r.rest_group = 'resting' THEN 'resting'
    ELSE 'eligible'
  END AS standing,
  IFNULL(r.rest_group, 'rested') AS rest_group,
  r.last_sent, l.held_by, l.held_date
FROM captions AS c
CROSS JOIN page AS g
LEFT JOIN offers AS o ON o.offer = c.offer
LEFT JOIN paid AS p ON p.offer = c.offer
LEFT JOIN {dataset}.caption_locks(p_week, p_ignored) AS l ON l.caption_key = c.caption_key
LEFT JOIN {dataset}.caption_rest(p_page, p_week, p_now, p_ignored) AS r ON r.caption_key = c.caption_key
WHERE IFNULL(c.is_active, FALSE) AND c.price_tier IS NOT NULL
