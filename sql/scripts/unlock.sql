-- unlock: locks of sends that are long over are given free, with a row of the log a page.
CREATE TEMP TABLE given AS SELECT * FROM {dataset}.old_locks(@now, @older_than);
UPDATE {dataset}.active_caption_assignments AS a
SET is_active = FALSE
WHERE a.is_active AND a.scheduled_send_date < {dataset}.add_days({dataset}.la_date(@now), -@older_than);
INSERT INTO {dataset}.schedule_export_log (
  schedule_id, page_name, export_timestamp, message_count, execution_time_seconds, error_message, status, exported_by, command,
  details
)
SELECT NULL, g.page_name, @stored_at, g.locks, 0.0, NULL, 'SUCCESS', @user, 'unlock', @details
FROM given AS g;
