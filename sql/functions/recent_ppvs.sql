-- recent_ppvs: the PPVs of 90 days by which a page's hours, weekdays, words and categories are judged; a row a PPV.
-- @parameters p_page STRING, p_now TIMESTAMP
-- @needs past_messages
--
-- p_page NULL means all pages. PPVs younger than 24 h and those that nobody received (they have no RPR) are left out.
-- Columns: row_id INT64, page_name STRING, message STRING, price_tier STRING (null: a tier of their own), category STRING (null likewise),
-- sending_time TIMESTAMP, analysis_now TIMESTAMP, la_date DATE, la_hour INT64, rpr FLOAT64, conv FLOAT64 (null where nobody looked),
-- relative FLOAT64: RPR over the page's mean RPR for that price tier, so that dear and cheap messages can be compared; 1 where that
-- mean is 0, because then each is just what its tier brings.
WITH ppvs AS (
  SELECT m.*
  FROM {dataset}.past_messages(p_page, 90, p_now) AS m
  WHERE m.message_type = 'PPV' AND m.settled AND m.rpr IS NOT NULL
), measured AS (
  SELECT v.*, AVG(v.rpr) OVER (PARTITION BY v.page_name, v.price_tier) AS usual FROM ppvs AS v
)
SELECT
  v.row_id, v.page_name, v.message, v.price_tier, v.category, v.sending_time, v.analysis_now, v.la_date, v.la_hour, v.rpr, v.conv,
  IFNULL({dataset}.safe_div(v.rpr, v.usual), {dataset}.num('1')) AS relative
FROM measured AS v
