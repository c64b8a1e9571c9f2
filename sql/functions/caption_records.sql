-- caption_records: what each caption's past sends say about it on a page, and what other pages' sends say; a row a caption_key that was sent.
-- @parameters p_page STRING, p_now TIMESTAMP
-- @needs caption_tallies
--
-- What a send counts for stands in caption_tallies. The posterior is Beta(1, 1), the record on other pages scaled to at
-- most 4 observations, and the own record. The Wilson interval is that of the own record alone. Rounded to 12 digits, so
-- that draws are the same in every run and on both engines.
-- Columns: caption_key STRING, sends INT64, successes INT64 (own, plain counts), weight FLOAT64, won FLOAT64 (own, weighted),
-- other_weight FLOAT64, other_won FLOAT64, alpha FLOAT64, beta FLOAT64, wilson_low FLOAT64, wilson_high FLOAT64,
-- earnings FLOAT64, sent INT64 (own PPV sends).
WITH tallies AS (
  SELECT t.* FROM {dataset}.caption_tallies(p_now) AS t
), records AS (
  SELECT
    a.caption_key,
    IFNULL(o.sends, 0) AS sends,
    IFNULL(o.successes, 0) AS successes,
    IFNULL(o.weight, 0) / {dataset}.num('1e12') AS weight,
    IFNULL(o.won, 0) / {dataset}.num('1e12') AS won,
    (a.weight - IFNULL(o.weight, 0)) / {dataset}.num('1e12') AS other_weight,
    (a.won - IFNULL(o.won, 0)) / {dataset}.num('1e12') AS other_won,
    IFNULL(o.earnings, 0) AS earnings,
    IFNULL(o.sent, 0) AS sent
  FROM tallies AS a
  LEFT JOIN tallies AS o ON o.caption_key = a.caption_key AND o.page_name = p_page
  WHERE a.page_name IS NULL
), scaled AS (
  SELECT r.*, IF(r.other_weight > 4, 4 / r.other_weight, 1) AS scale FROM records AS r
)
SELECT
  s.caption_key, s.sends, s.successes, s.weight, s.won, s.other_weight, s.other_won,
  ROUND(1 + s.other_won * s.scale + s.won, 12) AS alpha,
  ROUND(1 + (s.other_weight - s.other_won) * s.scale + (s.weight - s.won), 12) AS beta,
  ROUND({dataset}.wilson_low(s.won, s.weight), 12) AS wilson_low,
  ROUND({dataset}.wilson_high(s.won, s.weight), 12) AS wilson_high,
  s.earnings, s.sent
FROM scaled AS s
