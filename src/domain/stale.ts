import { HOUR, type Instant } from "./calendar.js";

/** Data older than this is warned about everywhere: schedulers plan on Mondays from the messages of the weekend. */
const STALE_AFTER = 48 * HOUR;

/** Whether what ends at one moment is stale at another; exactly 48 hours are not. */
export const isStale = (dataTo: Instant, now: Instant): boolean => now - dataTo > STALE_AFTER;
