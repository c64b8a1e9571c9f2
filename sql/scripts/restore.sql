-- restore: a withdrawn schedule is committed again, its captions to come locked as they were.
CALL {dataset}.raise_guards(@page);
IF NOT EXISTS (
  SELECT 1 FROM {dataset}.schedule_recommendations AS s WHERE s.schedule_id = @schedule_id AND s.state = 'withdrawn'
) THEN
  RAISE USING MESSAGE = 'conflict: the schedule is not withdrawn';
END IF;
IF EXISTS (SELECT 1 FROM {dataset}.overlapping_schedules(@page, @week, @ignored) AS o) THEN
  RAISE USING MESSAGE = 'conflict: the week is taken';
END IF;
-- The locks of the withdrawn schedule stand there, given free: those that come back take their places.
DELETE FROM {dataset}.active_caption_assignments AS a
WHERE a.schedule_id = @schedule_id AND {dataset}.is_listed(@lock_keys, a.assignment_key);
CALL {dataset}.lock_captions(@wanted, @locks, @ignored);
UPDATE {dataset}.schedule_recommendations AS s
SET state = 'committed', changed_at = @now, changed_by = @user
WHERE s.schedule_id = @schedule_id;
INSERT INTO {dataset}.schedule_export_log (
  schedule_id, page_name, export_timestamp, message_count, execution_time_seconds, error_message, status, exported_by, command,
  details
)
VALUES (@schedule_id, @page, @stored_at, @message_count, @seconds, NULL, 'SUCCESS', @user, @command, @details);
