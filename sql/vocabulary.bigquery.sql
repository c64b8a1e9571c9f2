-- The vocabulary on BigQuery: the scalars (and one reading of JSON) in which the shared bodies of functions/ are written.
-- Same names, same meanings, same order as vocabulary.duckdb.sql. {dataset} is the one thing filled in.

-- A constant that must be a double in both engines: num('0.35').
CREATE OR REPLACE FUNCTION {dataset}.num(p_text STRING) RETURNS FLOAT64 AS (CAST(p_text AS FLOAT64));

-- a / b as a double; NULL where b is 0 or NULL.
CREATE OR REPLACE FUNCTION {dataset}.safe_div(p_a FLOAT64, p_b FLOAT64) RETURNS FLOAT64 AS (SAFE_DIVIDE(p_a, p_b));

-- Los Angeles hour 0..23, and date, of a moment.
CREATE OR REPLACE FUNCTION {dataset}.la_hour(p_moment TIMESTAMP) RETURNS INT64 AS (EXTRACT(HOUR FROM p_moment AT TIME ZONE 'America/Los_Angeles'));
CREATE OR REPLACE FUNCTION {dataset}.la_date(p_moment TIMESTAMP) RETURNS DATE AS (DATE(p_moment, 'America/Los_Angeles'));

-- 1 Sunday .. 7 Saturday.
CREATE OR REPLACE FUNCTION {dataset}.weekday(p_date DATE) RETURNS INT64 AS (EXTRACT(DAYOFWEEK FROM p_date));

-- 'Weekday' Monday to Friday, 'Weekend' Saturday and Sunday.
CREATE OR REPLACE FUNCTION {dataset}.day_type(p_date DATE) RETURNS STRING AS (IF(EXTRACT(DAYOFWEEK FROM p_date) IN (1, 7), 'Weekend', 'Weekday'));

-- Days from a to b; a date some days later (or earlier); a moment some hours before.
CREATE OR REPLACE FUNCTION {dataset}.days_between(p_a DATE, p_b DATE) RETURNS INT64 AS (DATE_DIFF(p_b, p_a, DAY));
CREATE OR REPLACE FUNCTION {dataset}.add_days(p_date DATE, p_days INT64) RETURNS DATE AS (DATE_ADD(p_date, INTERVAL p_days DAY));
CREATE OR REPLACE FUNCTION {dataset}.hours_before(p_moment TIMESTAMP, p_hours INT64) RETURNS TIMESTAMP AS (TIMESTAMP_SUB(p_moment, INTERVAL p_hours HOUR));

-- Real seconds from a to b, a double.
CREATE OR REPLACE FUNCTION {dataset}.seconds_between(p_a TIMESTAMP, p_b TIMESTAMP) RETURNS FLOAT64 AS (TIMESTAMP_DIFF(p_b, p_a, MICROSECOND) / 1000000.0);

-- True where the text holds the expression (RE2, both engines), whatever the case of its letters.
CREATE OR REPLACE FUNCTION {dataset}.has_match(p_text STRING, p_expression STRING) RETURNS BOOL AS (REGEXP_CONTAINS(LOWER(p_text), p_expression));

-- True where an id stands in a list written |a|b|c|.
CREATE OR REPLACE FUNCTION {dataset}.is_listed(p_list STRING, p_id STRING) RETURNS BOOL AS (STRPOS(p_list, '|' || p_id || '|') > 0);

-- md5 in lower-case hex, and the uniform in (0, 1) from 13 of its digits, from offset 1 or 14.
CREATE OR REPLACE FUNCTION {dataset}.md5hex(p_text STRING) RETURNS STRING AS (TO_HEX(MD5(p_text)));
CREATE OR REPLACE FUNCTION {dataset}.u52(p_hex STRING, p_offset INT64) RETURNS FLOAT64 AS ((CAST(CAST(CONCAT('0x', SUBSTR(p_hex, p_offset, 13)) AS INT64) AS FLOAT64) + 0.5) / 4503599627370496.0);

