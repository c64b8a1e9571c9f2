import { CREATORS as CREATORS_JUDGE, INVENTORY as INVENTORY_JUDGE } from "../import-judge/pages.js";
import type { ImportedKind } from "./import-kind.js";
import { CREATORS, INVENTORY } from "./load.js";
import { DATASET } from "./schema.js";

export const IMPORTED_CREATORS: ImportedKind<"creators"> = {
  columns: CREATORS,
  judge: CREATORS_JUDGE.text,
  add: `
    INSERT INTO ${DATASET}.active_creators (page_name, display_name, is_active)
    SELECT j.page_name, j.display_name, j.is_active FROM judged AS j WHERE j.is_new ORDER BY j.page_name`,
  refusals: CREATORS_JUDGE.refusals,
};

export const IMPORTED_INVENTORY: ImportedKind<"inventory"> = {
  columns: INVENTORY,
  judge: INVENTORY_JUDGE.text,
  add: `
    INSERT INTO ${DATASET}.creator_content_inventory (page_name, content_category)
    SELECT j.page_name, j.content_category FROM judged AS j WHERE j.is_new ORDER BY j.page_name, j.content_category`,
  refusals: INVENTORY_JUDGE.refusals,
};
