-- mark: a row for each message of a schedule whose mark changes; nothing is ever changed or removed.
INSERT INTO {dataset}.worklist_marks (schedule_id, message_number, is_queued, marked_at, marked_by)
SELECT @schedule_id, n.message_number, @queued, @stored_at, @user
FROM (
  SELECT DISTINCT CAST(x AS INT64) AS message_number FROM UNNEST(SPLIT(@numbers, ',')) AS x
) AS n
LEFT JOIN {dataset}.worklist(@schedule_id) AS w ON w.message_number = n.message_number
WHERE IFNULL(w.is_queued, FALSE) <> @queued;
