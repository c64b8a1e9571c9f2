import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ErosError } from "../../src/domain/errors.js";
import { ACTIONS, type ActionName } from "../../src/walk/actions.js";
import { EVERY_EVENT, type WalkEvent, type WalkEventType } from "../../src/walk/events.js";
import { menuOf } from "../../src/walk/menus.js";
import { modeOf } from "../../src/walk/modes.js";
import { PLACES, type Place } from "../../src/walk/places.js";
import { OutcomeUnknownError } from "../../src/warehouse/outcome.js";
import { StandIn, type Unit } from "./stand.js";
import { type State, Walker, ways } from "./walker.js";

const broken = () => new ErosError("unreachable", "the network broke", "try again");

/** Goes on to where a unit of work waits. */
async function waiting(
  way: Promise<Walker>,
  unit: Unit,
  ...events: (WalkEvent | WalkEventType)[]
): Promise<Walker> {
  const walker = await way;
  walker.warehouse.hold(unit);
  return walker.send(...events).breathe();
}
/** The same, and lets the work fail. */
async function failing(
  way: Promise<Walker>,
  unit: Unit,
  ...events: (WalkEvent | WalkEventType)[]
): Promise<Walker> {
  const walker = await waiting(way, unit, ...events);
  walker.warehouse.letGo(unit);
  walker.warehouse.waitingFor(unit).fail(broken());
  return walker.settled();
}
const committing = () => waiting(ways.confirm(), "commit", { type: "COMMIT", csv: true });
const unknown = async () => {
  const walker = await committing();
  walker.warehouse.hold("lookup");
  walker.warehouse.waitingFor("commit").fail(new OutcomeUnknownError("sched_x", broken()));
  return (await walker.until("outcomeUnknown.loading")).breathe();
};
const nowhere = { settings: { csvDir: "/nowhere/at/all" } };

