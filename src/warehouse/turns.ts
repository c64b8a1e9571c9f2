import { throwIfAborted, unlessAborted } from "./abort.js";

/** Work that must not overlap: in one place each piece begins once all that was begun there before it has ended. */
export class Turns {
  /** The end of what each place was last given. */
  private readonly ends = new Map<string, Promise<unknown>>();

  /** @throws an AbortError where the signal comes while it waits; once begun the work hears the signal itself. */
  async take<T>(place: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const { ends } = this;
    const previous = ends.get(place) ?? Promise.resolve();
    const mine = unlessAborted(previous, signal).then(() => {
      throwIfAborted(signal);
      return work();
    });
    // Who gave up while waiting must not let the next one in early.
    const end = Promise.allSettled([previous, mine]);
    ends.set(place, end);
    try {
      return await mine;
    } finally {
      if (ends.get(place) === end) end.then(() => ends.get(place) === end && ends.delete(place));
    }
  }
}
