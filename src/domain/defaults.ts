/** Sending hours: from this full hour to before that one, 0–24. */
export type SendingHours = readonly [from: number, to: number];
export const DEFAULT_HOURS: SendingHours = [7, 23];

/** Used where the operator set none: cut points 0.30 and 0.60. */
export const DEFAULT_TOLERANCE = 0.5;
