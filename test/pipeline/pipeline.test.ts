import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { badInput, ErosError } from "../../src/domain/errors.js";
import { digest } from "../../src/domain/schedule.js";
import { planWeek, type WeekPlan } from "../../src/domain/week.js";
import { buildWeek } from "../../src/pipeline/build.js";
import { checkPlan } from "../../src/pipeline/check.js";
import { commitSchedule, settledCommit, signedSchedule } from "../../src/pipeline/commit.js";
import { csvName } from "../../src/pipeline/export.js";
import { planPrepared, unwrap } from "../../src/pipeline/plan.js";
import { prepareWeek } from "../../src/pipeline/prepare.js";
import { replaceTaken } from "../../src/pipeline/replace.js";
import { ConflictError } from "../../src/warehouse/conflict.js";
import { OutcomeUnknownError } from "../../src/warehouse/outcome.js";
import { type Ctx, QUIET, type Warehouse } from "../../src/warehouse/port.js";
import { but, demoWarehouse, folder, heard, NOW, WEEK } from "./demo-place.js";

const REAL = Date.parse("2026-01-05T17:12:44.512Z");
const by = { operator: "ana", at: REAL };
const options = { weekStart: WEEK, now: NOW, operator: "ana", command: "build", seconds: 0.4 };
const request = (page = "jadebri", over = {}) => ({
  page,
  startDate: WEEK,
  now: NOW,
  tolerance: 0.5,
  ...over,
});
const build = (over = {}) => ({ page: "jadebri", now: NOW, operator: "ana", real: () => REAL, ...over });
const ids = (plan: WeekPlan): string[] => plan.messages.map(({ caption }) => caption.captionId);
const told = ({ messages }: WeekPlan) =>
  messages.map(({ slot, caption }) => [slot.type, slot.instant, caption.captionId]);
const failuresOf = (warehouse: Warehouse) => {
  const entries: { error: string; page: string }[] = [];
  const recording = but(warehouse, {
    recordFailure: async (entry) => {
      entries.push(entry);
    },
  });
  return { entries, recording };
};

