import { describe, expect, it } from "vitest";
import { ErosError } from "../../src/domain/errors.js";
import { exitCode, farewell } from "../../src/tui/farewell.js";
import { StandIn } from "../walk/stand.js";
import { Walker, ways } from "../walk/walker.js";

const gone = () =>
  Promise.reject(
    new ErosError("incomplete", "there is no warehouse at \x1b[31mhere", "make one with `eros-tui demo`"),
  );
const said = (walker: Walker): string[] => {
  if (walker.output === undefined) throw new Error(`still at ${walker.state}`);
  return farewell(walker.output);
};

describe("what the shell is told after the screens", () => {
  it("nothing where there is nothing to know", async () => {
    const walker = (await ways.creators()).send("QUIT");
    expect(said(walker)).toEqual([]);
    expect(walker.output && exitCode(walker.output)).toBe(0);
  });

  it.each(["QUIT", "BACK"] as const)(
    "why nothing opened, with that error's exit code, after %s",
    async (leave) => {
      const walker = await new Walker({ open: gone }).until("opening.failed");
      walker.send(leave);
      expect(said(walker)).toEqual(["there is no warehouse at here", "  make one with `eros-tui demo`"]);
      expect(walker.output && exitCode(walker.output)).toBe(6);
    },
  );

  it.each(["QUIT", "BACK"] as const)(
    "why the list was never read: a warehouse may open and still not answer, %s",
    async (leave) => {
      const warehouse = new StandIn();
      warehouse.hold("creators");
      const walker = await new Walker({ warehouse }).until("creators.loading");
      await walker.breathe();
      warehouse.waitingFor("creators").fail(new ErosError("notPermitted", "not known", "log in"));
      await walker.until("creators.failed");
      walker.send("RETRY");
      await walker.breathe();
      warehouse.waitingFor("creators").fail(new ErosError("notPermitted", "not known", "log in"));
      await walker.until("creators.failed");
      walker.send(leave);
      expect(said(walker)).toEqual(["not known", "  log in"]);
      expect(walker.output && exitCode(walker.output)).toBe(5);
    },
  );

  it("130 after Ctrl-C, also where nothing opened; and which pages had drafts", async () => {
    const unopened = (await new Walker({ open: gone }).until("opening.failed")).send("INTERRUPT");
    expect(unopened.output && exitCode(unopened.output)).toBe(130);
    const walker = (await ways.overrides()).type("12").send("INTERRUPT");
    expect(said(walker)).toEqual(["drafts not committed: jadebri"]);
    expect(walker.output && exitCode(walker.output)).toBe(130);
  });

  it("what to look up, without writing a file, where a commit that is sent is not waited for", async () => {
    const warehouse = new StandIn();
    const walker = await ways.confirm({ warehouse });
    warehouse.hold("commit");
    walker.send({ type: "COMMIT", csv: false });
    await (await walker.until("committing.sending")).breathe();
    walker.send("INTERRUPT", "INTERRUPT");
    const id = walker.context.checked?.schedule.schedule_id;
    expect(said(walker)).toEqual([
      `left while ${id} was being committed: whether it is stored is not known`,
      `  look it up: eros-tui show ${id}`,
    ]);
  });

  it("what a batch has stored, by its ids, where it is left by Ctrl-C", async () => {
    const warehouse = new StandIn();
    const walker = (await ways.batchMenu({ warehouse })).send("COMMIT_BATCH");
    await walker.until("batch.table");
    walker.send("INTERRUPT");
    const [first, ...ids] = said(walker);
    expect(first).toBe("stored: 3 schedules; their CSV: eros-tui export ID");
    expect(ids.map((id) => id.trim()).sort()).toEqual([...warehouse.stored.keys()].sort());
    // Back on the list it has been seen.
    const seen = (await ways.batchMenu()).send("COMMIT_BATCH");
    await seen.until("batch.table");
    expect(said(seen.send("BACK", "INTERRUPT"))).toEqual([]);
  });
});
