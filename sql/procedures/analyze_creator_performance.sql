-- analyze_creator_performance: the report of a page as JSON text, now; NULL for a page that is not there.
-- In the console: DECLARE report STRING; CALL {dataset}.analyze_creator_performance('jadebri', report); SELECT report;
CREATE OR REPLACE PROCEDURE {dataset}.analyze_creator_performance(IN page_name STRING, OUT performance_report STRING)
OPTIONS (description = "The report of a page as JSON text, now; NULL for a page that is not there.")
BEGIN
  DECLARE p_page STRING DEFAULT LOWER(TRIM(page_name));
  DECLARE p_now TIMESTAMP DEFAULT CURRENT_TIMESTAMP();
  {stages}
  SET performance_report = (SELECT r.report FROM {dataset}.creator_reports(p_page, p_now) AS r);
END;
