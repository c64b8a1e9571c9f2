-- stored_schedule: a schedule by its id, with what its commit left in the log; at most one row.
CREATE OR REPLACE TABLE FUNCTION {dataset}.stored_schedule(p_schedule STRING)
OPTIONS (description = "A schedule by its id, with what its commit left in the log; at most one row.")
AS (
WITH log AS (
  SELECT l.schedule_id, l.export_timestamp, l.exported_by
  FROM {dataset}.schedule_export_log AS l
  -- What was done to it later is logged under its id as well.
  WHERE l.schedule_id = p_schedule AND l.status = 'SUCCESS' AND IFNULL(l.command, '') NOT IN ('withdraw', 'restore')
  QUALIFY ROW_NUMBER() OVER (PARTITION BY l.schedule_id ORDER BY l.export_timestamp) = 1
), locks AS (
  SELECT a.schedule_id, COUNT(*) AS n
  FROM {dataset}.active_caption_assignments AS a
  WHERE a.schedule_id = p_schedule
  GROUP BY a.schedule_id
)
SELECT
  s.page_name, s.schedule_json, s.created_at, s.week_start, IFNULL(s.state, 'committed') AS state, s.content_digest,
  s.changed_at, s.changed_by, IFNULL(k.n, 0) AS locks, l.export_timestamp, l.exported_by
FROM {dataset}.schedule_recommendations AS s
LEFT JOIN log AS l ON l.schedule_id = s.schedule_id
LEFT JOIN locks AS k ON k.schedule_id = s.schedule_id
WHERE s.schedule_id = p_schedule
);
