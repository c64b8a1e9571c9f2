import type { Instant } from "../domain/calendar.js";
import type { HealthFacts } from "../domain/monitoring.js";

/** What the log of runs says, and when it was asked: the real moment, for runs are logged by it. */
export interface HealthState {
  readonly read: { readonly facts: HealthFacts; readonly at: Instant } | null;
  readonly scroll: number;
}

export const NO_HEALTH: HealthState = { read: null, scroll: 0 };
