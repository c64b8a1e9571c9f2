import { CAPTIONS as CAPTIONS_JUDGE } from "../import-judge/captions.js";
import type { ImportedKind } from "./import-kind.js";
import { CAPTIONS } from "./load.js";
import { DATASET } from "./schema.js";

export const IMPORTED_CAPTIONS: ImportedKind<"captions"> = {
  columns: CAPTIONS,
  judge: CAPTIONS_JUDGE.text,
  add: `
    INSERT INTO ${DATASET}.caption_bank
      (caption_id, caption_text, caption_key, content_category, price_tier, has_urgency, is_active, created_at)
    SELECT j.caption_id, j.caption_text, j.caption_key, IFNULL(j.spelling, j.content_category), j.price_tier,
      j.has_urgency, j.is_active, j.created_at
    FROM judged AS j
    WHERE j.is_new
    ORDER BY j.price_tier NULLS LAST, IFNULL(j.spelling, j.content_category) NULLS LAST, j.caption_id`,
  refusals: CAPTIONS_JUDGE.refusals,
};
