import { createRequire } from "node:module";
import pty from "@lydell/node-pty";
import type { Terminal as XTerminal } from "@xterm/headless";

// Both packages are CommonJS without named exports that every loader sees.
const require = createRequire(import.meta.url);
const { Terminal } = require("@xterm/headless") as { Terminal: typeof XTerminal };
const { Unicode11Addon } = require("@xterm/addon-unicode11") as typeof import("@xterm/addon-unicode11");

export interface TerminalOptions {
  readonly cols?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Wider than any window: what a program writes beyond its window's edge is seen here. */
const WIDE = 600;

/** A program in a real pseudo-terminal, its screen read back by a headless xterm. */
export class TerminalSession {
  private readonly child: ReturnType<typeof pty.spawn>;
  private readonly screen: XTerminal;
  /** Given the same bytes: a row that does not fit its window is longer here. */
  private readonly wide: XTerminal;
  private readonly waiting = new Set<() => void>();
  /** How the program ended, once it has. */
  ended: { exitCode: number; signal?: number } | undefined;
  /** Bytes that the program has sent. */
  bytes = 0;
  /** All that the program has sent, as text. */
  sent = "";

  constructor(
    file: string,
    args: readonly string[],
    { cols = 80, rows = 24, env = {}, cwd }: TerminalOptions = {},
  ) {
    const inherited = { ...process.env };
    // What the test runner sets about itself is not what an operator's terminal has.
    for (const name of [
      "CI",
      "CONTINUOUS_INTEGRATION",
      "NO_COLOR",
      "FORCE_COLOR",
      "VITEST",
      "NODE_ENV",
      "TZ",
    ])
      delete inherited[name];
    this.child = pty.spawn(file, [...args], {
      name: env.TERM ?? "xterm-256color",
      cols,
      rows,
      cwd: cwd ?? process.cwd(),
      env: {
        ...inherited,
        TERM: "xterm-256color",
        COLORTERM: "truecolor",
        TZ: "Asia/Manila",
        ...env,
      } as Record<string, string>,
    });
    this.screen = readBack(cols, rows);
    this.wide = readBack(WIDE, rows);
    this.child.onData((data) => {
      this.bytes += Buffer.byteLength(data);
      this.sent += data;
      this.wide.write(data, () => this.changed());
      this.screen.write(data, () => this.changed());
    });
    this.screen.onData((answer) => this.child.write(answer));
    // The end is told behind the last bytes: what they ask of the terminal is done by then.
    this.child.onExit((end) =>
      this.wide.write("", () =>
        this.screen.write("", () => {
          this.ended = end;
          this.changed();
        }),
      ),
    );
  }

  get pid(): number {
    return this.child.pid;
  }
  get cols(): number {
    return this.screen.cols;
  }

  private changed(): void {
    for (const look of [...this.waiting]) look();
  }

  /** Types keys as a terminal sends them. */
  type(keys: string): void {
    this.child.write(keys);
  }

  resize(cols: number, rows: number): void {
    this.screen.resize(cols, rows);
    this.wide.resize(WIDE, rows);
    this.child.resize(cols, rows);
  }

  /** The rows as an operator sees them, blanks at the ends cut. */
  rows(): string[] {
    return rowsOf(this.screen);
  }
  /** The rows as they would stand in a window without a right edge. */
  rowsWithoutEdge(): string[] {
    return rowsOf(this.wide);
  }
  /** The rows with what is coloured or heavy between marks: `‹33 text›`, `‹1 text›` bold, `‹2 text›` faint. */
  styledRows(): string[] {
    const { active } = this.screen.buffer;
    return Array.from({ length: this.screen.rows }, (_, y) => {
      let styled = "";
      let before = "";
      const line = active.getLine(active.baseY + y);
      for (let x = 0; x < this.screen.cols; x++) {
        const cell = line?.getCell(x);
        if (cell === undefined || cell.getWidth() === 0) continue;
        const style = styleOf(cell);
        if (style !== before) styled += `${before === "" ? "" : "›"}${style === "" ? "" : `‹${style} `}`;
        styled += cell.getChars() || " ";
        before = style;
      }
      return `${styled}${before === "" ? "" : "›"}`.trimEnd();
    });
  }
  /** What the program asked of the terminal and has not taken back. */
  get modes(): { readonly wraps: boolean; readonly bracketsPastes: boolean; readonly showsCursor: boolean } {
    const { wraparoundMode, bracketedPasteMode } = this.screen.modes;
    return {
      wraps: wraparoundMode,
      bracketsPastes: bracketedPasteMode,
      showsCursor: this.sent.lastIndexOf("\x1b[?25h") >= this.sent.lastIndexOf("\x1b[?25l"),
    };
  }
  text(): string {
    return this.rows().join("\n");
  }
  get inAlternateScreen(): boolean {
    return this.screen.buffer.active.type === "alternate";
  }

