import { createHash } from "node:crypto";

/** Hexadecimal digits of one uniform: 52 bits fit a double without rounding. */
const DIGITS = 13;

/**
 * Uniform numbers in [0, 1) that depend on the key alone: the same on every machine and every Node, because they are
 * read from SHA-256 digests of the key and a running number, never from the engine's own generator.
 */
export function seeded(key: string): () => number {
  let block = 0;
  let digits = "";
  return () => {
    if (digits.length < DIGITS) digits = createHash("sha256").update(`${key}|${block++}`).digest("hex");
    const uniform = Number.parseInt(digits.slice(0, DIGITS), 16) / 2 ** 52;
    digits = digits.slice(DIGITS);
    return uniform;
  };
}
