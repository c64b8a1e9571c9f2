import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ErosError } from "../../src/domain/errors.js";
import { batchChoice, toStore } from "../../src/walk/batch.js";
import { visibleCreators } from "../../src/walk/creator-list.js";
import { menuOf } from "../../src/walk/menus.js";
import { ConflictError } from "../../src/warehouse/conflict.js";
import { StandIn } from "./stand.js";
import { folder, type Walker, ways } from "./walker.js";

const pagesOf = (walker: Walker): string[] => walker.context.batch.pages.map(({ page }) => page).sort();
const statuses = (walker: Walker): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(walker.context.batch.outcomes).map(([page, outcome]) => [page, outcome?.status]),
  );
const storedPages = ({ warehouse }: Walker): string[] =>
  [...warehouse.stored.values()].map(({ page }) => page);
/** Moves the cursor of the table to a page. */
function at(walker: Walker, page: string): Walker {
  const index = walker.context.batch.pages.findIndex((each) => each.page === page);
  return walker.send({ type: "MOVE", by: Number.NEGATIVE_INFINITY }, { type: "MOVE", by: index });
}

describe("the pages of a batch", () => {
  it("are the marked ones, without marks those that are due; a page with a draft is planned by itself", async () => {
    const walker = await ways.creators();
    expect(
      batchChoice(walker.context)
        .map(({ page }) => page)
        .sort(),
    ).toEqual(["anna_v", "jade_north", "jadebri"]);
    walker.send("MARK");
    expect(walker.context.creators.marked).toEqual(["anna_v"]);
    // The mark goes on to the next row, so that a row of pages is marked by the same key.
    walker.send("MARK");
    expect(walker.context.creators.marked).toEqual(["anna_v", "jadebri"]);
    walker.send({ type: "MOVE", by: -1 }, "MARK");
    expect(walker.context.creators.marked).toEqual(["anna_v"]);
    expect(pagesOf(await walker.send("BATCH").until("batch.table"))).toEqual(["anna_v"]);

    const drafted = (await ways.overrides()).type("12").send("BACK", "BACK");
    await drafted.until("creators.list");
    drafted.send("CLEAR", "FILTER", "BACK");
    expect(batchChoice(drafted.context).map(({ page }) => page)).not.toContain("jadebri");
  });

  it("say why there are none", async () => {
    const walker = (await ways.creators()).send("FILTER").type("set_already").send("TAB", "BATCH");
    expect(walker.state).toBe("creators.list");
    expect(walker.context.hint).toBe("no page that is shown is due: ␣ marks pages");
  });
});

