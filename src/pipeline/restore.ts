import type { Instant } from "../domain/calendar.js";
import type { Restored, Warehouse } from "../warehouse/port.js";
import { auditDetails } from "./audit.js";
import { logOf, type VerbCtx } from "./verb.js";

export interface RestoreOptions {
  /** Who. */
  readonly operator: string;
  /** "Now": everything that comes back has to lie ahead of it. */
  readonly now: Instant;
}

/**
 * Makes a withdrawn schedule committed again: its captions to come are locked anew, after the same check for conflicts
 * as with a commit.
 * @throws {ConflictError} where captions or days have been taken meanwhile, or it was replaced. @throws {ErosError} for
 * an id that is not there, and where messages have become due since it was withdrawn.
 */
export async function restoreSchedule(
  warehouse: Warehouse,
  scheduleId: string,
  { operator, now }: RestoreOptions,
  ctx: VerbCtx,
): Promise<Restored> {
  const by = { user: operator, details: auditDetails(warehouse.describe().demo) };
  const restored = await warehouse.restore({ scheduleId, now, by }, ctx);
  logOf(ctx).info(
    "pipeline",
    restored.repeated
      ? `Schedule ${scheduleId} is committed already, nothing was written`
      : `Schedule ${scheduleId} restored: ${restored.locks} captions locked again`,
  );
  return restored;
}
