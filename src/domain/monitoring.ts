import { addDays, type Instant, type IsoDate } from "./calendar.js";
import type { CaptionId } from "./caption.js";
import type { PageName } from "./page.js";

/** How a page's runs have gone in 7 days; conflicts stand outside the rate. */
export interface PageHealth {
  readonly page: PageName;
  readonly runs: number;
  readonly successes: number;
  readonly errors: number;
  readonly conflicts: number;
  /** 0..1; null where no run counts. */
  readonly successRate: number | null;
  readonly meanSeconds: number | null;
  readonly meanMessages: number | null;
  readonly lastRun: Instant | null;
  readonly hoursSinceLast: number | null;
  readonly health: Health | null;
}
export const HEALTHS = ["HEALTHY", "WARNING", "CRITICAL"] as const;
export type Health = (typeof HEALTHS)[number];

/** The runs of one Los Angeles day; seconds are null where none is known. */
export interface DayRuns {
  readonly date: IsoDate;
  readonly runs: number;
  readonly errors: number;
  readonly meanSeconds: number | null;
  readonly minSeconds: number | null;
  /** The lower median. */
  readonly medianSeconds: number | null;
  readonly maxSeconds: number | null;
}

export const ALERTS = ["success rate", "duration", "no success", "errors", "double locks"] as const;
export type AlertName = (typeof ALERTS)[number];
export interface Alert {
  readonly name: AlertName;
  readonly fires: boolean;
  /** Null where it is not known, as without any run. */
  readonly figure: number | null;
  readonly limit: number;
  readonly unit: string;
}

/** A caption that is locked twice within 7 days: must never be. */
export interface DoubleLock {
  readonly captionId: CaptionId;
  readonly text: string;
  readonly first: { readonly page: PageName; readonly scheduleId: string; readonly date: IsoDate };
  readonly second: { readonly page: PageName; readonly scheduleId: string; readonly date: IsoDate };
}

/** What the monitoring of sql/monitoring/ says, from one unit of work. */
export interface HealthFacts {
  /** In the order of their names. */
  readonly pages: readonly PageHealth[];
  /** Days with a run among the last 30, the earliest first. */
  readonly days: readonly DayRuns[];
  /** All five, in their order. */
  readonly alerts: readonly Alert[];
  readonly doubleLocks: readonly DoubleLock[];
}

/** Days of a trend. */
export const TREND_DAYS = 30;

/** The last 30 days up to a date, in order; those without a run have none. */
export function everyDay(days: readonly DayRuns[], today: IsoDate): DayRuns[] {
  const byDate = new Map(days.map((day) => [day.date, day]));
  return Array.from({ length: TREND_DAYS }, (_, index) => {
    const date = addDays(today, index + 1 - TREND_DAYS);
    return byDate.get(date) ?? { ...NO_RUNS, date };
  });
}

const NO_RUNS = {
  runs: 0,
  errors: 0,
  meanSeconds: null,
  minSeconds: null,
  medianSeconds: null,
  maxSeconds: null,
};

/** The pages in the order in which somebody should look at them: the worst first, then by name. */
export const worstFirst = (pages: readonly PageHealth[]): PageHealth[] =>
  [...pages].sort((a, b) => gravity(b) - gravity(a) || (a.page < b.page ? -1 : 1));

const gravity = ({ health }: PageHealth): number => (health === null ? -1 : HEALTHS.indexOf(health));
