import { openBigquery } from "../../src/warehouse/bigquery/warehouse.js";
import { QUIET, type Warehouse } from "../../src/warehouse/port.js";
import { caption, commitOf, message, NOW, scheduleOf, WEEK, weekOf } from "../warehouse/fixtures.js";
import { parts, scripted } from "../warehouse/scripted-bigquery.js";
import type { Column } from "./google.js";

const schedule = { ...weekOf("ana", WEEK, [caption(0)]), replaces: "sched_20251101_091244_000001_ana" };
const week = { page: "ana", startDate: WEEK, now: NOW, ignore: [], seed: "1" };
const by = { user: "bo" };
const stored = (state: string): object => ({
  schedule_id: schedule.schedule_id,
  page_name: "ana",
  week_start: WEEK,
  state,
  schedule_json: JSON.stringify(scheduleOf("ana", [message("PPV", caption(0), WEEK)])),
  created_at: new Date(NOW).toISOString(),
  changed_at: new Date(NOW).toISOString(),
});

/** Everything that the program asks of a dataset. */
export const WORK: Readonly<Record<string, (warehouse: Warehouse) => Promise<unknown>>> = {
  creators: (warehouse) => warehouse.creators({ week: WEEK, now: NOW }, QUIET),
  pageNames: (warehouse) => warehouse.pageNames(QUIET),
  report: (warehouse) => warehouse.report("ana", NOW, QUIET),
  week: (warehouse) => warehouse.week(week, QUIET),
  manyPages: (warehouse) => warehouse.manyPages(["ana", "bea"], NOW, QUIET),
  manyWeeks: (warehouse) => warehouse.manyWeeks([week, week], QUIET),
  rankedCaptions: (warehouse) => warehouse.rankedCaptions(week, QUIET),
  availability: (warehouse) => warehouse.availability(week, QUIET),
  passedOver: (warehouse) => warehouse.passedOver({ ...week, priceTier: "Mid", limit: 5 }, QUIET),
  overlaps: (warehouse) => warehouse.overlaps("ana", WEEK, QUIET),
  conflicts: (warehouse) => warehouse.conflicts(schedule, WEEK, QUIET),
  commit: (warehouse) => warehouse.commit(commitOf({ ...schedule, replaces: undefined }), QUIET),
  withdraw: (warehouse) =>
    warehouse.withdraw(
      {
        scheduleId: schedule.schedule_id,
        now: NOW,
        why: "closed",
        log: { seconds: 0, command: "withdraw", user: "bo" },
      },
      QUIET,
    ),
  restore: (warehouse) => warehouse.restore({ scheduleId: schedule.schedule_id, now: NOW, by }, QUIET),
  lookup: (warehouse) => warehouse.lookup(schedule.schedule_id, QUIET),
  recordFailure: (warehouse) =>
    warehouse.recordFailure(
      {
        scheduleId: null,
        page: "ana",
        messageCount: 0,
        seconds: 1,
        command: "build",
        user: "bo",
        error: "x",
      },
      QUIET,
    ),
  health: (warehouse) => warehouse.health(NOW, QUIET),
  oldLocks: (warehouse) => warehouse.oldLocks({ now: NOW, olderThan: 7 }, QUIET),
  unlock: (warehouse) => warehouse.unlock({ now: NOW, olderThan: 7, by }, QUIET),
  schedules: (warehouse) => warehouse.schedules({ page: null, from: null, to: null, limit: 5 }, QUIET),
  earnings: (warehouse) =>
    warehouse.earnings({ scheduleId: schedule.schedule_id, page: "ana", weekStart: WEEK }, NOW, QUIET),
  marks: (warehouse) => warehouse.marks(schedule.schedule_id, QUIET),
  mark: (warehouse) =>
    warehouse.mark({ scheduleId: schedule.schedule_id, numbers: [1, 2], queued: true, by: "bo" }, QUIET),
  load: (warehouse) => warehouse.load({ creators: [{ page: "ana" }] }, QUIET),
};

/** The statements that some work sends, with the types of their values. */
export async function sent(
  name: string,
  dataset: string,
): Promise<{ text: string; parameters: Column[]; values: unknown }[]> {
  // A withdrawal finds a committed schedule, a restoration a withdrawn one.
  const state = name === "restore" ? "withdrawn" : "committed";
  const bigquery = await scripted((text) =>
    parts(/^SELECT p\.part/.test(text) && name !== "commit" ? [["stored", stored(state)]] : [["done", {}]]),
  );
  const clock = () => NOW - 7 * 86_400_000;
  const warehouse = openBigquery({
    kind: "bigquery",
    projectId: "proj-1",
    dataset,
    endpoint: bigquery.endpoint,
    clock,
  });
  // What comes back is nonsense; what was sent is not.
  await WORK[name]?.(warehouse).catch(() => {});
  return bigquery.heard.flatMap(({ body }) => {
    const query = body.configuration?.query ?? body;
    if (query.query === undefined) return [];
    const parameters = (query.queryParameters ?? []).map((one) => ({
      name: one.name,
      type: one.parameterType.type,
    }));
    return [{ text: query.query, parameters, values: query.queryParameters ?? [] }];
  });
}
