import type { Warehouse } from "../warehouse/port.js";

/** No draw by seed, no reasons, no withdrawal: docs/bigquery.md. */
const OLDER = "older procedures only";

/** The warehouse as it heads every output; that data is invented, or production, never goes unsaid. */
export function warehouseName(warehouse: Pick<Warehouse, "describe">): string {
  const { label, demo, production, readOnly, older } = warehouse.describe();
  return [label, demo && "DEMO DATA", readOnly && "READ-ONLY", production && "PRODUCTION", older && OLDER]
    .filter(Boolean)
    .join(" · ");
}
