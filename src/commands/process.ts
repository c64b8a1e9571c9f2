import { EXIT } from "../domain/errors.js";
import { main, type Screens, tellFailure } from "./main.js";
import type { Run } from "./run.js";

/** Exit codes of a process that a signal stopped, as shells count them. */
const STOPPED = { SIGINT: EXIT.interrupted, SIGTERM: 143, SIGHUP: 129 } as const;
type Stop = keyof typeof STOPPED;

/** Runs the program in this process and ends it: the one place where it does. */
export async function runInProcess(words: readonly string[], screens: Screens): Promise<never> {
  const { stdin, stdout, stderr, env } = process;
  const lost = watch(stdout);
  watch(stderr);
  const stopping = new AbortController();
  let stoppedBy: Stop | null = null;
  const stop = (signal: Stop): void => {
    // Once asks the work to stop and lets a sent transaction end; twice leaves now.
    if (stoppedBy !== null) process.exit(STOPPED[signal]);
    stoppedBy = signal;
    stopping.abort();
  };
  const signals = Object.keys(STOPPED) as Stop[];
  for (const signal of signals) process.on(signal, stop);
  const run: Run = {
    out: (text) => stdout.write(`${text}\n`),
    err: (text) => stderr.write(`${text}\n`),
    signal: stopping.signal,
    env,
    columns: Math.max(60, stdout.columns ?? 80),
    interactive: stdin.isTTY === true && stdout.isTTY === true && env.TERM !== "dumb",
    clock: () => Date.now(),
    ...(stdin.isTTY === true && stderr.isTTY === true
      ? { ask: (question: string) => asked(question, stopping.signal) }
      : {}),
  };
  const crash = (error: unknown): void => {
    void tellFailure(error, run).then((code) => process.exit(code));
  };
  process.on("uncaughtException", crash).on("unhandledRejection", crash);
  const code = await main(words, run, (services) => {
    // The screens have their own way out for each of these.
    for (const signal of signals) process.off(signal, stop);
    process.off("uncaughtException", crash).off("unhandledRejection", crash);
    // chalk does not know NO_COLOR; it must be told before the first screen is loaded.
    if (env.NO_COLOR && !env.FORCE_COLOR) env.FORCE_COLOR = "0";
    return screens(services);
  });
  await flushed(stdout);
  const unwritten = lost();
  if (unwritten !== null) tellUnwritten(unwritten);
  await flushed(stderr);
  if (code === EXIT.interrupted && stoppedBy !== null) process.exit(STOPPED[stoppedBy]);
  process.exit(code === 0 && unwritten !== null ? lostExit(unwritten) : code);
}

/** Ends a program that has written a line without all of this, and failed at it. */
export function leaveUnwritten(error: NodeJS.ErrnoException): void {
  if (isReaderGone(error)) return;
  tellUnwritten(error);
  process.exitCode = lostExit(error);
}

const tellUnwritten = ({ message }: Error): void => {
  process.stderr.write(`eros-tui: the output could not be written whole: ${message}\n`);
};

/** A full disk is told by the same code wherever it is met. */
const lostExit = ({ code = "" }: NodeJS.ErrnoException): number =>
  ["ENOSPC", "EDQUOT"].includes(code) ? EXIT.unreachable : EXIT.unexpected;

/** A line typed at the terminal; its question goes to standard error, where no result stands. */
async function asked(question: string, signal: AbortSignal): Promise<string> {
  const { createInterface } = await import("node:readline/promises");
  const terminal = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  try {
    return await terminal.question(question, { signal });
  } finally {
    terminal.close();
  }
}

/**
 * Listens for what a stream cannot write, such as a full disk. A reader that has seen enough (`| head`) or is gone is
 * no failure, and must not stop a commit half-way.
 */
function watch(stream: NodeJS.WriteStream): () => Error | null {
  let lost: Error | null = null;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (!isReaderGone(error)) lost ??= error;
  });
  return () => lost;
}

const isReaderGone = ({ code }: NodeJS.ErrnoException): boolean => code === "EPIPE" || code === "EIO";

/** Resolves when all that was written has left: a pipe takes its time, and leaving early would cut the JSON off. */
const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    stream.write("", () => resolve());
  });
