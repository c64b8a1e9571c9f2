import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { rowsOf } from "./home.js";
import { Operator } from "./operator.js";
import { KEY } from "./terminal.js";

describe("keys over a slow line", () => {
  it.each([60, 120, 250])(
    "a sequence that is cut for %d ms leaks no text and moves no week",
    async (millis) => {
      const operator = await Operator.atCreators();
      const cut = async (sequence: string): Promise<void> => {
        operator.terminal.type(sequence.slice(0, 1));
        await pause(millis);
        operator.terminal.type(sequence.slice(1));
        await pause(millis);
      };
      // Where letters are commands: `[` would show another week, B and A are nobody's yet.
      await cut(KEY.down);
      await cut("\x1b[1;5B");
      await cut("\x1bOB");
      await operator.sees("week Nov 10–16");
      await operator.press("?", "● GREEN     healthy");
      await operator.press(KEY.escape, "⏎ analyse");
      // Where letters are text: the key moves the list or closes the filter, but nothing of it is typed.
      await operator.press("/a", "/ a▏");
      await cut(KEY.down);
      // The next key shows where one is: text after what was typed, or the list's help.
      await operator.press("?", /● GREEN {5}healthy|\/ a\?▏/);
    },
  );

  it("a sequence that is cut is one key where the operator says how slow the line is", async () => {
    const operator = await Operator.atCreators({ env: { EROS_ESC_MS: "5000" } });
    await operator.press("s", "sorted by page");
    await operator.press("g", "❯ anna_v");
    operator.terminal.type("\x1b");
    await pause(250);
    await operator.press("[B", "❯ bella_bee");
  });

  it("keys that come all at once are taken one by one, in order", async () => {
    const operator = await Operator.atCreators();
    const names = operator.terminal
      .rows()
      .slice(4, 14)
      .map((row) => row.slice(3, 14).trim());
    await operator.press(KEY.down.repeat(9), `❯ ${names[9]}`);
    await operator.press(
      `${KEY.up.repeat(9)}/jade${KEY.backspace}e_n${KEY.enter}`,
      "jade_north › analysis",
      "Saturation",
    );
  });
});

describe("a menu that writes", () => {
  it("takes no key that came before it stood, not even from a program that was held up meanwhile", async () => {
    const operator = await (await Operator.sitsDown()).reaches("preview");
    let early = false;
    for (let attempt = 0; attempt < 10 && !early; attempt++) {
      await operator.press(KEY.enter, "captions checked");
      operator.terminal.signal("SIGSTOP");
      early = !operator.text.includes("❯ Commit");
      if (early) operator.terminal.type(KEY.enter);
      // Longer than the quiet time: when the program goes on, both are due at once.
      await pause(500);
      operator.terminal.signal("SIGCONT");
      await operator.sees("❯ Commit and write the CSV");
      await operator.press(KEY.escape, "⏎ confirm");
    }
    expect(early).toBe(true);
    const stored =
      "SELECT COUNT(*) AS n FROM eros_scheduling_brain.schedule_recommendations WHERE page_name = 'jadebri'";
    expect(await rowsOf(operator.home.demoFile, stored)).toEqual([{ n: "0" }]);
  });
});

describe("pasting", () => {
  it("puts the text into the field that is typed in, whole, as text and never as keys", async () => {
    const operator = await Operator.atCreators();
    // Where nothing is typed a paste does nothing: no q, no ⏎, no p of it is a key.
    await operator.paste("q\rp\x03");
    await operator.press("/", "/ ▏");
    await operator.paste("jade\rb\n", "/ jade", "❯ jadebri");
    expect(operator.text).toContain("› creators");
    await operator.press(KEY.ctrlU, "28 creators");
    await operator.paste("jadebri", "/ jadebri▏");
    await operator.press(KEY.enter, "⏎ overrides");
    await operator.press(KEY.enter, "COMPUTED");
    await operator.paste("PPVs: 10 please", /PPVs\s+9\s+10▏/);
    await operator.press(KEY.enter, "⏎ confirm", "10 PPVs");
    await operator.press(KEY.enter, "❯ Commit and write the CSV");
    // Into a menu that writes: nothing is chosen.
    await operator.paste("\r1\r");
    await operator.press("e", ".csv▏");
    await operator.press(KEY.ctrlU, "CSV  ▏");
    await operator.paste(`${operator.home.work}/my week.csv`, "my week.csv▏");
    await operator.press(KEY.enter, "❯ Commit and write the CSV", "my week.csv");
    await operator.press(KEY.enter, "✓ stored, 10 captions locked", "my week.csv");
  });
});