  /** Waits until the screen holds what is looked for; fails with the screen as it stands. */
  until(wanted: string | RegExp | ((text: string) => boolean), withinMs = 20_000): Promise<void> {
    const holds = (): boolean => {
      const text = this.text();
      if (typeof wanted === "function") return wanted(text);
      return typeof wanted === "string" ? text.includes(wanted) : wanted.test(text);
    };
    return new Promise((resolve, reject) => {
      const finish = (done: () => void): void => {
        clearTimeout(timer);
        this.waiting.delete(look);
        done();
      };
      const look = (): void => {
        if (holds()) finish(resolve);
        else if (this.ended)
          finish(() =>
            reject(
              new Error(
                `the program ended (${JSON.stringify(this.ended)}) before ${String(wanted)}:\n${this.text()}`,
              ),
            ),
          );
      };
      const timer = setTimeout(
        () => finish(() => reject(new Error(`never saw ${String(wanted)}; the screen was:\n${this.text()}`))),
        withinMs,
      );
      this.waiting.add(look);
      look();
    });
  }

  /** Waits for the end of the program. */
  async end(withinMs = 10_000): Promise<{ exitCode: number; signal?: number }> {
    if (!this.ended)
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`still running; the screen was:\n${this.text()}`)),
          withinMs,
        );
        const look = (): void => {
          if (!this.ended) return;
          clearTimeout(timer);
          this.waiting.delete(look);
          resolve();
        };
        this.waiting.add(look);
      });
    return this.ended ?? { exitCode: -1 };
  }

  signal(name: NodeJS.Signals): void {
    process.kill(this.child.pid, name);
  }

  /** Ends the program if it still runs. */
  close(): void {
    if (!this.ended) this.child.kill("SIGKILL");
  }
}

function readBack(cols: number, rows: number): XTerminal {
  const terminal = new Terminal({ cols, rows, allowProposedApi: true, scrollback: 1000 });
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = "11";
  return terminal;
}

const rowsOf = ({ buffer: { active }, rows }: XTerminal): string[] =>
  Array.from(
    { length: rows },
    (_, y) =>
      active
        .getLine(active.baseY + y)
        ?.translateToString(true)
        .trimEnd() ?? "",
  );

type Cell = NonNullable<
  ReturnType<NonNullable<ReturnType<XTerminal["buffer"]["active"]["getLine"]>>["getCell"]>
>;

/** As the sequence that sets it: `1;36` is bold cyan. */
function styleOf(cell: Cell): string {
  const colour = cell.isFgPalette() ? String(30 + cell.getFgColor()) : cell.isFgRGB() ? "rgb" : "";
  return [cell.isBold() ? "1" : "", cell.isDim() ? "2" : "", cell.isInverse() ? "7" : "", colour]
    .filter((part) => part !== "")
    .join(";");
}

export const KEY = {
  enter: "\r",
  escape: "\x1b",
  up: "\x1b[A",
  down: "\x1b[B",
  right: "\x1b[C",
  left: "\x1b[D",
  tab: "\t",
  backspace: "\x7f",
  ctrlC: "\x03",
  ctrlZ: "\x1a",
  ctrlU: "\x15",
};
