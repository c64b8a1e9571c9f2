import type { Instant, IsoDate } from "../domain/calendar.js";
import { toCome } from "../domain/carried.js";
import { badInput, type ErosError } from "../domain/errors.js";
import type { PageName } from "../domain/page.js";
import type { Schedule, ScheduleMessage } from "../domain/schedule.js";
import { endedText } from "./commit-rules.js";
import { ConflictError } from "./conflict.js";
import type { Stored } from "./port.js";
import { nothingThere } from "./restore-rules.js";

/** What is to take a schedule's place. */
export interface Replacement {
  readonly scheduleId: string;
  readonly page: PageName;
  /** First day of the week; null: that of the schedule. */
  readonly weekStart: IsoDate | null;
  readonly now: Instant;
}

/**
 * The schedule whose place may be taken.
 * @throws {ErosError} where there is none of that id, it is another page's, starts on another date or has no message to
 * come. @throws {ConflictError} where it was withdrawn or replaced before.
 */
export function replaceable(found: Stored | null, { scheduleId, page, weekStart, now }: Replacement): Stored {
  if (found === null) throw nothingThere(scheduleId);
  const { receipt } = found;
  if (receipt.page !== page)
    throw refused(
      `${scheduleId} is a schedule of ${receipt.page}, not of ${page}`,
      `give a schedule of ${page}, or name ${receipt.page}`,
    );
  if (found.state !== "committed") throw ended(found, now);
  if (weekStart !== null && weekStart !== receipt.weekStart)
    throw refused(
      `${scheduleId} starts on ${receipt.weekStart}, and what replaces it does as well: not on ${weekStart}`,
      "leave the start date out; to move a week, withdraw it and build another",
    );
  if (toCome(found.schedule, now).length === 0)
    throw refused(
      `${scheduleId} has no message to come: there is nothing to replace`,
      "plan the next week instead",
    );
  return found;
}

/**
 * Looks at a replacement just before it is stored: it must carry exactly what the schedule has that nobody can take
 * back, and nothing else.
 * @param until messages of the schedule up to this moment must be carried, those at it included.
 * @throws {ErosError} (field `clock`) where time has passed over more of it; where what it carries is not the schedule's.
 */
export function refuseUncarried(old: Schedule, schedule: Schedule, until: Instant): void {
  const mine = schedule.messages.filter(({ carried }) => carried === true);
  const kept = new Set(mine.map(sameness));
  const known = new Set(old.messages.map(sameness));
  if (mine.some((message) => !known.has(sameness(message))))
    throw badInput(
      "messages",
      `${schedule.schedule_id} carries messages that ${old.schedule_id} does not have`,
      "plan the replacement again",
    );
  const lost = old.messages.filter(
    (message) => Date.parse(message.utc) <= until && !kept.has(sameness(message)),
  );
  if (lost.length > 0) throw overtaken(old.schedule_id, lost.length);
}

/** The clock has passed messages of the old schedule that the plan still put others in the place of. */
export const overtaken = (scheduleId: string, count: number): ErosError =>
  badInput(
    OUTDATED,
    `the clock has overtaken ${count === 1 ? "a message" : `${count} messages`} of ${scheduleId}, which this plan replaces`,
    "plan the replacement again: it then carries over what has been sent meanwhile",
  );

/** `field` of the error that says that a plan has grown too old: planning again is what helps. */
export const OUTDATED = "clock";

/** What became of a schedule that is no longer committed. */
export const ended = (found: Stored, at: Instant): ConflictError =>
  new ConflictError(endedText(found), "nothing was written; plan the week again", {
    captions: [],
    schedules: [],
    at,
  });

const refused = (message: string, remedy: string): ErosError => badInput("replace", message, remedy);

/** What makes a message the same, whatever has been written beside it since. */
const sameness = ({ utc, message_type, caption_id, caption_text }: ScheduleMessage): string =>
  JSON.stringify([Date.parse(utc), message_type, caption_id, caption_text]);
