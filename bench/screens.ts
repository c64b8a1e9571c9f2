import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { KEY, TerminalSession } from "../test/story/terminal.js";
import { median } from "./clock.js";

/** How the screens are started: the built program, and an environment with a demo of its own. */
export interface Stage {
  readonly cli: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where CSV files land. */
  readonly cwd: string;
}

/** What a key, an idle screen and a day of work cost, as a table. */
export async function screenTable(stage: Stage): Promise<string[]> {
  const small = await keys(stage, 80, 24);
  const large = await keys(stage, 200, 50);
  const { third, tenth } = await memory(stage);
  const kept = `${(((tenth - third) / third) * 100).toFixed(1)} %`;
  return [
    "| the screens | median | highest | aim |",
    "|---|---|---|---|",
    `| bytes of one key at 80×24 | ${small.bytes} | ${small.most} | ≤ 350 |`,
    `| bytes of one key at 200×50 | ${large.bytes} | ${large.most} | ≤ 700 |`,
    `| key to first byte, ms | ${small.millis.toFixed(1)} | ${small.slowest.toFixed(1)} | ≤ 20 |`,
    `| bytes of two idle seconds | ${small.idle} | | 0 |`,
    `| resident after the third walk, MB | ${third.toFixed(0)} | | ≤ 400 |`,
    `| resident after the tenth walk, MB | ${tenth.toFixed(0)} (${kept}) | | within 10 % of the third |`,
  ];
}

interface KeyCost {
  readonly bytes: number;
  readonly most: number;
  readonly millis: number;
  readonly slowest: number;
  readonly idle: number;
}

/** Arrow keys on the list of creators and in a week: up and down, so that lists scroll as well. */
async function keys({ cli, env, cwd }: Stage, cols: number, rows: number): Promise<KeyCost> {
  const terminal = new TerminalSession(process.execPath, [cli], { env, cwd, cols, rows });
  try {
    await terminal.until("⏎ analyse");
    const bytes: number[] = [];
    const millis: number[] = [];
    const press = async (key: string): Promise<void> => {
      // A frame that still comes must not be taken for the answer to this key.
      await pause(60);
      const before = terminal.bytes;
      const start = performance.now();
      terminal.type(key);
      await terminal.until(() => terminal.bytes > before);
      millis.push(performance.now() - start);
      await pause(60);
      bytes.push(terminal.bytes - before);
    };
    for (let key = 0; key < 24; key++) await press(KEY.down);
    terminal.type("p");
    await terminal.until("⏎ confirm");
    for (let key = 0; key < 8; key++) await press(KEY.down);
    const before = terminal.bytes;
    await pause(2_000);
    return {
      bytes: median(bytes),
      most: Math.max(...bytes),
      millis: median(millis),
      slowest: Math.max(...millis),
      idle: terminal.bytes - before,
    };
  } finally {
    terminal.type(KEY.ctrlC);
    await terminal.end();
  }
}

/** Ten pages planned and committed in one run. */
async function memory({ cli, env, cwd }: Stage): Promise<{ third: number; tenth: number }> {
  const terminal = new TerminalSession(process.execPath, [cli], { env, cwd });
  const resident: number[] = [];
  try {
    await terminal.until("⏎ analyse");
    terminal.type("p");
    for (let walk = 0; walk < 10; walk++) {
      await terminal.until("⏎ confirm");
      terminal.type(KEY.enter);
      await terminal.until("❯ Commit and write the CSV");
      terminal.type(KEY.enter);
      await terminal.until("❯ Next creator due");
      const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${terminal.pid}/status`, "utf8"))?.[1];
      resident.push(Number(kilobytes) / 1024);
      terminal.type(KEY.enter);
    }
    return { third: resident[2] ?? 0, tenth: resident[9] ?? 0 };
  } finally {
    terminal.type(KEY.ctrlC);
    await terminal.end();
  }
}
