// A dataset that has the original's tables and procedures and nothing of ours: what it can do through them, what it says that it
// cannot, and that nothing is left of a lock that the procedure made by halves. The procedures are written anew in the original's
// style (original.ts); the server is local-bigquery, whose scripts and result sets behave as BigQuery documents its own.
import { beforeAll, describe, expect, it, vi } from "vitest";
import { addDays } from "../../src/domain/calendar.js";
import { CAPTION_TIERS } from "../../src/domain/caption.js";
import { explain } from "../../src/domain/explain.js";
import { isInfeasible, planWeek } from "../../src/domain/week.js";
import { checkPlan } from "../../src/pipeline/check.js";
import { commitSchedule } from "../../src/pipeline/commit.js";
import { prepareWeek } from "../../src/pipeline/prepare.js";
import type { Row } from "../../src/warehouse/cells.js";
import { openWarehouse } from "../../src/warehouse/open.js";
import { QUIET, type Warehouse } from "../../src/warehouse/port.js";
import { commitOf, message, NOW, WEEK, weekOf } from "../warehouse/fixtures.js";
import { makeOriginal, type Original } from "./original.js";
import { address, jobsIn, makeDataset, PROJECT } from "./place.js";

// Tens of jobs each, and a server that shares its machine with whatever else runs there.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

let made = 0;
/** Captions and half a year of messages of two pages; a caption's number is the end of its id. */
async function original(how: Original = {}, tables = {}) {
  const dataset = `older_${process.pid}_${made++}`;
  await makeDataset(dataset);
  const jobs = jobsIn(dataset);
  await makeOriginal(jobs, dataset, how);
  const run = (text: string): Promise<Row[]> =>
    jobs.run({ text: text.replaceAll("{dataset}", dataset), verb: "test" }, QUIET);
  const captions = bank.map(
    ({ captionId, text, category, tier, urgent }) =>
      `(${captionId}, '${text}', '${text.toLowerCase()}', '${category}', '${tier}', ${urgent}, TRUE)`,
  );
  await run(
    `INSERT INTO {dataset}.caption_bank (caption_id, caption_text, caption_key, content_category, price_tier, has_urgency, is_active)
     VALUES ${captions.join(", ")};
     INSERT INTO {dataset}.mass_messages (row_id, page_name, message, caption_key, caption_id, sending_time, message_type, price,
       sent_count, viewed_count, purchased_count, earnings)
     SELECT n, IF(MOD(n, 2) = 0, 'ana', 'bea'), 'Told long ago', 'told long ago', NULL,
       TIMESTAMP_SUB(TIMESTAMP '2025-11-03 10:00:00+00', INTERVAL n * 11 HOUR), IF(MOD(n, 3) = 0, 'bump', 'PPV'),
       CAST(9.5 AS NUMERIC), 1000, 500, 20 + MOD(n, 7), 200.0 + MOD(n, 7)
     FROM UNNEST(GENERATE_ARRAY(1, 120)) AS n`,
  );
  const warehouse = await openWarehouse({
    kind: "bigquery",
    projectId: PROJECT,
    dataset,
    endpoint: address(),
    tables,
    clock: () => NOW,
  });
  return { dataset, run, warehouse };
}

const bank = Array.from({ length: 80 }, (_, n) => ({
  captionId: `${n % 2 === 0 ? "" : "-"}90000000000000010${String(n).padStart(2, "0")}`,
  text: `Garden note ${n}`,
  category: ["Garden", "Kitchen", "Travel"][n % 3] ?? "",
  tier: ["budget", "mid", "premium", "bump"][n % 4] ?? "",
  urgent: n % 11 === 0,
}));
const captionAt = (n: number) => {
  const one = bank[n];
  if (one === undefined) throw new Error(`there is no caption ${n}`);
  return { ...one, priceTier: "Mid" as const };
};
const refusal = async (work: Promise<unknown>): Promise<{ kind: string; message: string; remedy: string }> =>
  work.then(
    () => {
      throw new Error("it was not refused");
    },
    (error) => error,
  );

