-- lock_captions: locks captions for a schedule, or raises naming those that another one holds. Without a transaction of its own:
-- transactions do not nest. Whoever calls it has begun one and raised the guards of commit_guard before anything else.
-- p_wanted is what must be free, p_locks what is locked (JSON arrays; the past locks nothing); p_ignored as in held_captions.
CREATE OR REPLACE PROCEDURE {dataset}.lock_captions(IN p_wanted STRING, IN p_locks STRING, IN p_ignored STRING)
OPTIONS (description = "Locks captions for a schedule inside the caller's transaction, or raises naming those that another one holds.")
BEGIN
  DECLARE p_held STRING DEFAULT (
    SELECT STRING_AGG(
      FORMAT('caption %d for %t is held by %s for %t', h.caption_id, h.send_date, h.held_by, h.held_date),
      '; ' ORDER BY h.send_date, h.caption_id)
    FROM {dataset}.held_captions(p_wanted, p_ignored) AS h
  );
  IF p_held IS NOT NULL THEN
    RAISE USING MESSAGE = CONCAT('conflict: ', p_held);
  END IF;
  INSERT INTO {dataset}.active_caption_assignments (
    assignment_key, page_name, caption_id, caption_text, caption_key, price_tier, schedule_id, assigned_date, assigned_at,
    scheduled_send_date, scheduled_send_hour, is_active
  )
  SELECT
    JSON_VALUE(l, '$.assignment_key'), JSON_VALUE(l, '$.page_name'), CAST(JSON_VALUE(l, '$.caption_id') AS INT64),
    JSON_VALUE(l, '$.caption_text'), JSON_VALUE(l, '$.caption_key'), JSON_VALUE(l, '$.price_tier'),
    JSON_VALUE(l, '$.schedule_id'), CAST(JSON_VALUE(l, '$.assigned_date') AS DATE),
    CAST(JSON_VALUE(l, '$.assigned_at') AS TIMESTAMP), CAST(JSON_VALUE(l, '$.scheduled_send_date') AS DATE),
    CAST(JSON_VALUE(l, '$.scheduled_send_hour') AS INT64), TRUE
  FROM UNNEST(JSON_QUERY_ARRAY(p_locks, '$')) AS l;
END;
