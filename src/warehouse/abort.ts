/** The error with which an aborted unit of work rejects, whatever reason the signal was given. */
export function aborted(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  if (reason instanceof Error && reason.name === "AbortError") return reason;
  return new DOMException("interrupted", "AbortError");
}

export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw aborted(signal);
}

/** Who hears of a signal. One listener a signal: Node warns of a leak where many units of work wait on one. */
const hearers = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back once the signal is aborted.
 * @returns forgets the callback again: whoever listens on a signal that lives on must.
 */
export function onAbort(signal: AbortSignal, hear: () => void): () => void {
  const known = hearers.get(signal);
  const all = known ?? new Set();
  // The same callback may be given twice: each stands for itself.
  const mine = (): void => hear();
  all.add(mine);
  if (known === undefined) {
    hearers.set(signal, all);
    signal.addEventListener("abort", () => {
      for (const each of [...all]) each();
    });
  }
  return () => all.delete(mine);
}

/** Waits for a promise no longer than until the signal; the promise itself goes on. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  throwIfAborted(signal);
  let forget = (): void => {};
  const abortion = new Promise<never>((_, reject) => {
    forget = onAbort(signal, () => reject(aborted(signal)));
  });
  try {
    return await Promise.race([promise, abortion]);
  } finally {
    forget();
  }
}

/** Waits a while. @throws an AbortError at once where the signal is aborted. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  try {
    await unlessAborted(over, signal);
  } finally {
    clearTimeout(timer);
  }
}
