import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { heldByAnother } from "./home.js";
import { Operator, SCREENS, type Screen } from "./operator.js";
import { KEY } from "./terminal.js";

/** Places that are no screens of their own: typed lines, panels, running work. */
const PLACES: Readonly<Record<string, (operator: Operator) => Promise<unknown>>> = {
  "the filter": async (operator) => {
    await operator.stands("creators");
    await operator.press("/ja", "/ ja▏");
  },
  "the help": async (operator) => {
    await operator.stands("creators");
    await operator.press("?", "● GREEN     healthy");
  },
  "the list of zones": async (operator) => {
    await operator.reaches("overrides");
    await operator.press(KEY.up, "❯ Zone");
    await operator.press(" ", "❯ as computed");
  },
  "the CSV path": async (operator) => {
    await operator.reaches("confirm");
    await operator.press("e", ".csv▏");
  },
  "a running read": async (operator) => {
    await operator.stands("creators");
    const held = await heldByAnother(operator.home.demoFile);
    await operator.press("r", "waiting for process");
    await held.letGo();
  },
};
const everywhere: [string, (operator: Operator) => Promise<unknown>][] = [
  ...SCREENS.map((screen): [Screen, (operator: Operator) => Promise<unknown>] => [
    screen,
    (operator) => operator.reaches(screen),
  ]),
  ...Object.entries(PLACES),
];

/** The process of the program that a shell has started. */
function startedBy(shell: number): number {
  const children = readFileSync(`/proc/${shell}/task/${shell}/children`, "utf8").trim().split(" ");
  return Number(children.at(-1));
}

describe.each(everywhere)("leaving from %s", (_place, reach) => {
  it("by Ctrl-C: the terminal is as it was, and the shell is told", async () => {
    const operator = await Operator.sitsDown({ shell: true });
    await reach(operator);
    await operator.press(KEY.ctrlC, "left with 130");
    await operator.hasShellBack();
    expect(operator.terminal.modes).toMatchObject({ wraps: true, showsCursor: true });
  });

  it("by SIGTERM: as by Ctrl-C, and the shell sees the signal", async () => {
    const operator = await Operator.sitsDown({ shell: true });
    await reach(operator);
    process.kill(startedBy(operator.terminal.pid), "SIGTERM");
    await operator.sees("left with 143");
    await operator.hasShellBack();
  });

  it("because the terminal hangs up: the process ends by it", async () => {
    const operator = await Operator.sitsDown();
    await reach(operator);
    operator.terminal.signal("SIGHUP");
    expect(await operator.terminal.end()).toMatchObject({ signal: 1 });
    expect(operator.terminal.inAlternateScreen).toBe(false);
    expect(operator.terminal.modes).toEqual({ wraps: true, bracketsPastes: false, showsCursor: true });
  });
});

describe("leaving", { timeout: 120_000 }, () => {
  it("for a while by Ctrl-Z at every screen: the shell's own terminal meanwhile, and nothing lost after fg", async () => {
    const operator = await Operator.sitsDown({ shell: true, size: [60, 20] });
    const comesBack = async (): Promise<void> => {
      const before = operator.text;
      await operator.press(KEY.ctrlZ, "Stopped");
      await operator.hasShellBack();
      operator.terminal.type("clear; fg\r");
      await operator.terminal.until((text) => text === before);
      expect(operator.terminal.inAlternateScreen).toBe(true);
      await operator.hasWholeFrame();
    };
    await operator.stands("creators");
    await comesBack();
    await operator.press("/jadeb", "/ jadeb▏", "❯ jadebri");
    await comesBack();
    await operator.press(KEY.enter, "⏎ overrides");
    await comesBack();
    await operator.press(KEY.enter, "COMPUTED");
    await operator.press("10", /PPVs\s+9\s+10▏/);
    await comesBack();
    await operator.press(KEY.enter, "⏎ confirm");
    await operator.press("w", "Passed over");
    await comesBack();
    await operator.press(KEY.escape, "⏎ confirm");
    await operator.press(KEY.enter, "❯ Commit and write the CSV");
    await comesBack();
    await operator.press(KEY.enter, "❯ Next creator due");
    await comesBack();
    operator.terminal.type("q");
    await operator.hasShellBack();
    expect(readdirSync(operator.home.work)).toHaveLength(1);
  });

  it("by a crash: one sentence, where the log is, the terminal restored; nothing half-written", async () => {
    // Node runs this beside the program: when told to, it throws where nobody catches.
    const thrower = `data:text/javascript,process.on("SIGUSR2",()=>{throw new Error("the moon fell down")})`;
    for (const screen of ["creators", "preview", "confirm"] as const) {
      const operator = await Operator.sitsDown({ shell: true, node: ["--import", `'${thrower}'`] });
      await operator.reaches(screen);
      process.kill(startedBy(operator.terminal.pid), "SIGUSR2");
      await operator.sees("left with 1");
      await operator.reads("eros-tui: the moon fell down", `log: ${operator.home.logFile}`);
      expect(operator.text.replace(/\s+/g, " ")).not.toMatch(/\bat .*\.js:\d+/);
      await operator.hasShellBack();
      expect(readFileSync(operator.home.logFile, "utf8")).toMatch(/ERROR - .*the moon fell down.*\n?.*at /s);
      expect(readdirSync(operator.home.work)).toEqual([]);
    }
  });

  it("while a commit waits: Ctrl-C once lets it end first, and the shell is told how", async () => {
    const operator = await (await Operator.sitsDown({ shell: true })).reaches("confirm");
    const held = await heldByAnother(operator.home.demoFile);
    await operator.press(KEY.enter, "waiting for process");
    await operator.press(KEY.ctrlC, "leaves when the outcome is known · Ctrl-C again: now");
    await held.letGo();
    await operator.sees(/left with \d+/);
    await operator.reads("stored: sched_", "9 captions locked; its CSV: eros-tui export sched_");
    await operator.hasShellBack();
  });
});
