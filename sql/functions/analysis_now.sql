-- analysis_now: the moment that an analysis takes for now: the clock, or the last message of the warehouse where that is earlier; one row.
-- @parameters p_now TIMESTAMP
--
-- Columns: analysis_now TIMESTAMP (never null: the clock where there are no messages), data_to TIMESTAMP (the last
-- message not after the clock: the age of the data; null without any).
SELECT LEAST(p_now, IFNULL(d.last_message, p_now)) AS analysis_now, d.data_to
FROM (
  SELECT MAX(m.sending_time) AS last_message, MAX(IF(m.sending_time <= p_now, m.sending_time, NULL)) AS data_to
  FROM {dataset}.mass_messages AS m
) AS d
