import { describe, expect, it } from "vitest";
import { addDays, HOUR, instantOf, MINUTE } from "../../src/domain/calendar.js";
import type { Schedule } from "../../src/domain/schedule.js";
import { buildWeek } from "../../src/pipeline/build.js";
import { checkPlan } from "../../src/pipeline/check.js";
import { commitSchedule, signedSchedule } from "../../src/pipeline/commit.js";
import { planPrepared } from "../../src/pipeline/plan.js";
import { prepareWeek } from "../../src/pipeline/prepare.js";
import { withdrawSchedule } from "../../src/pipeline/withdraw.js";
import { ConflictError } from "../../src/warehouse/conflict.js";
import { QUIET, type Warehouse } from "../../src/warehouse/port.js";
import { demoWarehouse, heard, NOW, WEEK } from "./demo-place.js";

/** Wednesday of the week, noon. */
const NOON = instantOf(addDays(WEEK, 2), 12) ?? 0;
const REAL = Date.parse("2026-01-05T17:12:44.512Z");
let made = 0;
const build = (over = {}) => ({
  page: "jadebri",
  now: NOW,
  operator: "ana",
  real: () => REAL + 1000 * made++,
  ...over,
});
const request = (over = {}) => ({ page: "jadebri", startDate: WEEK, now: NOON, tolerance: 0.5, ...over });
const by = { operator: "bo", at: REAL };
const ids = ({ messages }: Pick<Schedule, "messages">): string[] =>
  messages.map(({ caption_id }) => caption_id);
const sentBy = ({ messages }: Schedule, moment: number) =>
  messages.filter(({ utc }) => Date.parse(utc) <= moment);

async function setWeek(): Promise<{ warehouse: Warehouse; old: Schedule }> {
  const warehouse = await demoWarehouse();
  const { schedule } = await buildWeek(warehouse, build(), QUIET);
  return { warehouse, old: schedule };
}

describe("preparing a week that is set", () => {
  it("on its start date is its replacement, with what was sent of it; on another date it is not", async () => {
    const { warehouse, old } = await setWeek();
    const same = await prepareWeek(warehouse, request(), QUIET);
    expect(same.replaces?.scheduleId).toBe(old.schedule_id);
    expect(same.replaces?.carried).toEqual(sentBy(old, NOON + 15 * MINUTE));
    expect(same.replaces?.toCome).toHaveLength(old.messages.length - sentBy(old, NOON + 15 * MINUTE).length);
    expect(same.neighbours).toEqual([]);
    const later = await prepareWeek(warehouse, request({ startDate: addDays(WEEK, 3) }), QUIET);
    expect(later.replaces).toBeUndefined();
    expect(later.overlaps.map(({ scheduleId }) => scheduleId)).toEqual([old.schedule_id]);
    const never = await prepareWeek(warehouse, request({ replace: null }), QUIET);
    expect(never.replaces).toBeUndefined();
  });

  it("by its id needs no date, and takes its own", async () => {
    const { warehouse, old } = await setWeek();
    const named = request({ startDate: undefined, replace: old.schedule_id });
    expect(await prepareWeek(warehouse, named, QUIET)).toMatchObject({
      startDate: WEEK,
      replaces: { scheduleId: old.schedule_id },
    });
  });

  it("offers the captions of its messages to come again, those of sent ones never in the plan", async () => {
    const { warehouse, old } = await setWeek();
    const prepared = await prepareWeek(warehouse, request(), QUIET);
    const sent = new Set(ids({ messages: sentBy(old, NOON + 15 * MINUTE) }));
    const toCome = ids(old).filter((id) => !sent.has(id));
    const offered = Object.values(prepared.captions).flatMap((list) =>
      list.map(({ captionId }) => captionId),
    );
    for (const id of toCome) expect(offered).toContain(id);
    const plan = planPrepared(prepared, {}, QUIET);
    const fresh = plan.messages.filter(({ carried }) => carried === undefined);
    for (const { caption } of fresh) expect(sent.has(caption.captionId)).toBe(false);
    // With the same seed what is best for the rest of the week is what it had, as far as the mix goes.
    expect(fresh.filter(({ caption }) => toCome.includes(caption.captionId)).length).toBeGreaterThan(0);
  });
});

