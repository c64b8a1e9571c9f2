import type { Usage } from "../port.js";

/** Dollars a tebibyte, on demand, in the US: Google's list price. Editions and the free tebibyte are not known here. */
const DOLLARS_PER_TEBIBYTE = 6.25;
const TEBIBYTE = 2 ** 40;

/** Counts what jobs say of themselves. */
export class Meter {
  private jobs = 0;
  private bytes = 0;

  started(): void {
    this.jobs++;
  }
  /** @param bytes as the service gives it: a number as text, or nothing. */
  read(bytes: unknown): void {
    const count = Number(bytes ?? 0);
    if (Number.isFinite(count)) this.bytes += count;
  }
  usage(): Usage {
    return {
      jobs: this.jobs,
      bytesProcessed: this.bytes,
      estimatedCost: (this.bytes / TEBIBYTE) * DOLLARS_PER_TEBIBYTE,
    };
  }
}
