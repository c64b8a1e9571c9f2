import { exact } from "./exact.js";
import type { WindowRow } from "./report.js";

/** Values 0..1 in steps of 0.1, hour by hour. */
export interface HourValues {
  readonly weekday: readonly number[];
  readonly weekend: readonly number[];
  /** Where they come from: the report, or the usual peaks. */
  readonly source: "report" | "usual peaks";
  /** False where the report says that the hours differ by chance only. */
  readonly reliable: boolean | null;
}

const HOURS = 24;
type DayType = WindowRow["dayType"];

/** Where a report says nothing of the hours (§5): these are the best, in Los Angeles. */
const USUAL_PEAKS: Readonly<Record<DayType, readonly number[]>> = {
  Weekday: [9, 13, 17, 19, 20],
  Weekend: [11, 14, 18, 21],
};

/** From here on the hours of a day type differ by more than chance. */
export const RELIABLE_FROM = "0.3";

/**
 * What each hour is worth, 0 to 1 in steps of 0.1 (finer differences are noise, and equal hours make varied weeks):
 * the report's windows, scaled together so that the best is 1; without any that is above 0 the usual peaks.
 */
export function hourValues(windows: readonly WindowRow[] | null): HourValues {
  const rows = windows ?? [];
  const reliable = reliability(rows);
  const known = { Weekday: knownHours(rows, "Weekday"), Weekend: knownHours(rows, "Weekend") };
  const best = Math.max(0, ...known.Weekday.values(), ...known.Weekend.values());
  if (best === 0)
    return {
      weekday: usualValues("Weekday"),
      weekend: usualValues("Weekend"),
      source: "usual peaks",
      reliable,
    };
  const of = (type: DayType, other: DayType): number[] =>
    scaled(known[type].size > 0 ? known[type] : known[other], best);
  return { weekday: of("Weekday", "Weekend"), weekend: of("Weekend", "Weekday"), source: "report", reliable };
}

/** How far the hours of a day type may be believed, in a word; null where the report does not say. */
export function hourConfidence(
  windows: readonly WindowRow[] | null,
  dayType: DayType,
): "good" | "fair" | "no reliable hour effect" | null {
  const values = reliabilities((windows ?? []).filter((row) => row.dayType === dayType));
  if (values.length === 0) return null;
  const highest = exact(Math.max(...values));
  if (highest.compare(exact(RELIABLE_FROM)) < 0) return "no reliable hour effect";
  return highest.compare(exact("0.6")) < 0 ? "fair" : "good";
}

/** The value of an hour in tenths, 0 to 10. */
export const tenthsAt = (values: HourValues, weekend: boolean, hour: number): number =>
  Math.round(((weekend ? values.weekend : values.weekday)[hour] ?? 0) * 10);

/** Known values by hour, negatives as 0; NaN, infinities and hours that are none are lacking. */
function knownHours(rows: readonly WindowRow[], dayType: DayType): Map<number, number> {
  const known = new Map<number, number>();
  for (const { dayType: type, hour, value } of rows) {
    if (type !== dayType || value === null || !Number.isFinite(value)) continue;
    if (Number.isInteger(hour) && hour >= 0 && hour < HOURS && !known.has(hour))
      known.set(hour, Math.max(0, value));
  }
  return known;
}

function scaled(known: ReadonlyMap<number, number>, best: number): number[] {
  const top = exact(best);
  // A half goes up, and 0.15 of 1 is a half although no double says so.
  const tenths = (value: number): number => Number(exact(value).div(top).mul(10).add(0.5).floor().valueOf());
  const lowest = Math.min(...known.values());
  return Array.from({ length: HOURS }, (_, hour) => tenths(known.get(hour) ?? lowest) / 10);
}

function usualValues(dayType: DayType): number[] {
  const peaks = USUAL_PEAKS[dayType];
  return Array.from({ length: HOURS }, (_, hour) => {
    if (peaks.includes(hour)) return 1;
    return peaks.includes(hour - 1) || peaks.includes(hour + 1) ? 0.7 : 0.4;
  });
}

const reliabilities = (rows: readonly WindowRow[]): number[] =>
  rows
    .map((row) => row.reliability)
    .filter((value): value is number => value !== null && Number.isFinite(value));

function reliability(rows: readonly WindowRow[]): boolean | null {
  const values = reliabilities(rows);
  if (values.length === 0) return null;
  return exact(Math.max(...values)).compare(exact(RELIABLE_FROM)) >= 0;
}
