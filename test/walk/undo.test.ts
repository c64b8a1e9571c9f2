import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ErosError } from "../../src/domain/errors.js";
import { exitCode, farewell } from "../../src/tui/farewell.js";
import type { Leaving } from "../../src/walk/leaving.js";
import { menuOf } from "../../src/walk/menus.js";
import { StandIn } from "./stand.js";
import { folder, type Walker, ways } from "./walker.js";

const broken = new ErosError("unreachable", "the network broke", "try again");
function left({ output }: Walker): Leaving {
  if (output === undefined) throw new Error("the walk goes on");
  return output;
}
const labels = (walker: Walker): string[] => menuOf(walker.snapshot).map(({ label }) => label);

describe("a withdrawal on the screens", () => {
  it("asks why, says what it means, and does it from a menu that stands quietly", async () => {
    const csvDir = folder();
    const walker = await ways.withdrawing({ settings: { csvDir } });
    expect(walker.send("NEXT").context.hint).toContain("needs a reason");
    walker.type("wrong  page").send("NEXT");
    expect(walker.state).toBe("undo.quiet");
    // Keys that come too early are dropped.
    walker.send({ type: "TAKE_BACK", csv: true });
    expect(walker.warehouse.withdrawn.size).toBe(0);
    walker.keepQuiet();
    expect(labels(walker)).toEqual([
      "Withdraw it and write the CSV of what to take out",
      "Withdraw it without a CSV",
      "Back to the reason",
    ]);
    await walker.send({ type: "TAKE_BACK", csv: true }).until("undo.done");
    expect(walker.context.undo.done).toMatchObject({
      kind: "withdrawn",
      withdrawal: { sent: 0, toCome: 4, released: 3, by: "ana" },
      csvFailure: null,
    });
    const [file] = readdirSync(csvDir);
    expect(file).toBe(`${walker.context.undo.scheduleId}_remove.csv`);
    expect(readFileSync(`${csvDir}/${file}`, "utf8").trimEnd().split("\n")).toHaveLength(5);
    await walker.send("NEXT").until("history.list");
    expect(walker.context.history.rows[0]?.state).toBe("withdrawn");
    expect(walker.send("WITHDRAW").context.hint).toContain("it cannot be taken back");
  });

  it("keeps what was typed on the way to the menu and back, and writes nothing on the way out", async () => {
    const walker = await ways.undoMenu();
    walker.send("BACK");
    expect(walker.state).toBe("undo.why");
    expect(walker.context.undo.why.text).toBe("wrong page");
    expect(walker.send("BACK").state).toBe("history.list");
    expect(walker.warehouse.calls).not.toContain("withdraw");
  });

  it("makes the page due again in the list of creators", async () => {
    const walker = await ways.undoMenu();
    const id = walker.context.undo.scheduleId;
    walker.warehouse.rows = walker.warehouse.rows.map((row) =>
      row.page === "jadebri" ? { ...row, committed: id } : row,
    );
    walker.send("BACK", "BACK", "BACK", "RELOAD");
    await walker.until("creators.list");
    await walker.send("HISTORY").until("history.list");
    await walker.send("WITHDRAW").until("undo.why");
    (await walker.type("x").send("NEXT").until("undo.quiet")).keepQuiet();
    await walker.send({ type: "TAKE_BACK", csv: false }).until("undo.done");
    const row = walker.context.creators.shown?.overview.rows.find(({ page }) => page === "jadebri");
    expect(row?.committed).toBeNull();
  });

  it("stands where the CSV cannot be written, and says so", async () => {
    const walker = await ways.undoMenu({ settings: { csvDir: "/nowhere/at/all" } });
    await walker.send({ type: "TAKE_BACK", csv: true }).until("undo.done");
    expect(walker.context.undo.done).toMatchObject({ csv: null, csvFailure: { kind: "badInput" } });
    expect(walker.warehouse.withdrawn.size).toBe(1);
    const without = await ways.undoMenu();
    await without.send({ type: "TAKE_BACK", csv: false }).until("undo.done");
    expect(existsSync(`${without.context.undo.scheduleId}_remove.csv`)).toBe(false);
  });

  it("is not stopped once it has begun: Ctrl-C leaves when the outcome is known", async () => {
    const walker = await ways.undoMenu();
    walker.warehouse.hold("withdraw");
    await walker.send({ type: "TAKE_BACK", csv: false }).breathe();
    expect(walker.send("BACK").state).toBe("undo.doing");
    expect(walker.send("INTERRUPT").state).toBe("undo.doing");
    walker.warehouse.waitingFor("withdraw").answer();
    await walker.until("left");
    const { scheduleId } = walker.context.undo;
    expect(walker.output).toMatchObject({ reason: "interrupt", failure: null, receipt: null });
    expect(farewell(left(walker))).toEqual([`withdrawn: ${scheduleId}`]);
    expect(walker.warehouse.withdrawn.size).toBe(1);

    const failing = await ways.undoMenu();
    failing.warehouse.hold("withdraw");
    await failing.send({ type: "TAKE_BACK", csv: false }).breathe();
    failing.send("INTERRUPT").warehouse.waitingFor("withdraw").fail(broken);
    await failing.until("left");
    expect(farewell(left(failing))).toEqual(["not withdrawn: the network broke", "  try again"]);
    expect(exitCode(left(failing))).toBe(7);

    const hasty = await ways.undoMenu();
    hasty.warehouse.hold("withdraw");
    await hasty.send({ type: "TAKE_BACK", csv: false }).breathe();
    expect(hasty.send("INTERRUPT", "INTERRUPT").state).toBe("left");
    expect(farewell(left(hasty))[0]).toContain("whether it is, is not known");
  });

  it("that fails is a place: try again reads first, what was typed stays", async () => {
    const walker = await ways.undoMenu();
    walker.warehouse.hold("withdraw");
    await walker.send({ type: "TAKE_BACK", csv: false }).breathe();
    walker.warehouse.letGo("withdraw");
    walker.warehouse.waitingFor("withdraw").fail(broken);
    await walker.until("undo.failed");
    await walker.send("RETRY").until("undo.why");
    expect(walker.context.undo.why.text).toBe("wrong page");
  });
});