-- ln of a Gamma(shape) draw from a normal z and a uniform u: Wilson-Hilferty at shape + 1, times u^(1/shape).
CREATE OR REPLACE FUNCTION {dataset}.ln_gamma_draw(p_shape FLOAT64, p_z FLOAT64, p_u FLOAT64) RETURNS FLOAT64 AS (
  LN((p_shape + 1.0) * POW(GREATEST(0.000000001, 1.0 - 1.0 / (9.0 * (p_shape + 1.0)) + p_z / (3.0 * SQRT(p_shape + 1.0))), 3.0)) + LN(p_u) / p_shape);

-- A Beta(alpha, beta) draw from two md5 digests: one gives both normals (Box-Muller), the other the two boosts.
CREATE OR REPLACE FUNCTION {dataset}.beta_draw(p_alpha FLOAT64, p_beta FLOAT64, p_hex1 STRING, p_hex2 STRING) RETURNS FLOAT64 AS (
  1.0 / (1.0 + EXP(
    {dataset}.ln_gamma_draw(p_beta, SQRT(-2.0 * LN({dataset}.u52(p_hex1, 1))) * SIN(2.0 * ACOS(-1.0) * {dataset}.u52(p_hex1, 14)), {dataset}.u52(p_hex2, 14))
    - {dataset}.ln_gamma_draw(p_alpha, SQRT(-2.0 * LN({dataset}.u52(p_hex1, 1))) * COS(2.0 * ACOS(-1.0) * {dataset}.u52(p_hex1, 14)), {dataset}.u52(p_hex2, 1)))));

-- Wilson 95 % interval (z = 1.96) of k weighted successes in n weighted trials; 0 and 1 without any.
CREATE OR REPLACE FUNCTION {dataset}.wilson_low(p_k FLOAT64, p_n FLOAT64) RETURNS FLOAT64 AS (
  IF(p_n <= 0.0, 0.0, GREATEST(0.0, (p_k / p_n + 1.9208 / p_n - 1.96 * SQRT((p_k / p_n) * (1.0 - p_k / p_n) / p_n + 0.9604 / (p_n * p_n))) / (1.0 + 3.8416 / p_n))));
CREATE OR REPLACE FUNCTION {dataset}.wilson_high(p_k FLOAT64, p_n FLOAT64) RETURNS FLOAT64 AS (
  IF(p_n <= 0.0, 1.0, LEAST(1.0, (p_k / p_n + 1.9208 / p_n + 1.96 * SQRT((p_k / p_n) * (1.0 - p_k / p_n) / p_n + 0.9604 / (p_n * p_n))) / (1.0 + 3.8416 / p_n))));

-- The contract's name of a price tier: Budget, Mid, Premium or Free; NULL for one that nobody knows.
CREATE OR REPLACE FUNCTION {dataset}.price_tier(p_text STRING) RETURNS STRING AS (
  CASE LOWER(TRIM(p_text))
    WHEN 'budget' THEN 'Budget'
    WHEN 'mid' THEN 'Mid' WHEN 'standard' THEN 'Mid'
    WHEN 'premium' THEN 'Premium' WHEN 'luxury' THEN 'Premium' WHEN 'vip' THEN 'Premium'
    WHEN 'bump' THEN 'Free' WHEN 'free' THEN 'Free'
  END);

-- PPV or Bump, whatever the case of its letters; NULL for anything else.
CREATE OR REPLACE FUNCTION {dataset}.message_type(p_text STRING) RETURNS STRING AS (
  CASE LOWER(TRIM(p_text)) WHEN 'ppv' THEN 'PPV' WHEN 'bump' THEN 'Bump' END);

-- Every message of the schedules of a page (NULL: of all pages) whose week starts on or after a date.
CREATE OR REPLACE TABLE FUNCTION {dataset}.scheduled_messages(p_page STRING, p_from DATE) AS (
  SELECT s.schedule_id, s.page_name, IFNULL(s.state, 'committed') AS state, s.week_start, s.changed_at,
    CAST(JSON_VALUE(m, '$.utc') AS TIMESTAMP) AS send_at,
    JSON_VALUE(m, '$.message_type') AS message_type,
    CAST(JSON_VALUE(m, '$.caption_id') AS INT64) AS caption_id
  FROM {dataset}.schedule_recommendations AS s, UNNEST(JSON_QUERY_ARRAY(s.schedule_json, '$.messages')) AS m
  WHERE (p_page IS NULL OR s.page_name = p_page) AND s.week_start >= p_from
);
