-- load: rows of ours (JSON arrays) are added; what is there already, or twice among them, is left out. The guard of the bank keeps
-- two loads from numbering messages alike.
CALL {dataset}.raise_guards('');
CREATE TEMP TABLE added_creators AS
SELECT JSON_VALUE(r, '$.page') AS page_name, JSON_VALUE(r, '$.displayName') AS display_name,
  IFNULL(CAST(JSON_VALUE(r, '$.active') AS BOOL), TRUE) AS is_active
FROM UNNEST(JSON_QUERY_ARRAY(@creators, '$')) AS r WITH OFFSET AS n
WHERE JSON_VALUE(r, '$.page') NOT IN (SELECT t.page_name FROM {dataset}.active_creators AS t)
QUALIFY ROW_NUMBER() OVER (PARTITION BY JSON_VALUE(r, '$.page') ORDER BY n) = 1;
INSERT INTO {dataset}.active_creators (page_name, display_name, is_active)
SELECT a.page_name, a.display_name, a.is_active FROM added_creators AS a;
CREATE TEMP TABLE added_inventory AS
SELECT DISTINCT JSON_VALUE(r, '$.page') AS page_name, JSON_VALUE(r, '$.category') AS content_category
FROM UNNEST(JSON_QUERY_ARRAY(@inventory, '$')) AS r
LEFT JOIN {dataset}.creator_content_inventory AS t
  ON t.page_name = JSON_VALUE(r, '$.page') AND t.content_category = JSON_VALUE(r, '$.category')
WHERE t.page_name IS NULL;
INSERT INTO {dataset}.creator_content_inventory (page_name, content_category)
SELECT a.page_name, a.content_category FROM added_inventory AS a;
CREATE TEMP TABLE added_captions AS
SELECT CAST(JSON_VALUE(r, '$.captionId') AS INT64) AS caption_id, JSON_VALUE(r, '$.text') AS caption_text,
  JSON_VALUE(r, '$.key') AS caption_key, JSON_VALUE(r, '$.category') AS content_category,
  JSON_VALUE(r, '$.priceTier') AS price_tier, CAST(JSON_VALUE(r, '$.urgent') AS BOOL) AS has_urgency,
  IFNULL(CAST(JSON_VALUE(r, '$.active') AS BOOL), TRUE) AS is_active,
  CAST(JSON_VALUE(r, '$.createdAt') AS TIMESTAMP) AS created_at
FROM UNNEST(JSON_QUERY_ARRAY(@captions, '$')) AS r WITH OFFSET AS n
WHERE CAST(JSON_VALUE(r, '$.captionId') AS INT64) NOT IN (SELECT t.caption_id FROM {dataset}.caption_bank AS t)
QUALIFY ROW_NUMBER() OVER (PARTITION BY JSON_VALUE(r, '$.captionId') ORDER BY n) = 1;
INSERT INTO {dataset}.caption_bank (
  caption_id, caption_text, caption_key, content_category, price_tier, has_urgency, is_active, created_at
)
SELECT a.caption_id, a.caption_text, a.caption_key, a.content_category, a.price_tier, a.has_urgency, a.is_active, a.created_at
FROM added_captions AS a;
CREATE TEMP TABLE added_messages AS
WITH given AS (
  SELECT n, JSON_VALUE(r, '$.page') AS page_name, JSON_VALUE(r, '$.text') AS message, JSON_VALUE(r, '$.key') AS caption_key,
    CAST(JSON_VALUE(r, '$.captionId') AS INT64) AS caption_id, CAST(JSON_VALUE(r, '$.sendingTime') AS TIMESTAMP) AS sending_time,
    JSON_VALUE(r, '$.type') AS message_type, CAST(JSON_VALUE(r, '$.price') AS FLOAT64) AS price,
    CAST(JSON_VALUE(r, '$.sent') AS INT64) AS sent_count, CAST(JSON_VALUE(r, '$.viewed') AS INT64) AS viewed_count,
    CAST(JSON_VALUE(r, '$.purchased') AS INT64) AS purchased_count, CAST(JSON_VALUE(r, '$.earnings') AS FLOAT64) AS earnings
  FROM UNNEST(JSON_QUERY_ARRAY(@messages, '$')) AS r WITH OFFSET AS n
), fresh AS (
  SELECT g.*
  FROM given AS g
  LEFT JOIN {dataset}.mass_messages AS t
    ON t.page_name = g.page_name
    AND TIMESTAMP_TRUNC(t.sending_time, SECOND) = TIMESTAMP_TRUNC(g.sending_time, SECOND)
    AND IFNULL(t.caption_key, '') = IFNULL(g.caption_key, '')
  WHERE t.page_name IS NULL
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY g.page_name, TIMESTAMP_TRUNC(g.sending_time, SECOND), g.caption_key ORDER BY g.n) = 1
)
SELECT
  (SELECT IFNULL(MAX(t.row_id), 0) FROM {dataset}.mass_messages AS t)
    + ROW_NUMBER() OVER (ORDER BY f.page_name, f.sending_time, f.n) AS row_id,
  f.page_name, f.message, f.caption_key, f.caption_id, f.sending_time, f.message_type, f.price, f.sent_count, f.viewed_count,
  f.purchased_count, f.earnings
FROM fresh AS f;
INSERT INTO {dataset}.mass_messages (
  row_id, page_name, message, caption_key, caption_id, sending_time, message_type, price, sent_count, viewed_count,
  purchased_count, earnings
)
SELECT
  a.row_id, a.page_name, a.message, a.caption_key, a.caption_id, a.sending_time, a.message_type, a.price, a.sent_count,
  a.viewed_count, a.purchased_count, a.earnings
FROM added_messages AS a;
