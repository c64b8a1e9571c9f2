import type { Warehouse } from "../warehouse/port.js";

/** The warehouse as it heads every output; that data is invented, or production, never goes unsaid. */
export function warehouseName(warehouse: Pick<Warehouse, "describe">): string {
  const { label, demo, production, readOnly } = warehouse.describe();
  return [label, demo && "DEMO DATA", readOnly && "READ-ONLY", production && "PRODUCTION"]
    .filter(Boolean)
    .join(" · ");
}
