-- The vocabulary on DuckDB: the scalars (and one reading of JSON) in which the shared bodies of functions/ are written.
-- Same names, same meanings, same order as vocabulary.bigquery.sql. {dataset} is the one thing filled in.

-- A constant that must be a double in both engines: num('0.35').
CREATE OR REPLACE MACRO {dataset}.num(p_text) AS (CAST(p_text AS DOUBLE));

-- a / b as a double; NULL where b is 0 or NULL.
CREATE OR REPLACE MACRO {dataset}.safe_div(p_a, p_b) AS (CAST(p_a AS DOUBLE) / NULLIF(CAST(p_b AS DOUBLE), 0));

-- Los Angeles hour 0..23, and date, of a moment.
CREATE OR REPLACE MACRO {dataset}.la_hour(p_moment) AS (EXTRACT(HOUR FROM (p_moment AT TIME ZONE 'America/Los_Angeles')));
CREATE OR REPLACE MACRO {dataset}.la_date(p_moment) AS (CAST(p_moment AT TIME ZONE 'America/Los_Angeles' AS DATE));

-- 1 Sunday .. 7 Saturday.
CREATE OR REPLACE MACRO {dataset}.weekday(p_date) AS (EXTRACT(DAYOFWEEK FROM p_date) + 1);

-- 'Weekday' Monday to Friday, 'Weekend' Saturday and Sunday.
CREATE OR REPLACE MACRO {dataset}.day_type(p_date) AS (IF(EXTRACT(DAYOFWEEK FROM p_date) IN (0, 6), 'Weekend', 'Weekday'));

-- Days from a to b; a date some days later (or earlier); a moment some hours before.
CREATE OR REPLACE MACRO {dataset}.days_between(p_a, p_b) AS (DATE_DIFF('day', p_a, p_b));
CREATE OR REPLACE MACRO {dataset}.add_days(p_date, p_days) AS (p_date + CAST(p_days AS INTEGER));
CREATE OR REPLACE MACRO {dataset}.hours_before(p_moment, p_hours) AS (p_moment - to_hours(CAST(p_hours AS BIGINT)));

-- Real seconds from a to b, a double.
CREATE OR REPLACE MACRO {dataset}.seconds_between(p_a, p_b) AS (CAST(epoch_us(p_b) - epoch_us(p_a) AS DOUBLE) / CAST(1000000 AS DOUBLE));

-- True where the text holds the expression (RE2, both engines), whatever the case of its letters.
CREATE OR REPLACE MACRO {dataset}.has_match(p_text, p_expression) AS (regexp_matches(LOWER(p_text), p_expression));

-- True where an id stands in a list written |a|b|c|.
CREATE OR REPLACE MACRO {dataset}.is_listed(p_list, p_id) AS (STRPOS(p_list, '|' || p_id || '|') > 0);

-- md5 in lower-case hex, and the uniform in (0, 1) from 13 of its digits, from offset 1 or 14.
CREATE OR REPLACE MACRO {dataset}.md5hex(p_text) AS (md5(p_text));
CREATE OR REPLACE MACRO {dataset}.u52(p_hex, p_offset) AS ((CAST(CAST('0x' || SUBSTR(p_hex, p_offset, 13) AS BIGINT) AS DOUBLE) + CAST(0.5 AS DOUBLE)) / CAST(4503599627370496 AS DOUBLE));

-- ln of a Gamma(shape) draw from a normal z and a uniform u: Wilson-Hilferty at shape + 1, times u^(1/shape).
-- (GREATEST and LEAST skip a NULL here, on BigQuery they give it: hence the questions for NULL.)
CREATE OR REPLACE MACRO {dataset}.ln_gamma_draw(p_shape, p_z, p_u) AS (
  IF(p_z IS NULL, NULL, LN((p_shape + 1) * POW(GREATEST(CAST(0.000000001 AS DOUBLE), 1 - 1 / (9 * (p_shape + 1)) + p_z / (3 * SQRT(p_shape + 1))), 3)) + LN(p_u) / p_shape));

