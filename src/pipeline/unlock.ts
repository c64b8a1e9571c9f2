import type { Instant } from "../domain/calendar.js";
import { badInput } from "../domain/errors.js";
import { LOCK_DAYS } from "../warehouse/commit-rules.js";
import type { OldLocks, Warehouse } from "../warehouse/port.js";
import { auditDetails } from "./audit.js";
import { logOf, type VerbCtx } from "./verb.js";

/**
 * Days as an operator writes them: `14d` or `14`.
 * @throws {ErosError} for what is no number of days, and for fewer than a lock holds.
 */
export function parseDays(text: string): number {
  const days = /^(\d{1,4})d?$/i.exec(text.trim())?.[1];
  if (days === undefined)
    throw badInput(
      "--older-than",
      `--older-than “${text}” is no number of days`,
      "give days, for example 14d",
    );
  if (Number(days) < LOCK_DAYS)
    throw badInput(
      "--older-than",
      `--older-than ${text}: a lock holds for ${LOCK_DAYS} days after its send`,
      `give at least ${LOCK_DAYS}d`,
    );
  return Number(days);
}

export interface UnlockRequest {
  /** "Now": how long a send lies back is told from its Los Angeles date. */
  readonly now: Instant;
  /** More days than these: see parseDays. */
  readonly olderThan: number;
}

/** Locks of sends that lie further back, a row a page: what `unlockOld` would give free. Changes nothing. */
export const countOld = (warehouse: Warehouse, request: UnlockRequest, ctx: VerbCtx): Promise<OldLocks[]> =>
  warehouse.oldLocks(request, ctx);

/** Gives them free, all or nothing; the log says who did it. @returns what was given free, a row a page. */
export async function unlockOld(
  warehouse: Warehouse,
  { operator, ...request }: UnlockRequest & { readonly operator: string },
  ctx: VerbCtx,
): Promise<OldLocks[]> {
  const given = await warehouse.unlock(
    { ...request, by: { user: operator, details: auditDetails(warehouse.describe().demo) } },
    ctx,
  );
  logOf(ctx).info(
    "pipeline",
    `Unlocked ${totalLocks(given)} captions of ${given.length} pages, sent more than ${request.olderThan} days ago`,
  );
  return given;
}

export const totalLocks = (rows: readonly OldLocks[]): number =>
  rows.reduce((sum, { locks }) => sum + locks, 0);
