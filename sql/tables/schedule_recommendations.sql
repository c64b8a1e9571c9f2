-- schedule_recommendations: Schedules: one row a plan that was committed.
CREATE TABLE IF NOT EXISTS {dataset}.schedule_recommendations (
  schedule_id STRING NOT NULL OPTIONS (description = "sched_YYYYMMDD_HHMMSS_ffffff_page."),
  page_name STRING NOT NULL OPTIONS (description = "The page."),
  created_at TIMESTAMP NOT NULL OPTIONS (description = "When the plan was made."),
  schedule_json STRING NOT NULL OPTIONS (description = "The whole schedule."),
  total_messages INT64 OPTIONS (description = "Messages in it."),
  saturation_zone STRING OPTIONS (description = "Zone in force, after overrides."),
  week_start DATE OPTIONS (description = "First of its seven days."),
  state STRING OPTIONS (description = "committed, withdrawn or replaced; null counts as committed."),
  content_digest STRING OPTIONS (description = "sha-256 of the canonical schedule_json."),
  changed_at TIMESTAMP OPTIONS (description = "When it was withdrawn or replaced."),
  changed_by STRING OPTIONS (description = "By whom.")
)
PARTITION BY DATE(created_at)
CLUSTER BY page_name
OPTIONS (description = "Schedules: one row a plan that was committed.");
