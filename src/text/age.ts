import type { Instant } from "../domain/calendar.js";

const UNITS = [
  ["s", 1000, 120],
  ["min", 60_000, 120],
  ["h", 3_600_000, 48],
] as const;
const DAY = 86_400_000;

/**
 * How long ago something was, in its largest unit that says enough: `12 s ago`, `5 min ago`, `30 h ago`, `9 days ago`.
 * Null where it is not known, or lies ahead because a clock was set.
 */
export function age(then: Instant, now: Instant): string | null {
  const past = now - then;
  if (!(past >= 0)) return null;
  for (const [name, length, below] of UNITS)
    if (past < below * length) return `${Math.floor(past / length)} ${name} ago`;
  return `${Math.floor(past / DAY)} days ago`;
}
