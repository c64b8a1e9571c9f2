import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MINUTE } from "../../src/domain/calendar.js";
import { ErosError } from "../../src/domain/errors.js";
import { ACTIONS } from "../../src/walk/actions.js";
import { menuOf } from "../../src/walk/menus.js";
import { QUIET_MS } from "../../src/walk/setup.js";
import { ConflictError } from "../../src/warehouse/conflict.js";
import { OutcomeUnknownError } from "../../src/warehouse/outcome.js";
import { NOW, StandIn } from "./stand.js";
import { folder, heldByAnna, type Walker, ways } from "./walker.js";

const broken = () => new ErosError("unreachable", "the network broke", "try again");
const sending = async (walker: Walker): Promise<Walker> => {
  walker.warehouse.hold("commit");
  walker.send({ type: "COMMIT", csv: false });
  return (await walker.until("committing.sending")).breathe();
};
const ids = (walker: Walker): readonly string[] =>
  walker.context.plan?.messages.map(({ caption }) => caption.captionId) ?? [];
const labels = (walker: Walker): readonly string[] => menuOf(walker.snapshot).map(({ label }) => label);

describe("a menu that writes", () => {
  it("appears only when no key has come for a while; keys until then are dropped", async () => {
    const walker = (await ways.preview()).send("NEXT");
    await walker.until("confirm.quiet");
    walker.clock.increment(QUIET_MS - 1);
    walker.send({ type: "COMMIT", csv: false });
    walker.clock.increment(QUIET_MS - 1);
    walker.send("NEXT");
    expect(walker.state).toBe("confirm.quiet");
    expect(labels(walker)).toEqual([]);
    walker.clock.increment(QUIET_MS);
    expect(walker.state).toBe("confirm.menu");
    expect(walker.warehouse.calls).not.toContain("commit");
  });

  it("waits again after a path was typed, so that its ⏎ commits nothing", async () => {
    const walker = await ways.confirm();
    walker.send("EDIT_PATH", "CLEAR").type("/tmp/week.csv").send("NEXT", { type: "COMMIT", csv: true });
    expect(walker.state).toBe("confirm.quiet");
    expect(walker.context.csv).toMatchObject({ path: "/tmp/week.csv", edited: true });
  });

  it("guards the result as well", async () => {
    const walker = (await ways.confirm()).send({ type: "COMMIT", csv: false });
    await walker.until("result.quiet");
    walker.send("BACK", "QUIT", "NEXT_DUE");
    expect(walker.state).toBe("result.quiet");
    expect(walker.keepQuiet().send("BACK").place).toBe("creators");
  });
});

describe("the CSV path", () => {
  it("keeps what was before on Esc, does not take an empty one, and outlives another check", async () => {
    const walker = await ways.confirm();
    const { path } = walker.context.csv;
    walker.send("EDIT_PATH").type("x").send("BACK");
    expect(walker.context.csv.path).toBe(path);
    walker.keepQuiet().send("EDIT_PATH", "CLEAR", "NEXT");
    expect(walker.state).toBe("confirm.path");
    expect(walker.context.hint).toContain("type a path");
    walker.type("mine.csv").send("NEXT");
    walker.keepQuiet().send("CHECK_AGAIN");
    await walker.until("confirm.quiet");
    expect(walker.context.csv.path).toBe("mine.csv");
  });

  it("follows the new id of another check where nobody chose it", async () => {
    const walker = await ways.confirm();
    walker.now += 1000;
    walker.send("CHECK_AGAIN");
    await walker.until("confirm.quiet");
    expect(walker.context.csv.path).toContain(walker.context.checked?.schedule.schedule_id ?? "?");
  });
});

