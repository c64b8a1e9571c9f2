import { DateTime } from "luxon";
import { badInput } from "./errors.js";

/** A Los Angeles calendar date, `YYYY-MM-DD`. */
export type IsoDate = string;
/** A moment: milliseconds since 1970 UTC. */
export type Instant = number;

/** All rules, dates and hours are told in this zone, whatever the machine's own. */
export const PAGE_ZONE = "America/Los_Angeles";
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const WEEK_DAYS = 7;

const at = (instant: Instant): DateTime => DateTime.fromMillis(instant, { zone: PAGE_ZONE, locale: "en-US" });
const midnight = (date: IsoDate): DateTime => DateTime.fromISO(date, { zone: PAGE_ZONE, locale: "en-US" });
const iso = (moment: DateTime): IsoDate => moment.toFormat("yyyy-MM-dd");

/** @throws {ErosError} where the text is no date `YYYY-MM-DD` of the calendar. */
export function parseDate(text: string, field = "start date"): IsoDate {
  const trimmed = text.trim();
  if (/^\d{4}-\d{2}-\d{2}$/.test(trimmed) && DateTime.fromISO(trimmed, { zone: "utc" }).isValid)
    return trimmed;
  throw badInput(field, `${field} “${text}” is no date`, "write it as YYYY-MM-DD, for example 2025-11-10");
}

/** The first moment of a Los Angeles date. */
export function startOfDate(date: IsoDate): Instant {
  let start = starts.get(date);
  if (start === undefined) {
    start = midnight(date).startOf("day").toMillis();
    if (starts.size > 10_000) starts.clear();
    starts.set(date, start);
  }
  return start;
}
// Planning asks for the same few dates thousands of times, and a zone's rules are slow to ask.
const starts = new Map<IsoDate, Instant>();

/** The Los Angeles date of a moment. */
export function dateOf(instant: Instant): IsoDate {
  const guess = new Date(instant - 8 * HOUR).toISOString().slice(0, 10);
  const next = addDays(guess, 1);
  return instant < startOfDate(next) ? guess : next;
}

/** Date, hour, minute and second in Los Angeles. */
export function localParts(instant: Instant): {
  date: IsoDate;
  hour: number;
  minute: number;
  second: number;
} {
  const { hour, minute, second } = at(instant);
  return { date: dateOf(instant), hour, minute, second };
}

export const addDays = (date: IsoDate, days: number): IsoDate =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 24 * HOUR).toISOString().slice(0, 10);

/** Whole days from a to b, negative if b is earlier. */
export const daysBetween = (a: IsoDate, b: IsoDate): number =>
  Math.round((Date.parse(`${b}T00:00:00Z`) - Date.parse(`${a}T00:00:00Z`)) / (24 * HOUR));

/** 1 Monday … 7 Sunday. */
export const weekdayOf = (date: IsoDate): number => new Date(`${date}T00:00:00Z`).getUTCDay() || 7;

/** Saturday or Sunday: the report keeps hours of two day types apart. */
export const isWeekend = (date: IsoDate): boolean => weekdayOf(date) >= 6;

/** The seven dates of the week that starts on a date. */
export const weekDates = (start: IsoDate): IsoDate[] =>
  Array.from({ length: WEEK_DAYS }, (_, day) => addDays(start, day));

/**
 * The moment of a Los Angeles wall-clock time; null for one that the spring change skips. Of the hour that comes
 * twice in autumn it is the first pass.
 */
export function instantOf(date: IsoDate, hour: number, minute = 0): Instant | null {
  const start = startOfDate(date);
  if (startOfDate(addDays(date, 1)) - start === 24 * HOUR) return start + hour * HOUR + minute * MINUTE;
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  const moment = DateTime.fromObject({ year, month, day, hour, minute }, { zone: PAGE_ZONE });
  if (!moment.isValid || moment.hour !== hour || moment.minute !== minute || iso(moment) !== date)
    return null;
  // Luxon may give either pass of a repeated hour: an hour earlier with the same wall clock is the first.
  const earlier = moment.toMillis() - HOUR;
  const before = at(earlier);
  return before.hour === hour && before.minute === minute && iso(before) === date
    ? earlier
    : moment.toMillis();
}

/**
 * The first Monday at least two dates after today's Los Angeles date, so that Sunday evening and Monday morning
 * there mean the same week.
 */
export function planningWeek(now: Instant): IsoDate {
  const earliest = addDays(dateOf(now), 2);
  return addDays(earliest, (8 - weekdayOf(earliest)) % 7);
}

/** `YYYY-MM-DD HH:MM:SS` in Los Angeles, as the CSV and the stored schedule have it. */
export const localTimestamp = (instant: Instant): string => at(instant).toFormat("yyyy-MM-dd HH:mm:ss");

/** ISO with the Los Angeles offset, to the millisecond: `2025-11-03T09:12:44.512-08:00`. */
export const isoWithOffset = (instant: Instant): string => at(instant).toISO() ?? "";

/** ISO in UTC, ending in Z, to the second where there are no milliseconds. */
export const isoUtc = (instant: Instant): string => new Date(instant).toISOString().replace(".000Z", "Z");

/** `PST` or `PDT`, whichever is in force at the moment. */
export const zoneName = (instant: Instant): string => at(instant).toFormat("ZZZZ");

/** A moment in Los Angeles by a luxon format, English names. */
export const localFormat = (instant: Instant, format: string): string => at(instant).toFormat(format);

/** A date by a luxon format, English names. */
export const dateFormat = (date: IsoDate, format: string): string => midnight(date).toFormat(format);