/** A way to every state in which the walk can be found waiting: for the operator or for work. */
const WAYS: Partial<Record<State, () => Promise<Walker>>> = {
  "opening.loading": async () => new Walker({ open: () => new Promise(() => {}) }),
  "opening.failed": async () => new Walker({ open: () => Promise.reject(broken()) }).until("opening.failed"),
  "creators.loading": () => waiting(ways.creators(), "creators", "RELOAD"),
  "creators.failed": () => failing(ways.creators(), "creators", "RELOAD"),
  "creators.list": () => ways.creators(),
  "creators.filter": async () => (await ways.creators()).send("FILTER").type("ja"),
  "analysis.loading": () => waiting(ways.creators(), "week", "NEXT"),
  "analysis.failed": () => failing(ways.creators(), "week", "NEXT"),
  "analysis.ready": () => ways.analysis(),
  "overrides.loading": () => waiting(ways.overrides(), "week", "NEW_DRAW"),
  "overrides.failed": () => failing(ways.overrides(), "week", "NEW_DRAW"),
  "overrides.fields": () => ways.overrides(),
  "overrides.applying": async () =>
    waiting(
      Promise.resolve(
        (await ways.overrides()).send({ type: "MOVE", by: Number.NEGATIVE_INFINITY }).type("2025-11-17"),
      ),
      "week",
      "NEXT",
    ),
  "overrides.zones": async () => (await ways.overrides()).send({ type: "MOVE", by: -1 }, "ZONES"),
  "preview.loading": () => waiting(ways.creators(), "week", "PLAN"),
  "preview.failed": () => failing(ways.creators(), "week", "PLAN"),
  "preview.week": () => ways.preview(),
  "preview.explaining": () => waiting(ways.preview(), "passedOver", { type: "OPEN", panel: "why" }),
  "checking.loading": () => waiting(ways.preview(), "conflicts", "NEXT"),
  "checking.failed": () => failing(ways.preview(), "conflicts", "NEXT"),
  "confirm.quiet": async () => (await ways.preview()).send("NEXT").until("confirm.quiet"),
  "confirm.menu": () => ways.confirm(),
  "confirm.path": async () => (await ways.confirm()).send("EDIT_PATH"),
  "confirm.word": async () =>
    (await ways.confirm({ warehouse: new StandIn({ production: true }) })).send("COMMIT"),
  "committing.sending": committing,
  "committing.failed": async () => {
    const walker = await committing();
    walker.warehouse.waitingFor("commit").fail(new ErosError("notPermitted", "no", "ask"));
    return walker.settled();
  },
  "outcomeUnknown.loading": unknown,
  "outcomeUnknown.failed": async () => {
    const walker = await unknown();
    walker.warehouse.letGo("lookup");
    walker.warehouse.waitingFor("lookup").fail(broken());
    return walker.settled();
  },
  "conflict.quiet": async () => {
    const walker = await ways.conflict();
    walker.send("CHECK_AGAIN", "REPLACE_TAKEN");
    return walker.until("conflict.quiet");
  },
  "conflict.menu": () => ways.conflict(),
  "replacing.loading": () => waiting(ways.conflict(), "week", "REPLACE_TAKEN"),
  "replacing.failed": () => failing(ways.conflict(), "week", "REPLACE_TAKEN"),
  "exporting.loading": async () => (await ways.confirm()).send("CSV_ONLY"),
  "exportFailed.quiet": async () =>
    (await ways.confirm(nowhere)).send("CSV_ONLY").until("exportFailed.quiet"),
  "exportFailed.menu": async () =>
    ((await WAYS["exportFailed.quiet"]?.()) ?? (await ways.confirm())).keepQuiet(),
  "exportFailed.path": async () =>
    ((await WAYS["exportFailed.menu"]?.()) ?? (await ways.confirm())).send("EDIT_PATH"),
  "result.quiet": async () => (await ways.confirm()).send("COMMIT").until("result.quiet"),
  "result.menu": () => ways.result(),
  "batch.planning": () => waiting(ways.creators(), "manyPages", "BATCH"),
  "batch.failed": () => failing(ways.creators(), "manyPages", "BATCH"),
  "batch.table": () => ways.batch(),
  "batch.plan": async () => (await ways.batch()).send("NEXT"),
  "batch.quiet": async () => (await ways.batch()).send("CONFIRM_BATCH"),
  "batch.menu": () => ways.batchMenu(),
  "batch.word": async () =>
    (await ways.batchMenu({ warehouse: new StandIn({ production: true }) })).send("COMMIT_BATCH"),
  "batch.storing": () => waiting(ways.batchMenu(), "commit", "COMMIT_BATCH"),
  "history.loading": () => waiting(ways.creators(), "schedules", "HISTORY"),
  "history.failed": () => failing(ways.creators(), "schedules", "HISTORY"),
  "history.list": () => ways.history(),
  "history.reading": () => waiting(ways.history(), "lookup", "NEXT"),
  "history.shown": async () => (await ways.history()).send("NEXT").until("history.shown"),
  "worklist.loading": () => waiting(ways.history(), "marks", "WORKLIST"),
  "worklist.failed": () => failing(ways.history(), "marks", "WORKLIST"),
  "worklist.list": () => ways.worklist(),
  "worklist.marking": () => waiting(ways.worklist(), "mark", "MARK"),
  "undo.loading": () => waiting(ways.history(), "marks", "WITHDRAW"),
  "undo.failed": () => failing(ways.history(), "marks", "WITHDRAW"),
  "undo.why": () => ways.withdrawing(),
  "undo.quiet": async () => (await ways.withdrawing()).type("x").send("NEXT"),
  "undo.menu": () => ways.undoMenu(),
  "undo.word": async () =>
    (await ways.undoMenu({ warehouse: new StandIn({ production: true }) })).send("TAKE_BACK"),
  "undo.doing": () => waiting(ways.undoMenu(), "withdraw", "TAKE_BACK"),
  "undo.done": async () => (await ways.undoMenu()).send("TAKE_BACK").until("undo.done"),
  "health.loading": () => waiting(ways.creators(), "health", "HEALTH"),
  "health.failed": () => failing(ways.creators(), "health", "HEALTH"),
  "health.shown": async () => (await ways.creators()).send("HEALTH").until("health.shown"),
};

/** Passed through at once, or the end. */
const PASSING: readonly State[] = [
  "creators.check",
  "analysis.check",
  "overrides.check",
  "overrides.applied",
  "preview.check",
  "committing.stored",
  "outcomeUnknown.stored",
];
const STATES = Object.entries(PLACES).flatMap(([place, activities]) =>
  activities.map((activity) => `${place}.${activity}` as State),
);
/** From here an event may lead to something stored. */
const WRITES: readonly State[] = ["confirm.word", "batch.menu", "batch.word", "batch.storing"];
const reached = Object.keys(WAYS) as State[];

it("has a way to every state", () => {
  expect([...reached, ...PASSING].sort()).toEqual([...STATES].sort());
});

