import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { DEMO_NOW, demoRows } from "../../src/pipeline/demo.js";
import { createLocalFile } from "../../src/warehouse/open.js";
import type { BulkRows } from "../../src/warehouse/port.js";
import type { Home } from "./home.js";
import { frameFaults, type Operator, unknownIn } from "./operator.js";

/** What foreign texts may hold: some of it by accident, some of it not. */
export const HOSTILE = [
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
export const EVIL_PAGE = "evil\x1b]0;x\x07\u202e\npage👩‍🚀日本";
export function hostileRows(): BulkRows {
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

/** A warehouse of them, in a folder and a file that are called no better; its path. */
export async function hostileFile(home: Home): Promise<string> {
  const folder = join(home.work, "folder \x1b]0;t\x07\u202e日本👩‍🚀");
  mkdirSync(folder);
  const file = join(folder, "we\x1b[31mird.duckdb");
  await createLocalFile(file, { demo: true, demoNow: DEMO_NOW }, async (warehouse) => {
    await warehouse.load(hostileRows(), { signal: new AbortController().signal, progress: () => {} });
  });
  return file;
}

/** The frame comes to stand, every row in its place; nothing was sent but text, colours and places. */
export async function expectHarmless(operator: Operator): Promise<void> {
  // A terminal is given its bytes in pieces, of which the last may be the half of something.
  const stands = (): boolean =>
    frameFaults(operator).length === 0 && unknownIn(operator.terminal.sent) === "";
  await operator.terminal.until(stands).catch(() => {});
  expect(frameFaults(operator)).toEqual([]);
  expect(unknownIn(operator.terminal.sent)).toBe("");
  expect(operator.text).not.toMatch(/\[2J|52;c;|0;t|aGFja2Vk/);
}

/** What no line of a command holds: controls and marks of direction. */
export const CONTROL = /[^\P{C}\n]/u;
