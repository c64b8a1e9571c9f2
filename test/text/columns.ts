import { Unicode11Addon } from "@xterm/addon-unicode11";
import xterm from "@xterm/headless";

/** A terminal of one long row, with the tables that today's terminals have. */
export function ruler(): { columnsOf(text: string): Promise<number>; shown(text: string): Promise<string> } {
  const terminal = new xterm.Terminal({ cols: 2_000, rows: 4, allowProposedApi: true });
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = "11";
  const write = (text: string): Promise<void> => new Promise((done) => terminal.write(text, done));
  return {
    async columnsOf(text) {
      await write(`\x1b[2J\x1b[H${text}`);
      return terminal.buffer.active.cursorX;
    },
    async shown(text) {
      await write(`\x1b[2J\x1b[H${text}`);
      return terminal.buffer.active.getLine(0)?.translateToString(true) ?? "";
    },
  };
}
