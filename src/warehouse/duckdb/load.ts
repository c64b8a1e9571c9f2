import { captionKey } from "../../domain/caption.js";
import type {
  BulkRows,
  CaptionInput,
  CreatorInput,
  InventoryInput,
  LoadCounts,
  MessageInput,
} from "../bulk-rows.js";
import { DATASET } from "./schema.js";
import type { Session } from "./session.js";
import { addStaged, type StagedColumn, stagedMoment, stagedWhole } from "./staging.js";

/**
 * Adds rows, all or nothing, in order of page and time, so that a page's rows lie together: cold reads cost half.
 * What is there already, or twice among the rows, is left out.
 */
export function load(session: Session, rows: BulkRows): Promise<LoadCounts> {
  const { creators = [], inventory = [], captions = [], messages = [] } = rows;
  return session.transaction(async () => ({
    creators: await addStaged(session, creators, CREATORS, ADD_CREATORS),
    inventory: await addStaged(session, inventory, INVENTORY, ADD_INVENTORY),
    captions: await addStaged(session, captions, CAPTIONS, ADD_CAPTIONS),
    messages: await addStaged(session, messages, messageColumns(), ADD_MESSAGES),
  }));
}

export const CREATORS: readonly StagedColumn<CreatorInput>[] = [
  ["page_name", "VARCHAR", (row) => row.page],
  ["display_name", "VARCHAR", (row) => row.displayName ?? null],
  ["is_active", "BOOLEAN", (row) => row.active ?? true],
];
const ADD_CREATORS = `
  INSERT INTO ${DATASET}.active_creators (page_name, display_name, is_active)
  SELECT s.page_name, s.display_name, s.is_active
  FROM staged AS s
  ANTI JOIN ${DATASET}.active_creators AS t ON t.page_name = s.page_name
  QUALIFY ROW_NUMBER() OVER (PARTITION BY s.page_name ORDER BY s.n) = 1
  ORDER BY s.page_name`;

export const INVENTORY: readonly StagedColumn<InventoryInput>[] = [
  ["page_name", "VARCHAR", (row) => row.page],
  ["content_category", "VARCHAR", (row) => row.category],
];
const ADD_INVENTORY = `
  INSERT INTO ${DATASET}.creator_content_inventory (page_name, content_category)
  SELECT s.page_name, s.content_category
  FROM staged AS s
  ANTI JOIN ${DATASET}.creator_content_inventory AS t
    ON t.page_name = s.page_name AND t.content_category = s.content_category
  QUALIFY ROW_NUMBER() OVER (PARTITION BY s.page_name, s.content_category ORDER BY s.n) = 1
  ORDER BY s.page_name, s.content_category`;

export const CAPTIONS: readonly StagedColumn<CaptionInput>[] = [
  ["caption_id", "BIGINT", (row) => stagedWhole(row.captionId)],
  ["caption_text", "VARCHAR", (row) => row.text],
  ["caption_key", "VARCHAR", (row) => captionKey(row.text)],
  ["content_category", "VARCHAR", (row) => row.category],
  ["price_tier", "VARCHAR", (row) => row.priceTier],
  ["has_urgency", "BOOLEAN", (row) => row.urgent],
  ["is_active", "BOOLEAN", (row) => row.active ?? true],
  ["created_at", "TIMESTAMPTZ", (row) => stagedMoment(row.createdAt)],
];
const ADD_CAPTIONS = `
  INSERT INTO ${DATASET}.caption_bank
    (caption_id, caption_text, caption_key, content_category, price_tier, has_urgency, is_active, created_at)
  SELECT s.caption_id, s.caption_text, s.caption_key, s.content_category, s.price_tier, s.has_urgency, s.is_active,
    s.created_at
  FROM staged AS s
  ANTI JOIN ${DATASET}.caption_bank AS t ON t.caption_id = s.caption_id
  QUALIFY ROW_NUMBER() OVER (PARTITION BY s.caption_id ORDER BY s.n) = 1
  ORDER BY s.price_tier NULLS LAST, s.content_category NULLS LAST, s.caption_id`;

export const messageColumns = (): StagedColumn<MessageInput>[] => {
  const keyOf = remembered(captionKey);
  return [
    ["page_name", "VARCHAR", (row) => row.page],
    ["message", "VARCHAR", (row) => row.text],
    ["caption_key", "VARCHAR", (row) => (row.text === null ? null : keyOf(row.text))],
    ["caption_id", "BIGINT", (row) => stagedWhole(row.captionId)],
    ["sending_time", "TIMESTAMPTZ", (row) => stagedMoment(row.sendingTime)],
    ["message_type", "VARCHAR", (row) => row.type],
    ["price", "DOUBLE", (row) => row.price ?? null],
    ["sent_count", "BIGINT", (row) => stagedWhole(row.sent)],
    ["viewed_count", "BIGINT", (row) => stagedWhole(row.viewed)],
    ["purchased_count", "BIGINT", (row) => stagedWhole(row.purchased)],
    ["earnings", "DOUBLE", (row) => row.earnings],
  ];
};
/** A message is the same as another by page, second and caption key. */
const ADD_MESSAGES = `
  INSERT INTO ${DATASET}.mass_messages
    (row_id, page_name, message, caption_key, caption_id, sending_time, message_type, price, sent_count, viewed_count,
     purchased_count, earnings)
  SELECT
    (SELECT COALESCE(MAX(t.row_id), 0) FROM ${DATASET}.mass_messages AS t)
      + ROW_NUMBER() OVER (ORDER BY f.page_name, f.sending_time, f.n),
    f.page_name, f.message, f.caption_key, f.caption_id, f.sending_time, f.message_type, f.price, f.sent_count,
    f.viewed_count, f.purchased_count, f.earnings
  FROM (
    SELECT s.*
    FROM staged AS s
    ANTI JOIN ${DATASET}.mass_messages AS t
      ON t.page_name = s.page_name AND DATE_TRUNC('second', t.sending_time) = DATE_TRUNC('second', s.sending_time)
        AND t.caption_key IS NOT DISTINCT FROM s.caption_key
    QUALIFY ROW_NUMBER() OVER (
      PARTITION BY s.page_name, DATE_TRUNC('second', s.sending_time), s.caption_key ORDER BY s.n) = 1
  ) AS f
  ORDER BY f.page_name, f.sending_time, f.n`;

/** Texts whose key is kept: a million different ones must not fill the memory. */
const REMEMBERED = 50_000;

/** The same texts are sent again and again: each is worked out once. */
function remembered(work: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= REMEMBERED) known.clear();
    const found = work(text);
    known.set(text, found);
    return found;
  };
}
