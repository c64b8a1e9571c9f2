-- held_captions: wanted captions that a schedule of any page holds within 7 days either side of their day; a row a wanted caption.
-- p_wanted is a JSON array of {caption_id, caption_key, caption_text, price_tier, send_date}; schedules listed in p_ignored (|id|id|) hold
-- nothing. A caption is the same by its id, by the key of its text, or by the key that the bank has for it; of several locks
-- the nearest day is told.
CREATE OR REPLACE TABLE FUNCTION {dataset}.held_captions(p_wanted STRING, p_ignored STRING)
OPTIONS (description = "Wanted captions that a schedule of any page holds within 7 days either side of their day; a row a wanted caption.")
AS (
WITH wanted AS (
  SELECT
    CAST(JSON_VALUE(w, '$.caption_id') AS INT64) AS caption_id,
    JSON_VALUE(w, '$.caption_key') AS caption_key,
    JSON_VALUE(w, '$.caption_text') AS caption_text,
    JSON_VALUE(w, '$.price_tier') AS price_tier,
    CAST(JSON_VALUE(w, '$.send_date') AS DATE) AS send_date
  FROM UNNEST(JSON_QUERY_ARRAY(p_wanted, '$')) AS w
), known AS (
  SELECT w.caption_id, w.caption_key, w.caption_text, w.price_tier, w.send_date, b.caption_key AS bank_key
  FROM wanted AS w
  LEFT JOIN {dataset}.caption_bank AS b ON b.caption_id = w.caption_id
), held AS (
  SELECT
    a.assignment_key, a.page_name, a.caption_id, a.caption_key, a.schedule_id, a.scheduled_send_date, a.assigned_at,
    c.caption_key AS bank_key
  FROM {dataset}.active_caption_assignments AS a
  LEFT JOIN {dataset}.caption_bank AS c ON c.caption_id = a.caption_id
  WHERE a.is_active
    AND NOT IFNULL({dataset}.is_listed(p_ignored, a.schedule_id), FALSE)
    AND a.scheduled_send_date BETWEEN {dataset}.add_days((SELECT MIN(w.send_date) FROM wanted AS w), -7)
      AND {dataset}.add_days((SELECT MAX(w.send_date) FROM wanted AS w), 7)
)
SELECT
  k.caption_id, k.caption_text, k.price_tier, k.send_date,
  h.page_name AS held_by, h.scheduled_send_date AS held_date, h.schedule_id, h.assigned_at AS held_since
FROM known AS k
JOIN held AS h
  ON ABS({dataset}.days_between(k.send_date, h.scheduled_send_date)) <= 7
  AND (h.caption_id = k.caption_id OR h.caption_key = k.caption_key OR h.caption_key = k.bank_key
    OR h.bank_key = k.caption_key OR h.bank_key = k.bank_key)
WHERE TRUE
QUALIFY ROW_NUMBER() OVER (
  PARTITION BY k.caption_id, k.send_date
  ORDER BY ABS({dataset}.days_between(k.send_date, h.scheduled_send_date)), h.assigned_at NULLS LAST, h.assignment_key NULLS LAST
) = 1
);
