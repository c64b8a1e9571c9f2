/** A wait that can be given up. */
export interface Wait {
  timer: NodeJS.Timeout;
  listening?: NodeJS.Immediate;
}

/**
 * Timers that listen once more before they ring. A process that was held up wakes with its timers due and its keys
 * unread, and runs the timers first: a quiet time would seem to be over although a key came in it.
 */
export const LISTENING_CLOCK = {
  setTimeout(ring: () => void, millis: number): Wait {
    const wait: Wait = {
      timer: setTimeout(() => {
        // Node reads the terminal between its timers and this.
        wait.listening = setImmediate(ring);
      }, millis),
    };
    return wait;
  },
  clearTimeout(wait: Wait | undefined): void {
    clearTimeout(wait?.timer);
    clearImmediate(wait?.listening);
  },
};
