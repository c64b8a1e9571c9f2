import { describe, expect, it } from "vitest";
import { selectedCreator, visibleCreators } from "../../src/walk/creator-list.js";
import { textOf } from "../tui/stage.js";
import { StandIn } from "./stand.js";
import { type Walker, ways } from "./walker.js";

const shown = (walker: Walker): readonly string[] => visibleCreators(walker.context).map(({ page }) => page);
const first = { type: "MOVE", by: Number.NEGATIVE_INFINITY } as const;

describe("the list of creators", () => {
  it("shows first what needs the operator: due, RED first, then revenue; s sorts otherwise", async () => {
    const walker = await ways.creators();
    expect(shown(walker)).toEqual(["anna_v", "jadebri", "jade_north", "set_already"]);
    const orders = ["page", "revenue", "score", "due"].map((order) => {
      walker.send("SORT");
      expect(walker.context.creators.sort).toBe(order);
      return shown(walker);
    });
    expect(orders[0]).toEqual(["anna_v", "jade_north", "jadebri", "set_already"]);
    expect(orders[2]?.at(-1)).toBe("jade_north");
  });

  it("filters by a part of the name, turned round by !, and keeps the selection by page", async () => {
    const walker = await ways.creators();
    walker.send({ type: "MOVE", by: 1 });
    expect(selectedCreator(walker.context)?.page).toBe("jadebri");
    walker.send("FILTER").type("anna");
    expect(shown(walker)).toEqual(["anna_v"]);
    expect(selectedCreator(walker.context)?.page).toBe("anna_v");
    walker.send("CLEAR").type("!jade");
    expect(shown(walker)).toEqual(["anna_v", "set_already"]);
    walker.send("BACK");
    expect(walker.context.creators.filter.text).toBe("");
    expect(selectedCreator(walker.context)?.page).toBe("jadebri");
    walker.send("SORT", "RELOAD");
    await walker.until("creators.list");
    expect(selectedCreator(walker.context)?.page).toBe("jadebri");
  });

  it("finds a name by its letters in order where none has the part as typed", async () => {
    const walker = await ways.creators();
    walker.send("FILTER").type("jbri");
    expect(shown(walker)).toEqual(["jadebri"]);
    walker.send("CLEAR").type("AV");
    expect(shown(walker)).toEqual(["anna_v"]);
    walker.send("CLEAR").type("ad");
    // set_already has both letters, and both parts of jade: names with the part itself come alone.
    expect(shown(walker)).toEqual(["jadebri", "jade_north", "set_already"]);
    walker.send("CLEAR").type("jan");
    expect(shown(walker)).toEqual(["jade_north"]);
    walker.send("CLEAR").type("!jn");
    expect(shown(walker)).toHaveLength(4);
  });

  it("keeps a filter that Tab has put away; Esc on the list takes it off", async () => {
    const walker = await ways.creators();
    walker.send("FILTER").type("jade").send("TAB");
    expect(walker.state).toBe("creators.list");
    expect(shown(walker)).toEqual(["jadebri", "jade_north"]);
    expect(walker.send("BACK").context.creators.filter.text).toBe("");
    expect(walker.send("BACK").context.hint).toBe("q quits");
  });

  it("edits the filter: a reopened one goes on, ⌫ takes its last character", async () => {
    const walker = await ways.creators();
    walker.send("FILTER").type("jad").send("TAB", "FILTER").type("e_");
    expect(walker.context.creators.filter.text).toBe("jade_");
    walker.send("ERASE", "ERASE", { type: "CARET", by: -1 }).type("x");
    expect(walker.context.creators.filter.text).toBe("jaxd");
  });

  it("says so where the filter leaves nobody", async () => {
    const walker = await ways.creators();
    walker.send("FILTER").type("nobody").send("NEXT");
    expect(walker.state).toBe("creators.filter");
    expect(walker.context.hint).toContain("no creator is shown");
    expect(selectedCreator(walker.context)).toBeNull();
  });

  it("moves the planning week of all pages, not into the past; cancelling keeps the week that was shown", async () => {
    const walker = await ways.creators();
    walker.send({ type: "WEEK", by: 1 });
    await walker.until("creators.list");
    expect(walker.context.creators.shown?.week).toBe("2025-11-17");
    walker.warehouse.hold("creators");
    walker.send({ type: "WEEK", by: 1 });
    expect(walker.context.creators.week).toBe("2025-11-24");
    walker.send("BACK");
    expect(walker.context.creators.week).toBe("2025-11-17");
    walker.warehouse.letGo("creators");
    for (let times = 0; times < 5; times++) {
      walker.send({ type: "WEEK", by: -1 });
      await walker.until("creators.list");
    }
    expect(walker.context.creators.week).toBe("2025-11-03");
    expect(walker.context.hint).toContain("cannot be planned");
  });

  it("shows the operator's own pages or all; the next creator due is one of those shown", async () => {
    const walker = await ways.creators({ settings: { pages: ["jadebri", "jade_north"] } });
    expect(shown(walker)).toEqual(["jadebri", "jade_north"]);
    walker.send(first, "PLAN");
    await walker.until("preview.week");
    walker.send("NEXT");
    (await walker.until("confirm.quiet")).keepQuiet().send({ type: "COMMIT", csv: false });
    (await walker.until("result.quiet")).keepQuiet().send("NEXT_DUE");
    expect(walker.context.page).toBe("jade_north");
    walker.send("BACK", "MINE");
    expect(shown(walker)).toHaveLength(4);
  });

  it("says why m does nothing where no pages are named", async () => {
    const walker = await ways.creators();
    expect(walker.send("MINE").context.hint).toContain("pages = [...]");
    expect(shown(walker)).toHaveLength(4);
  });

  it("marks pages with a draft in their week only", async () => {
    const walker = await ways.overrides();
    const state = () => visibleCreators(walker.context).find(({ page }) => page === "jadebri")?.state;
    walker.type("12").send("BACK", "BACK", "BACK");
    expect(state()).toBe("draft");
    walker.send("CLEAR", { type: "WEEK", by: 1 });
    await walker.until("creators.list");
    expect(state()).toBe("due");
  });

  it("stands empty where the warehouse has no pages", async () => {
    const warehouse = new StandIn();
    warehouse.rows = [];
    const walker = await ways.creators({ warehouse });
    walker.send({ type: "MOVE", by: 1 }, "SORT", "PLAN", "NEXT");
    expect(walker.state).toBe("creators.list");
    expect(walker.context.page).toBeNull();
    expect(walker.context.hint).toBe("there is no creator yet");
  });

  it("says what hides the pages: the filter, or that only the operator's own are shown", async () => {
    const walker = await ways.creators({ settings: { pages: ["of_another_team"] } });
    walker.send("NEXT");
    expect(walker.context.hint).toBe("none of your pages is here: m shows all");
    walker.send("FILTER").type("jadebri").send("NEXT");
    expect(walker.context.hint).toContain("Esc takes the filter away");
    // There is a page of that name, though it is not the operator's.
    expect(textOf(walker).replace(/\s+/g, " ")).toContain(
      "None of your pages has “jadebri”: Esc takes the filter away, then m shows all.",
    );
  });

  it("makes its rows once for a thousand creators, however often the cursor moves", async () => {
    const warehouse = new StandIn();
    const [pattern] = warehouse.rows;
    if (pattern === undefined) throw new Error("no row");
    warehouse.rows = Array.from({ length: 1000 }, (_, index) => ({ ...pattern, page: `page_${index}` }));
    const walker = await ways.creators({ warehouse });
    const rows = visibleCreators(walker.context);
    for (let moves = 0; moves < 50; moves++) walker.send({ type: "MOVE", by: 1 });
    expect(visibleCreators(walker.context)).toBe(rows);
    expect(selectedCreator(walker.context)?.page).toBe(rows[50]?.page);
  });
});
