import { DateTime } from "luxon";
import { type Instant, PAGE_ZONE } from "../domain/calendar.js";
import { badInput } from "../domain/errors.js";

/** What `--as-of` and `EROS_AS_OF` take. */
const MOMENT_ALLOWED = "a date or an ISO date-time, for example 2025-11-03 or 2025-11-03T09:12";

/**
 * The moment that a person names as "now": an ISO date-time or date. Without an offset it is Los Angeles time; a date
 * alone is the first moment of it there.
 * @throws {ErosError} for text that is none, and for a wall-clock time that the spring change skips.
 */
export function parseMoment(text: string, field = "--as-of"): Instant {
  const written = text.trim().replace(/^(\d{4}-\d{2}-\d{2}) (?=\d)/, "$1T");
  const shaped = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})?)?$/i.test(
    written,
  );
  const moment = DateTime.fromISO(written, { zone: PAGE_ZONE });
  if (!shaped || !moment.isValid)
    throw badInput(field, `${field} “${text}” is no moment`, `give ${MOMENT_ALLOWED}`);
  const offset = /(Z|[+-]\d{2}:?\d{2})$/i.test(written.slice(10));
  if (!offset && written.length > 10 && moment.toFormat("HH:mm") !== written.slice(11, 16))
    throw badInput(
      field,
      `${field} “${text}” does not exist in Los Angeles: the clocks go forward over it`,
      "give a time before 02:00 or from 03:00 on that day, or one with its offset",
    );
  return moment.toMillis();
}
