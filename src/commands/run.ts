import type { Instant } from "../domain/calendar.js";

/** What a command has around it: where it speaks, and when it is to stop. Injected, so that a test can listen. */
export interface Run {
  /** A line, or several, on standard output: the result and nothing else. */
  out(text: string): void;
  /** A line, or several, on standard error: everything that is not the result. */
  err(text: string): void;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Width for text: the terminal's, else 80. */
  readonly columns: number;
  /** True where both ends are a terminal that can show screens. */
  readonly interactive: boolean;
  /** Asks on standard error and gives the line typed; absent where nobody sits at a terminal. */
  readonly ask?: (question: string) => Promise<string>;
  /** The real time, whatever "now" is taken to be. */
  clock(): Instant;
}
