-- stored_schedules: the schedules of a page (NULL: of all pages) with a day between two dates (NULL: open); a row a schedule.
-- @parameters p_page STRING, p_from DATE, p_to DATE
--
-- Who committed it stands in the log of runs, in the first row that is neither a withdrawal nor a restoring.
-- Order by week_start, created_at, schedule_id. Columns: schedule_id STRING, page_name STRING, week_start DATE,
-- state STRING ('committed', 'withdrawn', 'replaced'), saturation_zone STRING, total_messages INT64, total_ppvs INT64,
-- created_at TIMESTAMP, committed_by STRING (null where the log does not tell), changed_at TIMESTAMP, changed_by STRING.
WITH runs AS (
  SELECT l.schedule_id, l.exported_by
  FROM {dataset}.schedule_export_log AS l
  WHERE l.status = 'SUCCESS' AND l.schedule_id IS NOT NULL AND IFNULL(l.command, '') NOT IN ('withdraw', 'restore')
  QUALIFY ROW_NUMBER() OVER (PARTITION BY l.schedule_id ORDER BY l.export_timestamp, l.exported_by NULLS LAST) = 1
)
SELECT
  s.schedule_id, s.page_name, s.week_start, IFNULL(s.state, 'committed') AS state, s.saturation_zone, s.total_messages,
  CAST(JSON_VALUE(s.schedule_json, '$.total_ppvs') AS INT64) AS total_ppvs,
  s.created_at, r.exported_by AS committed_by, s.changed_at, s.changed_by
FROM {dataset}.schedule_recommendations AS s
LEFT JOIN runs AS r ON r.schedule_id = s.schedule_id
WHERE (p_page IS NULL OR s.page_name = p_page)
  AND (p_from IS NULL OR s.week_start > {dataset}.add_days(p_from, -7))
  AND (p_to IS NULL OR s.week_start <= p_to)
