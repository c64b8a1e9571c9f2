-- raise_guards: the first thing in every transaction that locks captions or stores a schedule of a page.
-- A transaction that only reads and appends conflicts with nothing: two planners would both find a caption free and both lock
-- it. The update of these rows is what the engine sees. The row of the bank is made by deploy: without it nothing would be updated, and
-- nothing seen, so that is an error. The row of a page comes with its first commit.
CREATE OR REPLACE PROCEDURE {dataset}.raise_guards(IN p_page STRING)
OPTIONS (description = "Updates the guard rows of the bank and of a page, so that two transactions at once are seen by the engine.")
BEGIN
  UPDATE {dataset}.commit_guard AS g SET version = g.version + 1
  WHERE g.guard_key = 'bank' OR g.guard_key = CONCAT('page:', p_page);
  IF NOT EXISTS (SELECT 1 FROM {dataset}.commit_guard AS g WHERE g.guard_key = 'bank') THEN
    RAISE USING MESSAGE = 'Not found: Table commit_guard has no row bank';
  END IF;
  INSERT INTO {dataset}.commit_guard (guard_key, version)
  SELECT k, 1 FROM UNNEST([CONCAT('page:', p_page)]) AS k
  WHERE k NOT IN (SELECT g.guard_key FROM {dataset}.commit_guard AS g);
END;
