-- triggers: what words that press, tease or flatter bring, over 90 days; up to 6 rows a page.
-- @parameters p_page STRING, p_now TIMESTAMP
-- @needs recent_ppvs
--
-- A PPV counts for every trigger whose words its text holds, and for 'general' where it holds none. Order by rpr_lift_pct, then name.
-- Columns: page_name STRING, psychological_trigger STRING ('urgency', 'scarcity', 'exclusivity', 'curiosity', 'social proof', 'general'),
-- msg_count INT64, avg_rpr FLOAT64, avg_conv FLOAT64 (null where nobody looked), rpr_lift_pct FLOAT64, conv_lift_pct FLOAT64 (percent
-- against the mean of the page's PPVs, 18 is 18 % more; null where that is 0).
WITH worded AS (
  SELECT
    r.page_name, r.rpr, r.conv,
    IFNULL({dataset}.has_match(r.message, '(^|[^a-z])(now|today|tonight|hurry|quick|quickly|last chance|last call|ends|ending|expires|expiring|midnight|(hour|minute|day)s? left|before it.s gone|don.?t wait|right away)([^a-z]|$)'), FALSE) AS urgency,
    IFNULL({dataset}.has_match(r.message, '(^|[^a-z])(limited|few left|only [0-9]+|first [0-9]+|[0-9]+ left|spots?|sold out|selling out|almost gone|running out|last one|while it lasts|rare)([^a-z]|$)'), FALSE) AS scarcity,
    IFNULL({dataset}.has_match(r.message, '(^|[^a-z])(exclusive|exclusively|(only|just|made|saved) for you|private|vip|secret|members|inner circle|nobody else|no one else|never posted|never shared|invite|invited)([^a-z]|$)'), FALSE) AS exclusivity,
    IFNULL({dataset}.has_match(r.message, '(^|[^a-z])(guess|wonder|wondering|curious|surprise|surprised|find out|see what|what happens|what happened|sneak peek|peek|peeks|mystery|imagine|wait (until|till)|you won.t believe|ever seen)([^a-z]|$)'), FALSE) AS curiosity,
    IFNULL({dataset}.has_match(r.message, '(^|[^a-z])(everyone|everybody|favorites?|favourites?|most (loved|popular|requested|wanted)|best.?sellers?|fans|hundreds|thousands|you all|requested|by request|top rated|they loved)([^a-z]|$)'), FALSE) AS social_proof
  FROM {dataset}.recent_ppvs(p_page, p_now) AS r
), told_apart AS (
  SELECT w.page_name, 'urgency' AS name, w.rpr, w.conv FROM worded AS w WHERE w.urgency
  UNION ALL
  SELECT w.page_name, 'scarcity' AS name, w.rpr, w.conv FROM worded AS w WHERE w.scarcity
  UNION ALL
  SELECT w.page_name, 'exclusivity' AS name, w.rpr, w.conv FROM worded AS w WHERE w.exclusivity
  UNION ALL
  SELECT w.page_name, 'curiosity' AS name, w.rpr, w.conv FROM worded AS w WHERE w.curiosity
  UNION ALL
  SELECT w.page_name, 'social proof' AS name, w.rpr, w.conv FROM worded AS w WHERE w.social_proof
  UNION ALL
  SELECT w.page_name, 'general' AS name, w.rpr, w.conv FROM worded AS w
  WHERE NOT (w.urgency OR w.scarcity OR w.exclusivity OR w.curiosity OR w.social_proof)
), usual AS (
  SELECT w.page_name, AVG(w.rpr) AS rpr, AVG(w.conv) AS conv FROM worded AS w GROUP BY w.page_name
), counted AS (
  SELECT t.page_name, t.name, CAST(COUNT(*) AS INT64) AS msg_count, AVG(t.rpr) AS rpr, AVG(t.conv) AS conv
  FROM told_apart AS t
  GROUP BY t.page_name, t.name
)
SELECT
  c.page_name, c.name AS psychological_trigger, c.msg_count,
  ROUND(c.rpr, 10) AS avg_rpr,
  ROUND(c.conv, 10) AS avg_conv,
  ROUND(100 * ({dataset}.safe_div(c.rpr, u.rpr) - 1), 9) AS rpr_lift_pct,
  ROUND(100 * ({dataset}.safe_div(c.conv, u.conv) - 1), 9) AS conv_lift_pct
FROM counted AS c
JOIN usual AS u ON u.page_name = c.page_name