describe("a restore on the screens", () => {
  async function restoring(): Promise<Walker> {
    const walker = await ways.undoMenu();
    await walker.send({ type: "TAKE_BACK", csv: false }).until("undo.done");
    await walker.send("NEXT").until("history.list");
    return (await walker.send("RESTORE").until("undo.quiet")).keepQuiet();
  }

  it("says what comes back, and does it from the menu", async () => {
    const walker = await restoring();
    expect(labels(walker)).toEqual(["Restore it", "Back to the history"]);
    // The other menu's line does nothing here.
    walker.send({ type: "TAKE_BACK", csv: false });
    expect(walker.state).toBe("undo.menu");
    await walker.send("PUT_BACK").until("undo.done");
    expect(walker.context.undo.done).toMatchObject({ kind: "restored", restored: { locks: 3 } });
    expect(walker.warehouse.withdrawn.size).toBe(0);
    await walker.send("BACK").until("history.list");
    expect(walker.send("RESTORE").context.hint).toContain("there is no withdrawal to undo");
  });

  it("tells a conflict as the error that it is", async () => {
    const walker = await restoring();
    walker.warehouse.hold("restore");
    await walker.send("PUT_BACK").breathe();
    walker.warehouse
      .waitingFor("restore")
      .fail(new ErosError("conflict", "conflict: taken by anna_v", "plan"));
    await walker.until("undo.failed");
    expect(walker.context.failure?.message).toContain("taken by anna_v");
    await walker.send("BACK").until("history.list");
  });
});

describe("in production", () => {
  const production = () => new StandIn({ production: true, place: "/somewhere/eros.duckdb" });

  it("the word is asked for before anything is taken back, once a run", async () => {
    const walker = await ways.undoMenu({ warehouse: production() });
    expect(labels(walker)[0]).toBe("PRODUCTION: withdraw it and write the CSV of what to take out");
    walker.send({ type: "TAKE_BACK", csv: false });
    expect(walker.state).toBe("undo.word");
    expect(walker.type("wrong").send("NEXT").context.hint).toBe("type eros.duckdb to commit");
    await walker.send("CLEAR").type("eros.duckdb").send("NEXT").until("undo.done");
    await walker.send("NEXT").until("history.list");
    await walker.send("RESTORE").until("undo.quiet");
    await walker.keepQuiet().send("PUT_BACK").until("undo.done");
  });

  it("confirm = every asks for the page each time", async () => {
    const walker = await ways.undoMenu({ warehouse: production(), settings: { confirmEvery: true } });
    walker.send({ type: "TAKE_BACK", csv: false });
    expect(walker.type("eros.duckdb").send("NEXT").context.hint).toBe("type jadebri to commit");
    await walker.send("CLEAR").type("jadebri").send("NEXT").until("undo.done");
    await walker.send("NEXT").until("history.list");
    (await walker.send("RESTORE").until("undo.quiet")).keepQuiet();
    expect(walker.send("PUT_BACK").state).toBe("undo.word");
  });
});
