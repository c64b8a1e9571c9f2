import { counted } from "../domain/counted.js";
/** What queries have read and cost. */
export interface QueryUsage {
  readonly jobs: number;
  readonly bytesProcessed: number;
  /** Dollars. */
  readonly estimatedCost: number;
}

const UNITS = ["bytes", "kB", "MB", "GB", "TB", "PB"] as const;

/** `3 jobs, 1.2 GB read, about $0.01`; what costs less than a cent says so. */
export function usageText({ jobs, bytesProcessed, estimatedCost }: QueryUsage): string {
  const cost =
    estimatedCost === 0
      ? "free"
      : estimatedCost < 0.01
        ? "under $0.01"
        : `about $${estimatedCost.toFixed(2)}`;
  return `${counted(jobs, "job")}, ${bytesText(bytesProcessed)} read, ${cost}`;
}

/** In units of a thousand, as Google bills speak: `950 bytes`, `1.2 GB`. */
function bytesText(bytes: number): string {
  let [value, unit] = [bytes, 0];
  // 999.95 would be written 1000.0.
  while (value >= 999.95 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}
