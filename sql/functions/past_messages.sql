-- past_messages: what was sent in the last p_days (NULL: ever) on a page (NULL: on all pages), with its caption; a row a message.
-- @parameters p_page STRING, p_days INT64, p_now TIMESTAMP
-- @needs page_messages
--
-- Days are 24 hours each, back from the analysis' now, which a caller does not know: so a number of days, not a moment.
-- A message's caption is the one of its caption_id, else the one of its caption_key (the smallest id of the key).
-- Columns: row_id INT64, page_name STRING, message STRING (its text, else its caption's), caption_id INT64 (resolved; null where no caption fits),
-- caption_key STRING (the message's own, else its caption's), price_tier STRING ('Budget', 'Mid', 'Premium', 'Free'; null: a tier
-- of their own), category STRING (null: a category of their own), has_urgency BOOL (null without a caption),
-- sending_time TIMESTAMP, analysis_now TIMESTAMP, la_date DATE, la_hour INT64, message_type STRING ('PPV', 'Bump' or null),
-- price FLOAT64, sent_count INT64, viewed_count INT64, purchased_count INT64, earnings FLOAT64, rpr FLOAT64 (null where
-- nothing was sent), conv FLOAT64 (null where nobody looked), settled BOOL (false for PPVs younger than 24 h).
WITH sends AS (
  SELECT *
  FROM {dataset}.page_messages(p_page, p_now) AS m
  WHERE p_days IS NULL OR m.sending_time > {dataset}.hours_before(m.analysis_now, 24 * p_days)
), captions AS (
  -- The bank should hold an id once; where it does not, a message must still stay one row.
  SELECT c.caption_id, c.caption_key, {dataset}.price_tier(c.price_tier) AS price_tier, c.content_category, c.has_urgency, c.caption_text
  FROM {dataset}.caption_bank AS c
  WHERE c.caption_id IN (SELECT s.caption_id FROM sends AS s) OR c.caption_key IN (SELECT s.caption_key FROM sends AS s)
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY c.caption_id ORDER BY c.caption_key NULLS LAST, c.price_tier NULLS LAST, c.content_category NULLS LAST
  ) = 1
), ids_of_keys AS (
  SELECT c.caption_key, MIN(c.caption_id) AS caption_id FROM captions AS c GROUP BY c.caption_key
), resolved AS (
  SELECT s.*, COALESCE(i.caption_id, k.caption_id) AS resolved_id
  FROM sends AS s
  LEFT JOIN captions AS i ON i.caption_id = s.caption_id
  LEFT JOIN ids_of_keys AS k ON k.caption_key = s.caption_key
)
SELECT
  r.row_id, r.page_name, COALESCE(r.message, c.caption_text) AS message, r.resolved_id AS caption_id, COALESCE(r.caption_key, c.caption_key) AS caption_key,
  c.price_tier, c.content_category AS category, c.has_urgency,
  r.sending_time, r.analysis_now, r.la_date, r.la_hour, r.message_type, r.price,
  r.sent_count, r.viewed_count, r.purchased_count, r.earnings, r.rpr, r.conv, r.settled
FROM resolved AS r
LEFT JOIN captions AS c ON c.caption_id = r.resolved_id