describe("production", () => {
  const production = () =>
    new StandIn({ label: "prod", production: true, kind: "bigquery", place: "of-proj.eros_brain" });

  it("asks for the dataset's name before the first commit of a run, not before the next ones", async () => {
    const walker = await ways.confirm({ warehouse: production() });
    expect(labels(walker)[0]).toMatch(/PRODUCTION/);
    walker.send({ type: "COMMIT", csv: false }).type("eros").send("NEXT");
    expect(walker.state).toBe("confirm.word");
    expect(walker.context.hint).toBe("type eros_brain to commit");
    expect(walker.warehouse.stored.size).toBe(0);
    walker.type("_brain").send("NEXT");
    await walker.until("result.quiet");
    walker.keepQuiet().send("NEXT_DUE");
    (await walker.until("analysis.ready")).send("NEXT", "NEXT", "NEXT");
    (await walker.until("confirm.quiet")).keepQuiet().send({ type: "COMMIT", csv: false });
    await walker.until("result.quiet");
    expect(walker.warehouse.stored.size).toBe(2);
  });

  it("asks for the page each time where the profile says so, and Esc commits nothing", async () => {
    const walker = await ways.confirm({ warehouse: production(), settings: { confirmEvery: true } });
    walker.send({ type: "COMMIT", csv: false }).type("jadebri").send("BACK");
    expect(walker.state).toBe("confirm.quiet");
    walker.keepQuiet().send({ type: "COMMIT", csv: false });
    expect(walker.context.word.text).toBe("");
    expect(walker.type("eros_brain").send("NEXT").context.hint).toBe("type jadebri to commit");
    walker.send("CLEAR").type("jadebri").send("NEXT");
    (await walker.until("result.quiet")).keepQuiet().send("NEXT_DUE");
    (await walker.until("analysis.ready")).send("NEXT", "NEXT", "NEXT");
    (await walker.until("confirm.quiet")).keepQuiet().send({ type: "COMMIT", csv: false });
    expect(walker.state).toBe("confirm.word");
  });
});

it("offers only the CSV on a read-only warehouse, and says why a commit is refused", async () => {
  const walker = await ways.confirm({ warehouse: new StandIn({ readOnly: true }) });
  expect(menuOf(walker.snapshot).map(({ action }) => action)).toEqual(["csvOnly", "back"]);
  walker.send({ type: "COMMIT", csv: true });
  expect(walker.state).toBe("confirm.menu");
  expect(walker.context.hint).toContain("read-only");
});

it("refuses a plan that the clock has overtaken, and plans again on the way back", async () => {
  const walker = await ways.overrides();
  walker.send({ type: "MOVE", by: -2 }).type("2025-11-03").send("NEXT");
  const [first] = (await walker.until("preview.week")).context.plan?.messages ?? [];
  expect(first?.slot.date).toBe("2025-11-03");
  walker.now = (first?.slot.instant ?? 0) - 5 * MINUTE;
  walker.send("NEXT");
  await walker.until("checking.failed");
  expect(walker.context.failure?.message).toContain("the clock has overtaken a message of this plan");
  expect(walker.warehouse.calls).not.toContain("conflicts");
  walker.send("BACK");
  await walker.until("preview.week");
  expect(walker.context.plan?.messages[0]?.slot.instant).toBeGreaterThanOrEqual(walker.now + 15 * MINUTE);
  walker.send("NEXT");
  await walker.until("confirm.quiet");
});

