import { EventEmitter } from "node:events";
// The same copy of the scheduler that Ink's React runs on: the order of work between the two is what matters here.
import { unstable_LowPriority, unstable_scheduleCallback } from "scheduler";
import { giveUp, type Input, PASTE_ON, splitKeys, withoutTail } from "./key-splitter.js";

/** What the source needs of a terminal's input stream. */
export interface Keyboard extends EventEmitter {
  setRawMode?(on: boolean): unknown;
  ref?(): unknown;
  unref?(): unknown;
  resume(): unknown;
  pause(): unknown;
}

/** How long an ESC may be the beginning of a sequence; over SSH its tail comes later. */
export const ESCAPE_MILLIS = 100;
/** An open paste whose end does not come is taken as it is. */
const PASTE_MILLIS = 1_000;
/** A tail that comes within this time of its given-up beginning is no typing; the end of a paste never is. */
const TAIL_MILLIS = 1_000;
/** No paste or sequence is longer. */
const LONGEST_REST = 1_000_000;
/** Keys that wait, at most: a key leant on while a page is read shall not run on for long afterwards. */
const MOST_WAITING = 32;
const ESCAPE = "\x1b";

/**
 * Given to Ink as `stdin`: hands over one key per React commit. Ink alone loses keys that come together (two arrows in
 * one read move once) and takes halves of sequences for text.
 */
export class KeySource extends EventEmitter {
  readonly isTTY = true;
  /** Keys that are nobody's but the terminal's (Ctrl-C, Ctrl-Z); true: taken. */
  intercept: (key: string) => boolean = () => false;
  /** True for a key that waits, with all after it, until `go` or `drop`; asked as its turn comes. ESC never waits. */
  waits: (key: string) => boolean = () => false;
  private readonly queue: Input[] = [];
  private readonly decoder = new TextDecoder("utf-8");
  private rest = "";
  private timer: NodeJS.Timeout | undefined;
  private pumping = false;
  private current: string | null = null;
  private gaveUp: { readonly text: string; readonly at: number } | undefined;

  constructor(
    private readonly keyboard: Keyboard,
    private readonly escapeMillis = ESCAPE_MILLIS,
  ) {
    super();
    this.setMaxListeners(50);
    keyboard.on("data", this.receive);
    keyboard.on("end", () => this.emit("hangup"));
    keyboard.on("error", () => this.emit("hangup"));
  }

  setEncoding(): this {
    return this;
  }
  setRawMode(on: boolean): this {
    this.keyboard.setRawMode?.(on);
    if (on) this.keyboard.resume();
    return this;
  }
  ref(): void {
    this.keyboard.ref?.();
  }
  unref(): void {
    this.keyboard.unref?.();
  }
  resume(): this {
    return this;
  }
  pause(): this {
    return this;
  }

  /** Ink reads the one key that was announced by `readable`. */
  read(): string | null {
    const key = this.current;
    this.current = null;
    return key;
  }

  /** What waits may be taken now. */
  go(): void {
    if (this.pumping || this.queue.length === 0) return;
    this.pumping = true;
    this.afterRender(this.pump);
  }

  /** All that is not taken yet is given up: what it was typed for did not come. */
  drop(): void {
    this.giveUp(0);
  }

  private giveUp(from: number, count = this.queue.length): void {
    const given = this.queue.splice(from, count);
    if (given.length > 0) this.emit("dropped", given, from);
  }

  /** Listens no longer. */
  close(): void {
    clearTimeout(this.timer);
    this.keyboard.off("data", this.receive);
    this.keyboard.pause();
  }

  private readonly receive = (data: Buffer | string): void => {
    clearTimeout(this.timer);
    let text = typeof data === "string" ? data : this.decoder.decode(data, { stream: true });
    if (this.gaveUp !== undefined) {
      const { text: given, at } = this.gaveUp;
      if (given === PASTE_ON || performance.now() - at < TAIL_MILLIS) text = withoutTail(text, given);
      this.gaveUp = undefined;
    }
    const { inputs, rest } = splitKeys(this.rest + text);
    this.rest = rest.length > LONGEST_REST ? "" : rest;
    for (const input of inputs) this.push(input);
    if (this.rest === "") return;
    this.timer = setTimeout(this.endWait, this.rest.startsWith(PASTE_ON) ? PASTE_MILLIS : this.escapeMillis);
  };

  private readonly endWait = (): void => {
    const { rest } = this;
    this.rest = "";
    for (const input of giveUp(rest)) this.push(input);
    this.gaveUp = { text: rest.startsWith(PASTE_ON) ? PASTE_ON : rest, at: performance.now() };
  };

  private push(input: Input): void {
    if ("key" in input && this.intercept(input.key)) return;
    this.queue.push(input);
    if (this.pumping) return;
    this.pumping = true;
    this.pump();
  }

  private readonly pump = (): void => {
    const [next] = this.queue;
    if (next !== undefined && this.waits("key" in next ? next.key : "")) {
      const escapeAt = this.queue.findIndex((input) => "key" in input && input.key === ESCAPE);
      if (escapeAt < 0) {
        this.giveUp(MOST_WAITING);
        this.pumping = false;
        return;
      }
      this.giveUp(0, escapeAt);
    }
    const input = this.queue.shift();
    if (input === undefined) {
      this.pumping = false;
      return;
    }
    if ("paste" in input) this.emit("paste", input.paste);
    else {
      this.current = input.key;
      this.emit("readable");
    }
    this.afterRender(this.pump);
  };

  /**
   * React queues rendering and effects from its own microtask, at normal priority: at low priority the next key comes
   * after them, when every handler knows what this key did. Ink itself gives a lone ESC one turn of the loop.
   */
  private afterRender(then: () => void): void {
    queueMicrotask(() => setImmediate(() => unstable_scheduleCallback(unstable_LowPriority, then)));
  }
}
