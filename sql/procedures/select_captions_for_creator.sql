-- select_captions_for_creator: the captions of a page's current week, in the temporary table caption_selection_results.
-- The week is the one of today's Monday, Los Angeles; the day is the seed, so that a second call on the same day chooses the same.
-- Of each price tier the first that may be sent, no two of one text, urgent ones up to 2 Budget, 2 Mid, 1 Premium; what a price
-- tier lacks is not filled from another. The behavioral segment is taken for old calls' sake and changes nothing: what a
-- page's buyers like is in each caption's record.
-- In the console: CALL {dataset}.select_captions_for_creator('jadebri', 'STANDARD', 2, 4, 3, 9); SELECT * FROM caption_selection_results;
CREATE OR REPLACE PROCEDURE {dataset}.select_captions_for_creator(
  IN page_name STRING, IN behavioral_segment STRING, IN num_budget_needed INT64, IN num_mid_needed INT64,
  IN num_premium_needed INT64, IN num_bump_needed INT64
)
OPTIONS (description = "The captions of a page's current week, in the temporary table caption_selection_results.")
BEGIN
  DECLARE p_page STRING DEFAULT LOWER(TRIM(page_name));
  DECLARE p_now TIMESTAMP DEFAULT CURRENT_TIMESTAMP();
  DECLARE p_today DATE DEFAULT {dataset}.la_date(p_now);
  DECLARE p_monday DATE DEFAULT DATE_SUB(p_today, INTERVAL MOD({dataset}.weekday(p_today) + 5, 7) DAY);
  DECLARE p_seed STRING DEFAULT FORMAT_DATE('%Y%m%d', p_today);
  {stages}
  CREATE OR REPLACE TEMP TABLE caption_selection_results AS
  WITH ranked AS (
    SELECT
      r.*,
      ROW_NUMBER() OVER (
        PARTITION BY r.price_tier, r.has_urgency ORDER BY r.taken_order NULLS LAST, r.caption_id NULLS LAST
      ) AS place_by_urgency,
      ROW_NUMBER() OVER (
        PARTITION BY r.price_tier, r.caption_key ORDER BY r.taken_order NULLS LAST, r.caption_id NULLS LAST
      ) AS place_by_key
    FROM {dataset}.ranked_captions(p_page, p_monday, p_now, p_seed, CAST(NULL AS STRING)) AS r
  ), allowed AS (
    SELECT
      r.caption_id, r.caption_text, r.price_tier, r.content_category, r.has_urgency, r.score, r.alpha, r.beta, r.rest_group,
      r.price_order,
      ROW_NUMBER() OVER (PARTITION BY r.price_tier ORDER BY r.taken_order NULLS LAST, r.caption_id NULLS LAST) AS selection_rank
    FROM ranked AS r
    WHERE r.place_by_key = 1
      AND (NOT r.has_urgency OR r.price_tier = 'Free' OR r.place_by_urgency <= IF(r.price_tier = 'Premium', 1, 2))
  )
  SELECT
    a.caption_id, a.caption_text, a.price_tier, a.content_category, a.has_urgency, a.selection_rank, a.score,
    ROUND(a.alpha / (a.alpha + a.beta), 2) AS performance_score, a.rest_group
  FROM allowed AS a
  WHERE a.selection_rank <= CASE a.price_tier
    WHEN 'Budget' THEN num_budget_needed
    WHEN 'Mid' THEN num_mid_needed
    WHEN 'Premium' THEN num_premium_needed
    ELSE num_bump_needed
  END
  ORDER BY a.price_order, a.selection_rank;
END;
