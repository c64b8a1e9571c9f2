-- active_creators: The pages that are planned.
CREATE TABLE IF NOT EXISTS {dataset}.active_creators (
  page_name STRING NOT NULL OPTIONS (description = "The page."),
  display_name STRING OPTIONS (description = "Its name for people."),
  is_active BOOL OPTIONS (description = "False hides the page; null counts as true.")
)
CLUSTER BY page_name
OPTIONS (description = "The pages that are planned.");
