-- overlapping_schedules: committed schedules of a page with a day among the seven from p_week on; a row a schedule.
-- Schedules listed in p_ignored (|id|id|) are left out.
CREATE OR REPLACE TABLE FUNCTION {dataset}.overlapping_schedules(p_page STRING, p_week DATE, p_ignored STRING)
OPTIONS (description = "Committed schedules of a page with a day among the seven from p_week on; a row a schedule.")
AS (
SELECT s.schedule_id, s.week_start, s.created_at, JSON_VALUE(s.schedule_json, '$.created_by') AS created_by
FROM {dataset}.schedule_recommendations AS s
WHERE s.page_name = p_page
  AND IFNULL(s.state, 'committed') = 'committed'
  AND NOT IFNULL({dataset}.is_listed(p_ignored, s.schedule_id), FALSE)
  AND s.week_start BETWEEN {dataset}.add_days(p_week, -6) AND {dataset}.add_days(p_week, 6)
);
