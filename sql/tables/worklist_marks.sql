-- worklist_marks: What was queued by hand: one row each time that somebody marked a message or took the mark back.
CREATE TABLE IF NOT EXISTS {dataset}.worklist_marks (
  schedule_id STRING NOT NULL OPTIONS (description = "The schedule."),
  message_number INT64 NOT NULL OPTIONS (description = "The message: 1 for the first in sending order."),
  is_queued BOOL NOT NULL OPTIONS (description = "True: it stands in the sending platform. False: the mark was taken back."),
  marked_at TIMESTAMP NOT NULL OPTIONS (description = "When."),
  marked_by STRING NOT NULL OPTIONS (description = "Who, and on which machine: user@host.")
)
PARTITION BY DATE(marked_at)
CLUSTER BY schedule_id
OPTIONS (description = "What was queued by hand: one row each time that somebody marked a message or took the mark back.");