describe.each(reached)("in %s", (state) => {
  const go = async (): Promise<Walker> => {
    const walker = (await WAYS[state]?.()) ?? (await ways.creators());
    expect(walker.state).toBe(state);
    return walker;
  };

  it("every event leads to a known state, loses no draft, commits nothing; and one leads elsewhere, or work ends", async () => {
    const works = [
      ".loading",
      ".sending",
      ".quiet",
      ".planning",
      ".storing",
      ".reading",
      ".marking",
      ".doing",
    ].some((activity) => state.endsWith(activity));
    const leads: WalkEventType[] = [];
    const mayCommit = state === "confirm.menu" || state.startsWith("committing") || WRITES.includes(state);
    for (const event of Object.values(EVERY_EVENT)) {
      const walker = await go();
      const texts = Object.keys(walker.context.drafts);
      const stored = walker.warehouse.stored.size;
      walker.send(event);
      if (walker.state !== state && event.type !== "INTERRUPT") leads.push(event.type);
      await walker.breathe();
      expect(STATES.concat("left"), event.type).toContain(walker.state);
      expect(walker.snapshot.status, event.type).not.toBe("error");
      if (!mayCommit) expect(walker.warehouse.stored.size, event.type).toBe(stored);
      for (const key of texts) expect(Object.keys(walker.context.drafts), event.type).toContain(key);
      // Mode and menu are made for every state, whatever has just happened.
      modeOf(walker.snapshot);
      for (const { action } of menuOf(walker.snapshot))
        expect(ACTIONS[action].available(walker.context)).toBe(true);
      walker.stop();
    }
    if (!works) expect(leads).not.toEqual([]);
  });

  it("Ctrl-C leaves: at once, or at the second one while a commit is under way", async () => {
    const walker = await go();
    walker.send("INTERRUPT");
    if (["committing.sending", "batch.storing", "undo.doing"].includes(state)) walker.send("INTERRUPT");
    expect(walker.state).toBe("left");
    expect(walker.output?.reason).toBe("interrupt");
  });

  it("help opens and closes without leaving the state", async () => {
    const walker = await go();
    walker.send("OPEN");
    expect(walker.context.panel).toEqual({ name: "help", scroll: 0 });
    walker.send({ type: "SCROLL", to: 4 }, "BACK");
    expect(walker.context.panel).toBeNull();
    expect(walker.state).toBe(state);
  });
});

it("a place that shows a menu offers at least one line that can be chosen", async () => {
  for (const state of reached.filter((each) => each.endsWith(".menu") || each.endsWith(".failed"))) {
    const walker = (await WAYS[state]?.()) ?? (await ways.creators());
    const menu = menuOf(walker.snapshot);
    expect(menu.length, state).toBeGreaterThan(0);
    for (const { action } of menu) {
      const other = (await WAYS[state]?.()) ?? (await ways.creators());
      other.send(ACTIONS[action].event);
      expect(other.state, `${state} ${action}`).not.toBe(state);
      other.stop();
    }
  }
});

it("an action that is not possible says why in a sentence", async () => {
  const walker = new Walker({ open: () => new Promise(() => {}) });
  for (const name of Object.keys(ACTIONS) as ActionName[]) {
    const why = ACTIONS[name].available(walker.context);
    if (why !== true) expect(why.length, name).toBeGreaterThan(10);
  }
});

describe("an operator who presses anything", () => {
  // Leaving ends the test; a path that is typed by chance would name a file somewhere.
  const LEFT_OUT: readonly WalkEventType[] = ["INTERRUPT", "QUIT", "EDIT_PATH"];
  const events: WalkEvent[] = [
    ...Object.values(EVERY_EVENT).filter(({ type }) => !LEFT_OUT.includes(type)),
    { type: "MOVE", by: -1 },
    { type: "MOVE", by: 3 },
    { type: "WEEK", by: -1 },
    { type: "TYPE", text: "/" },
    { type: "TYPE", text: "2" },
    { type: "OPEN", panel: "why" },
    { type: "NEXT" },
    { type: "NEXT" },
    { type: "BACK" },
  ];
  const step = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...events) },
    { weight: 2, arbitrary: fc.constant("wait" as const) },
    { weight: 1, arbitrary: fc.constant("quiet" as const) },
  );

  it("never breaks the walk, never commits but from the menu, and loses no draft but by its commit", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
        const walker = await ways.creators();
        for (const event of steps) {
          const before = {
            state: walker.state,
            drafts: walker.context.drafts,
            stored: walker.warehouse.stored.size,
          };
          if (event === "wait") await walker.breathe();
          else if (event === "quiet") walker.keepQuiet();
          else walker.send(event);
          if (walker.state === "left") break;
          expect(walker.snapshot.status).toBe("active");
          if (walker.place === "committing" && !before.state.startsWith("committing"))
            expect(["confirm.menu", "confirm.word"]).toContain(before.state);
          const lost = Object.keys(before.drafts).filter((key) => !(key in walker.context.drafts));
          if (lost.length > 0) expect(walker.context.receipt).not.toBeNull();
          if (walker.context.work === null) expect(walker.state).not.toMatch(/loading|sending/);
        }
        const place: Place = walker.place;
        walker.stop();
        return place in PLACES;
      }),
      { numRuns: 60 },
    );
  });
});
