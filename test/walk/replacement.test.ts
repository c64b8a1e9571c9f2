import { describe, expect, it } from "vitest";
import { addDays, type Instant } from "../../src/domain/calendar.js";
import type { Schedule } from "../../src/domain/schedule.js";
import { menuOf } from "../../src/walk/menus.js";
import { textOf } from "../tui/stage.js";
import { at, caption, message, scheduleOf } from "../warehouse/fixtures.js";
import { NOW, StandIn } from "./stand.js";
import { Walker, ways } from "./walker.js";

/** The planning week of the walk, and the one that runs. */
const WEEK = "2025-11-10";
const RUNNING = "2025-11-03";

const set = (weekStart: string): Schedule =>
  scheduleOf("jadebri", [
    ...[0, 1, 2, 3, 4, 5].map((day) => message("PPV", caption(day), addDays(weekStart, day))),
    message("Bump", caption(6), addDays(weekStart, 6)),
  ]);
/** A warehouse in which the page's week is set. */
function withWeek(weekStart: string): { warehouse: StandIn; old: Schedule } {
  const warehouse = new StandIn();
  const old = set(weekStart);
  warehouse.store({ schedule: old, weekStart });
  const { schedule_id: scheduleId } = old;
  const overlaps = [{ scheduleId, weekStart, createdBy: "ben", createdAt: null }];
  warehouse.facts = { ...warehouse.facts, overlaps };
  return { warehouse, old };
}
const labels = (walker: Walker): readonly string[] => menuOf(walker.snapshot).map(({ label }) => label);
const actions = (walker: Walker): readonly string[] => menuOf(walker.snapshot).map(({ action }) => action);
/** As if the walk had been opened at another time. */
async function listAt(warehouse: StandIn, now: Instant): Promise<Walker> {
  const walker = new Walker({ warehouse });
  walker.now = now;
  return walker.until("creators.list");
}
const confirmed = async (walker: Walker): Promise<Walker> =>
  (await walker.send("NEXT").until("confirm.quiet")).keepQuiet();

describe("a page whose week is set", () => {
  it("is replaced: preview and confirm say so, the commit takes its place, the result says what is left to do", async () => {
    const { warehouse, old } = withWeek(WEEK);
    const walker = await ways.preview({ warehouse });
    expect(walker.context.prepared?.replaces?.scheduleId).toBe(old.schedule_id);
    expect(textOf(walker)).toContain("─ replaces ·");
    expect(textOf(walker, 120, 30)).toContain("replaces: 0 messages carried, 18 new");
    await confirmed(walker);
    expect(textOf(walker)).toContain(`Replaces ${old.schedule_id}`);
    expect(textOf(walker)).not.toContain("No other schedule");
    expect(labels(walker).slice(0, 2)).toEqual(["Replace it and write the CSV", "Replace it without a CSV"]);
    walker.send({ type: "COMMIT", csv: false });
    (await walker.until("result.quiet")).keepQuiet();
    expect([...warehouse.stored.values()].at(-1)?.schedule.replaces).toBe(old.schedule_id);
    expect(textOf(walker).replace(/\s+/g, " ")).toContain(
      `take the 7 messages to come of ${old.schedule_id}`,
    );
  });

  it("says so in production as well", async () => {
    const { old } = withWeek(WEEK);
    const warehouse = new StandIn({ production: true });
    warehouse.store({ schedule: old, weekStart: WEEK });
    const overlaps = [{ scheduleId: old.schedule_id, weekStart: WEEK, createdBy: "ben", createdAt: null }];
    warehouse.facts = { ...warehouse.facts, overlaps };
    const walker = await ways.confirm({ warehouse });
    expect(labels(walker)[0]).toBe("PRODUCTION: replace it and write the CSV");
  });

  it("is read again once its own commit stands, so that the next plan takes that one's place", async () => {
    const walker = (await ways.confirm()).send({ type: "COMMIT", csv: false });
    (await walker.until("result.quiet")).keepQuiet().send("BACK");
    await walker.until("creators.list");
    const asked = walker.warehouse.calls.filter((unit) => unit === "week").length;
    walker.send("NEXT");
    await walker.until("analysis.ready");
    expect(walker.warehouse.calls.filter((unit) => unit === "week")).toHaveLength(asked + 1);
  });
});

