import { createHash } from "node:crypto";

/** A stream of luck that is the same on every machine and every Node. */
export interface Luck {
  /** Uniform in [0, 1). */
  next(): number;
  /** A whole number from 0 to below n. */
  below(n: number): number;
  /** One of a list, each equally likely. */
  pick<T>(list: readonly T[]): T;
  /** Around 1, with this spread: a bell made of twelve uniforms, never at or below 0.05. */
  around(spread: number): number;
}

/** @param key Names the stream; the same key gives the same stream (sfc32 seeded by sha-256). */
export function luck(key: string): Luck {
  const digest = createHash("sha256").update(key).digest();
  let [a, b, c, d] = [0, 4, 8, 12].map((at) => digest.readUInt32LE(at)) as [number, number, number, number];
  const next = (): number => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 4294967296;
  };
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
