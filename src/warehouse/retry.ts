import pRetry from "p-retry";
import { pause, throwIfAborted } from "./abort.js";
import type { Ctx } from "./port.js";

/** Tries after the first. */
export const MAX_RETRIES = 5;

/** Seconds before retry number 1, 2, …: doubled each time, within half and one and a half of that. */
export const waitBefore = (attempt: number, random: number): number =>
  Math.min(20, 0.2 * 2 ** (attempt - 1)) * (0.5 + random);

/**
 * Does work again after errors that pass by themselves: at most five times, every wait told to `ctx`. Everything else,
 * and the last error, is thrown as it came. Work that writes must look for its own traces first: an error does not say
 * that nothing was stored.
 */
export async function retrying<T>(
  ctx: Ctx,
  isTransient: (error: unknown) => boolean,
  work: () => Promise<T>,
): Promise<T> {
  throwIfAborted(ctx.signal);
  // The signal is not p-retry's: it would answer a commit that stands with an AbortError. Nor is the wait, which is told.
  return await pRetry(work, {
    retries: MAX_RETRIES,
    minTimeout: 0,
    shouldRetry: ({ error }) => isTransient(error),
    onFailedAttempt: async ({ error, attemptNumber, retriesLeft }) => {
      if (retriesLeft === 0 || !isTransient(error)) return;
      const seconds = waitBefore(attemptNumber, Math.random());
      ctx.progress({
        kind: "retry",
        reason: error.message,
        seconds,
        attempt: attemptNumber,
        of: MAX_RETRIES,
      });
      await pause(seconds * 1000, ctx.signal);
    },
  });
}
