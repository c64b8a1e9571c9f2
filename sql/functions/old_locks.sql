-- old_locks: locks of sends more than p_older_than Los Angeles days ago that nobody has given free; a row a page.
-- @parameters p_now TIMESTAMP, p_older_than INT64
--
-- A lock keeps its caption for 7 days after the send, so that p_older_than is never below 7. Order by page_name.
-- Columns: page_name STRING, locks INT64, first_date DATE, last_date DATE (of their sends).
SELECT
  a.page_name,
  CAST(COUNT(*) AS INT64) AS locks,
  MIN(a.scheduled_send_date) AS first_date,
  MAX(a.scheduled_send_date) AS last_date
FROM {dataset}.active_caption_assignments AS a
WHERE a.is_active AND a.scheduled_send_date < {dataset}.add_days({dataset}.la_date(p_now), -p_older_than)
GROUP BY a.page_name
