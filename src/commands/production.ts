import { badInput } from "../domain/errors.js";
import { productionWord } from "../walk/production.js";
import type { Warehouse } from "../warehouse/port.js";
import { YES } from "./flag.js";
import type { Input } from "./input.js";

/**
 * Production is not written to by a line that does not say so.
 * @throws {ErosError} where the warehouse is production and --yes was not given.
 */
export function refuseProduction(warehouse: Pick<Warehouse, "describe">, input: Input): void {
  const description = warehouse.describe();
  if (!description.production || input.on(YES)) return;
  throw badInput(
    YES.name,
    `${description.label} (${productionWord(description)}) is production: nothing was written`,
    "give --yes to commit there",
  );
}