describe("the table of plans", () => {
  it("holds a plan a page, no caption in two of them, and nothing is stored", async () => {
    const walker = await ways.batch();
    expect(statuses(walker)).toEqual({ anna_v: "planned", jade_north: "planned", jadebri: "planned" });
    const ids = toStore(walker.context, "all").flatMap(({ schedule }) =>
      schedule.messages
        .filter(({ message_type }) => message_type === "PPV")
        .map(({ caption_id }) => caption_id),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(walker.warehouse.stored.size).toBe(0);
    expect(walker.warehouse.calls).not.toContain("recordFailure");
    walker.send("NEXT");
    expect(walker.state).toBe("batch.plan");
    walker.send({ type: "SCROLL", to: 3 }, { type: "DAY", by: 1 });
    expect(walker.context.batch).toMatchObject({ cursor: 1, scroll: 0 });
    expect(walker.send("BACK").state).toBe("batch.table");
    expect(walker.send("BACK").state).toBe("creators.list");
  });

  it("keeps what is planned when planning is stopped, and says why a page has no plan", async () => {
    const walker = await ways.creators();
    walker.warehouse.hold("manyPages");
    walker.send("BATCH");
    await walker.breathe();
    expect(walker.send("BACK").state).toBe("creators.list");

    const broken = new StandIn();
    broken.rows = broken.rows.map((row) =>
      row.page === "anna_v" ? { ...row, committed: "sched_theirs" } : row,
    );
    const other = await ways.creators({ warehouse: broken });
    other.send({ type: "MOVE", by: Number.POSITIVE_INFINITY }, "MARK");
    const marked = other.context.creators.marked[0] ?? "";
    await other.send("BATCH").until("batch.table");
    expect(other.context.batch.outcomes[marked]).toMatchObject({
      status: "failed",
      failure: { kind: "conflict" },
    });
    other.send("CONFIRM_BATCH");
    expect(other.context.hint).toBe("no plan is left to be stored");
  });

  it("has no plan for what is no page's name, as a page by itself: it would go into ids and names of files", async () => {
    const foreign = new StandIn();
    foreign.rows = foreign.rows.map((row) => (row.page === "jadebri" ? { ...row, page: "../jadebri" } : row));
    const walker = await (await ways.creators({ warehouse: foreign })).send("BATCH").until("batch.table");
    expect(statuses(walker)).toEqual({ anna_v: "planned", jade_north: "planned", "../jadebri": "failed" });
    expect(walker.context.batch.outcomes["../jadebri"]).toMatchObject({
      failure: { kind: "badInput", field: "page" },
    });
  });
});

describe("storing a batch", () => {
  it("stores exactly what was shown, writes the CSV files, and the list knows", async () => {
    const csvDir = folder();
    const walker = await ways.batch({ settings: { csvDir } });
    const shown = toStore(walker.context, "all").map(({ schedule }) => schedule);
    at(walker, "jadebri").send("MARK");
    expect(toStore(walker.context, "all").map(({ page }) => page.page)).not.toContain("jadebri");
    walker.send("CONFIRM_BATCH");
    expect(walker.state).toBe("batch.quiet");
    // A key that comes too soon is dropped.
    walker.send("COMMIT_BATCH");
    expect(walker.warehouse.stored.size).toBe(0);
    walker.keepQuiet().send("COMMIT_BATCH");
    await walker.until("batch.table");
    expect(storedPages(walker).sort()).toEqual(["anna_v", "jade_north"]);
    for (const { schedule } of walker.warehouse.stored.values()) expect(shown).toContainEqual(schedule);
    expect(readdirSync(csvDir).sort()).toEqual(
      [...walker.warehouse.stored.keys()].map((id) => `${id}.csv`).sort(),
    );
    expect(statuses(walker)).toMatchObject({
      anna_v: "committed",
      jade_north: "committed",
      jadebri: "planned",
    });
    walker.send("BACK");
    const set = visibleCreators(walker.context).filter(({ state }) => state === "set");
    expect(set.map(({ page }) => page).sort()).toEqual(["anna_v", "jade_north", "set_already"]);
  });

  it("goes on after a conflict and a failed CSV, each said in its row", async () => {
    const walker = await ways.batchMenu({ settings: { csvDir: "/nowhere/at/all" } });
    const store = walker.warehouse.store.bind(walker.warehouse);
    walker.warehouse.store = (request) => {
      if (request.schedule.page_name === "anna_v")
        throw new ConflictError("anna_v was quicker", "plan again", { captions: [], schedules: [], at: 0 });
      return store(request);
    };
    await walker.send("COMMIT_BATCH").until("batch.table");
    const { anna_v: anna, jadebri } = walker.context.batch.outcomes;
    expect(anna).toMatchObject({ status: "failed", failure: { kind: "conflict" } });
    expect(jadebri).toMatchObject({ status: "committed", csv: null, csvFailure: { kind: "badInput" } });
    expect(storedPages(walker).sort()).toEqual(["jade_north", "jadebri"]);
  });

  it("offers the plans without warnings apart, where there are both", async () => {
    const walker = await ways.batchMenu();
    expect(menuOf(walker.snapshot).map(({ action }) => action)).toEqual(["commitAll", "back"]);
    const [first] = toStore(walker.context, "all");
    if (first === undefined) throw new Error("no plan");
    const warned = {
      ...first,
      plan: { ...first.plan, warnings: [{ code: "RELAXED", message: "tired" }] },
    } as const;
    const context = {
      ...walker.context,
      batch: {
        ...walker.context.batch,
        outcomes: { ...walker.context.batch.outcomes, [first.page.page]: warned },
      },
    };
    expect(menuOf({ value: { batch: "menu" }, context }).map(({ label }) => label)).toEqual([
      "Commit the 2 without warnings and write the CSV files",
      "Commit all 3 and write the CSV files",
      "Back to the table",
    ]);
    expect(toStore(context, "good")).toHaveLength(2);
  });

  it("asks for the word of production first, and never writes to what is read-only", async () => {
    const walker = await ways.batchMenu({ warehouse: new StandIn({ production: true }) });
    walker.send("COMMIT_BATCH");
    expect(walker.state).toBe("batch.word");
    expect(walker.type("no").send("NEXT").state).toBe("batch.word");
    await walker.send("CLEAR").type("eros.duckdb").send("NEXT").until("batch.table");
    expect(walker.warehouse.stored.size).toBe(3);
    const readOnly = await ways.batch({ warehouse: new StandIn({ readOnly: true }) });
    expect(readOnly.send("CONFIRM_BATCH").context.hint).toContain("read-only");
  });

  it("Esc ends the page under way and begins no other; Ctrl-C leaves then, a second one at once", async () => {
    const begun = async (): Promise<Walker> => {
      const walker = await ways.batchMenu();
      walker.warehouse.hold("commit");
      return walker.send("COMMIT_BATCH").breathe();
    };
    const walker = await begun();
    walker.send("BACK");
    expect(walker.context.hint).toBe("stopping after this page");
    walker.warehouse.letGo("commit");
    walker.warehouse.waitingFor("commit").answer();
    await walker.until("batch.table");
    expect(walker.warehouse.stored.size).toBe(1);
    expect(Object.values(statuses(walker)).sort()).toEqual(["committed", "planned", "planned"]);

    const leaving = await begun();
    leaving.send("INTERRUPT");
    expect(leaving.state).toBe("batch.storing");
    leaving.warehouse.waitingFor("commit").answer();
    await leaving.until("left");
    expect(leaving.output).toMatchObject({ reason: "interrupt", unknown: null });
    expect(leaving.warehouse.stored.size).toBe(1);

    const now = await begun();
    const [under] = toStore(now.context, "all");
    now.send("INTERRUPT", "INTERRUPT");
    expect(now.output).toMatchObject({ reason: "interrupt", unknown: under?.schedule.schedule_id });
  });

  it("is a place of its own where it fails as a whole", async () => {
    const walker = await ways.creators();
    walker.warehouse.hold("manyPages");
    await walker.send("BATCH").breathe();
    walker.warehouse.letGo("manyPages");
    walker.warehouse.waitingFor("manyPages").fail(new ErosError("unreachable", "gone", "try again"));
    await walker.until("batch.failed");
    expect(walker.context.failure?.message).toBe("gone");
    expect(statuses(await walker.send("RETRY").until("batch.table"))).toMatchObject({ jadebri: "planned" });
  });
});
