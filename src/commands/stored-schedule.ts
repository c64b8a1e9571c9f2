import { badInput } from "../domain/errors.js";
import { printable } from "../text/printable.js";
import type { Ctx, Stored, Warehouse } from "../warehouse/port.js";

/** @throws {ErosError} where there is no schedule of that id. */
export async function storedSchedule(
  warehouse: Pick<Warehouse, "lookup" | "describe">,
  id: string,
  ctx: Ctx,
): Promise<Stored> {
  const stored = await warehouse.lookup(id, ctx);
  if (stored !== null) return stored;
  throw badInput(
    "schedule",
    `there is no schedule “${printable(id, 120)}” in ${warehouse.describe().place}`,
    "give the id that `eros-tui build` or `eros-tui history` printed, and the same --db",
  );
}
