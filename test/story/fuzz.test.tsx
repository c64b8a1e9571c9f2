import { EventEmitter } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { type Instance, render } from "ink";
import { afterAll, describe, expect, it } from "vitest";
import { SILENT } from "../../src/pipeline/log.js";
import { FrameWriter } from "../../src/tui/terminal/frame-writer.js";
import { KeySource } from "../../src/tui/terminal/key-source.js";
import type { Input } from "../../src/tui/terminal/key-splitter.js";
import { newWalk, type Walk, Walking } from "../../src/tui/walking.js";
import type { Leaving } from "../../src/walk/leaving.js";
import { modeOf } from "../../src/walk/modes.js";
import type { CommitRequest, Ctx } from "../../src/warehouse/port.js";
import { Glass, Screen } from "../tui/screen.js";
import { NOW, SETTINGS, StandIn, type Unit } from "../walk/stand.js";
import { folder } from "../walk/walker.js";

const WORD = "eros_brain";
const HELD: readonly Unit[] = ["creators", "week", "conflicts", "commit", "passedOver", "lookup"];
const MENU_THAT_COMMITS = /❯ (PRODUCTION: commit|Commit)/;

/** What an operator, or a cat on her keyboard, does. */
type Act =
  | { readonly keys: string }
  | { readonly paste: string }
  | { readonly size: readonly [number, number] }
  /** Keys are let alone until menus have had their quiet time. */
  | { readonly rest: true }
  | { readonly look: true }
  /** What somebody who wants to get on does here. */
  | { readonly goOn: true }
  /** From now on the warehouse keeps this waiting; then everything that waits is answered, or fails. */
  | { readonly hold: Unit }
  | { readonly answer: boolean }
  | { readonly taken: boolean };

const KEYS = [
  ..."jkhlgGqpsrmwdnxceuXN?!/[]0123456789- \t\x7f\x15ä",
  ..."\r\r\r\r\r\r",
  "\x1b[A",
  "\x1b[B",
  "\x1b[B",
  "\x1b[C",
  "\x1b[D",
  "\x1b[5~",
  "\x1b[6~",
  "\x1b[H",
  "\x1b[F",
  "\x1b[Z",
  "\x1b[1;5C",
  "\x1b[I",
  "\x1bOA",
  "日",
  "💌",
  WORD,
  "eros",
  "jade",
  "p\r\r\r",
  "\r\r\r\r\r",
];
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 60, arbitrary: fc.record({ keys: fc.constantFrom(...KEYS) }) },
  { weight: 12, arbitrary: fc.constant({ keys: "\x1b" }) },
  {
    weight: 10,
    arbitrary: fc.record({
      keys: fc.array(fc.constantFrom(...KEYS), { maxLength: 8 }).map((keys) => keys.join("")),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      paste: fc.constantFrom("12\r", `${WORD}\r`, "\x1b[31mq\r", "a\u202eb👨‍👩‍👧", "x".repeat(300)),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      size: fc.oneof(
        fc.constantFrom([80, 24] as const, [60, 20] as const, [59, 20] as const),
        fc.tuple(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 60 })),
      ),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ rest: true as const }) },
  { weight: 3, arbitrary: fc.constant({ look: true as const }) },
  { weight: 25, arbitrary: fc.constant({ goOn: true as const }) },
  { weight: 2, arbitrary: fc.record({ hold: fc.constantFrom(...HELD) }) },
  { weight: 4, arbitrary: fc.record({ answer: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ taken: fc.boolean() }) },
);

/** On a machine that is held up an ESC and the ⏎ after it are one key, Alt and ⏎: sent as ⏎, taken as none. */
const hasEnter = (key: string): boolean => key.endsWith("\r");

/** The real screens in a terminal that is read back, over a warehouse in memory that notes how each commit came about. */
class Seat {
  readonly warehouse: StandIn;
  left: Leaving | null = null;
  crash: unknown = null;
  /** For each commit: what the terminal showed when its ⏎ was sent, and the word that stood typed when it was taken. */
  readonly commits: { readonly screen: string; readonly word: string }[] = [];
  sentKeys = 0;
  private readonly glass = new Glass(80, 24);
  private readonly screen = new Screen(80, 24);
  private readonly writer = new FrameWriter(this.glass);
  private readonly tty = Object.assign(new EventEmitter(), { resume: () => {}, pause: () => {} });
  private readonly keys = new KeySource(this.tty, 1);
  private readonly walk: Walk;
  private readonly instance: Instance;
  /** Frames that Ink has handed over: while they come the screen is not at rest. */
  private frames = 0;
  /** For each ⏎ that was sent, in order: what the terminal showed then. */
  private readonly enters: string[] = [];
  private lastEnter = { screen: "", word: "" };

