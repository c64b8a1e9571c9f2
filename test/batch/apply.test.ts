import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { applyPlan, changesSince } from "../../src/pipeline/apply.js";
import { signedSchedule } from "../../src/pipeline/commit.js";
import { planPrepared } from "../../src/pipeline/plan.js";
import { prepareWeek } from "../../src/pipeline/prepare.js";
import { readPlan, type SavedPlan, savedPlan, writePlan } from "../../src/pipeline/saved-plan.js";
import { QUIET, type Warehouse } from "../../src/warehouse/port.js";
import { but, demoWarehouse, folder, NOW, WEEK } from "../pipeline/demo-place.js";

async function planned(warehouse: Warehouse): Promise<SavedPlan> {
  const request = { page: "jadebri", startDate: WEEK, now: NOW, tolerance: 0.5 };
  const plan = planPrepared(await prepareWeek(warehouse, request, QUIET), {}, QUIET);
  const schedule = signedSchedule(warehouse, plan, { operator: "ana", at: NOW });
  const path = join(folder(), "plan.json");
  await writePlan(savedPlan(plan, schedule, await warehouse.conflicts(schedule, WEEK, QUIET)), path, false);
  return readPlan(path);
}

describe("what changed since a plan was saved", () => {
  it("is nothing at first, and then a caption that is switched off or reworded", async () => {
    const warehouse = await demoWarehouse();
    const plan = await planned(warehouse);
    expect(await changesSince(warehouse, plan, NOW, QUIET)).toEqual([]);
    const [first, second] = plan.schedule.messages;
    if (first === undefined || second === undefined) throw new Error("no messages");
    const changed = but(warehouse, {
      week: async (request, ctx) => {
        const facts = await warehouse.week(request, ctx);
        const captions = Object.fromEntries(
          Object.entries(facts.captions).map(([tier, list]) => [
            tier,
            list
              .filter(({ captionId }) => captionId !== first.caption_id)
              .map((one) => (one.captionId === second.caption_id ? { ...one, text: "other words" } : one)),
          ]),
        ) as unknown as typeof facts.captions;
        return { ...facts, captions };
      },
    });
    const said = await changesSince(changed, plan, NOW, QUIET);
    expect(said).toHaveLength(2);
    expect(said[0]).toContain(`caption ${first.caption_id} “`);
    expect(said[0]).toContain("is not offered any more");
    expect(said[1]).toContain(`caption ${second.caption_id} “`);
    expect(said[1]).toContain("has another text by now");
  });

  it("names other data at once, and a report that is gone", async () => {
    const warehouse = await demoWarehouse();
    const plan = await planned(warehouse);
    const real = but(warehouse, { describe: () => ({ ...warehouse.describe(), demo: false }) });
    expect(await changesSince(real, plan, NOW, QUIET)).toEqual([
      "it was made with demo data, and this warehouse has other",
    ]);
    const without = but(warehouse, {
      week: async (request, ctx) => ({ ...(await warehouse.week(request, ctx)), report: null }),
    });
    expect(await changesSince(without, plan, NOW, QUIET)).toEqual([
      "the warehouse gives no report of jadebri any more",
    ]);
  });

  it("is logged as a conflict of its own, and nothing is stored", async () => {
    const warehouse = await demoWarehouse();
    const plan = await planned(warehouse);
    const logged: string[] = [];
    const watched = but(warehouse, {
      recordFailure: async ({ command, user, error }) => void logged.push(`${command} by ${user}: ${error}`),
      commit: async () => expect.fail("nothing may be stored"),
    });
    const late = NOW + 8 * 24 * 3_600_000;
    await expect(applyPlan(watched, plan, { now: late, operator: "bea" }, QUIET)).rejects.toMatchObject({
      kind: "conflict",
    });
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatch(/^apply by bea: conflict: the plan is stale: the clock has passed /);
    const receipt = await applyPlan(warehouse, plan, { now: NOW, operator: "bea" }, QUIET);
    expect(receipt).toMatchObject({ by: "bea", repeated: false });
    expect((await warehouse.lookup(plan.schedule.schedule_id, QUIET))?.schedule).toEqual(plan.schedule);
  });
});
