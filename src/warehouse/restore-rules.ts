import { addDays, dateOf, type Instant, localFormat, WEEK_DAYS } from "../domain/calendar.js";
import { toCome } from "../domain/carried.js";
import { badInput, ErosError } from "../domain/errors.js";
import { notBeforeOf } from "../domain/grid.js";
import { holding, type Schedule } from "../domain/schedule.js";
import { printable } from "../text/printable.js";
import { endedText } from "./commit-rules.js";
import { ConflictError } from "./conflict.js";
import type { RestoreRequest } from "./operations.js";
import type { Stored, WithdrawRequest } from "./port.js";

/**
 * The part of a withdrawn schedule that comes back: what was still to come when it was withdrawn. All of it has to lie
 * ahead: what became due meanwhile was taken out of the sending platform, and would count as sent.
 * @returns null where the schedule is committed anyway.
 * @throws {ConflictError} where it was replaced. @throws {ErosError} for what became due, and where nothing was to come.
 */
export function comingBack(found: Stored, now: Instant): Schedule | null {
  const { schedule, state, changedAt } = found;
  const { schedule_id: scheduleId } = schedule;
  if (state === "committed") return null;
  if (state === "replaced")
    throw new ConflictError(
      endedText(found),
      "nothing was written: withdraw the schedule that stands in its place, then plan the week again",
      { captions: [], schedules: [], at: now },
    );
  const messages = toCome(schedule, changedAt === null ? 0 : Date.parse(changedAt));
  const due = messages.filter(({ utc }) => Date.parse(utc) < notBeforeOf(now));
  const [first] = due;
  if (messages.length === 0)
    throw badInput(
      "schedule",
      `nothing of ${scheduleId} was to come when it was withdrawn`,
      "there is nothing to restore: plan the next week",
    );
  if (first !== undefined)
    throw new ErosError(
      "badInput",
      `${due.length === 1 ? "a message" : `${due.length} messages`} of ${scheduleId} became due since it was withdrawn, the first of ${localFormat(Date.parse(first.utc), "ccc LLL d HH:mm")} Los Angeles`,
      isOver(found, now)
        ? `its week is over: plan the next one with \`eros-tui build ${schedule.page_name}\``
        : `plan the rest of the week again: eros-tui build ${schedule.page_name} --start-date DATE`,
      { field: "schedule" },
    );
  return holding(schedule, messages);
}

/** Whether no day of the schedule's week is left to be planned. */
const isOver = ({ receipt: { weekStart } }: Stored, now: Instant): boolean =>
  weekStart !== "" && addDays(weekStart, WEEK_DAYS) <= dateOf(now);

/** Whether the schedule stands again by this very request; only a retry may take it for that. */
export const isRestoredBy = (found: Stored | null, { now, by }: RestoreRequest): boolean =>
  found?.state === "committed" && isChangedBy(found, by.user, now);

/** Whether the schedule is withdrawn by this very request; only a retry may take it for that. */
export const isWithdrawnBy = (found: Stored | null, { now, log }: WithdrawRequest): boolean =>
  found?.state === "withdrawn" && isChangedBy(found, log.user, now);

const isChangedBy = ({ changedBy, changedAt }: Stored, user: string, now: Instant): boolean =>
  changedBy === user && changedAt !== null && Date.parse(changedAt) === now;

export const nothingThere = (scheduleId: string): ErosError =>
  badInput(
    "schedule",
    `there is no schedule “${printable(scheduleId, 120)}”`,
    "give the id that `eros-tui build` printed, and the same --db",
  );

/** What the log keeps of a withdrawal: the reason, beside what it keeps of every run. */
export const withdrawalDetails = ({ why, log }: Pick<WithdrawRequest, "why" | "log">): string =>
  JSON.stringify({ ...(log.details === undefined ? {} : JSON.parse(log.details)), why });
