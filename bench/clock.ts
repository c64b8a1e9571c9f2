/** Middle of some figures; the mean of the two middle ones where their number is even. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2;
}

/** Milliseconds that a piece of work takes. */
export async function millis(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export interface Figure {
  readonly name: string;
  /** Milliseconds. */
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly runs: number;
}

/**
 * Runs several pieces of work in turn, A B C A B C …, so that a machine whose speed drifts is unfair to none; one
 * round before the first is not counted.
 */
export async function inTurn(
  work: Readonly<Record<string, () => Promise<number>>>,
  runs: number,
): Promise<Figure[]> {
  const figures = Object.fromEntries(Object.keys(work).map((name) => [name, [] as number[]]));
  for (let run = -1; run < runs; run++)
    for (const [name, once] of Object.entries(work)) {
      const took = await once();
      if (run >= 0) figures[name]?.push(took);
    }
  return Object.entries(figures).map(([name, all]) => ({
    name,
    median: median(all),
    low: Math.min(...all),
    high: Math.max(...all),
    runs: all.length,
  }));
}

/** A figure of work that is done once, because it takes long. */
export async function once(name: string, work: () => unknown): Promise<Figure> {
  const took = await millis(work);
  return { name, median: took, low: took, high: took, runs: 1 };
}
