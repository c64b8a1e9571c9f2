-- caption_rest: when captions were last sent on a page, and how rested they are for a week; a row a caption_key that was sent.
-- @parameters p_page STRING, p_week DATE, p_now TIMESTAMP, p_ignored STRING
-- @needs past_messages
--
-- Sends are those of the history, and those that schedules put before the week, whether the history holds them yet or not:
-- every message of a committed schedule, and those of a withdrawn or replaced one that came before its withdrawal; bumps
-- included, schedules listed in p_ignored (|id|id|) left out. What the history already holds from within the week counts
-- too: no caption is sent twice in a week. Los Angeles dates; 30 days or more are 'rested', 20 to 29 'recent', 10 to 19
-- 'relaxed', less is 'resting'.
-- Columns: caption_key STRING, last_sent DATE, days_rested INT64 (to the week's start), rest_group STRING.
WITH sends AS (
  SELECT m.caption_id, m.la_date AS sent_on
  FROM {dataset}.past_messages(p_page, CAST(NULL AS INT64), p_now) AS m
  WHERE m.caption_id IS NOT NULL
  UNION ALL
  -- Half a year of weeks is more than any rest asks for, and as far as a record looks back.
  SELECT s.caption_id, {dataset}.la_date(s.send_at) AS sent_on
  FROM {dataset}.scheduled_messages(p_page, {dataset}.add_days(p_week, -187)) AS s
  WHERE {dataset}.la_date(s.send_at) < p_week
    AND (s.state = 'committed' OR s.send_at < s.changed_at)
    AND NOT IFNULL({dataset}.is_listed(p_ignored, s.schedule_id), FALSE)
), latest AS (
  SELECT s.caption_id, MAX(s.sent_on) AS last_sent FROM sends AS s GROUP BY s.caption_id
), keys AS (
  SELECT c.caption_key, MAX(l.last_sent) AS last_sent
  FROM latest AS l
  JOIN {dataset}.caption_bank AS c ON c.caption_id = l.caption_id
  GROUP BY c.caption_key
), keyed AS (
  SELECT k.caption_key, k.last_sent, {dataset}.days_between(k.last_sent, p_week) AS days_rested FROM keys AS k
)
SELECT
  k.caption_key, k.last_sent, k.days_rested,
  CASE
    WHEN k.days_rested >= 30 THEN 'rested'
    WHEN k.days_rested >= 20 THEN 'recent'
    WHEN k.days_rested >= 10 THEN 'relaxed'
    ELSE 'resting'
  END AS rest_group
FROM keyed AS k