describe("preparing a week", () => {
  it("reads all that planning needs: the same week again gives the same plan", async () => {
    const warehouse = await demoWarehouse();
    const prepared = await prepareWeek(warehouse, request(), QUIET);
    expect(prepared).toMatchObject({
      page: "jadebri",
      startDate: WEEK,
      seed: "20251110",
      tolerance: 0.5,
      overlaps: [],
    });
    const again = await prepareWeek(warehouse, request(" JadeBri "), QUIET);
    expect(told(unwrap(planWeek(again, {})))).toEqual(told(unwrap(planWeek(prepared, {}))));
    expect(planPrepared(prepared, {}, QUIET).targets).toMatchObject({ ppv: 9, bump: 9, zone: "YELLOW" });
  });

  it("names the nearest pages for one that is not there", async () => {
    const warehouse = await demoWarehouse();
    const error = await prepareWeek(warehouse, request("jadebry"), QUIET).catch((each: unknown) => each);
    expect(error).toMatchObject({
      kind: "nothingToPlan",
      exitCode: 3,
      message: "there is no page “jadebry”",
    });
    expect((error as ErosError).remedy).toMatch(/^did you mean jadebri\b.*\?$/);
  });

  it.each([
    ["a page that can be none", { page: "no page!" }, "page"],
    ["a date that is none", { startDate: "2025-02-30" }, "start date"],
    ["a tolerance out of range", { tolerance: 1.5 }, "tolerance"],
  ])("refuses %s before anything is asked", async (_, over, named) => {
    const asked = but(await demoWarehouse(), {
      week: () => Promise.reject(new Error("asked")),
    });
    await expect(prepareWeek(asked, { ...request(), ...over }, QUIET)).rejects.toMatchObject({
      kind: "badInput",
      message: expect.stringContaining(named),
    });
  });

  it("takes the report's own tolerance where asked for, and says so where it has none", async () => {
    const warehouse = await demoWarehouse();
    const report = (tolerance: number | undefined) =>
      but(warehouse, {
        week: async (asked, ctx: Ctx) => ({
          ...(await warehouse.week(asked, ctx)),
          report: JSON.stringify({
            account_classification: { size_tier: "MEDIUM", saturation_tolerance: tolerance },
          }),
        }),
      });
    const own = request("jadebri", { tolerance: "report" });
    expect((await prepareWeek(report(0.15), own, QUIET)).tolerance).toBe(0.15);
    await expect(prepareWeek(report(undefined), own, QUIET)).rejects.toMatchObject({
      kind: "badInput",
      field: "tolerance",
    });
  });

  it("plans a week that is committed already as if it were not there, and names what is", async () => {
    const warehouse = await demoWarehouse();
    const free = unwrap(planWeek(await prepareWeek(warehouse, request(), QUIET), {}));
    const built = await buildWeek(warehouse, build(), QUIET);
    const prepared = await prepareWeek(warehouse, request(), QUIET);
    const again = unwrap(planWeek(prepared, {}));
    expect(prepared.overlaps.map(({ scheduleId }) => scheduleId)).toEqual([built.receipt.scheduleId]);
    expect(told(again)).toEqual(told(free));
    expect(again.warnings.map(({ code }) => code)).toContain("OVERLAP");
  });

  it("stops when its signal says so", async () => {
    const warehouse = await demoWarehouse();
    const controller = new AbortController();
    const work = prepareWeek(warehouse, request(), { ...QUIET, signal: controller.signal });
    controller.abort();
    await expect(work).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("building a week", () => {
  it("stores, locks, logs and exports in one go, ids unchanged to the last digit", async () => {
    const warehouse = await demoWarehouse();
    const { ctx, lines } = heard();
    const path = join(folder(), "week.csv");
    const built = await buildWeek(warehouse, build({ csvPath: () => path }), ctx);
    expect(built.receipt).toMatchObject({
      page: "jadebri",
      weekStart: WEEK,
      messages: 18,
      locks: 9,
      repeated: false,
    });
    expect(built.schedule.schedule_id).toMatch(/^sched_20260105_091244_512\d{3}_jadebri$/);
    expect(built).toMatchObject({ csv: path, csvFailure: null });
    const stored = await warehouse.lookup(built.receipt.scheduleId, QUIET);
    expect(stored?.digest).toBe(digest(built.schedule));
    expect(stored?.schedule.messages.map(({ caption_id }) => caption_id)).toEqual(ids(built.plan));
    for (const id of ids(built.plan)) expect(readFileSync(path, "utf8")).toContain(`,${id},`);
    expect(lines).toContain("INFO Volume targets: 9 PPVs, 9 Bumps (zone=YELLOW, base=12/8, multiplier=0.75)");
  });

  it("says the multiplier as the original did: 1.0, 0.75, 0.5", async () => {
    const warehouse = await demoWarehouse();
    const prepared = await prepareWeek(warehouse, request(), QUIET);
    const said = (["GREEN", "YELLOW", "RED"] as const).map((zone) => {
      const { ctx, lines } = heard();
      planPrepared(prepared, { zone }, ctx);
      return lines.find((line) => line.startsWith("INFO Volume"));
    });
    expect(said.map((line) => line?.match(/multiplier=(.*)\)/)?.[1])).toEqual(["1.0", "0.75", "0.5"]);
  });

  it("never lets a failed CSV hide that the commit stands", async () => {
    const warehouse = await demoWarehouse();
    const { ctx, lines } = heard();
    const built = await buildWeek(warehouse, build({ csvPath: () => "/dev/full" }), ctx);
    expect(built.csv).toBeNull();
    expect(built.csvFailure?.message).toContain("is full");
    expect(await warehouse.lookup(built.receipt.scheduleId, QUIET)).not.toBeNull();
    expect(lines.at(-1)).toMatch(/^ERROR sched_.* is stored, but the CSV was not written/);
  });

  it("a second week over the same days is a conflict that names the first", async () => {
    const { entries, recording } = failuresOf(await demoWarehouse());
    const first = await buildWeek(recording, build(), QUIET);
    const error = await buildWeek(recording, build(), QUIET).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(ConflictError);
    expect((error as ConflictError).check.schedules.map(({ scheduleId }) => scheduleId)).toEqual([
      first.receipt.scheduleId,
    ]);
    expect(entries).toMatchObject([{ error: expect.stringMatching(/^conflict: /), page: "jadebri" }]);
  });

  it("logs a run that failed for the warehouse's sake, not what the operator mistyped", async () => {
    const { entries, recording } = failuresOf(await demoWarehouse());
    await expect(buildWeek(recording, build({ page: "nobody" }), QUIET)).rejects.toMatchObject({
      exitCode: 3,
    });
    await expect(buildWeek(recording, build({ overrides: { ppvCount: 400 } }), QUIET)).rejects.toMatchObject({
      exitCode: 2,
    });
    await expect(buildWeek(recording, build({ startDate: "2025-10-27" }), QUIET)).rejects.toMatchObject({
      exitCode: 2,
    });
    expect(entries).toEqual([]);
    const gone = new ErosError("unreachable", "the network broke", "try again");
    const broken = but(recording, { week: () => Promise.reject(gone) });
    await expect(buildWeek(broken, build(), QUIET)).rejects.toBe(gone);
    expect(entries).toMatchObject([{ error: "the network broke", page: "jadebri", scheduleId: null }]);
  });

  it("plans and stores a week that starts today from now on", async () => {
    const warehouse = await demoWarehouse();
    const built = await buildWeek(
      warehouse,
      build({ startDate: "2025-11-03", overrides: { ppvCount: 5, bumpCount: 4 } }),
      QUIET,
    );
    expect(Math.min(...built.plan.messages.map(({ slot }) => slot.instant))).toBeGreaterThanOrEqual(
      NOW + 15 * 60_000,
    );
    expect(built.receipt.weekStart).toBe("2025-11-03");
  });
});

describe("checking", () => {
  it("gives the plan its id and finds nothing against a free week", async () => {
    const warehouse = await demoWarehouse();
    const plan = unwrap(planWeek(await prepareWeek(warehouse, request(), QUIET), {}));
    const { schedule, check } = await checkPlan(warehouse, plan, { ...by, now: NOW, random: 0.0345 }, QUIET);
    expect(schedule.schedule_id).toBe("sched_20260105_091244_512034_jadebri");
    expect(schedule).toMatchObject({
      demo: true,
      created_by: "ana",
      created_at: "2026-01-05T09:12:44.512-08:00",
    });
    expect(check).toMatchObject({ captions: [], schedules: [] });
  });

  it("names the captions that another page took meanwhile, and replaces only those", async () => {
    const warehouse = await demoWarehouse();
    const plan = unwrap(planWeek(await prepareWeek(warehouse, request(), QUIET), {}));
    const ppvs = plan.messages.filter(({ slot }) => slot.type === "PPV");
    const taken = ppvs.slice(0, 2).map(({ caption }) => caption.captionId);
    const others = signedSchedule(warehouse, plan, by);
    const robbed = {
      ...others,
      schedule_id: "sched_20260105_090000_000000_anna_v",
      page_name: "somebody_else",
      messages: others.messages.filter(({ caption_id }) => taken.includes(caption_id)),
      total_messages: 2,
      total_ppvs: 2,
      total_bumps: 0,
    };
    await commitSchedule(warehouse, robbed, options, QUIET);

    const first = await checkPlan(warehouse, plan, { ...by, now: NOW }, QUIET);
    expect(first.check.captions.map(({ captionId }) => captionId).sort()).toEqual([...taken].sort());
    expect(first.check.captions[0]).toMatchObject({ holder: "somebody_else", heldBy: robbed.schedule_id });

    const fresh = await prepareWeek(warehouse, request(), QUIET);
    const repaired = replaceTaken(fresh, plan, first.check.captions);
    const changed = repaired.messages.filter((message, index) => message !== plan.messages[index]);
    expect(changed.map(({ slot }) => slot)).toEqual(ppvs.slice(0, 2).map(({ slot }) => slot));
    expect(changed.map(({ askedTier }) => askedTier)).toEqual(
      ppvs.slice(0, 2).map(({ askedTier }) => askedTier),
    );
    expect(new Set(repaired.messages.map(({ caption }) => caption.captionKey)).size).toBe(18);
    expect(repaired.overrides.exclude).toEqual(taken);

    const second = await checkPlan(warehouse, repaired, { ...by, now: NOW }, QUIET);
    expect(second.check).toMatchObject({ captions: [], schedules: [] });
    const receipt = await commitSchedule(warehouse, second.schedule, options, QUIET);
    expect(receipt.locks).toBe(9);
  });

  it("refuses a week of the past, unless that is allowed", async () => {
    const warehouse = await demoWarehouse();
    const plan = unwrap(planWeek(await prepareWeek(warehouse, request(), QUIET), {}));
    const later = NOW + 8 * 24 * 60 * 60_000;
    await expect(checkPlan(warehouse, plan, { ...by, now: later }, QUIET)).rejects.toMatchObject({
      kind: "badInput",
    });
  });
});

describe("committing", () => {
  const ready = async () => {
    const warehouse = await demoWarehouse();
    const plan = unwrap(planWeek(await prepareWeek(warehouse, request(), QUIET), {}));
    return { warehouse, schedule: signedSchedule(warehouse, plan, by) };
  };
  const gone = new ErosError("unreachable", "the network broke", "try again");

  it("twice is once: the first receipt comes back and nothing is written", async () => {
    const { warehouse, schedule } = await ready();
    const first = await commitSchedule(warehouse, schedule, options, QUIET);
    const { ctx, lines } = heard();
    const second = await commitSchedule(warehouse, schedule, options, ctx);
    expect(second).toEqual({ ...first, repeated: true });
    expect(lines.at(-1)).toContain("had been stored before");
  });

  it("that broke after it was stored is a success: the id is looked up first", async () => {
    const { warehouse, schedule } = await ready();
    const { entries, recording } = failuresOf(warehouse);
    const late = but(recording, {
      commit: async (asked, ctx) => {
        await warehouse.commit(asked, ctx);
        throw gone;
      },
    });
    const receipt = await commitSchedule(late, schedule, options, QUIET);
    expect(receipt.scheduleId).toBe(schedule.schedule_id);
    expect(entries).toEqual([]);
  });

  it("that broke before it was stored is a failure, logged by itself", async () => {
    const { warehouse, schedule } = await ready();
    const { entries, recording } = failuresOf(warehouse);
    const unasked = () => Promise.reject(new Error("asked for what cannot be there"));
    const broken = but(recording, { commit: () => Promise.reject(gone), lookup: unasked });
    await expect(commitSchedule(broken, schedule, options, QUIET)).rejects.toBe(gone);
    expect(entries).toMatchObject([
      { error: "the network broke", scheduleId: schedule.schedule_id, messageCount: 18 },
    ]);
    expect(await settledCommit(warehouse, schedule.schedule_id, QUIET)).toBeNull();
  });

  it("whose outcome cannot be looked up either says exactly that, and logs no failure", async () => {
    const { warehouse, schedule } = await ready();
    const { entries, recording } = failuresOf(warehouse);
    const silent = but(recording, {
      commit: async (_, ctx) => {
        ctx.progress({ kind: "step", name: "Storing the schedule", sent: true });
        throw gone;
      },
      lookup: () => Promise.reject(gone),
    });
    const error = await commitSchedule(silent, schedule, options, QUIET).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect(error).toMatchObject({ scheduleId: schedule.schedule_id, exitCode: 7 });
    expect(entries).toEqual([]);
  });

  it("is not stopped from saying why by a log that cannot be written", async () => {
    const { warehouse, schedule } = await ready();
    const { ctx, lines } = heard();
    const broken = but(warehouse, {
      commit: () => Promise.reject(new ErosError("notPermitted", "you may not write", "ask")),
      recordFailure: () => Promise.reject(new Error("nor log")),
    });
    await expect(commitSchedule(broken, schedule, options, ctx)).rejects.toMatchObject({
      message: "you may not write",
    });
    expect(lines.at(-1)).toBe("WARNING The failure could not be logged in the warehouse: nor log");
  });

  it.each([
    ["bad input", badInput("startDate", "in the past", "choose another")],
    ["an interrupt", new DOMException("interrupted", "AbortError")],
  ])("does not log %s", async (_, error) => {
    const { warehouse, schedule } = await ready();
    const { entries, recording } = failuresOf(warehouse);
    const failing = but(recording, { commit: () => Promise.reject(error) });
    await expect(commitSchedule(failing, schedule, options, QUIET)).rejects.toBe(error);
    expect(entries).toEqual([]);
  });

  it("to a read-only warehouse is refused, and no log row is tried", async () => {
    const { schedule } = await ready();
    const warehouse = await demoWarehouse({ readOnly: true });
    await expect(commitSchedule(warehouse, schedule, options, QUIET)).rejects.toBeInstanceOf(ErosError);
  });
});

it("names the CSV after the schedule", () => {
  expect(csvName({ schedule_id: "sched_20251103_091244_512034_jadebri" })).toBe(
    "sched_20251103_091244_512034_jadebri.csv",
  );
});
