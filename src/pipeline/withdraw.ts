import type { Instant } from "../domain/calendar.js";
import { badInput } from "../domain/errors.js";
import type { Warehouse, Withdrawal } from "../warehouse/port.js";
import { auditDetails } from "./audit.js";
import { logOf, type VerbCtx } from "./verb.js";

export interface WithdrawOptions {
  /** Why, for the log: one line. */
  readonly why: string;
  /** Who. */
  readonly operator: string;
  /** "Now": what was sent by then goes on counting. */
  readonly now: Instant;
}

/** A reason is a sentence, not a letter. */
const LONGEST = 500;

/** @throws {ErosError} for a reason that is none, or no line. */
export function reasonOf(why: string): string {
  const reason = why.trim();
  if (reason === "")
    throw badInput("why", "a withdrawal needs a reason", 'say it in a sentence: --why "the page is closed"');
  if (reason.length > LONGEST || /\p{Cc}/u.test(reason))
    throw badInput(
      "why",
      `the reason is not one line of at most ${LONGEST} characters`,
      "say it in a sentence",
    );
  return reason;
}

/**
 * Takes a committed schedule back: its captions to come are free again for every page, what was sent goes on counting
 * for gap and rest, and the log says who did it and why.
 * @throws {ErosError} for an id that is not there or without a reason. @throws {ConflictError} where it was withdrawn or
 * replaced before. @throws {OutcomeUnknownError} where the warehouse broke and even looking failed.
 */
export async function withdrawSchedule(
  warehouse: Warehouse,
  scheduleId: string,
  { why, operator, now }: WithdrawOptions,
  ctx: VerbCtx,
): Promise<Withdrawal> {
  const reason = reasonOf(why);
  logOf(ctx).info("pipeline", `Withdrawing ${scheduleId}`);
  const log = {
    seconds: 0,
    command: "withdraw",
    user: operator,
    details: auditDetails(warehouse.describe().demo),
  };
  const request = { scheduleId, now, why: reason, log };
  const withdrawal = await warehouse.withdraw(request, ctx);
  const { sent, toCome, released } = withdrawal;
  logOf(ctx).info(
    "pipeline",
    `Schedule ${scheduleId} withdrawn: ${toCome} messages to come, ${released} captions free again, ${sent} sent before`,
  );
  return withdrawal;
}
