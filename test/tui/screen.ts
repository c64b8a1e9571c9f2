import { EventEmitter } from "node:events";
import { Unicode11Addon } from "@xterm/addon-unicode11";
import xterm from "@xterm/headless";

/** A terminal read back cell by cell: what an operator would see. */
export class Screen {
  private readonly terminal: InstanceType<typeof xterm.Terminal>;

  constructor(columns = 80, rows = 24) {
    this.terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    this.terminal.loadAddon(new Unicode11Addon());
    this.terminal.unicode.activeVersion = "11";
  }

  write(bytes: string): Promise<void> {
    return new Promise((done) => this.terminal.write(bytes, done));
  }

  resize(columns: number, rows: number): void {
    this.terminal.resize(columns, rows);
  }

  /** The rows as text, trailing blanks away. */
  lines(): string[] {
    const buffer = this.terminal.buffer.active;
    return Array.from(
      { length: this.terminal.rows },
      (_, y) => buffer.getLine(buffer.baseY + y)?.translateToString(true) ?? "",
    );
  }

  /** Every cell with its colours and weight, so that two screens can be told apart. */
  cells(): string[] {
    const buffer = this.terminal.buffer.active;
    return Array.from({ length: this.terminal.rows }, (_, y) => {
      const line = buffer.getLine(buffer.baseY + y);
      return Array.from({ length: this.terminal.cols }, (_, x) => {
        const cell = line?.getCell(x);
        const text = cell?.getChars() || " ";
        return `${text}${cell?.getFgColor() ?? -1}${cell?.isBold() ? "b" : ""}${cell?.isDim() ? "d" : ""}`;
      }).join("|");
    });
  }

  get alternate(): boolean {
    return this.terminal.buffer.active.type === "alternate";
  }
}

/** A terminal's output stream that remembers what was written. */
export class Glass extends EventEmitter {
  written = "";
  constructor(
    public columns = 80,
    public rows = 24,
  ) {
    super();
  }
  write(bytes: string): boolean {
    this.written += bytes;
    return true;
  }
  /** What was written since the last call. */
  take(): string {
    const bytes = this.written;
    this.written = "";
    return bytes;
  }
}
