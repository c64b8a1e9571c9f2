import {
  addDays,
  dateFormat,
  type Instant,
  type IsoDate,
  localFormat,
  WEEK_DAYS,
  zoneName,
} from "../domain/calendar.js";
import { isStale } from "../domain/stale.js";

/** `Mon Nov 10` */
export const dayName = (date: IsoDate): string => dateFormat(date, "ccc LLL d");

/** `Mon` */
export const weekdayName = (date: IsoDate): string => dateFormat(date, "ccc");

/** `Mon 10` */
export const shortDay = (date: IsoDate): string => dateFormat(date, "ccc d");

/** `Nov 10` */
export const monthDay = (date: IsoDate): string => dateFormat(date, "LLL d");

/** The seven days from a date, short: `Nov 10–16`, `Dec 29–Jan 4`. */
export function weekRange(start: IsoDate): string {
  const end = addDays(start, WEEK_DAYS - 1);
  const sameMonth = start.slice(0, 7) === end.slice(0, 7);
  return `${monthDay(start)}–${sameMonth ? dateFormat(end, "d") : monthDay(end)}`;
}

/** The seven days from a date, in full: `Mon Nov 10 – Sun Nov 16`. */
export const weekInFull = (start: IsoDate): string =>
  `${dayName(start)} – ${dayName(addDays(start, WEEK_DAYS - 1))}`;

/** `21:55` */
export const clockTime = (hour: number, minute: number): string => `${two(hour)}:${two(minute)}`;

/** A moment in Los Angeles: `Mon Nov 10 21:55`. */
export const moment = (instant: Instant): string => localFormat(instant, "ccc LLL d HH:mm");

/** A stored moment for whoever reads a log or the tables: `2025-11-05 17:12 UTC`. @param iso ISO UTC. */
export const utcMinute = (iso: string): string => `${iso.slice(0, 16).replace("T", " ")} UTC`;

/** A moment's Los Angeles time of day to the second: `09:12:44`. */
export const timeOfDay = (instant: Instant): string => localFormat(instant, "HH:mm:ss");

/** A gap as a decimal of hours: `2.5 h`, `1.25 h`, `3 h`. */
export const hoursText = (minutes: number): string => `${Number((minutes / 60).toFixed(2))} h`;

/** Said once a screen: `times: Los Angeles (PST)`. */
export const zoneLine = (instant: Instant): string => `times: Los Angeles (${zoneName(instant)})`;

/** How old the data is: `data to Nov 3, 08:50`, marked where it is older than 48 hours. */
export function dataAge(
  dataTo: Instant | null,
  now: Instant,
): { readonly text: string; readonly stale: boolean } {
  if (dataTo === null) return { text: "no messages yet", stale: true };
  const stale = isStale(dataTo, now);
  return { text: `${stale ? "▲ " : ""}data to ${localFormat(dataTo, "LLL d, HH:mm")}`, stale };
}

/**
 * A Los Angeles moment on the operator's own clock: `Tue 13:55 Manila`; null where both clocks read the same.
 * @param zone IANA name of the operator's zone.
 */
export function operatorTime(instant: Instant, zone: string): string | null {
  const there = wallClock(instant, zone);
  if (there === null || there === localFormat(instant, "ccc HH:mm")) return null;
  return `${there} ${placeOf(zone)}`;
}

/** `Asia/Manila` → `Manila`. */
const placeOf = (zone: string): string => (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");

function wallClock(instant: Instant, zone: string): string | null {
  try {
    const parts = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      weekday: "short",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    }).formatToParts(instant);
    const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? "";
    return `${part("weekday")} ${part("hour")}:${part("minute")}`;
  } catch {
    // A zone name that this machine does not know: the Los Angeles time alone is right.
    return null;
  }
}

const two = (value: number): string => String(value).padStart(2, "0");
