import type { Usage } from "../port.js";

/** Dollars a tebibyte, on demand, in the US: Google's list price. Editions and the free tebibyte are not known here. */
const DOLLARS_PER_TEBIBYTE = 6.25;
const TEBIBYTE = 2 ** 40;

/** Counts what jobs say of themselves. */
export class Meter {
  private jobs = 0;
  private bytes = 0;
  private billed = 0;

  started(): void {
    this.jobs++;
  }
  /**
   * Numbers as the service gives them: as text, or nothing.
   * @param billed at least 10 MB for each table of a statement; where it is not told, what was read.
   */
  read(bytes: unknown, billed: unknown): void {
    this.bytes += counted(bytes);
    this.billed += counted(billed ?? bytes);
  }
  usage(): Usage {
    return {
      jobs: this.jobs,
      bytesProcessed: this.bytes,
      estimatedCost: (this.billed / TEBIBYTE) * DOLLARS_PER_TEBIBYTE,
    };
  }
}

function counted(bytes: unknown): number {
  const count = Number(bytes ?? 0);
  return Number.isFinite(count) ? count : 0;
}
