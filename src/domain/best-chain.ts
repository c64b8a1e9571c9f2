/**
 * The best ways to build a chain of messages, and how many there are: for each moment of a day the greatest worth of
 * a chain that ends there, and the number of chains that reach it. A count of 0 means that there is none.
 */
export interface Reach {
  readonly worth: Int32Array;
  readonly ways: Float64Array;
}

export const newReach = (length: number): Reach => ({
  worth: new Int32Array(length),
  ways: new Float64Array(length),
});

/** Keeps the better of what stands at a place and an offer; of equal worth they are both kept, their ways added. */
export function offer({ worth, ways }: Reach, place: number, offered: number, offeredWays: number): void {
  if (offeredWays === 0) return;
  const standing = ways[place] ?? 0;
  if (standing === 0 || offered > (worth[place] ?? 0)) {
    worth[place] = offered;
    ways[place] = offeredWays;
  } else if (offered === worth[place]) {
    ways[place] = standing + offeredWays;
  }
}

/** A point for each minute between two messages of one date that follow each other, up to here. */
export const MOST_SPREAD = 360;

/** What two messages of one date that follow each other earn by their distance. */
export const spreadBonus = (minutes: number): number => Math.min(MOST_SPREAD, minutes);

/**
 * For each moment the best chain that may be continued there: its last message at least the gap before, the bonus of
 * the distance included. One pass: chains more than 360 minutes back earn the same bonus, so their best only grows;
 * the nearer ones form a window that slides, and its best is kept as two stacks (best of every tail of the older
 * half, best of the newer half), because numbers of ways can be added but not taken away again without rounding.
 */
export function continued(minutes: Int32Array, ends: Reach, gapMinutes: number): Reach {
  const length = minutes.length;
  const result = newReach(length);
  const tails = newReach(length);
  const newer = newReach(1);
  const far = newReach(1);
  const at = (index: number): number => minutes[index] ?? 0;
  let oldest = 0; // first chain of the window
  let split = 0; // the older half is oldest … split − 1
  let next = 0; // first chain that is still too near
  const shiftNewer = (): void => {
    for (let index = next - 1; index >= oldest; index--) {
      tails.ways[index] = 0;
      offer(tails, index, (ends.worth[index] ?? 0) - at(index), ends.ways[index] ?? 0);
      if (index + 1 < next) offer(tails, index, tails.worth[index + 1] ?? 0, tails.ways[index + 1] ?? 0);
    }
    split = next;
    newer.ways[0] = 0;
  };
  for (let place = 0; place < length; place++) {
    const now = at(place);
    for (; next < place && now - at(next) >= gapMinutes; next++)
      offer(newer, 0, (ends.worth[next] ?? 0) - at(next), ends.ways[next] ?? 0);
    for (; oldest < next && now - at(oldest) > MOST_SPREAD; oldest++) {
      if (oldest === split) shiftNewer();
      offer(far, 0, (ends.worth[oldest] ?? 0) + MOST_SPREAD, ends.ways[oldest] ?? 0);
    }
    offer(result, place, far.worth[0] ?? 0, far.ways[0] ?? 0);
    if (oldest < split) offer(result, place, (tails.worth[oldest] ?? 0) + now, tails.ways[oldest] ?? 0);
    offer(result, place, (newer.worth[0] ?? 0) + now, newer.ways[0] ?? 0);
  }
  return result;
}