  constructor(private readonly production: boolean) {
    this.warehouse = new StandIn(
      production
        ? { kind: "bigquery", label: "prod", place: `of-project.${WORD}`, production: true }
        : { demo: true },
    );
    const { commit } = this.warehouse;
    this.warehouse.commit = (request: CommitRequest, ctx: Ctx) => {
      this.commits.push(this.lastEnter);
      return commit(request, ctx);
    };
    const read = this.keys.read.bind(this.keys);
    this.keys.read = () => {
      const key = read();
      if (key !== null && hasEnter(key)) {
        const screen = this.enters.shift() ?? "an ⏎ that nobody sent";
        if (key === "\r") this.lastEnter = { screen, word: this.walk.getSnapshot().context.word.text };
      }
      return key;
    };
    // Keys that waited for a page and were given up with it are no ⏎ of anybody's any more.
    this.keys.on("dropped", (given: readonly Input[], from: number) => {
      const enters = given.filter((input) => "key" in input && hasEnter(input.key)).length;
      // Given up are the first ones, or of too many the last.
      this.enters.splice(from === 0 ? 0 : this.enters.length - enters, enters);
    });
    this.walk = newWalk(
      {
        settings: { ...SETTINGS, csvDir: folder(), confirmEvery: true },
        open: async () => this.warehouse,
        now: () => NOW,
        real: () => Date.now(),
        log: SILENT,
      },
      (leaving) => {
        this.left = leaving;
      },
    );
    this.walk.start();
    const { write } = this.writer;
    Object.assign(this.writer, {
      write: (frame: string, callback?: unknown) => {
        this.frames += 1;
        return write(frame, callback);
      },
    });
    this.writer.enter();
    this.instance = render(<Walking walk={this.walk} zone="Asia/Manila" home={null} />, {
      stdout: this.writer as unknown as NodeJS.WriteStream,
      stdin: this.keys as unknown as NodeJS.ReadStream,
      debug: true,
      exitOnCtrlC: false,
      patchConsole: false,
    });
    this.instance.waitUntilExit().catch((error: unknown) => {
      this.crash = error;
    });
  }

  async does(what: Act): Promise<void> {
    if ("keys" in what) await this.types(what.keys);
    else if ("paste" in what) this.tty.emit("data", Buffer.from(`\x1b[200~${what.paste}\x1b[201~`));
    else if ("size" in what) this.resizes(...what.size);
    else if ("rest" in what) await pause(330);
    else if ("look" in what) await this.looks();
    else if ("goOn" in what) await this.goesOn();
    else if ("hold" in what) this.warehouse.hold(what.hold);
    else if ("answer" in what) this.answers(what.answer);
    else this.othersTake(what.taken);
  }

  private async types(keys: string): Promise<void> {
    const screen = await this.drawn();
    for (const _ of keys.matchAll(/\r/g)) this.enters.push(screen);
    this.sentKeys += keys.length;
    this.tty.emit("data", Buffer.from(keys));
    // An ESC and the key after it would be one key to every terminal.
    await (keys === "\x1b" ? pause(4) : new Promise(setImmediate));
  }

  private async goesOn(): Promise<void> {
    const { mode } = this;
    if (mode === "quiet") await pause(330);
    else if (mode === "working" || mode === "committing") this.answers(true);
    else if (mode === "word") await this.types(`\x15${WORD}`);
    else if (mode.startsWith("panel ") || ["path", "zones", "filter"].includes(mode))
      await this.types("\x1b");
    else await this.types(mode === "creators" ? "p" : "\r");
    await pause(20);
    if (mode === "word") await this.types("\r");
  }

  private resizes(columns: number, rows: number): void {
    Object.assign(this.glass, { columns, rows });
    this.screen.resize(columns, rows);
    this.glass.emit("resize");
  }

  private answers(well: boolean): void {
    this.warehouse.letGo(...HELD);
    for (const call of [...this.warehouse.held])
      if (well) call.answer();
      else call.fail(new Error("the line broke \x1b]0;title\x07"));
  }