-- A Beta(alpha, beta) draw from two md5 digests: one gives both normals (Box-Muller), the other the two boosts.
CREATE OR REPLACE MACRO {dataset}.beta_draw(p_alpha, p_beta, p_hex1, p_hex2) AS (
  1 / (1 + EXP(
    {dataset}.ln_gamma_draw(p_beta, SQRT(-2 * LN({dataset}.u52(p_hex1, 1))) * SIN(2 * ACOS(-1) * {dataset}.u52(p_hex1, 14)), {dataset}.u52(p_hex2, 14))
    - {dataset}.ln_gamma_draw(p_alpha, SQRT(-2 * LN({dataset}.u52(p_hex1, 1))) * COS(2 * ACOS(-1) * {dataset}.u52(p_hex1, 14)), {dataset}.u52(p_hex2, 1)))));

-- Wilson 95 % interval (z = 1.96) of k weighted successes in n weighted trials; 0 and 1 without any.
CREATE OR REPLACE MACRO {dataset}.wilson_low(p_k, p_n) AS (
  IF(p_n <= 0, CAST(0 AS DOUBLE), IF(p_k IS NULL OR p_n IS NULL, NULL, GREATEST(CAST(0 AS DOUBLE), (p_k / p_n + CAST(1.9208 AS DOUBLE) / p_n - CAST(1.96 AS DOUBLE) * SQRT((p_k / p_n) * (1 - p_k / p_n) / p_n + CAST(0.9604 AS DOUBLE) / (p_n * p_n))) / (1 + CAST(3.8416 AS DOUBLE) / p_n)))));
CREATE OR REPLACE MACRO {dataset}.wilson_high(p_k, p_n) AS (
  IF(p_n <= 0, CAST(1 AS DOUBLE), IF(p_k IS NULL OR p_n IS NULL, NULL, LEAST(CAST(1 AS DOUBLE), (p_k / p_n + CAST(1.9208 AS DOUBLE) / p_n + CAST(1.96 AS DOUBLE) * SQRT((p_k / p_n) * (1 - p_k / p_n) / p_n + CAST(0.9604 AS DOUBLE) / (p_n * p_n))) / (1 + CAST(3.8416 AS DOUBLE) / p_n)))));

-- The contract's name of a price tier: Budget, Mid, Premium or Free; NULL for one that nobody knows.
CREATE OR REPLACE MACRO {dataset}.price_tier(p_text) AS (
  CASE LOWER(TRIM(p_text))
    WHEN 'budget' THEN 'Budget'
    WHEN 'mid' THEN 'Mid' WHEN 'standard' THEN 'Mid'
    WHEN 'premium' THEN 'Premium' WHEN 'luxury' THEN 'Premium' WHEN 'vip' THEN 'Premium'
    WHEN 'bump' THEN 'Free' WHEN 'free' THEN 'Free'
  END);

-- PPV or Bump, whatever the case of its letters; NULL for anything else.
CREATE OR REPLACE MACRO {dataset}.message_type(p_text) AS (
  CASE LOWER(TRIM(p_text)) WHEN 'ppv' THEN 'PPV' WHEN 'bump' THEN 'Bump' END);

-- Every message of the schedules of a page (NULL: of all pages) whose week starts on or after a date.
CREATE OR REPLACE MACRO {dataset}.scheduled_messages(p_page, p_from) AS TABLE (
  SELECT s.schedule_id, s.page_name, IFNULL(s.state, 'committed') AS state, s.week_start, s.changed_at,
    CAST(s.m->>'$.utc' AS TIMESTAMPTZ) AS send_at,
    s.m->>'$.message_type' AS message_type,
    CAST(s.m->>'$.caption_id' AS BIGINT) AS caption_id
  FROM (
    SELECT r.schedule_id, r.page_name, r.state, r.week_start, r.changed_at,
      UNNEST(from_json(json_extract(r.schedule_json, '$.messages'), '["JSON"]')) AS m
    FROM {dataset}.schedule_recommendations AS r
    WHERE (p_page IS NULL OR r.page_name = p_page) AND r.week_start >= p_from
  ) AS s
);
