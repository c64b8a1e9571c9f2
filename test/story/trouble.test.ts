import { copyFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { changeRows, heldByAnother, homeWithDemo, newHome, rowsOf } from "./home.js";
import { Operator } from "./operator.js";
import { KEY } from "./terminal.js";

const DATASET = "eros_scheduling_brain";
/** The way on that is chosen first: trying again, or back where it cannot help. */
const RETRY = "❯ Try again";
const BACK = "❯ Back";

/** An error is a place: what happened, what to do, where the log is, and three ways on. */
async function seesError(operator: Operator, ...said: readonly string[]): Promise<void> {
  await seesErrorWith(RETRY, operator, ...said);
}
async function seesErrorWith(first: string, operator: Operator, ...said: readonly string[]): Promise<void> {
  await operator.reads(...said);
  await operator.sees("■ ", first, "Try again", "Back", "Quit", "log: ");
  await operator.hasWholeFrame();
}

describe.each([
  [80, 24],
  [60, 20],
] as const)("trouble at %d×%d", { timeout: 120_000 }, (...size) => {
  it("a file that is gone, and one that is none: said with a remedy, and tried again once it is back", async () => {
    const operator = await Operator.atCreators({ size });
    const { demoFile } = operator.home;
    renameSync(demoFile, `${demoFile}.away`);
    await operator.press("r");
    await seesError(operator, "There is no warehouse at", "eros-tui demo");
    writeFileSync(demoFile, "by mistake a spreadsheet was saved over it");
    await operator.press(KEY.enter);
    await seesError(operator, "is not a warehouse");
    rmSync(demoFile);
    renameSync(`${demoFile}.away`, demoFile);
    await operator.press(KEY.enter, "28 creators");
  });

  it("a damaged file: said so, on the screen where it is met, and nothing typed is lost", async () => {
    const operator = await (await Operator.sitsDown({ size })).reaches("overrides");
    const { demoFile } = operator.home;
    await operator.press("10", /PPVs\s+9\s+10▏/);
    copyFileSync(demoFile, `${demoFile}.whole`);
    writeFileSync(demoFile, Buffer.alloc(40_960, 7));
    await operator.press("n");
    await seesError(operator, "overrides", "is not a warehouse");
    renameSync(`${demoFile}.whole`, demoFile);
    await operator.press(KEY.enter, /PPVs\s+9\s+10/, "Caption draw");
  });

  it("a page that vanished from the warehouse: back to the others", async () => {
    const operator = await Operator.atCreators({ size });
    await operator.press("/jadeb", "❯ jadebri");
    await changeRows(
      operator.home.demoFile,
      `DELETE FROM ${DATASET}.active_creators WHERE page_name = 'jadebri'`,
      `DELETE FROM ${DATASET}.mass_messages WHERE page_name = 'jadebri'`,
    );
    await operator.press(KEY.enter);
    await seesErrorWith(BACK, operator, "jadebri");
    await operator.press(KEY.enter, "› creators");
    await operator.press(KEY.escape, "28 creators");
    await operator.press("r", "27 creators");
  });

  it("a page whose captions have run out: which, and what helps", async () => {
    const operator = await Operator.atCreators({ size });
    await operator.press("/asmr", "1 of 28");
    await operator.press(KEY.tab, "⏎ analyse");
    await operator.press("p");
    await seesErrorWith(BACK, operator, "captions");
    await operator.press(KEY.enter, "COMPUTED");
    await operator.press(KEY.escape, "› analysis");
  });
});

describe("a warehouse that others use", { timeout: 120_000 }, () => {
  it("is waited for, visibly; the wait can be cancelled at every load, and nothing is lost by it", async () => {
    const operator = await Operator.atCreators();
    const waits = async (keys: string, cancelled: string | RegExp): Promise<void> => {
      const held = await heldByAnother(operator.home.demoFile);
      await operator.press(keys, `waiting for process ${held.pid}`, "Esc cancels");
      await operator.hasWholeFrame();
      await operator.press(KEY.escape, cancelled);
      await operator.seesNoMore("waiting for");
      await held.letGo();
    };
    await waits("r", "28 creators");
    await waits("]", "28 creators");
    await operator.press("/jadeb", "❯ jadebri");
    await operator.press(KEY.tab, "⏎ analyse");
    await waits("p", "› creators");
    await waits(KEY.enter, "› creators");
    await operator.press(KEY.enter, "⏎ overrides");
    await waits("r", "⏎ overrides");
    await operator.press(KEY.enter, "COMPUTED");
    await operator.press("10", /PPVs\s+9\s+10▏/);
    await waits("n", "⏎ to apply");
    await operator.press("u", "n: other captions");
    await operator.press(KEY.enter, "› preview", "10 PPVs 9 bumps");
    const grid = operator.text;
    await waits("n", "10 PPVs 9 bumps");
    expect(operator.text).toBe(grid);
    await waits(KEY.enter, "› preview");
    await operator.press(KEY.enter, "❯ Commit and write the CSV");
    await waits("r", "› preview");
    await operator.press(KEY.enter, "❯ Commit and write the CSV");
    await waits(KEY.enter, "stopped: nothing was stored");
    await operator.sees("❯ Commit and write the CSV");
    const stored = `SELECT COUNT(*) AS n FROM ${DATASET}.schedule_recommendations WHERE page_name = 'jadebri'`;
    expect(await rowsOf(operator.home.demoFile, stored)).toEqual([{ n: "0" }]);
    expect(readdirSync(operator.home.work)).toEqual([]);
    await operator.press(KEY.enter, "✓ stored, 10 captions locked");
  });

  it("is given up after a while, naming the process that has it; trying again works once it is free", async () => {
    const home = await homeWithDemo();
    const held = await heldByAnother(home.demoFile);
    const operator = await Operator.sitsDown({ home });
    await operator.sees(`waiting for process ${held.pid}`);
    await seesError(operator, `is in use by process ${held.pid}`, `ps -p ${held.pid}`);
    await held.letGo();
    await operator.press(KEY.enter, "28 creators");
    operator.goHome();
    home.remove();
  });

  it("is left at once while it opens", async () => {
    const home = await homeWithDemo();
    const held = await heldByAnother(home.demoFile);
    const operator = await Operator.sitsDown({ home });
    await operator.sees(`waiting for process ${held.pid}`);
    await operator.press(KEY.escape);
    expect((await operator.terminal.end()).exitCode).toBe(0);
    await held.letGo();
    home.remove();
  });
});

describe("a warehouse that may not be written", { timeout: 120_000 }, () => {
  it("says READ-ONLY on every screen, and offers the CSV only", async () => {
    const operator = await Operator.atCreators({ env: { EROS_READ_ONLY: "1" } });
    await operator.sees("READ-ONLY");
    await operator.press("p", "› preview", "READ-ONLY", "⏎ confirm");
    await operator.press(KEY.enter, "› confirm", "❯ Only write the CSV");
    expect(operator.text).toContain("READ-ONLY");
    expect(operator.text).not.toContain("Commit");
    await operator.press(KEY.enter, "nothing is stored, nothing locked");
    expect(readdirSync(operator.home.work)).toHaveLength(1);
  });
});

describe("a file that was named", () => {
  it("and is not there: the screen says so, with the command that makes one", async () => {
    const home = newHome();
    const operator = await Operator.sitsDown({ home, args: ["--db", "nowhere.duckdb"] });
    await seesError(operator, "There is no database file", "eros-tui demo --db");
    await operator.press("q", "Esc back · Ctrl-C leaves");
    await operator.press(KEY.escape);
    // The shell is told once more, with the exit code that a command would have had.
    expect((await operator.terminal.end()).exitCode).toBe(2);
    await operator.reads("eros-tui: there is no database file");
    home.remove();
  });
});
