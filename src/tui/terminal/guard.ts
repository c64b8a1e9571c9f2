import type { FrameWriter } from "./frame-writer.js";
import type { KeySource } from "./key-source.js";

const CTRL_C = "\x03";
const CTRL_Z = "\x1a";
const DEADLY = ["SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT"] as const;

export interface GuardOptions {
  /** Ctrl-C: the program leaves in its own time, or asks first. */
  readonly onInterrupt: () => void;
  /** Something that nobody foresaw was thrown: the screen is restored, the program says what happened and ends. */
  readonly onCrash: (error: unknown) => void;
}

export interface Guard {
  /** Gives the terminal back; harmless when done already. */
  restore(): void;
}

/** Restores the terminal on every way out: end, signals, crashes, Ctrl-Z and back, a terminal that closes. */
export function guard(writer: FrameWriter, keys: KeySource, options: GuardOptions): Guard {
  let restored = false;
  const restore = (): void => {
    if (restored) return;
    restored = true;
    rawMode(keys, false);
    writer.leave();
    keys.close();
    for (const signal of DEADLY) process.off(signal, die);
    process.off("SIGTSTP", suspend);
    process.off("SIGCONT", resume);
    process.off("SIGWINCH", writer.forget);
    process.off("exit", restore);
    process.off("uncaughtException", crash);
    process.off("unhandledRejection", crash);
  };
  const die = (signal: NodeJS.Signals): void => {
    restore();
    // The parent shall see the signal: without a listener it does what it always does.
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  };
  const crash = (error: unknown): void => {
    restore();
    // A second one, while the first is being told, must not go round in circles.
    process.once("uncaughtException", () => process.exit(1));
    options.onCrash(error);
  };
  const suspend = (): void => {
    rawMode(keys, false);
    writer.leave();
    // The whole group: started by npx or a script, the parent would stay in front of the shell.
    process.kill(0, "SIGSTOP");
  };
  const resume = (): void => {
    rawMode(keys, true);
    writer.enter();
    writer.repaint();
  };
  for (const signal of DEADLY) process.on(signal, die);
  process.on("SIGTSTP", suspend);
  process.on("SIGCONT", resume);
  process.on("SIGWINCH", writer.forget);
  process.on("exit", restore);
  process.on("uncaughtException", crash);
  process.on("unhandledRejection", crash);
  keys.on("hangup", () => die("SIGHUP"));
  keys.intercept = (key) => {
    if (key === CTRL_C) options.onInterrupt();
    else if (key === CTRL_Z) suspend();
    else return false;
    return true;
  };
  return { restore };
}

function rawMode(keys: KeySource, on: boolean): void {
  try {
    keys.setRawMode(on);
  } catch {
    // The terminal is gone; there is no mode to set.
  }
}
