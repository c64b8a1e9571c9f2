import { badInput } from "../domain/errors.js";
import { printable } from "../text/printable.js";
import type { Ctx, Stored, Warehouse } from "../warehouse/port.js";

/** True for an id as `build` makes them; any other word is a file's name. */
export const isScheduleId = (word: string): boolean => /^sched_\d{8}_\d{6}_\d{6}_/.test(word);

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
