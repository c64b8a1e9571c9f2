import { describe, expect, it } from "vitest";
import { ErosError } from "../../src/domain/errors.js";
import type { WalkEvent } from "../../src/walk/events.js";
import type { Ctx, Warehouse } from "../../src/warehouse/port.js";
import { StandIn, type Unit } from "./stand.js";
import { heldByAnna, type State, Walker, ways } from "./walker.js";

interface Wait {
  /** Where the work is done. */
  readonly state: State;
  readonly unit: Unit;
  /** Leads there with the unit held. */
  readonly go: () => Promise<Walker>;
  /** Where Esc leads. */
  readonly back: State;
  /** Where the failure is shown, and where trying again leads once it works. */
  readonly failed: State;
  readonly done: State;
}

const holding = async (way: Promise<Walker>, unit: Unit, ...events: (WalkEvent | WalkEvent["type"])[]) => {
  const walker = await way;
  walker.warehouse.hold(unit);
  return walker.send(...events);
};

const WAITS: readonly Wait[] = [
  {
    state: "creators.loading",
    unit: "creators",
    go: () => holding(ways.creators(), "creators", { type: "WEEK", by: 1 }),
    back: "creators.list",
    failed: "creators.failed",
    done: "creators.list",
  },
  {
    state: "analysis.loading",
    unit: "week",
    go: () => holding(ways.creators(), "week", "NEXT"),
    back: "creators.list",
    failed: "analysis.failed",
    done: "analysis.ready",
  },
  {
    state: "analysis.loading",
    unit: "week",
    go: () => holding(ways.analysis(), "week", "RELOAD"),
    back: "analysis.ready",
    failed: "analysis.failed",
    done: "analysis.ready",
  },
  {
    state: "overrides.loading",
    unit: "week",
    go: () => holding(ways.overrides(), "week", "NEW_DRAW"),
    back: "overrides.fields",
    failed: "overrides.failed",
    done: "overrides.fields",
  },
  {
    state: "preview.loading",
    unit: "week",
    go: () => holding(ways.creators(), "week", "PLAN"),
    back: "creators.list",
    failed: "preview.failed",
    done: "preview.week",
  },
  {
    state: "preview.loading",
    unit: "week",
    go: () => holding(ways.preview(), "week", "NEW_DRAW"),
    back: "preview.week",
    failed: "preview.failed",
    done: "preview.week",
  },
  {
    state: "checking.loading",
    unit: "conflicts",
    go: () => holding(ways.preview(), "conflicts", "NEXT"),
    back: "preview.week",
    failed: "checking.failed",
    done: "confirm.quiet",
  },
  {
    state: "replacing.loading",
    unit: "week",
    go: async () => {
      const walker = await ways.conflict();
      walker.warehouse.check = { captions: [], schedules: [] };
      return holding(Promise.resolve(walker), "week", "REPLACE_TAKEN");
    },
    back: "conflict.quiet",
    failed: "replacing.failed",
    done: "confirm.quiet",
  },
];

const broken = () => new ErosError("unreachable", "the network broke", "try again");

describe.each(WAITS)("$state, waiting for $unit", ({ state, unit, go, back, failed, done }) => {
  it("tells what is done and since when", async () => {
    const walker = await (await go()).breathe();
    expect(walker.state).toBe(state);
    expect(walker.context.work).toMatchObject({ since: walker.now, step: { name: `doing ${unit}` } });
  });

  it("is cancelled by Esc: the signal is aborted, nothing waits, nothing said later is heard", async () => {
    const walker = await (await go()).breathe();
    const { ctx } = walker.warehouse.waitingFor(unit);
    walker.send("BACK");
    expect(walker.state).toBe(back);
    expect(ctx.signal.aborted).toBe(true);
    expect(walker.warehouse.held).toEqual([]);
    const { context } = walker;
    ctx.progress({ kind: "step", name: "too late" });
    await walker.breathe();
    expect(walker.context).toBe(context);
    expect(walker.context.work).toBeNull();
    expect(walker.context.failure).toBeNull();
  });

  it("is cancelled by Ctrl-C as well", async () => {
    const walker = await (await go()).breathe();
    const { ctx } = walker.warehouse.waitingFor(unit);
    walker.send("INTERRUPT");
    expect(walker.state).toBe("left");
    expect(ctx.signal.aborted).toBe(true);
  });

  it("shows a failure as a place, from where trying again goes on", async () => {
    const walker = await (await go()).breathe();
    const { texts } = walker.draft;
    walker.warehouse.waitingFor(unit).fail(broken());
    await walker.until(failed);
    expect(walker.context.failure?.message).toBe("the network broke");
    walker.warehouse.letGo(unit);
    walker.send("RETRY");
    await walker.until(done);
    expect(walker.context.failure).toBeNull();
    expect(walker.draft.texts).toMatchObject(texts);
  });

  it("leads back from a failure as from the work itself, or a screen earlier", async () => {
    const walker = await (await go()).breathe();
    walker.warehouse.waitingFor(unit).fail(broken());
    await walker.until(failed);
    walker.warehouse.letGo(unit);
    walker.send("BACK");
    await walker.settled();
    expect(walker.state).not.toBe(failed);
    expect(walker.context.failure).toBeNull();
  });
});

