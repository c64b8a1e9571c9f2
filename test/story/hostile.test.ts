import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEMO_NOW, demoRows } from "../../src/pipeline/demo.js";
import width from "../../src/text/width.js";
import { createLocalFile } from "../../src/warehouse/open.js";
import type { BulkRows } from "../../src/warehouse/port.js";
import { builtProgram } from "../built.js";
import { readCsv } from "../commands/read-csv.js";
import { type Home, newHome } from "./home.js";
import { frameFaults, Operator, unknownIn } from "./operator.js";
import { KEY } from "./terminal.js";

/** What foreign texts may hold: some of it by accident, some of it not. */
const HOSTILE = [
  "\x1b[2J\x1b[1;1Hcleared",
  "\x1b]52;c;aGFja2Vk\x07clipboard",
  "\x1b]0;a title\x07 and an open one \x1b]2;never ended",
  "\x9b31mred\x90$qm\x9c",
  "\u202eoverridden\u202c \u2066isolated\u2069 \u200f",
  "zero\u200b\u200d\u2060\ufeffwidth",
  "Z̸̢̛͓̮̈́̇a̷̡̛̼͂ḷ̴̈́͘g̶̨͝o̸̙̎",
  "日本語の見出し 한국어",
  "👨‍👩‍👧‍👦 👍🏽 🇫🇷 1️⃣ ❤️",
  "line\nbreak\r\nand\ttab\b\b\x00",
  "x".repeat(5_000),
  "=cmd|' /C calc'!A0",
] as const;
const spoilt = (text: string, index: number): string => `${HOSTILE[index % HOSTILE.length]} ${text}`;

/** Pages of the demo with everything in them spoilt, and one whose very name is. */
const EVIL_PAGE = "evil\x1b]0;x\x07\u202e\npage👩‍🚀日本";
function hostileRows(): BulkRows {
  const { creators = [], inventory = [], captions = [], messages = [] } = demoRows();
  const kept = ["jadebri", "anna_v", "bella_bee"];
  const categories = [...new Set(captions.map(({ category }) => category))];
  const category = (name: string | null): string => spoilt(name ?? "", categories.indexOf(name));
  const texts = new Map(captions.map(({ text }, index) => [text, spoilt(text, index)]));
  const renamed = (page: string): string => (page === "bella_bee" ? EVIL_PAGE : page);
  return {
    creators: creators
      .filter(({ page }) => kept.includes(page))
      .map((each, index) => ({ page: renamed(each.page), displayName: HOSTILE[index] ?? null })),
    inventory: inventory.map((each) => ({ ...each, category: category(each.category) })),
    captions: captions.map((each) => ({
      ...each,
      text: texts.get(each.text) ?? "",
      category: category(each.category),
    })),
    messages: messages
      .filter(({ page }) => kept.includes(page))
      .map((each) => ({ ...each, page: renamed(each.page), text: texts.get(each.text ?? "") ?? each.text })),
  };
}

let home: Home;
let file: string;
beforeAll(async () => {
  home = newHome();
  const folder = join(home.work, "folder \x1b]0;t\x07\u202e日本👩‍🚀");
  mkdirSync(folder);
  file = join(folder, "we\x1b[31mird.duckdb");
  await createLocalFile(file, { demo: true, demoNow: DEMO_NOW }, async (warehouse) => {
    await warehouse.load(hostileRows(), { signal: new AbortController().signal, progress: () => {} });
  });
});
afterAll(() => home.remove());

