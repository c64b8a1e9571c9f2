-- commit: a schedule, its locks, the row of the log, and the end of the schedule whose place it takes (@replaces, or NULL).
-- The guards come first: reading and appending alone conflict with nothing.
CALL {dataset}.raise_guards(@page);
IF EXISTS (SELECT 1 FROM {dataset}.schedule_recommendations AS s WHERE s.schedule_id = @schedule_id) THEN
  RAISE USING MESSAGE = 'conflict: the schedule is stored already';
END IF;
IF @replaces IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM {dataset}.schedule_recommendations AS s
  WHERE s.schedule_id = @replaces AND s.page_name = @page AND s.week_start = @week
    AND IFNULL(s.state, 'committed') = 'committed'
) THEN
  RAISE USING MESSAGE = 'conflict: the schedule to be replaced is none';
END IF;
IF EXISTS (SELECT 1 FROM {dataset}.overlapping_schedules(@page, @week, @ignored) AS o) THEN
  RAISE USING MESSAGE = 'conflict: the week is taken';
END IF;
CALL {dataset}.lock_captions(@wanted, @locks, @ignored);
INSERT INTO {dataset}.schedule_recommendations (
  schedule_id, page_name, created_at, schedule_json, total_messages, saturation_zone, week_start, state, content_digest
)
VALUES (
  @schedule_id, @page, @created_at, @schedule_json, @message_count, @saturation_zone, @week, 'committed', @content_digest
);
IF @replaces IS NOT NULL THEN
  UPDATE {dataset}.active_caption_assignments AS a
  SET
    schedule_id = @schedule_id,
    assignment_key = CONCAT(@schedule_id, '|', CAST(a.caption_id AS STRING), '|', CAST(a.scheduled_send_date AS STRING))
  WHERE a.schedule_id = @replaces AND a.is_active AND {dataset}.is_listed(@carried, CAST(a.caption_id AS STRING));
  UPDATE {dataset}.active_caption_assignments AS a
  SET is_active = FALSE
  WHERE a.schedule_id = @replaces AND a.is_active;
  UPDATE {dataset}.schedule_recommendations AS s
  SET state = 'replaced', changed_at = @now, changed_by = @user
  WHERE s.schedule_id = @replaces;
END IF;
INSERT INTO {dataset}.schedule_export_log (
  schedule_id, page_name, export_timestamp, message_count, execution_time_seconds, error_message, status, exported_by, command,
  details
)
VALUES (@schedule_id, @page, @stored_at, @message_count, @seconds, NULL, 'SUCCESS', @user, @command, @details);