  private othersTake(taken: boolean): void {
    const ppv = this.walk.getSnapshot().context.plan?.messages.find(({ slot }) => slot.type === "PPV");
    this.warehouse.check =
      taken && ppv !== undefined
        ? {
            captions: [
              {
                captionId: ppv.caption.captionId,
                text: ppv.caption.text,
                priceTier: ppv.caption.priceTier,
                sendDate: ppv.slot.date,
                holder: "anna_v",
                heldDate: ppv.slot.date,
                heldBy: "sched_20251103_080000_000000_anna_v",
                since: "2025-11-03T17:00:00Z",
              },
            ],
            schedules: [],
          }
        : { captions: [], schedules: [] };
  }

  /** What the terminal shows at this moment: what was painted while it was read back is read as well. */
  private async drawn(): Promise<string> {
    do await this.screen.write(this.glass.take());
    while (this.glass.written !== "");
    return this.screen.lines().join("\n");
  }

  /** Waits until all is painted, then compares what the terminal shows with a full repaint of it. */
  async looks(): Promise<void> {
    // Work that waits moves its spinner: nothing comes to rest before it is answered.
    this.answers(true);
    for (let still = 0, frames = -1; still < 3 || frames !== this.frames; ) {
      await pause(20);
      const idle = this.glass.written === "" && this.walk.getSnapshot().context.work === null;
      still = idle && frames === this.frames && this.enters.length === 0 ? still + 1 : 0;
      frames = this.frames;
      await this.drawn();
      if (this.left !== null || this.crash !== null) return;
    }
    const shown = this.screen.cells();
    this.writer.repaint();
    const bytes = this.glass.take();
    const fresh = new Screen(this.glass.columns, this.glass.rows);
    await fresh.write(`\x1b[?7l${bytes}`);
    await this.screen.write(bytes);
    expect(shown).toEqual(fresh.cells());
  }

  /** Every commit that was asked for came from an ⏎ on a menu that stood there, or on the whole word. */
  judges(): void {
    expect(this.crash).toBeNull();
    for (const { screen, word } of this.commits)
      if (this.production) expect(word.trim()).toBe(WORD);
      else expect(screen).toMatch(MENU_THAT_COMMITS);
  }

  get mode(): string {
    return modeOf(this.walk.getSnapshot());
  }

  leaves(): void {
    this.walk.stop();
    this.instance.unmount();
    this.writer.leave();
    this.keys.close();
  }
}

/**
 * A failing run is played again, alone, by the seed and path that it prints:
 * `EROS_FUZZ_SEED=… EROS_FUZZ_PATH=… npx vitest run test/story/fuzz.test.tsx`; another seed walks other ways.
 */
const SEED = Number(process.env.EROS_FUZZ_SEED ?? 20251103);
const PATH = process.env.EROS_FUZZ_PATH;
const reached = { commits: 0, keys: 0, modes: new Set<string>() };

describe.each([
  ["a demo", false],
  ["production", true],
])("thousands of keys, pastes and sizes over %s", { timeout: 200_000 }, (_name, production) => {
  it("never break the screens, and never commit what was not seen", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 120, maxLength: 200 }), async (acts) => {
        let seat = new Seat(production);
        try {
          for (const each of acts) {
            await seat.does(each);
            reached.modes.add(seat.mode);
            seat.judges();
            if (seat.left === null) continue;
            reached.commits += seat.commits.length;
            reached.keys += seat.sentKeys;
            seat.leaves();
            seat = new Seat(production);
          }
          await seat.looks();
          seat.judges();
          reached.commits += seat.commits.length;
          reached.keys += seat.sentKeys;
        } finally {
          seat.leaves();
        }
      }),
      // A failing run takes seconds: its seed and path are printed instead of shrinking it.
      { numRuns: 10, seed: SEED, endOnFailure: true, ...(PATH === undefined ? {} : { path: PATH }) },
    );
  });
});

afterAll(() => {
  if (PATH !== undefined) return;
  // A fuzz that gets nowhere proves nothing.
  expect(reached.keys).toBeGreaterThan(2_000);
  expect(reached.commits).toBeGreaterThan(10);
  expect([...reached.modes]).toEqual(
    expect.arrayContaining([
      "creators",
      "analysis",
      "overrides",
      "preview",
      "confirm",
      "word",
      "result",
      "working",
    ]),
  );
});
