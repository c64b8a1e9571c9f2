import { badInput } from "../domain/errors.js";
import { removals } from "../domain/removals.js";
import type { Schedule } from "../domain/schedule.js";
import type { Stored } from "../warehouse/port.js";

/** @throws {ErosError} where the schedule stands: then there is nothing to be taken out. */
export function removalsOf({ schedule, state, changedAt }: Stored): Schedule {
  if (state !== "committed") return removals(schedule, state, changedAt ?? schedule.created_at);
  throw badInput(
    "--removals",
    `${schedule.schedule_id} stands: nothing of it has to be taken out`,
    `\`eros-tui withdraw ${schedule.schedule_id} --why TEXT\` takes it back`,
  );
}
