-- runs: the runs of the log in the last so many hours, each with how it ended; a row a run.
-- @parameters p_now TIMESTAMP, p_hours INT64
--
-- In the console: SELECT * FROM {dataset}.runs(CURRENT_TIMESTAMP(), 168) ORDER BY ended_at DESC.
-- A run plans and stores a week; what takes a schedule back or gives locks free (withdraw, restore, unlock) is no run. A
-- conflict is somebody else's success: it counts as a run, but stands outside success rates and errors.
-- Columns: page_name STRING, schedule_id STRING, ended_at TIMESTAMP, la_day DATE (of its end, Los Angeles), outcome STRING ('success',
-- 'conflict', 'error'), seconds FLOAT64, messages INT64 (null where none is known), error_message STRING, run_by STRING, command STRING.
SELECT
  l.page_name, l.schedule_id, l.export_timestamp AS ended_at,
  {dataset}.la_date(l.export_timestamp) AS la_day,
  CASE
    WHEN l.status = 'SUCCESS' THEN 'success'
    WHEN SUBSTR(IFNULL(l.error_message, ''), 1, 9) = 'conflict:' THEN 'conflict'
    ELSE 'error'
  END AS outcome,
  l.execution_time_seconds AS seconds,
  l.message_count AS messages,
  l.error_message,
  l.exported_by AS run_by,
  l.command
FROM {dataset}.schedule_export_log AS l
WHERE l.export_timestamp > {dataset}.hours_before(p_now, p_hours) AND l.export_timestamp <= p_now
  AND IFNULL(l.command, '') NOT IN ('withdraw', 'restore', 'unlock')
