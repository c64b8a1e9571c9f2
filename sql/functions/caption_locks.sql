-- caption_locks: captions that a schedule of any page holds within 7 days either side of any day of a week; a row a caption_key.
-- @parameters p_week DATE, p_ignored STRING
--
-- A lock holds its caption's key in the bank and the key of the text that was locked, should the bank's text have changed
-- since. Schedules listed in p_ignored (|id|id|) are taken as not there. Of several locks the one that holds longest is told.
-- Columns: caption_key STRING, held_by STRING (page), schedule_id STRING, held_date DATE (of the send), held_since TIMESTAMP.
WITH held AS (
  SELECT a.schedule_id
  FROM {dataset}.active_caption_assignments AS a
  WHERE a.is_active AND a.scheduled_send_date BETWEEN {dataset}.add_days(p_week, -7) AND {dataset}.add_days(p_week, 13)
  GROUP BY a.schedule_id
), ignored AS (
  -- Asked once a schedule: the list of a large batch is long, and each schedule has many locks.
  SELECT h.schedule_id FROM held AS h WHERE {dataset}.is_listed(p_ignored, h.schedule_id)
), locks AS (
  SELECT a.assignment_key, a.page_name, a.caption_id, a.caption_key, a.schedule_id, a.scheduled_send_date, a.assigned_at
  FROM {dataset}.active_caption_assignments AS a
  LEFT JOIN ignored AS i ON i.schedule_id = a.schedule_id
  WHERE a.is_active AND i.schedule_id IS NULL
    AND a.scheduled_send_date BETWEEN {dataset}.add_days(p_week, -7) AND {dataset}.add_days(p_week, 13)
), keyed AS (
  SELECT l.caption_key, l.page_name, l.schedule_id, l.scheduled_send_date, l.assigned_at, l.assignment_key
  FROM locks AS l
  UNION ALL
  SELECT c.caption_key, l.page_name, l.schedule_id, l.scheduled_send_date, l.assigned_at, l.assignment_key
  FROM locks AS l
  JOIN {dataset}.caption_bank AS c ON c.caption_id = l.caption_id
)
SELECT
  k.caption_key, k.page_name AS held_by, k.schedule_id, k.scheduled_send_date AS held_date, k.assigned_at AS held_since
FROM keyed AS k
WHERE k.caption_key IS NOT NULL
QUALIFY ROW_NUMBER() OVER (
  PARTITION BY k.caption_key ORDER BY k.scheduled_send_date DESC NULLS LAST, k.assigned_at NULLS LAST, k.assignment_key NULLS LAST
) = 1
