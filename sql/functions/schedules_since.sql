-- schedules_since: schedules that were stored, withdrawn or replaced from a moment on; a row a schedule.
-- @parameters p_moment TIMESTAMP
--
-- What a plan of that moment did not know, so that it can be planned again as it was then. Order by created_at, schedule_id.
-- Columns: schedule_id STRING, page_name STRING, week_start DATE, created_at TIMESTAMP, state STRING ('committed', 'withdrawn',
-- 'replaced'), changed_at TIMESTAMP, is_later BOOL (it was stored then or later; false: it had been there and was changed).
SELECT
  s.schedule_id, s.page_name, s.week_start, s.created_at, IFNULL(s.state, 'committed') AS state, s.changed_at,
  s.created_at >= p_moment AS is_later
FROM {dataset}.schedule_recommendations AS s
WHERE s.created_at >= p_moment OR s.changed_at >= p_moment