describe("while committing", () => {
  it("Esc stops what is not sent yet: nothing is stored, the confirmation comes back", async () => {
    const walker = await sending(await ways.confirm());
    const { ctx } = walker.warehouse.waitingFor("commit");
    walker.send("BACK");
    await walker.until("confirm.quiet");
    expect(ctx.signal.aborted).toBe(true);
    expect(walker.context.hint).toBe("stopped: nothing was stored");
    expect(walker.warehouse.stored.size).toBe(0);
    expect(walker.warehouse.failures).toEqual([]);
  });

  it("Esc stops nothing once the transaction is sent", async () => {
    const walker = await sending(await ways.confirm());
    walker.warehouse.send();
    walker.send("BACK");
    expect(walker.state).toBe("committing.sending");
    expect(walker.context.hint).toBe("committing, cannot be stopped");
    expect(walker.warehouse.waitingFor("commit").ctx.signal.aborted).toBe(false);
    walker.warehouse.waitingFor("commit").answer();
    await walker.until("result.quiet");
    expect(walker.warehouse.stored.size).toBe(1);
  });

  it("the first Ctrl-C leaves when the outcome is known", async () => {
    const walker = await sending(await ways.confirm());
    walker.warehouse.send();
    walker.send("INTERRUPT");
    expect(walker.state).toBe("committing.sending");
    walker.warehouse.waitingFor("commit").answer();
    await walker.until("left");
    const [stored] = [...walker.warehouse.stored.keys()];
    expect(walker.output).toMatchObject({
      reason: "interrupt",
      unknown: null,
      receipt: { scheduleId: stored },
      drafts: [],
    });
  });

  it("a second Ctrl-C leaves now, with the id to look up; the transaction is not cut", async () => {
    const walker = await sending(await ways.confirm());
    walker.warehouse.send();
    const id = walker.context.checked?.schedule.schedule_id;
    const { ctx } = walker.warehouse.waitingFor("commit");
    walker.send("INTERRUPT", "INTERRUPT");
    expect(walker.state).toBe("left");
    expect(walker.output).toMatchObject({ reason: "interrupt", unknown: id, receipt: null });
    expect(ctx.signal.aborted).toBe(false);
  });

  it("Ctrl-C while the CSV is still being written tells what is stored", async () => {
    const pipe = join(folder(), "pipe");
    // Nobody reads at its other end yet: writing takes its time.
    expect(spawnSync("mkfifo", [pipe]).status).toBe(0);
    const walker = (await ways.confirm()).send("EDIT_PATH", "CLEAR").type(pipe).send("NEXT").keepQuiet();
    await walker.send({ type: "COMMIT", csv: true }).until("exporting.loading");
    walker.send("INTERRUPT");
    const [stored] = [...walker.warehouse.stored.keys()];
    expect(walker.output).toMatchObject({ reason: "interrupt", receipt: { scheduleId: stored } });
    expect(await readFile(pipe, "utf8")).toContain(stored);
  });

  it("leaves with the reason where the commit failed after Ctrl-C", async () => {
    const walker = await sending(await ways.confirm());
    walker.send("INTERRUPT");
    walker.warehouse.waitingFor("commit").fail(new ErosError("notPermitted", "you may not write", "ask"));
    await walker.until("left");
    expect(walker.output).toMatchObject({
      receipt: null,
      unknown: null,
      failure: { message: "you may not write" },
    });
  });

  it("a failure is a place: try again checks first, back is the preview, nothing typed is lost", async () => {
    const walker = await sending(await ways.confirm());
    walker.warehouse.waitingFor("commit").fail(new ErosError("notPermitted", "you may not write", "ask"));
    await walker.until("committing.failed");
    expect(walker.context.failure?.message).toBe("you may not write");
    expect(walker.warehouse.failures).toEqual(["you may not write"]);
    walker.send("RETRY");
    await walker.until("confirm.quiet");
    expect(walker.context.failure).toBeNull();
  });
});

describe("an outcome that nobody knows", () => {
  it("is looked up before a word is said: stored after all", async () => {
    const walker = await sending(await ways.confirm());
    const { checked } = walker.context;
    walker.warehouse.send();
    if (checked) walker.warehouse.store({ schedule: checked.schedule, weekStart: "2025-11-10" });
    walker.warehouse.waitingFor("commit").fail(broken());
    await walker.until("result.quiet");
    expect(walker.context.receipt?.scheduleId).toBe(checked?.schedule.schedule_id);
    expect(walker.warehouse.failures).toEqual([]);
  });

  it("asks again and again until the warehouse answers; then result or confirmation", async () => {
    const walker = await sending(await ways.confirm());
    walker.warehouse.hold("lookup");
    walker.warehouse.waitingFor("commit").fail(new OutcomeUnknownError("sched_x", broken()));
    await walker.until("outcomeUnknown.loading");
    walker.warehouse.waitingFor("lookup").fail(broken());
    await walker.until("outcomeUnknown.failed");
    expect(walker.context.failure?.message).toBe("the network broke");
    walker.send("RETRY");
    await walker.breathe();
    walker.warehouse.waitingFor("lookup").answer();
    await walker.until("confirm.quiet");
    expect(walker.context.hint).toBe("looked up: nothing was stored");
  });

  it("goes on to the CSV that was asked for where the schedule was stored", async () => {
    const csvDir = folder();
    const walker = await ways.confirm({ settings: { csvDir } });
    walker.warehouse.hold("commit");
    walker.send({ type: "COMMIT", csv: true });
    await walker.breathe();
    const { checked } = walker.context;
    walker.warehouse.waitingFor("commit").fail(new OutcomeUnknownError("sched_x", broken()));
    if (checked) walker.warehouse.store({ schedule: checked.schedule, weekStart: "2025-11-10" });
    await walker.until("result.quiet");
    expect(readdirSync(csvDir)).toEqual([`${checked?.schedule.schedule_id}.csv`]);
  });

  it.each(["INTERRUPT", "QUIT"] as const)(
    "prints the id where the operator leaves without knowing: %s",
    async (leave) => {
      const walker = await sending(await ways.confirm());
      walker.warehouse.hold("lookup");
      walker.warehouse.waitingFor("commit").fail(new OutcomeUnknownError("sched_x", broken()));
      await walker.until("outcomeUnknown.loading");
      walker.warehouse.waitingFor("lookup").fail(broken());
      await walker.until("outcomeUnknown.failed");
      walker.send(leave);
      expect(walker.output).toMatchObject({ unknown: walker.context.checked?.schedule.schedule_id });
    },
  );
});

