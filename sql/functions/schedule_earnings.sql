-- schedule_earnings: what the messages of a schedule brought, once the history holds them; a row a message.
-- @parameters p_page STRING, p_week DATE, p_schedule STRING, p_now TIMESTAMP
-- @needs past_messages
--
-- p_page and p_week are the schedule's own. A message is found in the page's history by its caption (id or key), sent within
-- three days of its time: queued by hand it may go out later than planned, and no caption is sent twice in ten days. Of several
-- the nearest in time is taken. Order by send_at, caption_id. Columns: caption_id INT64, send_at TIMESTAMP (as planned),
-- sent_at TIMESTAMP (null where the history does not hold it; so are those after it), price FLOAT64, sent_count INT64,
-- viewed_count INT64, purchased_count INT64, earnings FLOAT64, rpr FLOAT64 (earnings / sent),
-- settled BOOL (false for PPVs younger than 24 h: their unlocks are still coming).
WITH planned AS (
  SELECT s.send_at, s.caption_id, c.caption_key
  FROM {dataset}.scheduled_messages(p_page, p_week) AS s
  LEFT JOIN (
    SELECT b.caption_id, MIN(b.caption_key) AS caption_key FROM {dataset}.caption_bank AS b GROUP BY b.caption_id
  ) AS c ON c.caption_id = s.caption_id
  WHERE s.schedule_id = p_schedule
), sends AS (
  SELECT m.*
  FROM {dataset}.past_messages(p_page, CAST(NULL AS INT64), p_now) AS m
  WHERE m.la_date BETWEEN {dataset}.add_days(p_week, -4) AND {dataset}.add_days(p_week, 10)
), candidates AS (
  SELECT p.send_at, p.caption_id, m.row_id, m.sending_time
  FROM planned AS p
  JOIN sends AS m ON m.caption_id = p.caption_id
  UNION ALL
  SELECT p.send_at, p.caption_id, m.row_id, m.sending_time
  FROM planned AS p
  JOIN sends AS m ON m.caption_key = p.caption_key
), nearest AS (
  SELECT c.send_at, c.caption_id, c.row_id
  FROM candidates AS c
  WHERE ABS({dataset}.seconds_between(c.send_at, c.sending_time)) <= 259200
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY c.send_at, c.caption_id
    ORDER BY ABS({dataset}.seconds_between(c.send_at, c.sending_time)) NULLS LAST, c.row_id NULLS LAST
  ) = 1
)
SELECT
  p.caption_id, p.send_at, m.sending_time AS sent_at, m.price, m.sent_count, m.viewed_count, m.purchased_count, m.earnings,
  m.rpr, m.settled
FROM planned AS p
LEFT JOIN nearest AS n ON n.send_at = p.send_at AND n.caption_id = p.caption_id
LEFT JOIN sends AS m ON m.row_id = n.row_id
