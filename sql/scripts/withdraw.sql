-- withdraw: a committed schedule is taken back; its captions to come (@captions, |id|id|) are free again.
CALL {dataset}.raise_guards(@page);
IF NOT EXISTS (
  SELECT 1 FROM {dataset}.schedule_recommendations AS s
  WHERE s.schedule_id = @schedule_id AND IFNULL(s.state, 'committed') = 'committed'
) THEN
  RAISE USING MESSAGE = 'conflict: the schedule is not committed';
END IF;
UPDATE {dataset}.schedule_recommendations AS s
SET state = 'withdrawn', changed_at = @now, changed_by = @user
WHERE s.schedule_id = @schedule_id;
UPDATE {dataset}.active_caption_assignments AS a
SET is_active = FALSE
WHERE a.schedule_id = @schedule_id AND a.is_active AND {dataset}.is_listed(@captions, CAST(a.caption_id AS STRING));
INSERT INTO {dataset}.schedule_export_log (
  schedule_id, page_name, export_timestamp, message_count, execution_time_seconds, error_message, status, exported_by, command,
  details
)
VALUES (@schedule_id, @page, @stored_at, @message_count, @seconds, NULL, 'SUCCESS', @user, @command, @details);