describe("replacing", () => {
  it("stores the rest of the week anew; without --replace the week is a conflict", async () => {
    const { warehouse, old } = await setWeek();
    await expect(
      buildWeek(warehouse, build({ now: NOON, startDate: WEEK, allowPast: true }), QUIET),
    ).rejects.toBeInstanceOf(ConflictError);
    const { ctx, lines } = heard();
    const { schedule, receipt } = await buildWeek(
      warehouse,
      build({ now: NOON, replace: old.schedule_id, overrides: { seed: "other" } }),
      ctx,
    );
    expect(receipt).toMatchObject({ weekStart: WEEK, locks: schedule.total_ppvs });
    expect(lines.join("\n")).toContain(`takes the place of ${old.schedule_id}`);
    const carried = sentBy(old, NOON + 15 * MINUTE);
    expect(schedule.messages.slice(0, carried.length)).toEqual(
      carried.map((each) => ({ ...each, carried: true })),
    );
    expect((await warehouse.lookup(schedule.schedule_id, QUIET))?.schedule).toEqual(schedule);
    // The week after keeps away from what stands, and rests what was sent.
    const next = await prepareWeek(warehouse, request({ startDate: addDays(WEEK, 7) }), QUIET);
    const offered = new Set(
      Object.values(next.captions).flatMap((list) => list.map(({ captionId }) => captionId)),
    );
    for (const id of ids(schedule)) expect(offered.has(id)).toBe(false);
    const last = schedule.messages.filter(({ scheduled_send_time }) =>
      scheduled_send_time.startsWith(addDays(WEEK, 6)),
    );
    expect(next.neighbours.map(({ instant }) => instant)).toEqual(last.map(({ utc }) => Date.parse(utc)));
  });

  it("is refused by the check once the clock has passed more of the old schedule, or it has ended", async () => {
    const { warehouse, old } = await setWeek();
    const prepared = await prepareWeek(warehouse, request(), QUIET);
    const plan = planPrepared(prepared, {}, QUIET);
    const { check, schedule } = await checkPlan(warehouse, plan, { ...by, now: NOON }, QUIET);
    expect(check).toMatchObject({ captions: [], schedules: [] });
    const next = prepared.replaces?.toCome[0] ?? 0;
    await expect(checkPlan(warehouse, plan, { ...by, now: next - 14 * MINUTE }, QUIET)).rejects.toMatchObject(
      { field: "clock" },
    );

    await withdrawSchedule(warehouse, old.schedule_id, { why: "closed", operator: "cy", now: NOON }, QUIET);
    const options = { weekStart: WEEK, now: NOON, operator: "bo", command: "tui", seconds: 0 };
    for (const again of [
      () => checkPlan(warehouse, plan, { ...by, now: NOON }, QUIET),
      () => commitSchedule(warehouse, schedule, options, QUIET),
      () => prepareWeek(warehouse, request({ replace: old.schedule_id }), QUIET),
    ])
      await expect(again()).rejects.toMatchObject({
        exitCode: 4,
        message: expect.stringContaining(`${old.schedule_id} was withdrawn`),
      });
  });

  it("of a plan that looked good while another took the week's place is a conflict, and writes nothing", async () => {
    const { warehouse, old } = await setWeek();
    const plans = await Promise.all(
      ["a", "b"].map(async (seed) => {
        const plan = planPrepared(await prepareWeek(warehouse, request({ seed }), QUIET), { seed }, QUIET);
        return signedSchedule(warehouse, plan, { ...by, at: REAL + seed.charCodeAt(0) });
      }),
    );
    const options = { weekStart: WEEK, now: NOON, operator: "bo", command: "tui", seconds: 0 };
    const ends = await Promise.allSettled(
      plans.map((schedule) => commitSchedule(warehouse, schedule, options, QUIET)),
    );
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const lost = ends.find((end) => end.status === "rejected");
    expect(String(lost?.reason)).toContain(`${old.schedule_id} was replaced`);
    expect(await warehouse.overlaps("jadebri", WEEK, QUIET)).toHaveLength(1);
  });
});

describe("withdrawing", () => {
  it("frees what was to come for the same week, keeps what was sent, and tells the log", async () => {
    const { warehouse, old } = await setWeek();
    const { ctx, lines } = heard();
    const told = await withdrawSchedule(
      warehouse,
      old.schedule_id,
      { why: "  wrong page ", operator: "cy", now: NOON },
      ctx,
    );
    const sent = sentBy(old, NOON);
    expect(told).toMatchObject({ sent: sent.length, toCome: old.messages.length - sent.length, by: "cy" });
    expect(lines.at(-1)).toContain(`Schedule ${old.schedule_id} withdrawn`);
    const week = await prepareWeek(warehouse, request({ startDate: addDays(WEEK, 3) }), QUIET);
    expect(week.overlaps).toEqual([]);
    expect(week.neighbours.map(({ instant }) => instant)).toEqual(
      sent.map(({ utc }) => Date.parse(utc)).filter((instant) => instant > NOON - 12 * HOUR),
    );
    const offered = new Set(
      Object.values(week.captions).flatMap((list) => list.map(({ captionId }) => captionId)),
    );
    for (const id of ids({ messages: sent })) expect(offered.has(id)).toBe(false);
    // Another page may take what was to come, and nothing of what was sent.
    const theirs = { ...old, schedule_id: `${old.schedule_id}_too`, page_name: "anna_v" };
    const { captions } = await warehouse.conflicts(theirs, WEEK, QUIET);
    expect(captions.map(({ captionId }) => captionId)).toEqual(
      ids({ messages: sent.filter(({ message_type }) => message_type === "PPV") }),
    );
  });

  it.each(["", "   ", "two\nlines", "x".repeat(501)])("needs a reason of one line: not %j", async (why) => {
    const { warehouse, old } = await setWeek();
    const asked = { why, operator: "cy", now: NOON };
    await expect(withdrawSchedule(warehouse, old.schedule_id, asked, QUIET)).rejects.toMatchObject({
      kind: "badInput",
      field: "why",
    });
    expect((await warehouse.lookup(old.schedule_id, QUIET))?.state).toBe("committed");
  });
});
