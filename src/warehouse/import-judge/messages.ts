import type { Judge } from "./judge.js";

/**
 * Messages: the same by page, second and caption key. A row that has an id and no text takes its caption's key, so that
 * it meets the same message exported with its text.
 */
export const MESSAGES: Judge = {
  text: `
    WITH ids AS (
      SELECT c.caption_id, MIN(c.caption_key) AS caption_key FROM {dataset}.caption_bank AS c GROUP BY c.caption_id
    ), texts AS (
      SELECT DISTINCT c.caption_key FROM {dataset}.caption_bank AS c
    ), resolved AS (
      SELECT s.* EXCLUDE (message, caption_key), s.caption_key AS own_key, i.caption_key AS id_key,
        t.caption_key IS NOT NULL AS is_known_text,
        COALESCE(s.caption_key, i.caption_key) AS caption_key, DATE_TRUNC('second', s.sending_time) AS second
      FROM staged AS s
      LEFT JOIN ids AS i ON i.caption_id = s.caption_id
      LEFT JOIN texts AS t ON t.caption_key = s.caption_key
    ), ranked AS (
      SELECT r.*,
        -- Only one of them looks for its like by id, and only one that is not the first for the first.
        IF(r.own_key IS NULL, r.caption_id, NULL) AS only_id,
        NULLIF(MIN(r.n) OVER (PARTITION BY r.page_name, r.second, r.caption_key), r.n) AS first_n
      FROM resolved AS r
    ), near AS (
      SELECT m.page_name, DATE_TRUNC('second', m.sending_time) AS second, m.caption_key, m.caption_id, m.row_id,
        m.sent_count, m.viewed_count, m.purchased_count, m.earnings, m.price,
        {dataset}.message_type(m.message_type) AS message_type
      FROM {dataset}.mass_messages AS m
      WHERE m.sending_time >= (SELECT DATE_TRUNC('second', MIN(s.sending_time)) FROM staged AS s)
        AND m.sending_time < (SELECT MAX(s.sending_time) + INTERVAL 1 SECOND FROM staged AS s)
    ), by_text AS (
      SELECT * FROM near AS n
      WHERE n.caption_key IS NOT NULL
      QUALIFY ROW_NUMBER() OVER (PARTITION BY n.page_name, n.second, n.caption_key ORDER BY n.row_id) = 1
    ), by_id AS (
      SELECT * FROM near AS n
      WHERE n.caption_id IS NOT NULL
      QUALIFY ROW_NUMBER() OVER (PARTITION BY n.page_name, n.second, n.caption_id ORDER BY n.row_id) = 1
    ), compared AS (
      SELECT r.*, o.record AS first_record, o.line AS first_line,
        a.row_id IS NOT NULL OR b.row_id IS NOT NULL AS is_there,
        IFNULL(COALESCE(a.sent_count, b.sent_count) <> r.sent_count, FALSE)
          OR IFNULL(COALESCE(a.viewed_count, b.viewed_count) <> r.viewed_count, FALSE)
          OR IFNULL(COALESCE(a.purchased_count, b.purchased_count) <> r.purchased_count, FALSE)
          OR IFNULL(COALESCE(a.earnings, b.earnings) <> r.earnings, FALSE)
          OR IFNULL(COALESCE(a.price, b.price) <> r.price, FALSE)
          OR IFNULL(COALESCE(a.message_type, b.message_type) <> r.message_type, FALSE) AS differs_there,
        o.sent_count <> r.sent_count OR o.viewed_count IS DISTINCT FROM r.viewed_count
          OR o.purchased_count IS DISTINCT FROM r.purchased_count OR o.earnings IS DISTINCT FROM r.earnings
          OR o.price IS DISTINCT FROM r.price OR o.message_type <> r.message_type AS differs_here
      FROM ranked AS r
      LEFT JOIN staged AS o ON o.n = r.first_n
      LEFT JOIN by_text AS a
        ON a.page_name = r.page_name AND a.second = r.second AND a.caption_key = r.caption_key
      LEFT JOIN by_id AS b
        ON b.page_name = r.page_name AND b.second = r.second AND b.caption_id = r.only_id
    ), told AS (
      SELECT c.*,
        CASE
          WHEN c.caption_key IS NULL THEN 'refused: no caption has the id'
          WHEN c.is_there THEN IF(c.differs_there, 'stored-other', 'there')
          WHEN c.first_n IS NOT NULL THEN IF(c.differs_here, 'row-twice-other', 'row-twice')
          WHEN c.own_key IS NULL OR c.caption_id IS NULL OR c.id_key = c.own_key THEN NULL
          WHEN c.id_key IS NULL THEN 'id-unknown'
          WHEN c.is_known_text THEN 'id-other-caption'
          ELSE 'id-edited'
        END AS finding
      FROM compared AS c
    )
    SELECT t.n, t.record, t.line, t.caption_key, t.finding, CAST(t.caption_id AS VARCHAR) AS about,
      t.first_record AS other_record, t.first_line AS other_line,
      t.finding IS NULL OR t.finding IN ('id-unknown', 'id-other-caption', 'id-edited') AS is_new
    FROM told AS t`,
  refusals: {
    "refused: no caption has the id": {
      field: "caption_id",
      why: "is no caption's of the bank, and the row has no text: import the captions first, or with it",
    },
  },
};
