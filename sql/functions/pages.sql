-- pages: every page that is planned or has sent a message; a row a page.
-- @parameters p_page STRING
--
-- p_page NULL means all pages. Columns: page_name STRING, display_name STRING (null if none), is_listed BOOL (it stands in
-- active_creators), is_active BOOL (not switched off there; null and not listed count as true).
SELECT
  p.page_name,
  MAX(p.display_name) AS display_name,
  MAX(p.listed) = 1 AS is_listed,
  MAX(p.active) = 1 AS is_active
FROM (
  SELECT c.page_name, c.display_name, 1 AS listed, IF(IFNULL(c.is_active, TRUE), 1, 0) AS active
  FROM {dataset}.active_creators AS c
  WHERE p_page IS NULL OR c.page_name = p_page
  UNION ALL
  -- A page that is listed and switched off must not come back through its messages.
  SELECT DISTINCT m.page_name, CAST(NULL AS STRING), 0, IF(c.page_name IS NULL, 1, 0)
  FROM {dataset}.mass_messages AS m
  LEFT JOIN {dataset}.active_creators AS c ON c.page_name = m.page_name
  WHERE p_page IS NULL OR m.page_name = p_page
) AS p
GROUP BY p.page_name
