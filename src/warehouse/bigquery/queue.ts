import { throwIfAborted, unlessAborted } from "../abort.js";

/** The end of what each dataset of this process was last given to write. */
const ends = new Map<string, Promise<unknown>>();

/** One after another in this process: two transactions of it would only cancel each other. */
export async function inTurn<T>(place: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const previous = ends.get(place) ?? Promise.resolve();
  const mine = unlessAborted(previous, signal).then(() => {
    throwIfAborted(signal);
    return work();
  });
  const end = Promise.allSettled([previous, mine]);
  ends.set(place, end);
  try {
    return await mine;
  } finally {
    if (ends.get(place) === end) end.then(() => ends.get(place) === end && ends.delete(place));
  }
}
