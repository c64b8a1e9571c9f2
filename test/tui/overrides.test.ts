import { describe, expect, it } from "vitest";
import { StandIn } from "../walk/stand.js";
import { type Start, type Walker, ways } from "../walk/walker.js";
import { linesOf, textOf, viewOf } from "./stage.js";

/** The line of a field. */
const line = (walker: Walker, label: string): string =>
  linesOf(walker).find((each) => each.slice(3).startsWith(label)) ?? "";
/** The screen as one text, however it was wrapped. */
const flat = (walker: Walker, columns = 80, rows = 24): string =>
  textOf(walker, columns, rows).replace(/\s+/g, " ");

const withReport = (saturation: object): Start => {
  const warehouse = new StandIn();
  const report = { ...JSON.parse(warehouse.facts.report ?? ""), saturation };
  warehouse.facts = { ...warehouse.facts, report: JSON.stringify(report) };
  return { warehouse };
};
const zone = async (walker: Walker, name: string): Promise<Walker> =>
  walker.send({ type: "MOVE", by: -1 }, "ZONES", { type: "ZONE", zone: name }).settled();

describe("overrides of a page without a score", () => {
  const start = () => withReport({});

  it("begin at the zone, with the key that chooses it", async () => {
    const walker = await ways.overrides(start());
    expect(line(walker, "Zone")).toMatch(/^ ❯ Zone +– +· +yours is needed: ␣ lists them$/);
    expect(flat(walker)).toContain("choose the zone yourself (Overrides, ␣ on Zone): GREEN, YELLOW or RED");
    expect(linesOf(walker).at(-1)).toContain("␣ zones");
  });

  it("leave the cursor where it was put", async () => {
    const walker = await ways.overrides(start());
    walker.send({ type: "MOVE", by: 2 });
    expect(walker.draft.field).toBe("bump");
    await walker.send("BACK", "NEXT").settled();
    expect(walker.draft.field).toBe("bump");
  });

  it("show what the chosen zone asks for, though nothing is computed", async () => {
    const walker = await ways.overrides(start());
    await walker.send("ZONES", { type: "ZONE", zone: "GREEN" }).settled();
    expect(line(walker, "PPVs")).toMatch(/– +· +12 in GREEN, 13 to increase$/);
    expect(line(walker, "Bumps")).toMatch(/– +· +8 in GREEN$/);
    expect(line(walker, "Budget")).toMatch(/– +· +\d+\/\d+\/\d+ for 12 PPVs$/);
  });
});

describe("the effect of a zone", () => {
  it("is told in the counts that it gives, and with cooling days as the pace", async () => {
    const walker = await zone(await ways.overrides(), "RED");
    expect(line(walker, "PPVs")).toMatch(/9 +· +6 in RED, then 7, 8, 8, 9$/);
    expect(line(walker, "Bumps")).toMatch(/9 +· +16 in RED$/);
    // The same zone as computed changes nothing.
    await walker.send("ZONES", { type: "ZONE", zone: "YELLOW" }).settled();
    expect(line(walker, "PPVs")).toMatch(/9 +·$/);
  });

  it("fits its column for the largest page", async () => {
    const warehouse = new StandIn();
    const report = JSON.parse(warehouse.facts.report ?? "");
    report.account_classification.size_tier = "MEGA";
    warehouse.facts = { ...warehouse.facts, report: JSON.stringify(report) };
    const walker = await zone(await ways.overrides({ warehouse }), "RED");
    expect(line(walker, "PPVs")).toMatch(/10 in RED, then 11, 13, 14, 15$/);
  });

  it("is chosen from a list that begins at the zone that stands", async () => {
    const walker = await zone(await ways.overrides(), "RED");
    const { body } = viewOf(walker.send("ZONES"));
    expect(body.kind === "menu" && body.choices[body.startsAt ?? 0]?.label).toBe("■ RED");
    expect(linesOf(walker)).toContain(" ❯ ■ RED");
    expect(linesOf(walker).at(-1)).toContain("? help  Esc back");
  });
});

describe("what was computed", () => {
  it("stands there though the week cannot be filled", async () => {
    const warehouse = new StandIn();
    const { captions } = warehouse.facts;
    const few = Object.fromEntries(Object.entries(captions).map(([tier, list]) => [tier, list.slice(0, 1)]));
    warehouse.facts = { ...warehouse.facts, captions: few as unknown as typeof captions };
    const walker = await ways.overrides({ warehouse });
    expect(walker.context.plan).toBeNull();
    expect(line(walker, "Start date")).toMatch(/2025-11-10 +· +Mon Nov 10 – Sun Nov 16$/);
    expect(line(walker, "Zone")).toContain("▲ YELLOW");
    expect(line(walker, "PPVs")).toMatch(/PPVs +9 /);
    expect(line(walker, "Budget")).toContain("2/4/3");
  });
});

describe("a week that does not fit", () => {
  it("is told at the field that asks too much; what is left of the last one that did is marked", async () => {
    const walker = (await ways.overrides()).type("12").send("TAB", { type: "MOVE", by: -1 }).type("95");
    walker.send("TAB").type("8");
    expect(line(walker, "PPVs")).toMatch(/95 +does not fit, see below$/);
    expect(line(walker, "Bumps")).not.toContain("see below");
    expect(line(walker, "Zone")).toMatch(/no cooling days …$/);
    expect(textOf(walker)).toMatch(/PPV( +\d+){8} +last that fit/);
  });
});

describe("a field that means nothing", () => {
  it.each([
    [80, 24],
    [60, 20],
  ])("is told in full in the body at %d×%d", async (columns, rows) => {
    const walker = await ways.overrides();
    walker.send({ type: "MOVE", by: -2 }).type("2025-13");
    const message = "■ start date “2025-13” is no date: write it as YYYY-MM-DD, for example 2025-11-10";
    expect(flat(walker, columns, rows)).toContain(message);
  });

  it("half typed, only once ⏎ was refused", async () => {
    const walker = await ways.overrides();
    walker.send({ type: "MOVE", by: -2 }).type("2025-1");
    expect(flat(walker)).not.toContain("is no date");
    walker.send("NEXT");
    expect(flat(walker)).toContain("“2025-1” is no date: write it as YYYY-MM-DD, for example 2025-11-10");
    walker.type("1");
    expect(flat(walker)).not.toContain("is no date");
  });
});
