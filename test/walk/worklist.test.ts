import { describe, expect, it } from "vitest";
import { ErosError } from "../../src/domain/errors.js";
import { StandIn } from "./stand.js";
import { type Walker, ways } from "./walker.js";

const items = (walker: Walker) => walker.context.worklist.list?.items ?? [];
const marks = (walker: Walker) => items(walker).map(({ done }) => done);
const id = (walker: Walker) => walker.context.worklist.scheduleId;

describe("the worklist", () => {
  it("marks messages one after another, the cursor going on to the next that is open", async () => {
    const walker = await ways.worklist();
    expect(marks(walker)).toEqual([false, false, false, false]);
    expect(walker.context.worklist).toMatchObject({ page: "jadebri", from: "history", cursor: 1 });
    await walker.send("MARK").until("worklist.list");
    expect(items(walker)[0]?.queued).toEqual({
      at: "2025-11-03T17:12:45Z",
      by: expect.stringMatching(/^ana@\S+$/),
    });
    expect(walker.context.worklist.cursor).toBe(2);
    await walker.send({ type: "MOVE", by: 2 }, "MARK").until("worklist.list");
    // From the last one back to the first that is open.
    expect([marks(walker), walker.context.worklist.cursor]).toEqual([[true, false, false, true], 2]);
    await walker.send({ type: "MOVE", by: 2 }, "MARK").until("worklist.list");
    expect([marks(walker), walker.context.worklist.cursor]).toEqual([[true, false, false, false], 4]);
    expect(walker.send("BACK").state).toBe("history.list");
  });

  it("goes on where somebody stopped, at whatever machine, and sees others' marks at r", async () => {
    const walker = await ways.worklist();
    const before = { number: 1, queued: true, at: "2025-11-03T10:00:00Z", by: "bea@there" };
    walker.warehouse.marked.set(id(walker), [before]);
    await walker.send("RELOAD").until("worklist.list");
    expect(marks(walker)).toEqual([true, false, false, false]);
    await walker.send("BACK").send("WORKLIST").until("worklist.list");
    expect(walker.context.worklist.cursor).toBe(2);
  });

  it("copies a caption at the key, untouched, and never without it", async () => {
    const walker = await ways.worklist();
    walker.send({ type: "MOVE", by: 1 });
    await walker.send("MARK").until("worklist.list");
    walker.send({ type: "MOVE", by: -1 });
    expect(walker.copied).toEqual([]);
    await walker.send("COPY").breathe();
    expect(walker.copied).toEqual([items(walker)[1]?.message.caption_text]);
    expect(walker.context.hint).toBe("caption of message 2 copied: terminal (OSC 52)");
    for (const event of ["MARK", "RELOAD", "NEXT", "BACK"] as const) walker.send(event);
    expect(walker.copied).toHaveLength(1);
  });

  it("stays in use while a mark is on its way, and leaves once it is kept", async () => {
    const walker = await ways.worklist();
    walker.warehouse.hold("mark");
    await walker.send("MARK").breathe();
    expect(walker.state).toBe("worklist.marking");
    walker.send({ type: "MOVE", by: 2 });
    expect(walker.context.worklist.cursor).toBe(3);
    await walker.send("COPY").breathe();
    expect(walker.copied).toHaveLength(1);
    expect(walker.send("MARK").context.hint).toBe("the mark before is still on its way");
    expect(walker.send("BACK").state).toBe("worklist.marking");
    walker.warehouse.waitingFor("mark").answer();
    await walker.until("history.list");
    expect(walker.warehouse.marked.get(id(walker))).toHaveLength(1);
  });

  it("tries a mark again that failed", async () => {
    const walker = await ways.worklist();
    walker.warehouse.hold("mark");
    await walker.send("MARK").breathe();
    walker.warehouse.letGo("mark");
    walker.warehouse.waitingFor("mark").fail(new ErosError("unreachable", "the network broke", "again"));
    await walker.until("worklist.failed");
    await walker.send("RETRY").until("worklist.list");
    expect(marks(walker)).toEqual([true, false, false, false]);
  });

  it("opens from the result, and goes back there", async () => {
    const walker = await (await ways.result()).send("WORKLIST").until("worklist.list");
    expect(walker.context.worklist).toMatchObject({ page: "jadebri", from: "result" });
    expect(items(walker)).toHaveLength(18);
    expect(walker.send("BACK").place).toBe("result");
  });

  it("is of committed schedules only, and marks nothing in a read-only warehouse", async () => {
    const looking = await ways.worklist({ warehouse: new StandIn({ readOnly: true, label: "prod" }) });
    expect(looking.send("MARK").context.hint).toContain("prod is read-only");
    const walker = await ways.history();
    const first = walker.context.history.rows[0]?.scheduleId ?? "";
    walker.warehouse.withdrawn.set(first, "2025-11-03T17:00:00Z");
    await walker.send("RELOAD").until("history.list");
    expect(walker.send("WORKLIST").context.hint).toContain("this schedule is withdrawn");
    expect(walker.state).toBe("history.list");
  });
});
