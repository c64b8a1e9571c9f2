import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ErosError } from "../../src/domain/errors.js";
import { folder, ways } from "./walker.js";

describe("the history of a page", () => {
  it("is listed, looked at, and left to where one came from", async () => {
    const walker = await ways.history();
    expect(walker.context.history).toMatchObject({ page: "anna_v", from: "creators", cursor: 0 });
    expect(walker.context.history.rows).toHaveLength(2);
    await walker.send({ type: "MOVE", by: 5 }, "NEXT").until("history.shown");
    const { shown } = walker.context.history;
    expect(shown?.kind === "schedule" && shown.stored.receipt.weekStart).toBe("2025-10-27");
    // A week that has begun is told with what it earned, as far as anybody knows.
    expect(shown?.kind === "schedule" && shown.earned).toHaveLength(4);
    expect(walker.send("BACK").state).toBe("history.list");
    await walker.send({ type: "MOVE", by: -1 }, "NEXT").until("history.shown");
    expect(walker.context.history.shown).toMatchObject({ kind: "schedule", earned: null });
    expect(walker.send("BACK", "BACK").state).toBe("creators.list");

    const fromAnalysis = await (await ways.analysis()).send("HISTORY").until("history.list");
    expect(fromAnalysis.context.history).toMatchObject({ page: "jadebri", rows: [] });
    expect(fromAnalysis.send("NEXT").context.hint).toBe("no schedule was stored here");
    expect(fromAnalysis.send("BACK").place).toBe("analysis");
    const fromResult = await (await ways.result()).send("HISTORY").until("history.list");
    expect(fromResult.context.history.rows).toHaveLength(1);
    expect(fromResult.send("BACK").state).toBe("creators.list");
  });

  it("compares two schedules, once one is marked", async () => {
    const walker = await ways.history();
    expect(walker.send("COMPARE").context.hint).toBe("␣ marks the schedule to compare with");
    expect(walker.send("MARK", "COMPARE").context.hint).toBe("this is the marked one: choose another");
    await walker.send({ type: "MOVE", by: 1 }, "COMPARE").until("history.shown");
    const { shown } = walker.context.history;
    expect(shown?.kind === "diff" && [shown.a.startDate, shown.b.startDate]).toEqual([
      "2025-11-10",
      "2025-10-27",
    ]);
    walker.send("BACK", { type: "MOVE", by: -1 }, "MARK");
    expect(walker.context.history.marked).toBeNull();
  });

  it("writes a CSV again and says where, or why not", async () => {
    const csvDir = folder();
    const walker = await ways.history({ settings: { csvDir } });
    await walker.send("EXPORT").until("history.list");
    const [name] = readdirSync(csvDir);
    expect(name).toBe(`${walker.context.history.rows[0]?.scheduleId}.csv`);
    expect(walker.context.hint).toContain(name);
  });

  it("tries again what failed of one schedule, and goes back from it to the list", async () => {
    const csvDir = join(folder(), "later");
    const walker = await ways.history({ settings: { csvDir } });
    await walker.send({ type: "MOVE", by: 1 }, "EXPORT").until("history.failed");
    expect(walker.context.failure?.message).toContain("the CSV was not written");
    expect(walker.send("BACK").state).toBe("history.list");
    await walker.send("EXPORT").until("history.failed");
    mkdirSync(csvDir);
    await walker.send("RETRY").until("history.list");
    expect(walker.context.failure).toBeNull();
    expect(readdirSync(csvDir)).toEqual([`${walker.context.history.rows[1]?.scheduleId}.csv`]);

    walker.warehouse.hold("schedules");
    walker.send("RELOAD");
    await walker.breathe();
    walker.warehouse.letGo("schedules");
    walker.warehouse.waitingFor("schedules").fail(new ErosError("unreachable", "busy", "wait"));
    await walker.until("history.failed");
    expect((await walker.send("RETRY").until("history.list")).context.history.rows).toHaveLength(2);
  });

  it("is gone on with after a schedule that is no longer there", async () => {
    const walker = await ways.history();
    walker.warehouse.stored.clear();
    await walker.send("NEXT").until("history.failed");
    expect(walker.context.failure?.message).toContain("there is no schedule");
    walker.send("BACK", "RELOAD");
    expect((await walker.until("history.list")).context.history.rows).toEqual([]);
  });
});
