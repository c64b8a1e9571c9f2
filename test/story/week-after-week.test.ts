import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rowsOf } from "./home.js";
import { Operator } from "./operator.js";
import { KEY } from "./terminal.js";

const STORED =
  "SELECT page_name FROM eros_scheduling_brain.schedule_recommendations WHERE state = 'committed'";

describe("a Monday of work", { timeout: 180_000 }, () => {
  it("plans twelve pages in a row by p ⏎ ⏎ ⏎ as fast as they are typed, each a page that was due", async () => {
    const operator = await Operator.atCreators();
    const before = await rowsOf(operator.home.demoFile, STORED);
    // ⏎ is pressed before the page is read: it waits for it. Only a menu that writes has to be seen first.
    await operator.press(`p${KEY.enter}`, "› confirm", "❯ Commit and write the CSV");
    const done: string[] = [];
    for (let page = 0; page < 12; page++) {
      const name = /eros › (\S+) › confirm/.exec(operator.text)?.[1] ?? "";
      expect(done).not.toContain(name);
      done.push(name);
      await operator.press(KEY.enter, `${name} › committed`, "✓ stored", "❯ Next creator due");
      // The next page is planned at once, as the first one was.
      if (page < 11)
        await operator.press(`${KEY.enter}${KEY.enter}`, "› confirm", "❯ Commit and write the CSV");
    }
    await operator.press("q");
    expect((await operator.terminal.end()).exitCode).toBe(0);
    const after = await rowsOf(operator.home.demoFile, STORED);
    expect(after.map((row) => row.page_name).sort()).toEqual(
      [...before.map((row) => row.page_name), ...done].sort(),
    );
    expect(readdirSync(operator.home.work)).toHaveLength(12);
    const twice = await rowsOf(
      operator.home.demoFile,
      "SELECT caption_id FROM eros_scheduling_brain.active_caption_assignments WHERE is_active GROUP BY caption_id HAVING COUNT(*) > 1",
    );
    expect(twice).toEqual([]);
  });

  it("filters, turns the filter round, sorts, and keeps the chosen page through all of it", async () => {
    const operator = await Operator.atCreators();
    await operator.press("/jade", "/ jade▏", "2 of 28", "❯ jadebri");
    await operator.press(KEY.down, "❯ jade_north");
    // The filter stays, the list has the keys again.
    await operator.press(KEY.tab, "⏎ analyse", "/ jade", "❯ jade_north");
    await operator.press("s", "sorted by page", "❯ jade_north");
    expect(rowNames(operator)).toEqual(["jade_north", "jadebri"]);
    await operator.press("s", "sorted by revenue", "❯ jade_north");
    await operator.press(KEY.escape, "28 creators", "❯ jade_north");
    await operator.press("/!jade", "/ !jade▏", "26 of 28");
    expect(rowNames(operator)).not.toContain("jadebri");
    await operator.press(KEY.ctrlU, "28 creators");
    await operator.press("zzz", "No creator's name has “zzz”");
    // Nothing to open: the key says so and nothing is lost.
    await operator.press(KEY.enter, "no creator is shown");
    await operator.press(KEY.escape, "28 creators", "❯ jade_north");
    await operator.press("]", "week Nov 17–23");
    await operator.press("[", "week Nov 10–16", "❯ jade_north");
    await operator.press("m", "no pages are named as yours");
  });

  it("keeps what was typed for each page, back and forth, until it is committed", async () => {
    const operator = await (await Operator.sitsDown()).reaches("overrides");
    await operator.press("10", /PPVs\s+9\s+10▏/, /PPV(\s+\d){7}\s+10\s+was 9/);
    await operator.press(`${KEY.down}7`, /Bumps\s+9\s+7▏/);
    await operator.press(KEY.enter, "10 PPVs 7 bumps");
    await operator.press(KEY.right, /Tue Nov 11 \d\d:\d\d \(/);
    const [at = ""] = /Tue Nov 11 \d\d:\d\d/.exec(operator.text) ?? [];
    await operator.press(KEY.escape, "COMPUTED");
    await operator.press(KEY.escape, "› analysis");
    await operator.press(KEY.escape, "› creators", /jadebri .*✎ draft/);
    // Another page, with a draft of its own.
    await operator.press(KEY.escape, "28 creators");
    await operator.press("/anna", "❯ anna_v");
    await operator.press(KEY.enter, "anna_v › analysis", "Saturation");
    await operator.press(KEY.enter, "COMPUTED");
    await operator.press("3", /PPVs\s+\d+\s+3▏/);
    await operator.press(KEY.escape, "› analysis");
    await operator.press(KEY.escape, "› creators", /anna_v .*✎ draft/);
    await operator.press(KEY.escape, "28 creators", /jadebri .*✎ draft/);
    // Straight to the preview: the draft counts, and the cursor stands where it stood.
    await operator.press("/jadeb", "❯ jadebri");
    await operator.press(KEY.tab, "⏎ analyse");
    await operator.press("p", "jadebri › preview", "10 PPVs 7 bumps", at);
    await operator.press(KEY.enter, "❯ Commit and write the CSV");
    await operator.press(KEY.enter, "✓ stored, 10 captions locked", "❯ Next creator due");
    await operator.press(KEY.escape, "› creators", /jadebri .*✓ set/);
    await operator.press(KEY.ctrlC);
    expect((await operator.terminal.end()).exitCode).toBe(130);
    expect(operator.text).toContain("drafts not committed: anna_v");
  });
});

const rowNames = (operator: Operator): string[] =>
  operator.terminal
    .rows()
    .slice(4, -2)
    .flatMap((row) => /^ [❯ ] (\S+)/.exec(row)?.[1] ?? []);
