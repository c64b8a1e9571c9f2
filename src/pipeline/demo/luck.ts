import { seeded } from "../../domain/seeded.js";

/** A stream of luck that is the same on every machine and every Node. */
export interface Luck {
  /** Uniform in [0, 1). */
  next(): number;
  /** A whole number from 0 to below n. */
  below(n: number): number;
  /** One of a list, each equally likely. */
  pick<T>(list: readonly T[]): T;
  /** Around 1, with this spread: a bell made of twelve uniforms, never below 0.05. */
  around(spread: number): number;
}

/** @param key Names the stream; the same key gives the same stream. */
export function luck(key: string): Luck {
  const next = seeded(key);
  const below = (n: number): number => Math.floor(next() * n);
  return {
    next,
    below,
    pick: (list) => list[below(list.length)] as (typeof list)[number],
    around: (spread) => {
      let sum = -6;
      for (let draw = 0; draw < 12; draw++) sum += next();
      return Math.max(0.05, 1 + spread * sum);
    },
  };
}
