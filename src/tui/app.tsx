import { homedir } from "node:os";
import { type ReactElement, useEffect, useState } from "react";
import type { Leaving } from "../walk/leaving.js";
import type { WalkServices } from "../walk/services.js";
import { Splash } from "./splash.js";
import { osc52 } from "./terminal/clipboard.js";
import { ESCAPE_MILLIS } from "./terminal/key-source.js";
import { type Rendered, render } from "./terminal/terminal.js";

/*
 * The screens' way in. It loads no more than a frame needs: walk, screens and everything below them come once the first
 * frame stands, and the warehouse's engine later still, when the walk opens it.
 */

/**
 * Shows the screens until the operator leaves.
 * @returns the exit code; what is left to say (drafts, an unknown outcome) is printed on standard error by then.
 * @throws what a component or anything unforeseen threw, with the terminal restored.
 */
export async function runScreens(services: WalkServices): Promise<number> {
  const left = new Promise<Leaving>((resolve, reject) => {
    const screens = new Screens(services, resolve);
    screens.show(reject);
  });
  const [leaving, { farewell, exitCode }] = await Promise.all([left, import("./farewell.js")]);
  for (const line of farewell(leaving)) process.stderr.write(`eros-tui: ${line}\n`);
  return exitCode(leaving);
}

/** The one run of the screens: its terminal, and its walk once that is loaded. */
class Screens {
  private rendered: Rendered | null = null;
  private interrupt: () => void;

  constructor(
    private readonly services: WalkServices,
    private readonly resolve: (leaving: Leaving) => void,
  ) {
    this.interrupt = () => this.leave(LEFT_EARLY);
  }

  show(reject: (error: unknown) => void): void {
    const fail = (error: unknown): void => {
      this.rendered?.restore();
      reject(error);
    };
    this.rendered = render(<Loading load={() => this.load()} onError={fail} />, {
      stdin: process.stdin,
      stdout: process.stdout,
      escapeMillis: escapeMillis(process.env.EROS_ESC_MS),
      onInterrupt: () => this.interrupt(),
      onCrash: fail,
    });
    this.rendered.waitUntilExit().catch(fail);
  }

  /** By the terminal first, which may be at the other end of the world, then into this machine's clipboard. */
  private async copy(text: string): Promise<readonly string[]> {
    process.stdout.write(osc52(text));
    return ["terminal (OSC 52)", ...((await this.services.copy?.(text)) ?? [])];
  }

  private leave(leaving: Leaving): void {
    this.rendered?.unmount();
    this.rendered?.restore();
    this.resolve(leaving);
  }

  /** The walk with its screens, begun. */
  private async load(): Promise<ReactElement> {
    const { newWalk, Walking } = await import("./walking.js");
    const services = { ...this.services, copy: (text: string) => this.copy(text) };
    const walk = newWalk(services, (leaving) => this.leave(leaving));
    this.interrupt = () => walk.send({ type: "INTERRUPT" });
    walk.start();
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    return <Walking walk={walk} zone={zone} home={homedir()} />;
  }
}

/** The splash until the screens are loaded; loading begins when the splash has been painted. */
function Loading({
  load,
  onError,
}: {
  readonly load: () => Promise<ReactElement>;
  readonly onError: (error: unknown) => void;
}): ReactElement {
  const [screens, setScreens] = useState<ReactElement | null>(null);
  // biome keeps effects honest about what they use; both are made once for a run.
  useEffect(() => {
    const begin = setImmediate(() => {
      load().then(setScreens, onError);
    });
    return () => clearImmediate(begin);
  }, [load, onError]);
  return screens ?? <Splash />;
}

/** Left before there was a walk: nothing is lost. */
const LEFT_EARLY: Leaving = {
  reason: "interrupt",
  drafts: [],
  receipt: null,
  unknown: null,
  stored: [],
  failure: null,
  unopened: null,
};

/** How long an ESC may be the beginning of a sequence: EROS_ESC_MS, whole milliseconds up to five seconds. */
function escapeMillis(text: string | undefined): number {
  const value = /^\d{1,4}$/.test(text ?? "") ? Number(text) : Number.NaN;
  return value >= 1 && value <= 5_000 ? value : ESCAPE_MILLIS;
}