describe("a running week", () => {
  const noon = at(addDays(RUNNING, 2), 12);

  it("that is set is reached by the brackets and keeps what was sent of it", async () => {
    const { warehouse, old } = withWeek(RUNNING);
    const walker = await listAt(warehouse, noon);
    walker.send({ type: "WEEK", by: -1 });
    await walker.until("creators.list");
    expect(walker.context.creators.week).toBe(RUNNING);
    walker.send("FILTER").type("jadebri").send("PLAN", "TAB", "PLAN");
    await walker.until("preview.week");
    const carried = walker.context.plan?.messages.filter((each) => each.carried !== undefined) ?? [];
    expect(carried.map((each) => each.carried)).toEqual(old.messages.slice(0, 3));
    // On the first message: it stands, whatever is pressed.
    expect(textOf(walker)).toContain("carried over unchanged");
    walker.send("EXCLUDE");
    expect(walker.context.hint).toContain("carried over");
    walker.send({ type: "OPEN", panel: "why" });
    expect(textOf(walker).replace(/\s+/g, " ")).toContain(`unchanged from ${old.schedule_id}`);
    expect(walker.warehouse.calls).not.toContain("passedOver");
    walker.send("BACK");
    await confirmed(walker);
    expect(textOf(walker).replace(/\s+/g, " ")).toContain("3 messages carried");
  });

  it("of a page that has none in it cannot be planned, and an earlier one is not reached", async () => {
    const walker = await listAt(new StandIn(), noon);
    walker.send({ type: "WEEK", by: -1 });
    await walker.until("creators.list");
    walker.send({ type: "WEEK", by: -1 });
    expect(walker.context).toMatchObject({ hint: "a week that is over cannot be planned any more" });
    expect(walker.context.creators.week).toBe(RUNNING);
    walker.send("PLAN");
    await walker.until("preview.failed");
    expect(walker.context.failure?.message).toContain("has begun");
  });

  it("is planned again where the clock has passed more of it, before anybody confirms", async () => {
    const { warehouse } = withWeek(RUNNING);
    const walker = await listAt(warehouse, noon);
    walker.send({ type: "WEEK", by: -1 });
    await walker.until("creators.list");
    walker.send("FILTER").type("jadebri").send("TAB", "PLAN");
    await walker.until("preview.week");
    const before = walker.context.plan?.messages.filter((each) => each.carried !== undefined).length;
    walker.now = at(addDays(RUNNING, 3), 11);
    walker.send("NEXT");
    await walker.until("checking.failed");
    expect(walker.context.failure).toMatchObject({ field: "clock" });
    walker.send("BACK");
    await walker.until("preview.week");
    const after = walker.context.plan?.messages.filter((each) => each.carried !== undefined).length;
    expect([before, after]).toEqual([3, 4]);
  });
});

describe("a schedule of the page that stands in the way", () => {
  it("is offered for replacement, in its own week", async () => {
    const { warehouse, old } = withWeek(WEEK);
    const walker = await ways.overrides({ warehouse });
    walker.send("TAB", "TAB", "TAB", "TAB", "TAB");
    for (let step = 0; walker.draft.field !== "startDate" && step < 9; step++)
      walker.send({ type: "TAB", by: -1 });
    walker.type("2025-11-12").send("NEXT");
    await walker.until("preview.week");
    expect(walker.context.prepared).toMatchObject({ startDate: "2025-11-12" });
    expect(walker.context.prepared?.replaces).toBeUndefined();
    warehouse.check = { captions: [], schedules: warehouse.facts.overlaps };
    walker.send("NEXT");
    (await walker.until("conflict.quiet")).keepQuiet();
    expect(actions(walker)).toEqual(["replaceSchedule", "planAgain", "back"]);
    expect(labels(walker)[0]).toBe("Replace that schedule, in its week from Nov 10");
    warehouse.check = { captions: [], schedules: [] };
    walker.send("REPLACE_SCHEDULE");
    await walker.until("preview.week");
    expect(walker.context.prepared).toMatchObject({
      startDate: WEEK,
      replaces: { scheduleId: old.schedule_id },
    });
    await confirmed(walker);
    expect(walker.context.checked?.schedule.replaces).toBe(old.schedule_id);
  });

  it("that began before today is replaced in its week all the same", async () => {
    const { warehouse, old } = withWeek(RUNNING);
    const walker = await listAt(warehouse, at(addDays(RUNNING, 2), 12));
    walker.send("FILTER").type("jadebri").send("TAB", "PLAN");
    await walker.until("preview.week");
    warehouse.check = { captions: [], schedules: warehouse.facts.overlaps };
    walker.send("NEXT");
    (await walker.until("conflict.quiet")).keepQuiet();
    warehouse.check = { captions: [], schedules: [] };
    walker.send("REPLACE_SCHEDULE");
    await walker.until("preview.week");
    expect(walker.context.prepared?.replaces?.scheduleId).toBe(old.schedule_id);
    expect(walker.context.plan?.messages.filter((each) => each.carried !== undefined)).toHaveLength(3);
  });

  it("is not offered where there are two, nor where none is", async () => {
    const walker = await ways.preview();
    const one = { scheduleId: "sched_a", weekStart: WEEK, createdBy: null, createdAt: null };
    walker.warehouse.check = { captions: [], schedules: [one, { ...one, scheduleId: "sched_b" }] };
    walker.send("NEXT");
    (await walker.until("conflict.quiet")).keepQuiet();
    expect(actions(walker)).toEqual(["planAgain", "back"]);
    expect(actions(await ways.conflict())).toEqual(["replaceTaken", "planAgain", "back"]);
  });

  it("that was replaced meanwhile is said, and the week is read again", async () => {
    const { warehouse, old } = withWeek(WEEK);
    const walker = await ways.preview({ warehouse });
    const theirs = { ...set(WEEK), replaces: old.schedule_id };
    warehouse.store({ schedule: theirs, weekStart: WEEK });
    warehouse.facts = {
      ...warehouse.facts,
      overlaps: [{ scheduleId: theirs.schedule_id, weekStart: WEEK, createdBy: "cy", createdAt: null }],
    };
    walker.send("NEXT");
    await walker.until("checking.failed");
    expect(walker.context.failure?.message).toContain("was replaced");
    walker.send("BACK");
    await walker.until("preview.week");
    expect(walker.context.prepared?.replaces?.scheduleId).toBe(theirs.schedule_id);
    expect(NOW).toBeLessThan(at(WEEK, 9));
  });
});