describe.each([
  [80, 24],
  [60, 20],
] as const)("hostile text at %d×%d", { timeout: 120_000 }, (...size) => {
  it("is harmless and aligned on every screen and panel", async () => {
    const operator = await Operator.atCreators({ home, size, args: ["--db", file] });
    const isWell = (): void => {
      expect(frameFaults(operator)).toEqual([]);
      expect(unknownIn(operator.terminal.sent)).toBe("");
      expect(operator.text).not.toMatch(/\[2J|52;c;|0;t|aGFja2Vk/);
    };
    isWell();
    const [head = "", ...rows] = operator.terminal.rows().slice(3, -2);
    const at = width(head.slice(0, head.indexOf("WEEK")));
    const weeks = rows.filter((row) => row.endsWith(" due")).map((row) => width(row.slice(0, -3)));
    expect(weeks).toEqual([at, at, at]);
    // Whatever that page is called: its error is a place as well, or its walk is one.
    await operator.press("g", /❯ .*evil/);
    operator.terminal.type(KEY.enter);
    await operator.sees(/⏎ overrides|❯ Try again/);
    isWell();
    await operator.press(KEY.escape, "⏎ analyse");
    await operator.press("/jadeb", "/ jadeb▏", "❯ jadebri");
    await operator.press(KEY.enter, "⏎ overrides");
    isWell();
    for (const title of ["Saturation", "Hours", "Weekdays", "Categories", "Triggers", "Account"]) {
      await operator.press(KEY.tab, ` ${title}`);
      isWell();
    }
    await operator.press(KEY.enter, "⏎ preview");
    isWell();
    await operator.press(KEY.enter, "⏎ confirm");
    for (let message = 0; message < 12; message++) {
      const before = operator.text;
      await operator.press(KEY.down);
      await operator.terminal.until((text) => text !== before);
      isWell();
    }
    await operator.press("d", "CATEGORY");
    isWell();
    await operator.press(KEY.escape, "⏎ confirm");
    await operator.press("w", "Passed over");
    isWell();
    await operator.press(KEY.escape, "⏎ confirm");
    await operator.press("c", "Captions left");
    isWell();
    await operator.press(KEY.escape, "⏎ confirm");
    await operator.press(KEY.enter, "❯ Commit and write the CSV");
    isWell();
    await operator.press("e", ".csv▏");
    await operator.paste(`${HOSTILE.join(" ")}`);
    await operator.press("!", "!▏");
    isWell();
    await operator.press(KEY.escape, "❯ Commit and write the CSV");
    await operator.press(KEY.ctrlC);
    await operator.terminal.end();
    expect(unknownIn(operator.terminal.sent)).toBe("");
  });

  it("in the name of a file that is not there is harmless in the error's place", async () => {
    const operator = await Operator.sitsDown({ home, size, args: ["--db", `${file}${HOSTILE[1]}`] });
    await operator.sees("❯ Try again");
    expect(frameFaults(operator)).toEqual([]);
    expect(unknownIn(operator.terminal.sent)).toBe("");
  });
});

describe("hostile text in plain lines", { timeout: 120_000 }, () => {
  const run = async (...words: string[]) =>
    spawnSync(process.execPath, [await builtProgram(), ...words], {
      env: { ...process.env, ...home.env },
      cwd: home.work,
      encoding: "utf8",
    });
  const CONTROL = /[^\P{C}\n]/u;

  it.each([
    [["--db"]],
    [["analyze", "jadebri", "--db"]],
    [["captions", "jadebri", "--db"]],
    [["preview", "jadebri", "--db"]],
    [["analyze", EVIL_PAGE, "--db"]],
    [["preview", "nobody\x1b[2J\u202e", "--db"]],
    [["export", "sched\x1b]0;t\x07", "--db"]],
  ])("%j sends nothing but text", async (words) => {
    for (const path of [file, `${file}${HOSTILE[2]}`]) {
      const { stdout, stderr, status } = await run(...words, path);
      expect([0, 2, 3, 6]).toContain(status);
      expect(`${stdout}${stderr}`).not.toMatch(CONTROL);
    }
  });

  it("is exported untouched, every byte of it, while what is printed is harmless", async () => {
    const { stdout, stderr, status } = await run("build", "jadebri", "--db", file, "--output", "week.csv");
    expect(status).toBe(0);
    expect(`${stdout}${stderr}`).not.toMatch(CONTROL);
    const [, ...rows] = readCsv(readFileSync(join(home.work, "week.csv"), "utf8"));
    const originals = new Map((hostileRows().captions ?? []).map(({ captionId, text }) => [captionId, text]));
    expect(rows).toHaveLength(18);
    for (const row of rows) expect(row[6]).toBe(originals.get(row[5] ?? ""));
  });
});
