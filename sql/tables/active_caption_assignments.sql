-- active_caption_assignments: Locks: a row keeps a caption from being sent twice.
CREATE TABLE IF NOT EXISTS {dataset}.active_caption_assignments (
  assignment_key STRING NOT NULL OPTIONS (description = "schedule_id|caption_id|date: one row a lock."),
  page_name STRING NOT NULL OPTIONS (description = "Who holds it."),
  caption_id INT64 NOT NULL OPTIONS (description = "The caption."),
  caption_text STRING OPTIONS (description = "Its text when it was locked."),
  caption_key STRING OPTIONS (description = "Its key: ids of one key are one caption."),
  price_tier STRING OPTIONS (description = "Budget, Mid or Premium."),
  schedule_id STRING NOT NULL OPTIONS (description = "The schedule that locked it."),
  assigned_date DATE OPTIONS (description = "Los Angeles date of the lock."),
  assigned_at TIMESTAMP OPTIONS (description = "Moment of the lock."),
  scheduled_send_date DATE NOT NULL OPTIONS (description = "Los Angeles date of the message."),
  scheduled_send_hour INT64 OPTIONS (description = "Los Angeles hour of the message."),
  is_active BOOL NOT NULL OPTIONS (description = "False once it is released.")
)
PARTITION BY scheduled_send_date
CLUSTER BY page_name
OPTIONS (description = "Locks: a row keeps a caption from being sent twice.");
