import { MESSAGES } from "../import-judge/messages.js";
import type { ImportedKind } from "./import-kind.js";
import { messageColumns } from "./load.js";
import { DATASET } from "./schema.js";

export const importedMessages = (): ImportedKind<"messages"> => ({
  columns: messageColumns(),
  judge: MESSAGES.text,
  add: `
    INSERT INTO ${DATASET}.mass_messages
      (row_id, page_name, message, caption_key, caption_id, sending_time, message_type, price, sent_count, viewed_count,
       purchased_count, earnings)
    SELECT
      (SELECT COALESCE(MAX(t.row_id), 0) FROM ${DATASET}.mass_messages AS t)
        + ROW_NUMBER() OVER (ORDER BY s.page_name, s.sending_time, s.n),
      s.page_name, s.message, j.caption_key, IF(j.finding = 'id-other-caption', NULL, s.caption_id), s.sending_time,
      s.message_type, s.price, s.sent_count, s.viewed_count, s.purchased_count, s.earnings
    FROM staged AS s
    JOIN judged AS j ON j.n = s.n
    WHERE j.is_new
    ORDER BY s.page_name, s.sending_time, s.n`,
  refusals: MESSAGES.refusals,
});
