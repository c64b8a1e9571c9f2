-- effects: whether hours and weekdays differ by more than chance, and what each is worth; a row a page, family and member.
-- @parameters p_page STRING, p_now TIMESTAMP
-- @needs recent_ppvs
--
-- Families: the hours of 'Weekday' and of 'Weekend' (one value per Los Angeles date and hour), the weekdays of 'Week' (one value per date); a
-- value is the mean of the PPVs' relative RPR. A one-way F over the members gives the reliability c = max(0, 1 − 1/F): 0 with
-- fewer than two members or no more values than members; without variance within members 1 if their means differ, else 0. A member
-- is worth m + c × (its mean − m) × n / (n + 5), m being the mean of all values of the family.
-- Columns: page_name STRING, family STRING, member INT64 (hour 0..23, or 1 Sunday .. 7 Saturday), msg_count INT64 (PPVs), avg_rpr FLOAT64,
-- avg_conv FLOAT64 (null where nobody looked), value_count INT64, value FLOAT64, reliability FLOAT64 (c of the family), t_statistic FLOAT64
-- (Welch's, the member against all others; null where one side has fewer than 2 values or none varies).
-- Values are rounded to 12 digits, so that what is equal on paper is equal here.
WITH ppvs AS (
  SELECT r.page_name, r.la_date, r.la_hour, r.relative, r.rpr, r.conv
  FROM {dataset}.recent_ppvs(p_page, p_now) AS r
), placed AS (
  SELECT v.page_name, {dataset}.day_type(v.la_date) AS family, v.la_hour AS member, v.la_date, v.relative, v.rpr, v.conv
  FROM ppvs AS v
  UNION ALL
  SELECT v.page_name, 'Week' AS family, {dataset}.weekday(v.la_date) AS member, v.la_date, v.relative, v.rpr, v.conv
  FROM ppvs AS v
), counted AS (
  SELECT
    p.page_name, p.family, p.member,
    CAST(COUNT(*) AS INT64) AS msg_count, ROUND(AVG(p.rpr), 10) AS avg_rpr, ROUND(AVG(p.conv), 10) AS avg_conv
  FROM placed AS p
  GROUP BY p.page_name, p.family, p.member
), observed AS (
  SELECT p.page_name, p.family, p.member, ROUND(AVG(p.relative), 12) AS y
  FROM placed AS p
  GROUP BY p.page_name, p.family, p.member, p.la_date
), members AS (
  SELECT o.page_name, o.family, o.member, CAST(COUNT(*) AS INT64) AS n, AVG(o.y) AS mean, VAR_SAMP(o.y) AS variance
  FROM observed AS o
  GROUP BY o.page_name, o.family, o.member
), families AS (
  SELECT o.page_name, o.family, CAST(COUNT(*) AS INT64) AS n, AVG(o.y) AS mean
  FROM observed AS o
  GROUP BY o.page_name, o.family
), within_members AS (
  SELECT o.page_name, o.family, SUM(POW(ROUND(o.y - m.mean, 12), 2)) AS squares
  FROM observed AS o
  JOIN members AS m ON m.page_name = o.page_name AND m.family = o.family AND m.member = o.member
  GROUP BY o.page_name, o.family
), between_members AS (
  SELECT m.page_name, m.family, CAST(COUNT(*) AS INT64) AS k, SUM(m.n * POW(ROUND(m.mean - f.mean, 12), 2)) AS squares
  FROM members AS m
  JOIN families AS f ON f.page_name = m.page_name AND f.family = m.family
  GROUP BY m.page_name, m.family
), reliabilities AS (
  SELECT
    f.page_name, f.family, f.n, f.mean,
    CASE
      WHEN b.k < 2 OR f.n <= b.k THEN {dataset}.num('0')
      WHEN w.squares = 0 THEN IF(b.squares > 0, {dataset}.num('1'), {dataset}.num('0'))
      ELSE GREATEST({dataset}.num('0'), IFNULL(
        1 - {dataset}.safe_div({dataset}.safe_div(w.squares, f.n - b.k), {dataset}.safe_div(b.squares, b.k - 1)), {dataset}.num('0')))
    END AS reliability
  FROM families AS f
  JOIN within_members AS w ON w.page_name = f.page_name AND w.family = f.family
  JOIN between_members AS b ON b.page_name = f.page_name AND b.family = f.family
), others AS (
  SELECT
    m.page_name, m.family, m.member,
    CAST(COUNT(*) AS INT64) AS n, AVG(o.y) AS mean, VAR_SAMP(o.y) AS variance
  FROM members AS m
  JOIN observed AS o ON o.page_name = m.page_name AND o.family = m.family AND o.member <> m.member
  GROUP BY m.page_name, m.family, m.member
)
SELECT
  m.page_name, m.family, m.member, q.msg_count, q.avg_rpr, q.avg_conv,
  m.n AS value_count,
  ROUND(r.mean + r.reliability * (m.mean - r.mean) * m.n / (m.n + 5), 10) AS value,
  ROUND(r.reliability, 10) AS reliability,
  IF(m.n < 2 OR IFNULL(o.n, 0) < 2, NULL,
    ROUND({dataset}.safe_div(m.mean - o.mean, SQRT(ROUND(m.variance / m.n + o.variance / o.n, 18))), 6)) AS t_statistic
FROM members AS m
JOIN counted AS q ON q.page_name = m.page_name AND q.family = m.family AND q.member = m.member
JOIN reliabilities AS r ON r.page_name = m.page_name AND r.family = m.family
LEFT JOIN others AS o ON o.page_name = m.page_name AND o.family = m.family AND o.member = m.member
