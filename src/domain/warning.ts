/** What an operator should know about a plan before committing it. */
export const WARNING_CODES = [
  "STALE_DATA",
  "OUTSIDE_TIER",
  "ABOVE_ZONE",
  "RELAXED",
  "SHORTAGE",
  "CATEGORY_REPEAT",
  "OVERLAP",
  "PAST_DAY_SHORT",
  "NO_HISTORY",
  "LOW_CONFIDENCE",
] as const;
export type WarningCode = (typeof WARNING_CODES)[number];

export interface Warning {
  readonly code: WarningCode;
  readonly message: string;
}
