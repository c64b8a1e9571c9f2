-- commit_guard: One row a page and one for the bank, updated first by every commit, so that two at once are seen by the engine.
CREATE TABLE IF NOT EXISTS {dataset}.commit_guard (
  guard_key STRING NOT NULL OPTIONS (description = "page:NAME, or bank."),
  version INT64 NOT NULL OPTIONS (description = "Goes up by one with every commit.")
)
OPTIONS (description = "One row a page and one for the bank, updated first by every commit, so that two at once are seen by the engine.");
