import { spawnSync } from "node:child_process";
import { copyFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtProgram } from "../built.js";
import { changeRows, type Home, newHome } from "./home.js";
import { CONTROL, EVIL_PAGE, expectHarmless, HOSTILE, hostileFile } from "./hostile-rows.js";
import { Operator, unknownIn } from "./operator.js";
import { KEY } from "./terminal.js";

let home: Home;
let file: string;
/** Schedules of jadebri: one taken back, and the one that stands. */
let taken: string;
let standing: string;

const run = async (...words: string[]) =>
  spawnSync(process.execPath, [await builtProgram(), ...words], {
    env: { ...process.env, ...home.env },
    cwd: home.work,
    encoding: "utf8",
  });
async function built(...words: readonly string[]): Promise<string> {
  const { stdout, stderr, status } = await run("build", "jadebri", ...words, "--json", "--db", file);
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout).schedule_id;
}
/** A reason as bad as a reason may be: one line of at most 500 characters. */
const WHY = HOSTILE.filter((text) => text.length < 100 && !/\p{Cc}/u.test(text)).join(" ");
const literal = (text: string): string => `'${text.replaceAll("'", "''").replaceAll("\0", "")}'`;

// A week is stored, and everything that somebody else may have written of it is spoilt.
beforeAll(async () => {
  home = newHome();
  file = await hostileFile(home);
  taken = await built();
  const withdrawal = await run("withdraw", taken, "--why", WHY, "--db", file);
  expect(withdrawal.status, withdrawal.stderr).toBe(0);
  expect(`${withdrawal.stdout}${withdrawal.stderr}`).not.toMatch(CONTROL);
  standing = await built("--seed", "another");
  await run("worklist", standing, "--queued", "1,2", "--db", file);
  const everyone = literal(HOSTILE.join(" "));
  await changeRows(
    file,
    `UPDATE eros_scheduling_brain.schedule_export_log SET exported_by = ${everyone}`,
    `UPDATE eros_scheduling_brain.schedule_recommendations SET changed_by = ${everyone} WHERE changed_by IS NOT NULL`,
    `UPDATE eros_scheduling_brain.worklist_marks SET marked_by = ${everyone}`,
    ...[1, 2, 3].map(
      (minutes) =>
        `INSERT INTO eros_scheduling_brain.schedule_export_log
         SELECT NULL, ${literal(EVIL_PAGE)}, export_timestamp - INTERVAL ${minutes} MINUTE, 0, 1,
           ${everyone}, 'FAILED', ${everyone}, ${everyone}, NULL
         FROM eros_scheduling_brain.schedule_export_log WHERE command = 'build' LIMIT 1`,
    ),
    // Captions that are locked twice for one day, as must never be: the alert tells of each.
    `INSERT INTO eros_scheduling_brain.active_caption_assignments
     SELECT a.* REPLACE (concat(assignment_key, n) AS assignment_key, ${literal(EVIL_PAGE)} AS page_name,
       ${everyone} AS schedule_id, current_date AS scheduled_send_date)
     FROM eros_scheduling_brain.active_caption_assignments AS a, range(2) AS twice(n) WHERE is_active`,
  );
}, 60_000);
afterAll(() => home.remove());

describe.each([
  [80, 24],
  [60, 20],
] as const)("hostile text that is stored, at %d×%d", { timeout: 120_000 }, (...size) => {
  it("is harmless and aligned where it is looked up, queued, compared and taken back", async () => {
    const own = `${file}.${size[0]}`;
    copyFileSync(file, own);
    const operator = await Operator.atCreators({ home, size, args: ["--db", own] });
    const isWell = (): Promise<void> => expectHarmless(operator);
    const seen = async (keys: string, ...then: readonly (string | RegExp)[]): Promise<void> => {
      await operator.press(keys, ...then);
      await isWell();
    };

    await seen("A", "Alerts");
    await seen("G", "the end");
    await seen(KEY.escape, "⏎ analyse");

    await seen("   ", /\*jadebri/);
    await seen("B", "3 of 3 planned", "C commit");
    for (const key of ["g", KEY.down, KEY.down]) {
      await seen(key, "C commit");
      await seen(KEY.enter, "←→ page");
      await seen("G");
      await seen(KEY.escape, "C commit");
    }
    await seen("C", /❯ Commit/);
    await seen(KEY.escape, "C commit");
    await seen(KEY.escape, "⏎ analyse");

    await operator.press("/jadeb", "/ jadeb▏", /❯.jadebri/);
    await operator.press(KEY.tab, "⏎ analyse");
    await seen("H", "› history", "2 schedules", "withdrawn");
    await seen(" ", "marked");
    await seen(KEY.down);
    await seen("d", "Esc back");
    await seen("G");
    await seen(KEY.escape, "⏎ show");
    await seen(KEY.enter, "Esc back");
    await seen("G", "the end");
    await seen(KEY.escape, "⏎ show");
    await seen("u", "Makes stand again");
    await seen(KEY.escape, "⏎ show");
    await seen("g", "⏎ show");
    await seen(KEY.enter, "Mon 10");
    await seen("G");
    await seen(KEY.escape, "⏎ show");

    await seen("W", "2 of 18 queued");
    await seen("g", /❯ ✓ +1 /);
    for (let number = 2; number <= 12; number++) await seen(KEY.down, new RegExp(`❯ . +${number} `));
    await seen(" ", "3 of 18 queued");
    await seen(KEY.escape, "› history");

    await seen("w", "Takes back");
    await operator.paste(WHY);
    await seen("!", "!▏");
    await seen(KEY.enter, "❯ Withdraw it and write the CSV");
    await seen(KEY.down, "❯ Withdraw it without a CSV");
    await seen(KEY.enter, "✓ withdrawn");
    await seen(KEY.enter, "› history", /withdrawn.*withdrawn/s);
    await seen("u", "❯ Restore it");
    await seen(KEY.enter, "✓ stands again");
    await seen(KEY.enter, "› history", "committed");
    await seen(KEY.escape, "⏎ analyse");

    await seen("p", "⏎ confirm");
    await seen(KEY.enter, "Replaces sched_", "❯ Replace it and write the CSV");
    await operator.press(KEY.ctrlC);
    await operator.terminal.end();
    expect(unknownIn(operator.terminal.sent)).toBe("");
  });
});

it("sends nothing but text from the commands that read what is stored", { timeout: 120_000 }, async () => {
  for (const words of [
    ["show", standing],
    ["history"],
    ["worklist", "jadebri"],
    ["health"],
    ["alerts"],
    ["diff", taken, standing],
    ["replay", standing],
    ["batch", "--all", "--dry-run"],
    ["build", "jadebri"],
    ["restore", taken],
    ["withdraw", HOSTILE[1], "--why", "closed"],
    ["withdraw", standing, "--why", WHY],
  ]) {
    const { stdout, stderr, status } = await run(...words, "--db", file);
    expect(status, stderr).not.toBe(1);
    expect(`${stdout}${stderr}`, words.join(" ")).not.toMatch(CONTROL);
    expect(`${stdout}${stderr}`, words.join(" ")).not.toBe("");
  }
});
