-- older_commit: a schedule on a dataset that has the older procedures only. Run by src/warehouse/bigquery/older/commit.ts.
-- The older lock procedure inserts what is free and then raises, and may have a transaction of its own, so that none can be put around
-- it: what it locked of a schedule that is not stored is taken away again, here and nowhere else, and what it did not lock is named.
DECLARE failure STRING;
DECLARE blocked STRING;
DECLARE items ARRAY<STRUCT<caption_id INT64, scheduled_send_date DATE, scheduled_send_hour INT64>> DEFAULT ARRAY(
  SELECT AS STRUCT
    CAST(JSON_VALUE(l, '$.caption_id') AS INT64) AS caption_id,
    CAST(JSON_VALUE(l, '$.scheduled_send_date') AS DATE) AS scheduled_send_date,
    CAST(JSON_VALUE(l, '$.scheduled_send_hour') AS INT64) AS scheduled_send_hour
  FROM UNNEST(JSON_QUERY_ARRAY(@locks, '$')) AS l
);
IF EXISTS (SELECT 1 FROM {dataset}.schedule_recommendations AS s WHERE s.schedule_id = @schedule_id)
  OR EXISTS (SELECT 1 FROM {dataset}.overlapping_schedules(@page, @week, @ignored) AS o)
  OR EXISTS (SELECT 1 FROM {dataset}.held_captions(@wanted, @ignored) AS h) THEN
  SET failure = 'conflict: something stands against it';
ELSE
  BEGIN
    IF ARRAY_LENGTH(items) > 0 THEN
      CALL {dataset}.lock_caption_assignments(@schedule_id, @page, items);
    END IF;
    SET blocked = (
      SELECT STRING_AGG(JSON_VALUE(l, '$.caption_id'), ',')
      FROM UNNEST(JSON_QUERY_ARRAY(@locks, '$')) AS l
      LEFT JOIN {dataset}.active_caption_assignments AS a
        ON a.schedule_id = @schedule_id AND a.is_active AND CAST(a.caption_id AS STRING) = JSON_VALUE(l, '$.caption_id')
      WHERE a.schedule_id IS NULL
    );
    IF blocked IS NOT NULL THEN
      RAISE USING MESSAGE = 'conflict: captions that the procedure did not lock';
    END IF;
    BEGIN TRANSACTION;
    {stored}
    COMMIT TRANSACTION;
  EXCEPTION WHEN ERROR THEN
    SET failure = @@error.message;
    BEGIN
      ROLLBACK TRANSACTION;
    EXCEPTION WHEN ERROR THEN
      SELECT 1;
    END;
    SET failure = COALESCE(failure, @@error.message, 'it failed');
    SET blocked = (
      SELECT STRING_AGG(JSON_VALUE(l, '$.caption_id'), ',')
      FROM UNNEST(JSON_QUERY_ARRAY(@locks, '$')) AS l
      LEFT JOIN {dataset}.active_caption_assignments AS a
        ON a.schedule_id = @schedule_id AND a.is_active AND CAST(a.caption_id AS STRING) = JSON_VALUE(l, '$.caption_id')
      WHERE a.schedule_id IS NULL
    );
    {released};
  END;
END IF;
IF failure IS NULL THEN
  {done};
ELSE
  {refused};
END IF;
