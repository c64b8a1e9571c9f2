import type { Instant } from "./calendar.js";
import type { NoteCode } from "./import-notes.js";

/** What a field says, perhaps with a remark; or why it says nothing that can be used. */
export type Reading<T> =
  | { readonly value: T; readonly note?: NoteCode | undefined }
  | { readonly refused: string };

const FORM =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?: ?(?:(Z|UTC|GMT)|([+-])(\d\d):?(\d\d)?))?)?$/i;
/** Nothing was sent before: what is older is a default value or a mistake. */
const EARLIEST = Date.UTC(2000, 0, 1);
/** How far this machine's clock may be behind. */
const AHEAD = 10 * 60_000;
const WRITE = "write it as 2025-11-03T17:12:00Z";

/**
 * A moment as files carry it: ISO with an offset, `2014-05-11 04:10:47 UTC` as BigQuery exports it, without a zone
 * (taken as UTC, remarked), or seconds or milliseconds since 1970 (remarked). What could be read in two ways, such as
 * 05/06/2014, is refused, never guessed.
 * @param now the real time: what was sent, or made, cannot lie ahead of it.
 * @param dateOnly a date without a time of day will do: it is midnight UTC.
 */
export function readMoment(text: string, now: Instant, { dateOnly = false } = {}): Reading<Instant> {
  if (/^\d+$/.test(text)) return sinceEpoch(text, now);
  const found = FORM.exec(text);
  if (found === null) {
    if (/^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b/.test(text))
      return { refused: `could be day or month first: ${WRITE}` };
    return { refused: `is no time: ${WRITE}` };
  }
  const [, year = "", month = "", day = "", hour, minute = "", second = "0", fraction = "", zone, sign] =
    found;
  if (hour === undefined && !dateOnly) return { refused: `has no time of day: ${WRITE}` };
  if (+(hour ?? 0) > 23 || +minute > 59 || +second > 59) return { refused: "is no time of the day" };
  const wall = Date.UTC(+year, +month - 1, +day, +(hour ?? 0), +minute, +second);
  const there = new Date(wall);
  if (there.getUTCMonth() !== +month - 1 || there.getUTCDate() !== +day || +month < 1)
    return { refused: "is no date of the calendar" };
  const away = offset(sign, found[10], found[11]);
  if (away === null) return { refused: "has an offset that no place on earth has" };
  const instant = wall + Math.floor(Number(`0.${fraction || 0}`) * 1000) - away;
  return placed(
    instant,
    now,
    zone === undefined && sign === undefined && hour !== undefined ? "time-without-zone" : undefined,
  );
}

/** Milliseconds that a wall clock is ahead of UTC; null for none on earth. */
function offset(sign: string | undefined, hours = "0", minutes = "0"): number | null {
  if (sign === undefined) return 0;
  if (+hours > 14 || +minutes > 59) return null;
  return (sign === "-" ? -1 : 1) * (+hours * 60 + +minutes) * 60_000;
}

function sinceEpoch(digits: string, now: Instant): Reading<Instant> {
  if (digits.length === 10) return placed(Number(digits) * 1000, now, "time-in-seconds");
  if (digits.length === 13) return placed(Number(digits), now, "time-in-seconds");
  return { refused: `is no time: ${WRITE}` };
}

function placed(instant: Instant, now: Instant, note: NoteCode | undefined): Reading<Instant> {
  if (instant < EARLIEST) return { refused: "is before the year 2000" };
  if (instant > now + AHEAD) return { refused: "lies in the future" };
  return note === undefined ? { value: instant } : { value: instant, note };
}