describe("a conflict", () => {
  it("draws replacements for the taken captions only; the others and all times stay", async () => {
    const walker = await ways.conflict();
    const taken = walker.context.checked?.check.captions.map(({ captionId }) => captionId) ?? [];
    const before = ids(walker);
    expect(labels(walker)[0]).toBe("Draw replacements for those 2");
    walker.warehouse.check = { captions: [], schedules: [] };
    walker.send("REPLACE_TAKEN");
    await walker.until("confirm.quiet");
    const after = ids(walker);
    expect(after.filter((id, index) => id !== before[index])).toHaveLength(2);
    for (const id of taken) expect(after).not.toContain(id);
    expect(new Set(after).size).toBe(after.length);
    expect(walker.draft.texts.exclude?.split(",")).toEqual(taken);
  });

  it("is asked about again after the replacement: another taken caption is another conflict", async () => {
    const walker = await ways.conflict();
    walker.send("REPLACE_TAKEN");
    await walker.until("conflict.quiet");
    expect(walker.context.checked?.schedule.messages.map(({ caption_id }) => caption_id)).toEqual(
      ids(walker),
    );
  });

  it("keeps the taken captions out of the next change as well", async () => {
    const walker = await ways.conflict();
    const taken = walker.context.checked?.check.captions.map(({ captionId }) => captionId) ?? [];
    walker.warehouse.check = { captions: [], schedules: [] };
    walker.send("REPLACE_TAKEN");
    (await walker.until("confirm.quiet")).send("BACK", "BACK").type("10");
    expect(walker.context.plan?.targets.ppv).toBe(10);
    for (const id of taken) expect(ids(walker)).not.toContain(id);
  });

  it("found by the commit itself leads to the same place", async () => {
    const walker = await sending(await ways.confirm());
    const check = { ...heldByAnna(walker), at: NOW };
    walker.warehouse
      .waitingFor("commit")
      .fail(new ConflictError("2 captions are taken", "draw others", check));
    await walker.until("conflict.quiet");
    expect(walker.context.checked?.check).toEqual(check);
    expect(walker.warehouse.failures).toEqual(["conflict: 2 captions are taken"]);
  });

  it("about the days cannot be solved by other captions", async () => {
    const walker = await ways.preview();
    const other = { scheduleId: "sched_other", weekStart: "2025-11-10", createdBy: "ben", createdAt: null };
    walker.warehouse.check = { captions: [], schedules: [other] };
    walker.send("NEXT");
    (await walker.until("conflict.quiet")).keepQuiet();
    expect(menuOf(walker.snapshot).map(({ action }) => action)).toEqual([
      "replaceSchedule",
      "planAgain",
      "back",
    ]);
    expect(ACTIONS.replaceTaken.available(walker.context)).toContain("another schedule");
    walker.send("REPLACE_TAKEN");
    expect(walker.state).toBe("conflict.menu");
  });

  it("can be answered by planning again, from what the warehouse knows now", async () => {
    const walker = await ways.conflict();
    const asked = walker.warehouse.calls.filter((unit) => unit === "week").length;
    walker.send("PLAN_AGAIN");
    await walker.until("preview.week");
    expect(walker.warehouse.calls.filter((unit) => unit === "week")).toHaveLength(asked + 1);
  });

  it("without enough other captions says so, and goes back to the choice", async () => {
    const walker = await ways.conflict();
    const used = new Set(ids(walker));
    const { captions } = walker.warehouse.facts;
    const left = (tier: keyof typeof captions) =>
      captions[tier].filter(({ captionId }) => used.has(captionId));
    walker.warehouse.facts = {
      ...walker.warehouse.facts,
      captions: { Budget: left("Budget"), Mid: left("Mid"), Premium: left("Premium"), Free: left("Free") },
    };
    walker.send("REPLACE_TAKEN");
    await walker.until("replacing.failed");
    expect(walker.context.failure?.message).toContain("no replacements for the 2 taken captions");
    expect(walker.send("BACK").place).toBe("conflict");
  });
});

