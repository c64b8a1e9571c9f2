import type { Judge } from "./judge.js";

/**
 * Captions, by id. A category is spelled as the bank spells it already, or else as the file does first: the same
 * category in another case would count as another one in records and overuse.
 */
export const CAPTIONS: Judge = {
  text: `
    WITH ranked AS (
      SELECT s.*,
        ROW_NUMBER() OVER ids AS copy,
        FIRST_VALUE(s.record) OVER ids AS first_record, FIRST_VALUE(s.line) OVER ids AS first_line,
        FIRST_VALUE(s.caption_key) OVER ids AS first_key, FIRST_VALUE(s.price_tier) OVER ids AS first_tier,
        FIRST_VALUE(LOWER(s.content_category)) OVER ids AS first_category,
        FIRST_VALUE(s.has_urgency) OVER ids AS first_urgency, FIRST_VALUE(s.is_active) OVER ids AS first_active,
        FIRST_VALUE(s.caption_id) OVER (PARTITION BY s.caption_key ORDER BY s.n) AS first_id_of_key,
        FIRST_VALUE(s.record) OVER (PARTITION BY s.caption_key ORDER BY s.n) AS first_record_of_key,
        FIRST_VALUE(s.line) OVER (PARTITION BY s.caption_key ORDER BY s.n) AS first_line_of_key
      FROM staged AS s
      WINDOW ids AS (PARTITION BY s.caption_id ORDER BY s.n)
    ), bank AS (
      SELECT c.caption_id, MIN(c.caption_key) AS caption_key, MIN({dataset}.price_tier(c.price_tier)) AS price_tier,
        MIN(LOWER(TRIM(c.content_category))) AS category, BOOL_OR(c.has_urgency) AS has_urgency,
        BOOL_OR(c.is_active) AS is_active
      FROM {dataset}.caption_bank AS c
      WHERE c.caption_id IN (SELECT s.caption_id FROM staged AS s)
      GROUP BY c.caption_id
    ), bank_keys AS (
      SELECT c.caption_key, MIN(c.caption_id) AS caption_id FROM {dataset}.caption_bank AS c GROUP BY c.caption_key
    ), spellings AS (
      SELECT LOWER(TRIM(c.content_category)) AS category, MIN(c.content_category) AS spelling, -1 AS place
      FROM {dataset}.caption_bank AS c
      GROUP BY LOWER(TRIM(c.content_category))
      UNION ALL
      SELECT LOWER(s.content_category), ARG_MIN(s.content_category, s.n), MIN(s.n) FROM staged AS s
      GROUP BY LOWER(s.content_category)
    ), spelled AS (
      SELECT p.category, ARG_MIN(p.spelling, p.place) AS spelling FROM spellings AS p GROUP BY p.category
    ), told AS (
      SELECT r.*, p.spelling,
        CASE
          WHEN b.caption_id IS NOT NULL AND b.caption_key <> r.caption_key THEN 'stored-other-text'
          WHEN b.caption_id IS NOT NULL THEN
            IF(b.price_tier IS DISTINCT FROM r.price_tier OR b.category <> LOWER(r.content_category)
              OR IFNULL(b.has_urgency, FALSE) <> r.has_urgency OR IFNULL(b.is_active, FALSE) <> r.is_active,
              'stored-other', 'there')
          WHEN r.copy > 1 AND r.first_key <> r.caption_key THEN 'refused: the file has another text'
          WHEN r.copy > 1 THEN
            IF(r.first_tier <> r.price_tier OR r.first_category IS DISTINCT FROM LOWER(r.content_category)
              OR r.first_urgency <> r.has_urgency OR r.first_active <> r.is_active, 'row-twice-other', 'row-twice')
          WHEN k.caption_id IS NOT NULL OR r.first_id_of_key <> r.caption_id THEN 'text-other-id'
          WHEN p.spelling <> r.content_category THEN 'category-spelling'
        END AS finding,
        IF(b.caption_id IS NULL, COALESCE(k.caption_id, IF(r.first_id_of_key <> r.caption_id, r.first_id_of_key, NULL)), NULL) AS twin
      FROM ranked AS r
      LEFT JOIN bank AS b ON b.caption_id = r.caption_id
      LEFT JOIN bank_keys AS k ON k.caption_key = r.caption_key
      LEFT JOIN spelled AS p ON p.category = LOWER(r.content_category)
    )
    SELECT t.*,
      CAST(IF(t.finding = 'text-other-id', t.twin, t.caption_id) AS VARCHAR) AS about,
      CASE WHEN t.copy > 1 THEN t.first_record WHEN t.finding = 'text-other-id' AND t.first_id_of_key = t.twin THEN t.first_record_of_key END AS other_record,
      CASE WHEN t.copy > 1 THEN t.first_line WHEN t.finding = 'text-other-id' AND t.first_id_of_key = t.twin THEN t.first_line_of_key END AS other_line,
      t.finding IS NULL OR t.finding IN ('text-other-id', 'category-spelling') AS is_new
    FROM told AS t`,
  refusals: {
    "refused: the file has another text": {
      field: "caption_id",
      why: "is another text's earlier in the file: an id stays with its text",
    },
  },
};
