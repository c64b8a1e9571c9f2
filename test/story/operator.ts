import { afterEach } from "vitest";
import { builtProgram } from "../built.js";
import { type Home, homeWithDemo } from "./home.js";
import { KEY, TerminalSession } from "./terminal.js";

const operators: Operator[] = [];
afterEach(() => {
  for (const operator of operators.splice(0)) operator.goHome();
});

export interface Start {
  /** Columns and rows of the window. */
  readonly size?: readonly [number, number];
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Options of Node itself. */
  readonly node?: readonly string[];
  readonly home?: Home;
  /** Started from a shell, as people do: job control needs one. */
  readonly shell?: boolean;
}

/** The screens that a walk passes, each with what shows that it stands. */
const STANDS = {
  creators: /❯ \S.*⏎ analyse/s,
  analysis: /› analysis.*Saturation.*⏎ overrides/s,
  overrides: /› overrides.*COMPUTED.*Esc back/s,
  preview: /› preview.*Mon 10.*⏎ confirm/s,
  confirm: /› confirm.*❯ Commit and write the CSV/s,
  result: /› committed.*❯ /s,
} as const;
export type Screen = keyof typeof STANDS;
export const SCREENS = Object.keys(STANDS) as Screen[];

/** Somebody at the built program in a real terminal, over a demo of her own. Every key waits for what it should show. */
export class Operator {
  private constructor(
    readonly home: Home,
    readonly terminal: TerminalSession,
    private readonly owned: boolean,
    private readonly command: readonly string[],
  ) {
    operators.push(this);
  }

  static async sitsDown(start: Start = {}): Promise<Operator> {
    const { size: [cols, rows] = [80, 24], env = {}, args = [], node = [], shell = false } = start;
    const home = start.home ?? (await homeWithDemo());
    const command = [process.execPath, ...node, await builtProgram(), ...args];
    const options = { cols, rows, cwd: home.work, env: { ...home.env, PS1: "shell> ", ...env } };
    const [file = "", ...rest] = shell ? ["bash", "--norc", "--noprofile", "-i"] : command;
    const terminal = new TerminalSession(file, rest, options);
    const operator = new Operator(home, terminal, start.home === undefined, command);
    if (shell) {
      await operator.sees("shell>");
      await operator.startsAgain();
    }
    return operator;
  }

  /** Types the command into the shell. */
  async startsAgain(): Promise<this> {
    this.terminal.type(`${this.command.join(" ")}; echo "left with $?"\r`);
    await this.terminal.until(() => this.terminal.inAlternateScreen);
    return this;
  }

  /** At the list of creators. */
  static async atCreators(start: Start = {}): Promise<Operator> {
    return (await Operator.sitsDown(start)).stands("creators");
  }

  get text(): string {
    return this.terminal.text();
  }
  async sees(...wanted: readonly (string | RegExp)[]): Promise<this> {
    for (const each of wanted) await this.terminal.until(each);
    return this;
  }
  /** Waits for a sentence, wherever its lines break. */
  async reads(...sentences: readonly string[]): Promise<this> {
    for (const each of sentences)
      await this.terminal.until((text) => withoutBlanks(text).includes(withoutBlanks(each)));
    return this;
  }
  async stands(screen: Screen): Promise<this> {
    return this.sees(STANDS[screen]);
  }
  /** Waits until something is seen no longer. */
  async seesNoMore(gone: string | RegExp): Promise<this> {
    await this.terminal.until((text) => (typeof gone === "string" ? !text.includes(gone) : !gone.test(text)));
    return this;
  }
  /** Types, then waits for what that should show. */
  async press(keys: string, ...then: readonly (string | RegExp)[]): Promise<this> {
    this.terminal.type(keys);
    return this.sees(...then);
  }
  async paste(text: string, ...then: readonly (string | RegExp)[]): Promise<this> {
    return this.press(`\x1b[200~${text}\x1b[201~`, ...then);
  }

