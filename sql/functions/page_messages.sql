-- page_messages: what was sent up to now on a page (NULL: on all pages), with its times and rates; a row a message.
-- @parameters p_page STRING, p_now TIMESTAMP
-- @needs analysis_now
--
-- Columns: row_id INT64, page_name STRING, message STRING, caption_id INT64 (as the platform gave it), caption_key STRING,
-- sending_time TIMESTAMP, analysis_now TIMESTAMP, la_date DATE, la_hour INT64, message_type STRING ('PPV', 'Bump' or null),
-- price FLOAT64, sent_count INT64, viewed_count INT64, purchased_count INT64, earnings FLOAT64,
-- rpr FLOAT64 (earnings / sent; null where nothing was sent), conv FLOAT64 (purchased / viewed; null where nobody looked),
-- settled BOOL (false for PPVs younger than 24 h: their unlocks are still coming, so they count for frequency and locks only).
-- A message not after the clock is never after the analysis' now: that one is the earlier of the clock and the last message.
SELECT
  m.row_id, m.page_name, m.message, m.caption_id, m.caption_key, m.sending_time, a.analysis_now,
  {dataset}.la_date(m.sending_time) AS la_date,
  {dataset}.la_hour(m.sending_time) AS la_hour,
  {dataset}.message_type(m.message_type) AS message_type,
  m.price, m.sent_count, m.viewed_count, m.purchased_count, m.earnings,
  {dataset}.safe_div(m.earnings, m.sent_count) AS rpr,
  {dataset}.safe_div(m.purchased_count, m.viewed_count) AS conv,
  IFNULL({dataset}.message_type(m.message_type), '') <> 'PPV'
    OR m.sending_time <= {dataset}.hours_before(a.analysis_now, 24) AS settled
FROM {dataset}.mass_messages AS m
CROSS JOIN {dataset}.analysis_now(p_now) AS a
WHERE (p_page IS NULL OR m.page_name = p_page) AND m.sending_time <= p_now
