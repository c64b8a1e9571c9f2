import type { ImportKind } from "../../../domain/import-columns.js";
import { CAPTIONS } from "../../import-judge/captions.js";
import { inGoogleSql, type Judge } from "../../import-judge/judge.js";
import { MESSAGES } from "../../import-judge/messages.js";
import { CREATORS, INVENTORY } from "../../import-judge/pages.js";
import { LISTED } from "../../import-rows.js";
import { asParts, type Questions } from "../questions.js";

export const JUDGES: Readonly<Record<ImportKind, Judge>> = {
  captions: CAPTIONS,
  creators: CREATORS,
  inventory: INVENTORY,
  messages: MESSAGES,
};

/** Rows that are added: those that are new still, should somebody have added the same since they were compared. */
const ADD: Readonly<Record<ImportKind, string>> = {
  captions: `INSERT INTO {dataset}.caption_bank (
  caption_id, caption_text, caption_key, content_category, price_tier, has_urgency, is_active, created_at
)
SELECT j.caption_id, j.caption_text, j.caption_key, IFNULL(j.spelling, j.content_category), j.price_tier, j.has_urgency,
  j.is_active, j.created_at
FROM judged_captions AS j
LEFT JOIN {dataset}.caption_bank AS t ON t.caption_id = j.caption_id
WHERE j.is_new AND t.caption_id IS NULL`,
  creators: `INSERT INTO {dataset}.active_creators (page_name, display_name, is_active)
SELECT j.page_name, j.display_name, j.is_active
FROM judged_creators AS j
LEFT JOIN {dataset}.active_creators AS t ON t.page_name = j.page_name
WHERE j.is_new AND t.page_name IS NULL`,
  inventory: `INSERT INTO {dataset}.creator_content_inventory (page_name, content_category)
SELECT j.page_name, j.content_category
FROM judged_inventory AS j
LEFT JOIN {dataset}.creator_content_inventory AS t
  ON t.page_name = j.page_name AND LOWER(TRIM(t.content_category)) = LOWER(TRIM(j.content_category))
WHERE j.is_new AND t.page_name IS NULL`,
  messages: `INSERT INTO {dataset}.mass_messages (
  row_id, page_name, message, caption_key, caption_id, sending_time, message_type, price, sent_count, viewed_count,
  purchased_count, earnings
)
SELECT
  (SELECT IFNULL(MAX(t.row_id), 0) FROM {dataset}.mass_messages AS t)
    + ROW_NUMBER() OVER (ORDER BY s.page_name, s.sending_time, s.n),
  s.page_name, s.message, j.caption_key, IF(j.finding = 'id-other-caption', NULL, s.caption_id), s.sending_time,
  s.message_type, s.price, s.sent_count, s.viewed_count, s.purchased_count, s.earnings
FROM {staged_messages} AS s
JOIN judged_messages AS j ON j.n = s.n
LEFT JOIN {dataset}.mass_messages AS t
  ON t.page_name = s.page_name AND TIMESTAMP_TRUNC(t.sending_time, SECOND) = TIMESTAMP_TRUNC(s.sending_time, SECOND)
  AND t.caption_key = j.caption_key
WHERE j.is_new AND t.page_name IS NULL`,
};

/** The bank as it will be: messages and inventory are compared with the captions that come with them. */
const WITH_NEW = `(
  SELECT b.caption_id, b.caption_key, b.content_category, b.price_tier FROM {dataset}.caption_bank AS b
  UNION ALL
  SELECT n.caption_id, n.caption_key, IFNULL(n.spelling, n.content_category), n.price_tier
  FROM judged_captions AS n
  WHERE n.is_new
) AS c`;

