-- lock_caption_assignments: locks captions for a schedule, all or none; raises “conflict: …” naming those that another schedule holds.
-- In the console:
--   CALL {dataset}.lock_caption_assignments('sched_1', 'jadebri', [STRUCT(1 AS caption_id, DATE '2025-11-10' AS scheduled_send_date, 13 AS scheduled_send_hour)]);
-- The parameters are copied first: a column of the same name would be read in their place.
CREATE OR REPLACE PROCEDURE {dataset}.lock_caption_assignments(
  IN schedule_id STRING, IN page_name STRING,
  IN caption_assignments ARRAY<STRUCT<caption_id INT64, scheduled_send_date DATE, scheduled_send_hour INT64>>
)
OPTIONS (description = "Locks captions for a schedule, all or none; raises conflict: naming those that another schedule holds.")
BEGIN
  DECLARE p_schedule STRING DEFAULT schedule_id;
  DECLARE p_page STRING DEFAULT LOWER(TRIM(page_name));
  DECLARE p_failure STRING;
  DECLARE p_rows STRING DEFAULT (
    SELECT CONCAT('[', IFNULL(STRING_AGG(TO_JSON_STRING(STRUCT(
      CONCAT(p_schedule, '|', CAST(i.caption_id AS STRING), '|', CAST(i.scheduled_send_date AS STRING)) AS assignment_key,
      p_page AS page_name,
      CAST(i.caption_id AS STRING) AS caption_id,
      b.caption_text AS caption_text,
      b.caption_key AS caption_key,
      b.price_tier AS price_tier,
      p_schedule AS schedule_id,
      CAST({dataset}.la_date(CURRENT_TIMESTAMP()) AS STRING) AS assigned_date,
      {dataset}.iso(CURRENT_TIMESTAMP()) AS assigned_at,
      CAST(i.scheduled_send_date AS STRING) AS scheduled_send_date,
      CAST(i.scheduled_send_date AS STRING) AS send_date,
      i.scheduled_send_hour AS scheduled_send_hour)), ','), ''), ']')
    FROM UNNEST(caption_assignments) AS i
    LEFT JOIN (
      SELECT c.caption_id, MIN(c.caption_text) AS caption_text, MIN(c.caption_key) AS caption_key,
        MIN({dataset}.price_tier(c.price_tier)) AS price_tier
      FROM {dataset}.caption_bank AS c
      GROUP BY c.caption_id
    ) AS b ON b.caption_id = i.caption_id
  );
  BEGIN
    BEGIN TRANSACTION;
    CALL {dataset}.raise_guards(p_page);
    CALL {dataset}.lock_captions(p_rows, p_rows, CONCAT('|', p_schedule, '|'));
    COMMIT TRANSACTION;
  EXCEPTION WHEN ERROR THEN
    SET p_failure = @@error.message;
    -- A transaction that the engine has ended already cannot be rolled back: its own message is the one that counts.
    BEGIN ROLLBACK TRANSACTION; EXCEPTION WHEN ERROR THEN SELECT 1; END;
    RAISE USING MESSAGE = COALESCE(p_failure, @@error.message);
  END;
END;
