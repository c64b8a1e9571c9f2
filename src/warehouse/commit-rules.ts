import { dateOf, type Instant, type IsoDate, localParts } from "../domain/calendar.js";
import { captionKey } from "../domain/caption.js";
import { badInput } from "../domain/errors.js";
import { digest, type Schedule, type ScheduleMessage } from "../domain/schedule.js";
import { age } from "../text/age.js";
import { cut } from "../text/fit.js";
import { printable } from "../text/printable.js";
import { dayName, utcMinute } from "../text/times.js";
import { ConflictError } from "./conflict.js";
import type { CommitRequest, ConflictCheck, LockConflict, Receipt, Stored } from "./port.js";

/** Days on either side of a send that a caption is kept free on every page, ends included. */
export const LOCK_DAYS = 7;

/** A row of active_caption_assignments, in the names of its columns; moments as ISO UTC. */
export interface LockRow {
  readonly assignment_key: string;
  readonly page_name: string;
  readonly caption_id: string;
  readonly caption_text: string;
  readonly caption_key: string;
  readonly price_tier: string;
  readonly schedule_id: string;
  readonly assigned_date: IsoDate;
  readonly assigned_at: string;
  readonly scheduled_send_date: IsoDate;
  readonly scheduled_send_hour: number;
}

/** What a commit asks of the bank: the caption and day of each PPV that is not carried over. */
export interface WantedRow {
  readonly caption_id: string;
  readonly caption_key: string;
  readonly caption_text: string;
  readonly price_tier: string;
  readonly send_date: IsoDate;
}

const sendDate = (message: ScheduleMessage): IsoDate => dateOf(Date.parse(message.utc));
const ppvs = (schedule: Schedule): ScheduleMessage[] =>
  schedule.messages.filter((message) => message.message_type === "PPV");
/** Carried ones keep the locks that they have. */
const newPpvs = (schedule: Schedule): ScheduleMessage[] =>
  ppvs(schedule).filter((message) => message.carried !== true);

export const wantedRows = (schedule: Schedule): WantedRow[] =>
  newPpvs(schedule).map((message) => ({
    caption_id: message.caption_id,
    caption_key: captionKey(message.caption_text),
    caption_text: message.caption_text,
    price_tier: message.price_tier,
    send_date: sendDate(message),
  }));

/** A lock a new PPV; with `--allow-past` for today and the days to come only: what is over locks nothing. Bumps are never locked. */
export function lockRows({ schedule, now }: CommitRequest, assignedAt: Instant): LockRow[] {
  return newPpvs(schedule)
    .filter((message) => sendDate(message) >= dateOf(now))
    .map((message) => ({
      assignment_key: `${schedule.schedule_id}|${message.caption_id}|${sendDate(message)}`,
      page_name: schedule.page_name,
      caption_id: message.caption_id,
      caption_text: message.caption_text,
      caption_key: captionKey(message.caption_text),
      price_tier: message.price_tier,
      schedule_id: schedule.schedule_id,
      assigned_date: dateOf(assignedAt),
      assigned_at: new Date(assignedAt).toISOString(),
      scheduled_send_date: sendDate(message),
      scheduled_send_hour: localParts(Date.parse(message.utc)).hour,
    }));
}

/**
 * What a commit does where its id is stored already: the first receipt for the same content.
 * @throws {ConflictError} for other content, or where it has been withdrawn or replaced since.
 */
export function repeated(stored: Stored, schedule: Schedule, now: Instant): Receipt {
  const nothing: ConflictCheck = { captions: [], schedules: [], at: now };
  if (stored.state !== "committed")
    throw new ConflictError(
      endedText(stored),
      "nothing was written; plan the week again and commit that",
      nothing,
    );
  if (stored.digest !== digest(schedule))
    throw new ConflictError(
      `${schedule.schedule_id} is stored already with other content, ${when(stored.receipt.storedAt)} by ${stored.receipt.by}`,
      "nothing was written; plan again, which gives a new id",
      nothing,
    );
  return { ...stored.receipt, repeated: true };
}

/**
 * @throws {ErosError} for a start before today's Los Angeles date, unless that was allowed or the schedule takes the
 * place of one that had begun; for a new caption twice.
 */
export function refuseUnfit({ schedule, weekStart, now, allowPast }: CommitRequest): void {
  const today = dateOf(now);
  if (weekStart < today && !allowPast && schedule.replaces === undefined)
    throw badInput(
      "startDate",
      `the week of ${weekStart} starts before today, ${today} in Los Angeles`,
      "choose today or a later date, or give --allow-past",
    );
  const carried = ppvs(schedule).filter((message) => message.carried === true);
  const seen = new Set(carried.map((message) => captionKey(message.caption_text)));
  for (const { caption_key, caption_id } of wantedRows(schedule)) {
    if (seen.has(caption_key))
      throw badInput(
        "messages",
        `caption ${caption_id} stands twice in the schedule`,
        "plan the week again: a caption is sent once a week",
      );
    seen.add(caption_key);
  }
}

/** @throws {ConflictError} naming each caption with its holder, and each schedule, unless there is none. */
export function refuseConflicts(check: ConflictCheck): void {
  const { captions, schedules } = check;
  if (captions.length + schedules.length === 0) return;
  const [own] = schedules;
  const remedy =
    own !== undefined
      ? `nothing was written: put the plan in its place with --replace ${own.scheduleId}, which keeps its start date ${own.weekStart}, or choose a start date at least seven days away`
      : `nothing was written: draw others for these with --exclude ${captions.map((one) => one.captionId).join(",")}`;
  throw new ConflictError(conflictTexts(check).join("; "), remedy, check);
}

/** Each schedule of the same days and each held caption, in words: who holds it, since when, how long that is. */
export const conflictTexts = ({ captions, schedules, at }: ConflictCheck): string[] => [
  ...schedules.map(
    (one) =>
      `${one.scheduleId}, committed ${when(one.createdAt)}${aged(one.createdAt, at)} by ${one.createdBy ?? "somebody"}, covers days from ${one.weekStart}`,
  ),
  ...captions.map((one) => heldCaption(one, at)),
];

const heldCaption = (one: LockConflict, at: Instant): string =>
  `caption ${one.captionId} “${cut(printable(one.text), 40)}” for ${dayName(one.sendDate)} is held by ${one.holder} ` +
  `for ${dayName(one.heldDate)} since ${utcMinute(one.since)}${aged(one.since, at)}`;

function aged(since: string | null, at: Instant): string {
  const known = age(Date.parse(since ?? ""), at);
  return known === null ? "" : ` (${known})`;
}

/** `sched_… was withdrawn on 2025-11-05 17:12 UTC by ana` */
export const endedText = ({ receipt, state, changedAt, changedBy }: Stored): string =>
  `${receipt.scheduleId} was ${state} ${when(changedAt)} by ${changedBy ?? "somebody"}`;

const when = (iso: string | null): string => (iso === null ? "earlier" : `on ${utcMinute(iso)}`);