/** What the dataset holds afterwards. */
const HOLDS: Questions = {
  holds: {
    select: `SELECT
      (SELECT COUNT(*) FROM {dataset}.caption_bank AS c) AS captions, COUNT(*) AS messages,
      {dataset}.iso(MIN(m.sending_time)) AS first_message, {dataset}.iso(MAX(m.sending_time)) AS last_message,
      COUNTIF(
        NOT IFNULL(m.caption_id IN (SELECT c.caption_id FROM {dataset}.caption_bank AS c), FALSE)
        AND NOT IFNULL(m.caption_key IN (SELECT c.caption_key FROM {dataset}.caption_bank AS c), FALSE)
      ) AS unmatched
    FROM {dataset}.mass_messages AS m`,
    order: "t.captions",
  },
  pages: {
    select: `SELECT p.page_name,
      p.is_listed OR NOT EXISTS (SELECT 1 FROM {dataset}.active_creators) AS is_shown
    FROM {dataset}.pages(CAST(NULL AS STRING)) AS p`,
    order: "t.page_name",
  },
};

export const COUNTS = "counts";
export const PLACES = "places";

/** Findings of every kind, counted, and the first places of each. */
function findings(kinds: readonly ImportKind[]): Questions {
  const every = kinds
    .map(
      (
        kind,
      ) => `SELECT '${kind}' AS kind, j.finding, j.n, j.record, j.line, j.about, j.other_record, j.other_line, j.is_new
      FROM judged_${kind} AS j`,
    )
    .join("\n      UNION ALL\n      ");
  return {
    [COUNTS]: {
      select: `SELECT f.kind, f.finding, f.is_new, COUNT(*) AS found FROM (${every}) AS f GROUP BY f.kind, f.finding, f.is_new`,
      order: "t.kind, t.finding",
    },
    [PLACES]: {
      select: `SELECT f.kind, f.finding, f.n, f.record, f.line, f.about, f.other_record, f.other_line FROM (${every}) AS f
      WHERE f.finding IS NOT NULL AND f.finding <> 'there'
      QUALIFY ROW_NUMBER() OVER (PARTITION BY f.kind, f.finding ORDER BY f.n) <= ${LISTED}`,
      order: "t.kind, t.finding, t.n",
    },
    stored: { select: "SELECT is_stored AS is_stored", order: "1" },
  };
}

export const questionsOf = (kinds: readonly ImportKind[]): Questions => ({ ...findings(kinds), ...HOLDS });

/**
 * Compares the loaded rows with what is there and adds them, in one job: nothing is written where more records are refused than
 * `@allowed`, or `@may_store` is false. What is compared is read before the transaction; what is new is looked at once more in it.
 * @param staged the tables that the rows were loaded into, with their dataset.
 */
export function scriptOf(
  kinds: readonly ImportKind[],
  staged: Readonly<Partial<Record<ImportKind, string>>>,
): string {
  const judged = kinds.map((kind) => {
    const withCaptions = kind !== "captions" && kinds.includes("captions");
    const text = inGoogleSql(JUDGES[kind].text).replace(/\bstaged\b/g, () => staged[kind] ?? "");
    return `CREATE TEMP TABLE judged_${kind} AS\n${withCaptions ? text.replaceAll("{dataset}.caption_bank AS c", WITH_NEW) : text};`;
  });
  const refused = kinds.map((kind) => `SELECT j.finding FROM judged_${kind} AS j`).join(" UNION ALL ");
  const added = kinds.map((kind) => `${ADD[kind].replace("{staged_messages}", staged.messages ?? "")};`);
  return [
    "DECLARE is_stored BOOL DEFAULT FALSE;",
    "DECLARE refused INT64;",
    ...judged,
    `SET refused = (SELECT COUNT(*) FROM (${refused}) AS f WHERE STARTS_WITH(f.finding, 'refused:'));`,
    "IF @may_store AND refused = @allowed THEN",
    "BEGIN TRANSACTION;",
    "CALL {dataset}.raise_guards('');",
    ...added,
    "COMMIT TRANSACTION;",
    "SET is_stored = TRUE;",
    "END IF;",
    `SELECT p.part, p.place, p.cells FROM (\n${asParts(questionsOf(kinds))}\n) AS p ORDER BY p.part, p.place;`,
  ].join("\n");
}
