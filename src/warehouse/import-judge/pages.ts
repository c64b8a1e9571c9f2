import type { Judge } from "./judge.js";

/** Pages, by name. */
export const CREATORS: Judge = {
  text: `
    WITH ranked AS (
      SELECT s.*, s.display_name AS name, ROW_NUMBER() OVER pages AS copy,
        FIRST_VALUE(s.record) OVER pages AS first_record, FIRST_VALUE(s.line) OVER pages AS first_line,
        FIRST_VALUE(s.display_name) OVER pages AS first_name, FIRST_VALUE(s.is_active) OVER pages AS first_active
      FROM staged AS s
      WINDOW pages AS (PARTITION BY s.page_name ORDER BY s.n)
    ), told AS (
      SELECT r.*,
        CASE
          WHEN c.page_name IS NOT NULL THEN
            IF(IFNULL(c.display_name <> r.name, FALSE) OR IFNULL(c.is_active, TRUE) <> r.is_active, 'stored-other', 'there')
          WHEN r.copy > 1 THEN
            IF(r.first_name IS DISTINCT FROM r.name OR r.first_active <> r.is_active, 'row-twice-other', 'row-twice')
        END AS finding
      FROM ranked AS r
      LEFT JOIN (
        SELECT p.page_name, MIN(p.display_name) AS display_name, BOOL_OR(IFNULL(p.is_active, TRUE)) AS is_active
        FROM {dataset}.active_creators AS p GROUP BY p.page_name
      ) AS c ON c.page_name = r.page_name
    )
    SELECT t.*, t.page_name AS about,
      IF(t.copy > 1, t.first_record, NULL) AS other_record, IF(t.copy > 1, t.first_line, NULL) AS other_line,
      t.finding IS NULL AS is_new
    FROM told AS t`,
  refusals: {},
};

/** What pages offer, by page and category whatever its case. */
export const INVENTORY: Judge = {
  text: `
    WITH ranked AS (
      SELECT s.*, LOWER(TRIM(s.content_category)) AS category, ROW_NUMBER() OVER offers AS copy,
        FIRST_VALUE(s.record) OVER offers AS first_record, FIRST_VALUE(s.line) OVER offers AS first_line
      FROM staged AS s
      WINDOW offers AS (PARTITION BY s.page_name, LOWER(TRIM(s.content_category)) ORDER BY s.n)
    ), carried AS (
      SELECT DISTINCT LOWER(TRIM(c.content_category)) AS category FROM {dataset}.caption_bank AS c
    ), told AS (
      SELECT r.*,
        CASE
          WHEN i.page_name IS NOT NULL THEN 'there'
          WHEN r.copy > 1 THEN 'row-twice'
          WHEN c.category IS NULL AND EXISTS (SELECT 1 FROM carried) THEN 'category-unknown'
        END AS finding
      FROM ranked AS r
      LEFT JOIN (
        SELECT DISTINCT o.page_name, LOWER(TRIM(o.content_category)) AS category
        FROM {dataset}.creator_content_inventory AS o
      ) AS i ON i.page_name = r.page_name AND i.category = r.category
      LEFT JOIN carried AS c ON c.category = r.category
    )
    SELECT t.*, t.content_category AS about,
      IF(t.copy > 1, t.first_record, NULL) AS other_record, IF(t.copy > 1, t.first_line, NULL) AS other_line,
      t.finding IS NULL OR t.finding = 'category-unknown' AS is_new
    FROM told AS t`,
  refusals: {},
};
