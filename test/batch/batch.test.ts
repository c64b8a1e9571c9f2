import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { captionKey } from "../../src/domain/caption.js";
import { ErosError } from "../../src/domain/errors.js";
import { runBatch } from "../../src/pipeline/batch.js";
import { batchPages } from "../../src/pipeline/batch-pages.js";
import type { BatchRequest, PageOutcome } from "../../src/pipeline/batch-request.js";
import { buildWeek } from "../../src/pipeline/build.js";
import type { VerbCtx } from "../../src/pipeline/verb.js";
import { QUIET, type Warehouse } from "../../src/warehouse/port.js";
import { but, demoWarehouse, folder, NOW, WEEK } from "../pipeline/demo-place.js";

const listing = { week: WEEK, now: NOW, tolerance: () => 0.5 };
const SOME = ["jadebri", "anna_v", "hazel_h", "tess_quiet", "mia_rose", "nora-b"];

async function batch(
  warehouse: Warehouse,
  over: Partial<BatchRequest> & { choice?: "due" | "all" | readonly string[] } = {},
  ctx: VerbCtx = QUIET,
): Promise<PageOutcome[]> {
  const { choice = SOME, ...request } = over;
  const pages = await batchPages(warehouse, choice, listing, QUIET);
  const outcomes: PageOutcome[] = [];
  const usual = { pages, startDate: WEEK, now: NOW, tolerance: () => 0.5, operator: "ana" };
  for await (const outcome of runBatch(warehouse, { ...usual, ...request }, ctx)) outcomes.push(outcome);
  return outcomes;
}
/** `jadebri committed` */
const said = (outcomes: readonly PageOutcome[]): string[] =>
  outcomes.map(({ page, status }) => `${page.page} ${status}`);
const messagesOf = (outcome: PageOutcome) => ("schedule" in outcome ? outcome.schedule.messages : []);
const ppvKeys = (outcome: PageOutcome): string[] =>
  messagesOf(outcome)
    .filter(({ message_type }) => message_type === "PPV")
    .map(({ caption_text }) => captionKey(caption_text));