describe.each(["temp table", "result set"] as const)("a selection that leaves a %s", (selection) => {
  let place: Awaited<ReturnType<typeof original>>;
  let warehouse: Warehouse;
  beforeAll(async () => {
    place = await original({ selection });
    warehouse = place.warehouse;
    // Sent on this page six days before the week; held by another page in it.
    await place.run(
      `INSERT INTO {dataset}.mass_messages (row_id, page_name, message, caption_key, sending_time, message_type)
       VALUES (900, 'ana', '${captionAt(1).text}', '${captionAt(1).text.toLowerCase()}', TIMESTAMP '2025-11-03 12:00:00+00', 'PPV')`,
    );
  });

  it("is planned from: report, captions that may be sent, usual prices; ids keep every digit", async () => {
    const overview = await warehouse.creators({ week: WEEK, now: NOW }, QUIET);
    expect(overview.rows.map(({ page, committed }) => [page, committed])).toEqual([
      ["ana", null],
      ["bea", null],
    ]);
    expect(warehouse.describe().older).toBe(true);
    const prepared = await prepareWeek(
      warehouse,
      { page: "ana", startDate: WEEK, now: NOW, tolerance: 0.5 },
      { ...QUIET },
    );
    expect(prepared).toMatchObject({ older: true, report: { version: null, account: { tier: "MEDIUM" } } });
    const ids = CAPTION_TIERS.flatMap((tier) => prepared.captions[tier].map(({ captionId }) => captionId));
    expect(ids).not.toContain(captionAt(1).captionId);
    expect(new Set(ids)).toEqual(new Set(bank.filter((_, n) => n !== 1).map(({ captionId }) => captionId)));
    expect(prepared.statistics.all.count).toBeGreaterThan(20);
    if (selection === "result set") return;
    const plan = planWeek(prepared, {});
    if (isInfeasible(plan)) throw new Error(plan.error.message);
    expect(plan.messages.filter(({ slot }) => slot.type === "PPV")).toHaveLength(9);
    const [why] = explain(plan, 0).sentences.filter(({ title }) => title === "Why this?");
    expect(why?.text).toMatch(/older procedure .* no reasons/);

    const checked = await checkPlan(warehouse, plan, { now: NOW, operator: "ana", at: NOW }, { ...QUIET });
    expect(checked.check.captions).toEqual([]);
    const run = { weekStart: WEEK, now: NOW, operator: "ana", command: "build", seconds: 1 };
    const receipt = await commitSchedule(warehouse, checked.schedule, run, { ...QUIET });
    expect(receipt).toMatchObject({ locks: 9, weekStart: WEEK, repeated: false });
    const rows = await place.run(
      "SELECT caption_id, is_active FROM {dataset}.active_caption_assignments ORDER BY caption_id",
    );
    expect(rows.map((row) => row.caption_id)).toEqual(
      plan.messages
        .filter(({ slot }) => slot.type === "PPV")
        .map(({ caption }) => caption.captionId)
        .sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)),
    );
    // The same page's next week keeps the gap from it, and no other page takes its captions.
    const next = await warehouse.week(
      { page: "ana", startDate: addDays(WEEK, 7), now: NOW, seed: "1" },
      QUIET,
    );
    expect(next.overlaps).toEqual([]);
    expect(next.neighbours.map(({ scheduleId }) => scheduleId)).toContain(receipt.scheduleId);
    const other = await warehouse.manyWeeks(
      [{ page: "bea", startDate: WEEK, now: NOW, seed: "1", ignore: [] }],
      QUIET,
    );
    const free = CAPTION_TIERS.flatMap((tier) => other[0]?.captions[tier].map((one) => one.captionId) ?? []);
    expect(free.filter((id) => rows.some((row) => row.caption_id === id))).toEqual([]);
    expect((await warehouse.creators({ week: WEEK, now: NOW }, QUIET)).rows[0]?.committed).toBe(
      receipt.scheduleId,
    );
  });

  it("knows which pages there are", async () => {
    const request = { page: "anna", startDate: WEEK, now: NOW, tolerance: 0.5 };
    expect(await refusal(prepareWeek(warehouse, request, { ...QUIET }))).toMatchObject({
      kind: "nothingToPlan",
      remedy: expect.stringContaining("ana"),
    });
    const { byPage } = await warehouse.manyPages(["ana", "nobody"], NOW, QUIET);
    expect([...byPage.keys()]).toEqual(["ana"]);
  });

  it("says what only our own tables can keep", async () => {
    const by = { user: "ana" };
    for (const work of [
      warehouse.withdraw(
        { scheduleId: "s", now: NOW, why: "", log: { seconds: 0, command: "withdraw", user: "ana" } },
        QUIET,
      ),
      warehouse.restore({ scheduleId: "s", now: NOW, by }, QUIET),
      warehouse.unlock({ now: NOW, olderThan: 7, by }, QUIET),
      warehouse.load({ creators: [{ page: "cara" }] }, QUIET),
    ])
      expect(await refusal(work)).toMatchObject({
        kind: "incomplete",
        remedy: expect.stringContaining("eros-tui deploy"),
      });
    expect(
      await warehouse.passedOver(
        { page: "ana", startDate: WEEK, now: NOW, ignore: [], seed: "1", priceTier: "Mid", limit: 5 },
        QUIET,
      ),
    ).toEqual([]);
  });
});