describe("opening", () => {
  const opening = () => {
    const warehouse = new StandIn();
    let ctx: Ctx | undefined;
    let answer: (opened: Warehouse) => void = () => {};
    let fail: (error: unknown) => void = () => {};
    const open = (given: Ctx) => {
      ctx = given;
      return new Promise<Warehouse>((resolve, reject) => {
        answer = resolve;
        fail = reject;
      });
    };
    const walker = new Walker({ warehouse, open });
    return {
      walker,
      warehouse,
      ctx: () => ctx,
      answer: () => answer(warehouse),
      fail: (error: unknown) => fail(error),
    };
  };

  it("tells the steps of the seeding", () => {
    const { walker, ctx } = opening();
    ctx()?.progress({ kind: "step", name: "Making demo pages and messages", index: 1, of: 3 });
    expect(walker.context.work).toMatchObject({ name: "open", step: { index: 1 } });
  });

  it("that is left by Esc closes what is opened too late", async () => {
    const { walker, warehouse, ctx, answer } = opening();
    walker.send("BACK");
    expect(walker.state).toBe("left");
    expect(ctx()?.signal.aborted).toBe(true);
    answer();
    await walker.breathe();
    expect(warehouse.closed).toBe(true);
  });

  it("that fails can be tried again", async () => {
    const { walker, answer, fail } = opening();
    fail(new ErosError("incomplete", "there is no warehouse", "eros-tui demo"));
    await walker.until("opening.failed");
    expect(walker.context.failure?.remedy).toBe("eros-tui demo");
    walker.send("RETRY");
    answer();
    await walker.until("creators.list");
    expect(walker.context.creators.week).toBe("2025-11-10");
  });
});

it("shows a retry of the warehouse while it waits", async () => {
  const walker = await (await holding(ways.preview(), "conflicts", "NEXT")).breathe();
  const retry = { kind: "retry", reason: "BigQuery 503", seconds: 2, attempt: 2, of: 5 } as const;
  walker.warehouse.waitingFor("conflicts").ctx.progress(retry);
  expect(walker.context.work?.step).toEqual(retry);
});

it("counts the work of a week, not the operator's thinking, for the log of the run", async () => {
  const walker = await ways.creators();
  const took = async (unit: Unit, millis: number, ...events: WalkEvent["type"][]) => {
    await (await holding(Promise.resolve(walker), unit, ...events)).breathe();
    walker.now += millis;
    walker.warehouse.letGo(unit);
    walker.warehouse.waitingFor(unit).answer();
    await walker.settled();
  };
  await took("week", 1500, "PLAN");
  walker.now += 60_000;
  await took("conflicts", 500, "NEXT");
  expect(walker.context.spentMillis).toBe(2000);
});

it("leaves nothing running after a conflict was replaced and committed", async () => {
  const walker = await ways.preview();
  walker.warehouse.check = heldByAnna(walker);
  walker.send("NEXT");
  (await walker.until("conflict.quiet")).keepQuiet();
  walker.warehouse.check = { captions: [], schedules: [] };
  walker.send("REPLACE_TAKEN");
  (await walker.until("confirm.quiet")).keepQuiet().send({ type: "COMMIT", csv: false });
  await walker.until("result.quiet");
  expect(walker.warehouse.held).toEqual([]);
  expect(walker.context.work).toBeNull();
});
