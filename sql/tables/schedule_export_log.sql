-- schedule_export_log: The log of runs: one row a run.
CREATE TABLE IF NOT EXISTS {dataset}.schedule_export_log (
  schedule_id STRING OPTIONS (description = "The schedule, where the run made one."),
  page_name STRING NOT NULL OPTIONS (description = "The page."),
  export_timestamp TIMESTAMP NOT NULL OPTIONS (description = "When."),
  message_count INT64 OPTIONS (description = "Messages of the schedule."),
  execution_time_seconds FLOAT64 OPTIONS (description = "How long the run took."),
  error_message STRING OPTIONS (description = "Why it failed; conflicts begin with conflict:"),
  status STRING NOT NULL OPTIONS (description = "SUCCESS or FAILED."),
  exported_by STRING OPTIONS (description = "Who ran it."),
  command STRING OPTIONS (description = "What was run."),
  details STRING OPTIONS (description = "JSON of what else is kept of it: host, version, seed, overrides beside what was computed, edits.")
)
PARTITION BY DATE(export_timestamp)
CLUSTER BY page_name
OPTIONS (description = "The log of runs: one row a run.");
