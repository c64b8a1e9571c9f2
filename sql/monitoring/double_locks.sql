-- double_locks: captions that are locked twice within 7 days, which must never be; a row a pair of locks.
-- @parameters p_now TIMESTAMP
--
-- In the console: SELECT * FROM {dataset}.double_locks(CURRENT_TIMESTAMP()) ORDER BY first_date, caption_id.
-- Locks are of one caption when they share its id, its key in the bank, or the key of the text that was locked. Those of
-- sends more than 60 days ago are left alone.
-- Columns: caption_id INT64 (of the earlier lock), caption_text STRING, first_page STRING, first_schedule STRING, first_date DATE,
-- second_page STRING, second_schedule STRING, second_date DATE, days_apart INT64.
WITH locks AS (
  SELECT
    a.page_name, a.caption_id, a.caption_text, a.caption_key, a.schedule_id, a.scheduled_send_date,
    ROW_NUMBER() OVER (ORDER BY a.scheduled_send_date, a.assignment_key, a.page_name, a.caption_id) AS nth
  FROM {dataset}.active_caption_assignments AS a
  WHERE a.is_active AND a.scheduled_send_date >= {dataset}.add_days({dataset}.la_date(p_now), -60)
), keyed AS (
  SELECT l.nth, '#' || CAST(l.caption_id AS STRING) AS lock_key, l.scheduled_send_date AS send_date FROM locks AS l
  UNION ALL
  SELECT l.nth, l.caption_key AS lock_key, l.scheduled_send_date AS send_date FROM locks AS l WHERE l.caption_key IS NOT NULL
  UNION ALL
  SELECT l.nth, c.caption_key AS lock_key, l.scheduled_send_date AS send_date
  FROM locks AS l
  JOIN {dataset}.caption_bank AS c ON c.caption_id = l.caption_id
), pairs AS (
  SELECT DISTINCT a.nth AS first_nth, b.nth AS second_nth
  FROM keyed AS a
  JOIN keyed AS b ON b.lock_key = a.lock_key
  WHERE a.nth < b.nth AND {dataset}.days_between(a.send_date, b.send_date) <= 7
)
SELECT
  f.caption_id, f.caption_text,
  f.page_name AS first_page, f.schedule_id AS first_schedule, f.scheduled_send_date AS first_date,
  s.page_name AS second_page, s.schedule_id AS second_schedule, s.scheduled_send_date AS second_date,
  {dataset}.days_between(f.scheduled_send_date, s.scheduled_send_date) AS days_apart
FROM pairs AS p
JOIN locks AS f ON f.nth = p.first_nth
JOIN locks AS s ON s.nth = p.second_nth