describe("a batch", () => {
  it("plans each page against what it has taken: no caption twice by key, and each page as a dry run said", async () => {
    const warehouse = await demoWarehouse();
    const dry = await batch(warehouse, { choice: [...SOME, "lotte.asmr"], dryRun: true, concurrency: 9 });
    expect(dry.every(({ status }) => status === "planned" || status === "failed")).toBe(true);
    expect((await warehouse.creators(listing, QUIET)).rows.filter((row) => row.committed)).toHaveLength(2);

    const wet = await batch(warehouse, { choice: [...SOME, "lotte.asmr"], concurrency: 3 });
    expect(said(wet)).toEqual(said(dry).map((text) => text.replace("planned", "committed")));
    expect(wet.map(messagesOf)).toEqual(dry.map(messagesOf));
    const keys = wet.flatMap(ppvKeys);
    expect(keys.length).toBeGreaterThan(30);
    expect(new Set(keys).size).toBe(keys.length);

    const failed = wet.filter((outcome) => outcome.status === "failed");
    expect(failed.map(({ page }) => page.page).sort()).toEqual(["lotte.asmr", "tess_quiet"]);
    expect(failed.map((outcome) => outcome.status === "failed" && outcome.failure.kind)).toEqual([
      "nothingToPlan",
      "nothingToPlan",
    ]);
    // The same words as for one page by itself.
    const lotte = failed.find(({ page }) => page.page === "lotte.asmr");
    expect(lotte?.status === "failed" && lotte.failure.message).toMatch(/not enough captions .* restricted/);
    const due = (await batchPages(warehouse, "due", listing, QUIET)).map(({ page }) => page);
    expect(due.filter((page) => SOME.includes(page))).toEqual(["tess_quiet"]);
  });

  it("goes on after a page that is not there, and counts weeks that are set as failed or, resuming, as done", async () => {
    const warehouse = await demoWarehouse();
    const pages = ["jadebri", "jadebry", "anna_v", "jadebri"];
    const first = await batch(warehouse, { choice: pages });
    expect(said(first).sort()).toEqual(["anna_v committed", "jadebri committed", "jadebry failed"]);
    const unknown = first.find(({ page }) => page.page === "jadebry");
    expect(unknown?.status === "failed" && unknown.failure).toMatchObject({
      kind: "nothingToPlan",
      message: "there is no page “jadebry”",
    });
    const again = await batch(warehouse, { choice: pages });
    expect(said(again).sort()).toEqual(["anna_v failed", "jadebri failed", "jadebry failed"]);
    const conflict = again.find(({ page }) => page.page === "anna_v");
    expect(conflict?.status === "failed" && conflict.failure.kind).toBe("conflict");
    const resumed = await batch(warehouse, { choice: pages, resume: true });
    expect(said(resumed).sort()).toEqual(["anna_v set", "jadebri set", "jadebry failed"]);
  });

  it("plans a page anew when somebody takes a caption or the week just before its commit", async () => {
    const real = await demoWarehouse();
    const [first] = await batch(real, { choice: ["jadebri"], dryRun: true });
    if (first === undefined || !("schedule" in first)) throw new Error("no plan");
    const stolen = first.schedule.messages.find(({ message_type }) => message_type === "PPV");
    let thief = true;
    const warehouse = but(real, {
      commit: async (request, ctx) => {
        if (thief && request.schedule.page_name === "jadebri") {
          thief = false;
          const theirs = { ...request.schedule, schedule_id: "sched_20251103_000000_000000_mia_rose" };
          const messages = request.schedule.messages.filter(
            ({ caption_id }) => caption_id === stolen?.caption_id,
          );
          await real.commit(
            { ...request, schedule: { ...theirs, page_name: "mia_rose", messages, total_messages: 1 } },
            ctx,
          );
        }
        return real.commit(request, ctx);
      },
    });
    const pages = [
      { page: "jadebri", zone: null, committed: null },
      { page: "mia_rose", zone: null, committed: null },
    ];
    const [jadebri, mia] = await batch(warehouse, { pages });
    expect(jadebri?.status).toBe("committed");
    expect(messagesOf(jadebri as PageOutcome).map(({ caption_id }) => caption_id)).not.toContain(
      stolen?.caption_id,
    );
    // Due when the pages were listed and read, and set by now.
    expect(mia?.status === "failed" && mia.failure.message).toContain("set already: sched_20251103_000000");
  });

  it("ends the commit under way after an interrupt, and names what was not done", async () => {
    const real = await demoWarehouse();
    const stop = new AbortController();
    let commits = 0;
    const warehouse = but(real, {
      commit: async (request, ctx) => {
        if (commits++ === 1) stop.abort();
        return real.commit(request, ctx);
      },
    });
    const out = folder();
    const csvPath = ({ schedule_id }: { schedule_id: string }): string => join(out, `${schedule_id}.csv`);
    const outcomes = await batch(warehouse, { choice: "due", csvPath }, { ...QUIET, signal: stop.signal });
    const committed = outcomes.filter(({ status }) => status === "committed");
    expect(committed).toHaveLength(2);
    expect(readdirSync(out)).toHaveLength(2);
    for (const outcome of committed) {
      const id = outcome.status === "committed" ? outcome.schedule.schedule_id : "";
      expect((await real.lookup(id, QUIET))?.state).toBe("committed");
      expect(existsSync(join(out, `${id}.csv`))).toBe(true);
    }
    expect(outcomes.filter(({ status }) => status === "not done").length).toBeGreaterThan(20);
    expect(outcomes).toHaveLength(26);
  });

  it("stops where the warehouse itself fails again and again, but not for a single hitch", async () => {
    const real = await demoWarehouse();
    const down = new ErosError("unreachable", "the warehouse does not answer", "try again later");
    const answers = (working: (nth: number) => boolean): Warehouse => {
      let nth = 0;
      return but(real, {
        commit: async (request, ctx) => {
          if (!working(nth++)) throw down;
          return real.commit(request, ctx);
        },
        recordFailure: async () => {},
      });
    };
    const once = await batch(answers((nth) => nth !== 1));
    expect(once.filter(({ status }) => status === "committed").length).toBe(4);
    expect(once.some(({ status }) => status === "not done")).toBe(false);
    const never = await batch(
      answers(() => false),
      { choice: "due" },
    );
    expect(never.filter((each) => each.status === "failed" && each.failure === down)).toHaveLength(3);
    expect(never.filter(({ status }) => status === "not done").length).toBeGreaterThan(15);
  });

  it("reads page by page where pages cannot be read together", async () => {
    const real = await demoWarehouse();
    const together = await batch(real, { dryRun: true });
    const warehouse = but(real, {
      manyWeeks: async () => {
        throw new ErosError("unreachable", "too much at once", "ask for less");
      },
    });
    expect((await batch(warehouse, { dryRun: true })).map(messagesOf)).toEqual(together.map(messagesOf));
  });

  it("logs what failed as a run of its own, nothing in a dry run", async () => {
    const real = await demoWarehouse();
    const logged: string[] = [];
    const warehouse = but(real, {
      recordFailure: async ({ page, command, error }) => void logged.push(`${command} ${page}: ${error}`),
    });
    await batch(warehouse, { dryRun: true });
    expect(logged).toEqual([]);
    await batch(warehouse);
    expect(logged).toEqual(["batch tess_quiet: tess_quiet has no saturation score: not enough recent data"]);
  });

  it("refuses the past and a read-only warehouse before anything is read, a dry run of it not", async () => {
    const warehouse = await demoWarehouse({ readOnly: true });
    await expect(batch(warehouse)).rejects.toMatchObject({ kind: "notPermitted" });
    expect(said(await batch(warehouse, { dryRun: true }))).toContain("jadebri planned");
    await expect(batch(warehouse, { dryRun: true, startDate: "2025-11-02" })).rejects.toMatchObject({
      kind: "badInput",
      field: "startDate",
    });
  });
});

describe("the library's single build", () => {
  it("and a batch give the same week to the page that chooses first", async () => {
    const warehouse = await demoWarehouse();
    const [first] = await batch(warehouse, { choice: ["nora-b", "jadebri"], dryRun: true });
    if (first === undefined) throw new Error("no page");
    const { schedule } = await buildWeek(
      warehouse,
      { page: first.page.page, startDate: WEEK, now: NOW, operator: "ana" },
      QUIET,
    );
    expect(schedule.messages).toEqual(messagesOf(first));
  });
});
