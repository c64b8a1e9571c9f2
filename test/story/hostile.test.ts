import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import width from "../../src/text/width.js";
import { builtProgram } from "../built.js";
import { readCsv } from "../commands/read-csv.js";
import { type Home, newHome } from "./home.js";
import { CONTROL, EVIL_PAGE, expectHarmless, HOSTILE, hostileFile, hostileRows } from "./hostile-rows.js";
import { Operator, unknownIn } from "./operator.js";
import { KEY } from "./terminal.js";

let home: Home;
let file: string;
beforeAll(async () => {
  home = newHome();
  file = await hostileFile(home);
});
afterAll(() => home.remove());

describe.each([
  [80, 24],
  [60, 20],
] as const)("hostile text at %d×%d", { timeout: 120_000 }, (...size) => {
  it("is harmless and aligned on every screen and panel", async () => {
    const operator = await Operator.atCreators({ home, size, args: ["--db", file] });
    const isWell = (): Promise<void> => expectHarmless(operator);
    await isWell();
    const [head = "", ...rows] = operator.terminal.rows().slice(3, -2);
    const at = width(head.slice(0, head.indexOf("WEEK")));
    const weeks = rows.filter((row) => row.endsWith(" due")).map((row) => width(row.slice(0, -3)));
    expect(weeks).toEqual([at, at, at]);
    // Whatever that page is called: its error is a place as well, or its walk is one.
    await operator.press("g", /❯ .*evil/);
    operator.terminal.type(KEY.enter);
    await operator.sees(/⏎ overrides|❯ Back/);
    await isWell();
    await operator.press(KEY.escape, "⏎ analyse");
    await operator.press("/jadeb", "/ jadeb▏", "❯ jadebri");
    await operator.press(KEY.enter, "⏎ overrides");
    await isWell();
    for (const title of ["Saturation", "Hours", "Weekdays", "Categories", "Triggers", "Account"]) {
      await operator.press(KEY.tab, ` ${title}`);
      await isWell();
    }
    await operator.press(KEY.enter, "⏎ preview");
    await isWell();
    await operator.press(KEY.enter, "⏎ confirm");
    for (let message = 0; message < 12; message++) {
      const before = operator.text;
      await operator.press(KEY.down);
      await operator.terminal.until((text) => text !== before);
      await isWell();
    }
    await operator.press("d", "CATEGORY");
    await isWell();
    await operator.press(KEY.escape, "⏎ confirm");
    await operator.press("w", "Passed over");
    await isWell();
    await operator.press(KEY.escape, "⏎ confirm");
    await operator.press("c", "Captions left");
    await isWell();
    await operator.press(KEY.escape, "⏎ confirm");
    await operator.press(KEY.enter, "❯ Commit and write the CSV");
    await isWell();
    await operator.press("e", ".csv▏");
    await operator.paste(`${HOSTILE.join(" ")}`);
    await operator.press("!", "!▏");
    await isWell();
    await operator.press(KEY.escape, "❯ Commit and write the CSV");
    await operator.press(KEY.ctrlC);
    await operator.terminal.end();
    expect(unknownIn(operator.terminal.sent)).toBe("");
  });

  it("in the name of a file that is not there is harmless in the error's place", async () => {
    const operator = await Operator.sitsDown({ home, size, args: ["--db", `${file}${HOSTILE[1]}`] });
    await operator.sees("❯ Try again");
    await expectHarmless(operator);
  });
});

describe("hostile text in plain lines", { timeout: 120_000 }, () => {
  const run = async (...words: string[]) =>
    spawnSync(process.execPath, [await builtProgram(), ...words], {
      env: { ...process.env, ...home.env },
      cwd: home.work,
      encoding: "utf8",
    });

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
