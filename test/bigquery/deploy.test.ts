// `eros-tui deploy` and `eros-tui doctor` against local-bigquery: on a dataset that is not there, on one of the original, on
// one that was broken off, and on its own work. Rights and real latencies are Google's alone: only a real project shows them.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { deploy } from "../../src/pipeline/deploy.js";
import { diagnose, worst } from "../../src/pipeline/doctor.js";
import { type DeployPlan, work } from "../../src/warehouse/deployment.js";
import { examineWarehouse, openDeployment, openWarehouse } from "../../src/warehouse/open.js";
import type { BigQueryOptions } from "../../src/warehouse/options.js";
import { type Ctx, QUIET } from "../../src/warehouse/port.js";
import { caption, commitOf, NOW, WEEK, weekOf } from "../warehouse/fixtures.js";
import { makeOriginal } from "./original.js";
import { address, jobsIn, makeDataset, PROJECT } from "./place.js";

// Tens of jobs each, and a server that shares its machine with whatever else runs there.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "eros-deploy-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const options = (dataset: string, more: Partial<BigQueryOptions> = {}): BigQueryOptions => ({
  kind: "bigquery",
  projectId: PROJECT,
  dataset,
  endpoint: address(),
  ...more,
});
const run = async (
  to: BigQueryOptions,
  { consent = false, dryRun = false, ctx = QUIET }: { consent?: boolean; dryRun?: boolean; ctx?: Ctx } = {},
) => {
  const deployment = await openDeployment(to);
  const keepIn = join(folder, `${to.dataset}.sql`);
  try {
    return await deploy(deployment, { consent, dryRun, keepIn }, () => {}, ctx);
  } finally {
    await deployment.close();
  }
};
const findings = async (to: BigQueryOptions) => {
  const found = diagnose(await examineWarehouse(to, () => Date.now()), Date.now());
  return { byName: Object.fromEntries(found.map((one) => [one.name, one])), worst: worst(found) };
};
const named = (plan: DeployPlan, action: string): string[] =>
  plan.steps.filter((step) => step.action === action).map(({ name }) => name);

describe("a dataset that is not there", () => {
  const to = () => options(`fresh_${process.pid}`);

  it("is made with --yes only, then filled; broken off it goes on where it was; then there is nothing to do", async () => {
    expect((await findings(to())).worst).toMatchObject({ kind: "incomplete" });
    await expect(run(to())).rejects.toMatchObject({ kind: "badInput", field: "--yes" });
    const stop = new AbortController();
    const progress: Ctx["progress"] = (step) => {
      if (step.kind === "step" && step.index === 20) stop.abort();
    };
    await expect(run(to(), { consent: true, ctx: { signal: stop.signal, progress } })).rejects.toThrow();
    const half = await findings(to());
    expect(half.byName.routines).toMatchObject({ state: "failed" });
    expect(half.worst?.exitCode).toBe(6);
    const rest = await run(to(), { dryRun: true });
    expect(rest.done).toBe(false);
    expect(work(rest.plan).length).toBeGreaterThan(30);
    // What it had made by itself needs no word of anybody.
    const { done } = await run(to());
    expect(done).toBe(true);
    const again = await run(to());
    expect([again.done, work(again.plan)]).toEqual([false, []]);
    const { byName, worst: none } = await findings(to());
    expect(none).toBeNull();
    expect(byName.tables?.state).toBe("ok");
    expect(byName.routines?.says).toMatch(/all \d+ are there, of version/);
    expect(byName.data).toMatchObject({ state: "warning" });
    expect(byName.clock).toMatchObject({ state: "ok" });
  });
});

describe("a dataset of the original", () => {
  const dataset = `original_${process.pid}`;
  const tables = { schedule_recommendations: "eros_schedules" };
  beforeAll(async () => {
    await makeDataset(dataset);
    await makeOriginal(jobsIn(dataset), dataset, { otherSchedules: true });
  });

  it("is left alone while its schedules are of another shape; the setting is named", async () => {
    const { plan } = await run(options(dataset), { dryRun: true });
    expect(named(plan, "refuse")).toEqual(["schedule_recommendations"]);
    await expect(run(options(dataset), { consent: true })).rejects.toMatchObject({
      kind: "incomplete",
      remedy: expect.stringContaining("[tables]"),
    });
    const { byName } = await findings(options(dataset));
    expect(byName.tables).toMatchObject({ state: "failed", remedy: expect.stringContaining("[tables]") });
  });

  it("is given columns with --yes only, and says that the older procedures are all there is", async () => {
    const { plan } = await run(options(dataset, { tables }), { dryRun: true });
    expect(named(plan, "add columns")).toEqual(["active_caption_assignments", "schedule_export_log"]);
    expect(named(plan, "leave").sort()).toEqual([
      "analyze_creator_performance",
      "lock_caption_assignments",
      "select_captions_for_creator",
    ]);
    await expect(run(options(dataset, { tables }))).rejects.toMatchObject({ field: "--yes" });
    // The product works there all the same.
    const { byName, worst: none } = await findings(options(dataset, { tables }));
    expect(none).toBeNull();
    expect(byName.tables?.says).toContain("lacking beside them: active_caption_assignments");
    expect(byName.routines).toMatchObject({
      state: "warning",
      says: expect.stringContaining("older procedures"),
    });
  });

  it("keeps the texts of what it replaces, and then stores weeks under the tables' own names", async () => {
    const to = options(dataset, { tables });
    const { done, kept } = await run(to, { consent: true });
    expect(done).toBe(true);
    const text = readFileSync(kept ?? "", "utf8");
    expect(text.match(/^CREATE OR REPLACE PROCEDURE/gm)).toHaveLength(3);
    expect(text).toContain("Some assignments blocked by 7-day conflicts");
    expect(work((await run(to)).plan)).toEqual([]);

    const warehouse = await openWarehouse(to);
    const captions = [caption(1), caption(2)];
    await warehouse.load({ creators: [{ page: "ana" }], captions }, QUIET);
    const request = commitOf(weekOf("ana", WEEK, captions));
    const receipt = await warehouse.commit(request, QUIET);
    expect(receipt).toMatchObject({ locks: 2, repeated: false });
    expect((await warehouse.creators({ week: WEEK, now: NOW }, QUIET)).rows[0]?.committed).toBe(
      receipt.scheduleId,
    );
    await warehouse.close();
    const count = (table: string) =>
      jobsIn(dataset).run({ text: `SELECT COUNT(*) AS n FROM ${dataset}.${table}`, verb: "test" }, QUIET);
    expect([await count("eros_schedules"), await count("schedule_recommendations")]).toEqual([
      [{ n: "1" }],
      [{ n: "0" }],
    ]);
  });
});
