-- caption_standing: whether a page may send a caption in a week, and why not; a row an active caption of a known price tier.
-- @parameters p_page STRING, p_week DATE, p_now TIMESTAMP, p_ignored STRING
-- @needs caption_locks, caption_rest
--
-- A caption with several reasons stands under the first of: 'restricted' (the page does not offer its category, which no
-- waiting changes), 'locked' (a schedule holds it until a known day), 'resting' (sent less than 10 days before the week).
-- Restricted, where the page has rows in the inventory: a PPV caption outside these categories, also one without a category;
-- a bump only if PPV captions of the bank carry its category and the page does not offer it. Categories are compared
-- without regard to case and outer blanks: the inventory is kept by hand. Price tiers and categories are read once a spelling,
-- not once a caption.
-- Columns: caption_id INT64, caption_key STRING, price_tier STRING ('Budget', 'Mid', 'Premium', 'Free'), price_order INT64 (1..4),
-- content_category STRING, has_urgency BOOL, standing STRING ('eligible', 'restricted', 'locked', 'resting'),
-- rest_group STRING ('rested' where never sent), rest_order INT64 (rested 1, recent 2, relaxed 3, resting 4), last_sent DATE, held_by STRING, held_date DATE.
WITH spellings AS (
  SELECT c.price_tier, IFNULL(c.content_category, '') AS content_category
  FROM {dataset}.caption_bank AS c
  GROUP BY c.price_tier, IFNULL(c.content_category, '')
), known AS (
  SELECT s.price_tier AS spelling, {dataset}.price_tier(s.price_tier) AS price_tier
  FROM spellings AS s
  GROUP BY s.price_tier
), tiers AS (
  SELECT
    k.spelling, k.price_tier,
    CASE k.price_tier WHEN 'Budget' THEN 1 WHEN 'Mid' THEN 2 WHEN 'Premium' THEN 3 ELSE 4 END AS price_order
  FROM known AS k
  WHERE k.price_tier IS NOT NULL
), offered AS (
  SELECT LOWER(TRIM(i.content_category)) AS category
  FROM {dataset}.creator_content_inventory AS i
  WHERE i.page_name = p_page
  GROUP BY LOWER(TRIM(i.content_category))
), paid AS (
  SELECT LOWER(TRIM(s.content_category)) AS category
  FROM spellings AS s
  JOIN tiers AS t ON t.spelling = s.price_tier
  WHERE t.price_order < 4 AND TRIM(s.content_category) <> ''
  GROUP BY LOWER(TRIM(s.content_category))
), categories AS (
  -- What the page does not offer, by the bank's spelling ('' where there is no category); no rows for a page without inventory.
  SELECT
    s.content_category AS spelling, o.category IS NULL AS not_for_ppv,
    o.category IS NULL AND p.category IS NOT NULL AS not_for_bump
  FROM (SELECT s.content_category FROM spellings AS s GROUP BY s.content_category) AS s
  LEFT JOIN offered AS o ON o.category = LOWER(TRIM(s.content_category))
  LEFT JOIN paid AS p ON p.category = LOWER(TRIM(s.content_category))
  WHERE EXISTS (SELECT 1 FROM offered)
), repeated AS (
  -- The bank should hold an id once; where it does not, a caption must still stand once.
  SELECT c.caption_id FROM {dataset}.caption_bank AS c WHERE c.is_active GROUP BY c.caption_id HAVING COUNT(*) > 1
), bank AS (
  SELECT c.caption_id, c.caption_key, c.price_tier, c.content_category, c.has_urgency
  FROM {dataset}.caption_bank AS c
  LEFT JOIN repeated AS r ON r.caption_id = c.caption_id
  WHERE c.is_active AND r.caption_id IS NULL
  UNION ALL
  SELECT c.caption_id, c.caption_key, c.price_tier, c.content_category, c.has_urgency
  FROM {dataset}.caption_bank AS c
  JOIN repeated AS r ON r.caption_id = c.caption_id
  WHERE c.is_active
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY c.caption_id ORDER BY c.caption_key NULLS LAST, c.price_tier NULLS LAST, c.content_category NULLS LAST
  ) = 1
)
SELECT
  c.caption_id, c.caption_key, t.price_tier, t.price_order,
  IFNULL(c.content_category, 'uncategorised') AS content_category,
  IFNULL(c.has_urgency, FALSE) AS has_urgency,
  CASE
    WHEN IF(t.price_order < 4, x.not_for_ppv, x.not_for_bump) THEN 'restricted'
    WHEN l.caption_key IS NOT NULL THEN 'locked'
    WHEN r.rest_group = 'resting' THEN 'resting'
    ELSE 'eligible'
  END AS standing,
  IFNULL(r.rest_group, 'rested') AS rest_group,
  CASE r.rest_group WHEN 'recent' THEN 2 WHEN 'relaxed' THEN 3 WHEN 'resting' THEN 4 ELSE 1 END AS rest_order,
  r.last_sent, l.held_by, l.held_date
FROM bank AS c
JOIN tiers AS t ON t.spelling = c.price_tier
LEFT JOIN categories AS x ON x.spelling = IFNULL(c.content_category, '')
LEFT JOIN {dataset}.caption_locks(p_week, p_ignored) AS l ON l.caption_key = c.caption_key
LEFT JOIN {dataset}.caption_rest(p_page, p_week, p_now, p_ignored) AS r ON r.caption_key = c.caption_key
