import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { builtProgram } from "../built.js";
import { homeWithDemo, rowsOf } from "./home.js";
import { Operator } from "./operator.js";
import { KEY, TerminalSession } from "./terminal.js";

const STORED =
  "SELECT page_name, schedule_id FROM eros_scheduling_brain.schedule_recommendations WHERE schedule_json LIKE '%\"demo\":true%' ORDER BY created_at DESC";

test("three pages at once: marked, planned, looked at, one left out, the others stored; and their history", {
  timeout: 120_000,
}, async () => {
  const operator = await Operator.atCreators();
  const before = (await rowsOf(operator.home.demoFile, STORED)).length;
  await operator.press("   ", "3 marked");
  await operator.press("B", "› batch", "3 of 3 planned", "C commit");
  const first = /❯ \S (\S+)/.exec(operator.text)?.[1] ?? "";
  expect(first).not.toBe("");
  await operator.press(KEY.enter, new RegExp(`${first} · Nov 10–16`), "Mon 10", "▼");
  await operator.press(KEY.right, "←→ page");
  await operator.press(KEY.escape, "C commit");
  await operator.press("g", new RegExp(`❯ \\S ${first}`));
  await operator.press(" ", "1 left out");
  await operator.press("C", /❯ Commit all 2 and write the CSV files/);
  // A key that comes before the menu has stood quietly is dropped.
  for (let tries = 0; tries < 40 && !operator.text.includes("2 stored"); tries++) {
    if (operator.text.includes("❯ Commit all 2")) operator.terminal.type(KEY.enter);
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
  await operator.sees("✓ 2 stored");
  const after = await rowsOf(operator.home.demoFile, STORED);
  expect(after).toHaveLength(before + 2);
  expect(after.map(({ page_name }) => page_name)).not.toContain(first);
  const csv = readdirSync(operator.home.work).filter((name) => name.endsWith(".csv"));
  expect(csv.sort()).toEqual(
    after
      .slice(0, 2)
      .map(({ schedule_id }) => `${String(schedule_id)}.csv`)
      .sort(),
  );

  const page = String(after[0]?.page_name);
  await operator.press(KEY.escape, "› creators", "1 marked");
  await operator.press(`/${page}`, `/ ${page}▏`, `❯ ${page}`);
  await operator.press(KEY.tab, "⏎ analyse");
  await operator.press("H", `${page} › history`, "1 schedule", "committed");
  await operator.press(KEY.enter, "Budget/Mid/Premium", "Mon 10", "▼");
  await operator.press(KEY.escape, "⏎ show");
  await operator.press(KEY.escape, "› creators");
});

test("the command draws a table that grows, and leaves it whole on the terminal", {
  timeout: 120_000,
}, async () => {
  const home = await homeWithDemo();
  const program = await builtProgram();
  const terminal = new TerminalSession(process.execPath, [program, "batch", "--dry-run"], {
    env: home.env,
    cwd: home.work,
    cols: 80,
    rows: 60,
  });
  try {
    await terminal.until(/Ctrl-C stops after a page/);
    await terminal.until(/26 pages: 24 planned, 2 failed/, 60_000);
    const text = terminal.text();
    expect(text).toMatch(/^ {2}PAGE +ZONE +MESSAGES/m);
    expect(text.match(/^✓ \S+ +(●|▲|■) (GREEN|YELLOW|RED)/gm)).toHaveLength(24);
    expect(text.match(/^✗ (tess_quiet|lotte\.asmr) /gm)).toHaveLength(2);
    expect(text).not.toMatch(/Ctrl-C stops|⠋/);
    expect((await terminal.end()).exitCode).toBe(8);
  } finally {
    terminal.close();
    home.remove();
  }
});