  /** Puts the selection on a page by the filter, and takes the filter away again. */
  async selects(page: string): Promise<this> {
    await this.press(`/${page}`, `/ ${page}▏`, `❯ ${page}`);
    await this.press(KEY.enter, `${page} › analysis`, "Saturation");
    return this.press(KEY.escape, "› creators", `❯ ${page}`);
  }

  /** From the list to a screen of a page's walk. */
  async reaches(screen: Screen, page = "jadebri"): Promise<this> {
    await this.stands("creators");
    if (screen === "creators") return this;
    await this.press(`/${page}`, `/ ${page}▏`, `❯ ${page}`);
    this.terminal.type(KEY.enter);
    for (const next of SCREENS.slice(1)) {
      await this.stands(next);
      if (next === screen) break;
      this.terminal.type(KEY.enter);
    }
    return this;
  }

  /** Gives the window another size and waits for the frame in it. */
  async resizes(cols: number, rows: number): Promise<this> {
    this.terminal.resize(cols, rows);
    return this.hasWholeFrame();
  }

  /** The frame is as a frame has to be, once all that was sent is drawn: in the window, and in one without a right edge. */
  async hasWholeFrame(): Promise<this> {
    await this.terminal
      .until(() => frameFaults(this).length === 0)
      .catch((error: Error) => {
        throw new Error(`${frameFaults(this).join("\n")}\n${error.message}`);
      });
    return this;
  }

  /** The shell is back, with its echo, its lines and its screen. */
  async hasShellBack(): Promise<this> {
    await this.terminal.until(() => !this.terminal.inAlternateScreen);
    return this.press(
      "stty -a | tr ' ;' '\\n\\n' | grep -xE -- '-?(icanon|echo|isig|ixon|opost|icrnl)' | sort | tr '\\n' '+'; echo\r",
      "echo+icanon+icrnl+isig+ixon+opost+",
    );
  }

  /** Ends the program, should it still run, and clears up. */
  goHome(): void {
    this.terminal.close();
    if (this.owned) this.home.remove();
  }
}

const withoutBlanks = (text: string): string => text.replace(/\s+/g, "");

/** What is wrong with the frame on the screen: nothing, where every row fits and stands in its place. */
export function frameFaults({ terminal }: Operator): string[] {
  const rows = terminal.rows();
  const whole = terminal.rowsWithoutEdge();
  const faults = rows.flatMap((row, y) =>
    row === whole[y] ? [] : [`row ${y + 1} does not fit: ${whole[y]}`],
  );
  const rule = "─".repeat(terminal.cols);
  if (!/^ \S/.test(rows[0] ?? "")) faults.push(`no breadcrumb: ${rows[0]}`);
  if (rows[1] !== rule) faults.push(`no rule under the breadcrumb: ${rows[1]}`);
  if (!/^─/.test(rows.at(-2) ?? "")) faults.push(`no status row: ${rows.at(-2)}`);
  if (!/^ \S/.test(rows.at(-1) ?? "")) faults.push(`no footer: ${rows.at(-1)}`);
  const frames = rows.filter((row) => /(\? help|Esc \w+|q quit|Ctrl-C leaves)$/.test(row));
  if (frames.length !== 1) faults.push(`not one footer: ${frames.join(" / ")}`);
  return faults;
}

/** Everything that a screen may send: text, places, erasing, colours, scrolling, the modes of entering and leaving. */
const ALLOWED =
  /\x1b\[(?:\d+;\d+H|K|2J|[0-9;]*m|\d+;\d+r|r|\d+[ST]|\?(?:1049|2004|25|7|2026)[hl])|[^\p{Cc}\p{Cf}\p{Cs}]|[\r\n]/gu;

/** What a screen has sent and no screen should: controls, marks of direction, sequences that ask or set anything else. */
export const unknownIn = (sent: string): string => sent.replace(ALLOWED, "");