describe("the older lock procedure", () => {
  let place: Awaited<ReturnType<typeof original>>;
  const locks = () =>
    place.run(
      "SELECT schedule_id, caption_id, is_active FROM {dataset}.active_caption_assignments ORDER BY caption_id",
    );
  const stored = () => place.run("SELECT schedule_id FROM {dataset}.schedule_recommendations");
  const hold = (n: number, schedule: string, date: string, active: boolean, key = schedule) =>
    place.run(
      `INSERT INTO {dataset}.active_caption_assignments (assignment_key, page_name, caption_id, schedule_id, assigned_at,
         scheduled_send_date, scheduled_send_hour, is_active)
       VALUES ('${key}', 'bea', ${captionAt(n).captionId}, '${schedule}', TIMESTAMP '2025-10-31 10:00:00+00', '${date}', 10, ${active})`,
    );
  beforeAll(async () => {
    place = await original({ lockDays: 14 });
  });

  it("inserts what is free and raises: what it inserted is free again, what it blocked is named", async () => {
    // Ten days away: free by our rule, not by this procedure's.
    await hold(1, "sched_of_bea", "2025-11-21", true);
    const before = await locks();
    const schedule = weekOf("ana", WEEK, [captionAt(5), captionAt(1), captionAt(9)]);
    expect((await place.warehouse.conflicts(schedule, WEEK, QUIET)).captions).toEqual([]);
    const error = await refusal(place.warehouse.commit(commitOf(schedule), QUIET));
    expect(error).toMatchObject({
      kind: "conflict",
      message: expect.stringContaining(`${captionAt(1).captionId} “${captionAt(1).text}”`),
      remedy: expect.stringContaining(`--exclude ${captionAt(1).captionId}`),
    });
    expect(error.message).not.toContain(captionAt(5).captionId);
    expect([await locks(), await stored()]).toEqual([before, []]);
  });

  it("says that all is well of a row that it finds under its key and that holds nothing: that is seen", async () => {
    const key = `ana|${captionAt(13).captionId}|2025-11-11|10`;
    await hold(13, "sched_withdrawn", "2025-11-11", false, key);
    const before = await locks();
    const schedule = weekOf("ana", WEEK, [captionAt(13), captionAt(17)]);
    expect(await refusal(place.warehouse.commit(commitOf(schedule), QUIET))).toMatchObject({
      kind: "conflict",
      message: expect.stringContaining(captionAt(13).captionId),
    });
    expect([await locks(), await stored()]).toEqual([before, []]);
  });

  it("is not called for a caption that somebody holds; the same commit twice is one; what failed is logged", async () => {
    const { warehouse } = place;
    const request = commitOf(weekOf("ana", WEEK, [captionAt(21), captionAt(25)]));
    const receipt = await warehouse.commit(request, QUIET);
    expect(await warehouse.commit(request, QUIET)).toEqual({ ...receipt, repeated: true });
    expect(await warehouse.lookup(receipt.scheduleId, QUIET)).toMatchObject({
      schedule: request.schedule,
      state: "committed",
      receipt: { weekStart: WEEK, locks: 2 },
    });
    const before = await locks();
    expect(
      await refusal(warehouse.commit(commitOf(weekOf("bea", WEEK, [captionAt(25)])), QUIET)),
    ).toMatchObject({
      kind: "conflict",
      check: { captions: [{ captionId: captionAt(25).captionId, holder: "ana" }] },
    });
    expect(
      await refusal(warehouse.commit(commitOf(weekOf("ana", WEEK, [captionAt(29)])), QUIET)),
    ).toMatchObject({ kind: "conflict", check: { schedules: [{ scheduleId: receipt.scheduleId }] } });
    expect(await locks()).toEqual(before);
    const replacing = { ...weekOf("ana", WEEK, [captionAt(33)]), replaces: receipt.scheduleId };
    expect(await refusal(warehouse.commit(commitOf(replacing), QUIET))).toMatchObject({ kind: "incomplete" });
    await warehouse.recordFailure(
      {
        scheduleId: null,
        page: "ana",
        messageCount: 0,
        seconds: 1,
        command: "build",
        user: "ana",
        error: "broke",
      },
      QUIET,
    );
    expect(
      await place.run("SELECT status, error_message FROM {dataset}.schedule_export_log ORDER BY status"),
    ).toEqual([
      { status: "FAILED", error_message: "broke" },
      { status: "SUCCESS", error_message: null },
    ]);
  });

  it("a schedule of the original, which knows no week and no UTC, covers its days", async () => {
    const { utc: _, ...told } = message("PPV", captionAt(41), "2025-12-01");
    const json = JSON.stringify({ messages: [{ ...told, caption_id: Number.parseInt("41", 10) }] });
    await place.run(
      `INSERT INTO {dataset}.schedule_recommendations (schedule_id, page_name, created_at, schedule_json)
       VALUES ('sched_python', 'bea', TIMESTAMP '2025-10-30 10:00:00+00', '${json}')`,
    );
    expect(await place.warehouse.overlaps("bea", "2025-12-03", QUIET)).toMatchObject([
      { scheduleId: "sched_python", weekStart: "2025-12-01" },
    ]);
    const { neighbours } = await place.warehouse.week(
      { page: "bea", startDate: "2025-12-02", now: NOW, seed: "1", ignore: [] },
      QUIET,
    );
    expect(neighbours).toEqual([
      { scheduleId: "sched_python", instant: Date.parse("2025-12-01T18:07:00Z"), type: "PPV" },
    ]);
  });
});

describe("schedules of another shape", () => {
  it("are planned around, and refused before a row is written, with the setting that helps", async () => {
    const { warehouse, run } = await original({ otherSchedules: true });
    expect((await warehouse.schedules({ page: null, from: null, to: null, limit: 5 }, QUIET)).length).toBe(0);
    const commit = warehouse.commit(commitOf(weekOf("ana", WEEK, [captionAt(5)])), QUIET);
    expect(await refusal(commit)).toMatchObject({
      kind: "incomplete",
      remedy: expect.stringContaining('schedule_recommendations = "eros_schedule_recommendations"'),
    });
    expect(await run("SELECT COUNT(*) AS n FROM {dataset}.active_caption_assignments")).toEqual([{ n: "0" }]);
  });
});
