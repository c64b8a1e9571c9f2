import { EventEmitter } from "node:events";
import { type Instance, render } from "ink";
import type { ReactElement } from "react";
import { expect, vi } from "vitest";
import { KeySource } from "../../src/tui/terminal/key-source.js";

/** A terminal's output as Ink is given it: every write is one whole frame. */
class Frames extends EventEmitter {
  readonly columns = 80;
  readonly rows = 24;
  last = "";
  write = (frame: string): boolean => {
    if (frame !== "" && !frame.startsWith("\x1b[?")) this.last = frame;
    return true;
  };
}

/** A seat before a component at 80×24, with the real source of keys: what is typed comes as from a terminal. */
export class Seat {
  private readonly frames = new Frames();
  private readonly tty = Object.assign(new EventEmitter(), { resume: () => {}, pause: () => {} });
  private readonly instance: Instance;

  constructor(node: ReactElement) {
    this.instance = render(node, {
      stdout: this.frames as unknown as NodeJS.WriteStream,
      stdin: new KeySource(this.tty, 5) as unknown as NodeJS.ReadStream,
      debug: true,
      exitOnCtrlC: false,
      patchConsole: false,
    });
  }

  /** The last frame, colours away. */
  get text(): string {
    return this.frames.last.replace(/\x1b\[[0-9;]*m/g, "");
  }
  type(keys: string): void {
    this.tty.emit("data", Buffer.from(keys));
  }
  paste(text: string): void {
    this.type(`\x1b[200~${text}\x1b[201~`);
  }
  async sees(what: string | RegExp): Promise<void> {
    await vi.waitFor(
      () => (typeof what === "string" ? expect(this.text).toContain(what) : expect(this.text).toMatch(what)),
      { timeout: 5_000, interval: 10 },
    );
  }
  leave(): void {
    this.instance.unmount();
  }
}
