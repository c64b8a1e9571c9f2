-- worklist: what holds now of the marks of a schedule's messages; a row a message that was ever marked.
-- @parameters p_schedule STRING
--
-- The last mark of a message holds; of two at the same moment the one that says queued. Nothing is ever changed or removed:
-- two people who mark at once do not stand in each other's way. Order by message_number.
-- Columns: message_number INT64, is_queued BOOL, marked_at TIMESTAMP, marked_by STRING.
SELECT m.message_number, m.is_queued, m.marked_at, m.marked_by
FROM {dataset}.worklist_marks AS m
WHERE m.schedule_id = p_schedule
QUALIFY ROW_NUMBER() OVER (
  PARTITION BY m.message_number ORDER BY m.marked_at DESC, IF(m.is_queued, 0, 1), m.marked_by
) = 1
