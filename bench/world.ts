import { copyFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";

const BRAIN = "eros_scheduling_brain";

/** How much of everything a made-up warehouse holds, as multiples of the demo (26 pages, 13,431 messages, 5,000 captions). */
export interface World {
  /** Pages in all; what goes beyond the demo's are copies of its pages, with their whole history. */
  readonly pages: number;
  /** Copies of the bank, each with words of its own; a copied page has sent from one of them. */
  readonly banks: number;
}

/** Makes a larger warehouse out of a demo file: the same rhythms, ever more pages, messages and captions. */
export async function makeWorld(demo: string, file: string, { pages, banks }: World): Promise<void> {
  copyFileSync(demo, file);
  const instance = await DuckDBInstance.create(file, { threads: "2", memory_limit: "2GB" });
  const connection = await instance.connect();
  try {
    await connection.run("SET GLOBAL TimeZone = 'UTC'");
    for (const statement of statements(pages, banks)) await connection.run(statement);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Words that make a copied caption another one; its key follows from them. */
const copied = (column: string, bank: string): string =>
  `${column} || IF(${bank} = 0, '', ' no ' || ${bank})`;
const copiedId = (bank: string): string => `caption_id + ${bank} * 7919`;

function statements(pages: number, banks: number): string[] {
  return [
    `CREATE TEMP TABLE page_copies AS
     SELECT c.page_name AS original, c.page_name || IF(k.k = 0, '', '_' || k.k) AS page_name, k.k % ${banks} AS bank, k.k
     FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY page_name) AS n FROM ${BRAIN}.active_creators) AS c
     CROSS JOIN (SELECT UNNEST(range(0, ${pages})) AS k) AS k
     QUALIFY ROW_NUMBER() OVER (ORDER BY k.k, c.n) <= ${pages}`,
    `CREATE TEMP TABLE sent AS
     SELECT p.page_name, ${copied("m.message", "p.bank")} AS message, ${copied("m.caption_key", "p.bank")} AS caption_key,
       m.${copiedId("p.bank")} AS caption_id, m.sending_time, m.message_type, m.price, m.sent_count, m.viewed_count,
       m.purchased_count, m.earnings, m.row_id
     FROM page_copies AS p
     JOIN ${BRAIN}.mass_messages AS m ON m.page_name = p.original`,
    `DELETE FROM ${BRAIN}.mass_messages`,
    `INSERT INTO ${BRAIN}.mass_messages
       (row_id, page_name, message, caption_key, caption_id, sending_time, message_type, price, sent_count, viewed_count,
        purchased_count, earnings)
     SELECT ROW_NUMBER() OVER (ORDER BY page_name, sending_time, row_id), page_name, message, caption_key, caption_id,
       sending_time, message_type, price, sent_count, viewed_count, purchased_count, earnings
     FROM sent
     ORDER BY page_name, sending_time, row_id`,
    `INSERT INTO ${BRAIN}.caption_bank
       (caption_id, caption_text, caption_key, content_category, price_tier, has_urgency, is_active, created_at)
     SELECT c.${copiedId("k.k")}, ${copied("c.caption_text", "k.k")}, ${copied("c.caption_key", "k.k")},
       c.content_category, c.price_tier, c.has_urgency, c.is_active, c.created_at
     FROM ${BRAIN}.caption_bank AS c
     CROSS JOIN (SELECT UNNEST(range(1, ${banks})) AS k) AS k
     ORDER BY c.price_tier, c.content_category, 1`,
    `INSERT INTO ${BRAIN}.creator_content_inventory (page_name, content_category)
     SELECT p.page_name, i.content_category
     FROM page_copies AS p
     JOIN ${BRAIN}.creator_content_inventory AS i ON i.page_name = p.original
     WHERE p.k > 0`,
    `INSERT INTO ${BRAIN}.active_creators (page_name, display_name, is_active)
     SELECT p.page_name, c.display_name || ' ' || p.k, c.is_active
     FROM page_copies AS p
     JOIN ${BRAIN}.active_creators AS c ON c.page_name = p.original
     WHERE p.k > 0`,
  ];
}