describe("a CSV that fails", () => {
  it("never hides that the commit stands, and offers another path", async () => {
    const csvDir = folder();
    const walker = await ways.confirm({ settings: { csvDir } });
    writeFileSync(walker.context.csv.path, "somebody's");
    walker.send({ type: "COMMIT", csv: true });
    (await walker.until("exportFailed.quiet")).keepQuiet();
    expect(walker.context.receipt).not.toBeNull();
    expect(walker.context.failure?.message).toContain("is there already");
    expect(labels(walker)).toEqual([
      "Another path",
      "Overwrite the file that is there",
      "Try again",
      "Go on without a CSV",
    ]);
    walker.send("EDIT_PATH", "CLEAR").type(join(csvDir, "other.csv")).send("NEXT");
    await walker.until("result.quiet");
    expect(walker.context.csv.written).toBe(true);
    expect(readdirSync(csvDir)).toContain("other.csv");
    expect(walker.warehouse.stored.size).toBe(1);
  });

  it("replaces a file that is there when that is asked for, and only then", async () => {
    const csvDir = folder();
    const walker = await ways.confirm({ settings: { csvDir } });
    const { path } = walker.context.csv;
    writeFileSync(path, "somebody's");
    walker.send({ type: "COMMIT", csv: true });
    (await walker.until("exportFailed.quiet")).keepQuiet().send("RETRY");
    (await walker.until("exportFailed.quiet")).keepQuiet();
    expect(readFileSync(path, "utf8")).toBe("somebody's");
    walker.send("OVERWRITE");
    await walker.until("result.quiet");
    expect(readFileSync(path, "utf8")).toContain("schedule_id,page_name");
    expect(walker.context.csv).toMatchObject({ written: true, overwrite: false });
  });

  it("of another kind has nothing to overwrite", async () => {
    const walker = await ways.confirm({ settings: { csvDir: "/nowhere/at/all" } });
    walker.send("CSV_ONLY");
    (await walker.until("exportFailed.quiet")).keepQuiet();
    expect(labels(walker)).not.toContain("Overwrite the file that is there");
    expect(walker.send("OVERWRITE").state).toBe("exportFailed.menu");
  });

  it.each(["WITHOUT_CSV", "BACK"] as const)("can be left without: %s leads to the result", async (leave) => {
    const walker = await ways.confirm({ settings: { csvDir: "/nowhere/at/all" } });
    walker.send({ type: "COMMIT", csv: true });
    (await walker.until("exportFailed.quiet")).keepQuiet().send(leave);
    expect(walker.state).toBe("result.quiet");
    expect(walker.context.csv.written).toBe(false);
    expect(walker.context.failure).toBeNull();
  });

  it("alone leads back to the confirmation: nothing was stored", async () => {
    const walker = await ways.confirm({ settings: { csvDir: "/nowhere/at/all" } });
    walker.send("CSV_ONLY");
    (await walker.until("exportFailed.quiet")).keepQuiet().send("WITHOUT_CSV");
    expect(walker.place).toBe("confirm");
    expect(walker.warehouse.stored.size).toBe(0);
  });
});
