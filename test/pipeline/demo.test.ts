import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addDays, dateOf, instantOf, isoUtc, planningWeek } from "../../src/domain/calendar.js";
import { captionKey } from "../../src/domain/caption.js";
import { canonicalJson, sha256 } from "../../src/domain/schedule.js";
import { TIERS } from "../../src/domain/tier.js";
import { isInfeasible, planWeek } from "../../src/domain/week.js";
import { ZONES, zoneOf } from "../../src/domain/zone.js";
import {
  PAGE_OUT_OF_CAPTIONS,
  PAGE_WITHOUT_HISTORY,
  PAGES_WITH_COMMITTED_WEEKS,
} from "../../src/pipeline/demo/pages.js";
import { DEMO_NOW, demoRows, seedDemo } from "../../src/pipeline/demo.js";
import { prepareWeek } from "../../src/pipeline/prepare.js";
import { openWarehouse } from "../../src/warehouse/open.js";
import { type CreatorsOverview, QUIET, type Step, type Warehouse } from "../../src/warehouse/port.js";

const WEEK = planningWeek(DEMO_NOW);

describe("the rows of the demo", () => {
  const rows = demoRows();
  const messages = rows.messages ?? [];
  const captions = rows.captions ?? [];

  test("are the same on every machine", () => {
    expect(sha256(canonicalJson(demoRows()))).toBe(sha256(canonicalJson(rows)));
  });

  test("hold at least 25 pages and 5,000 captions, ids of 19 digits and both signs, no text twice", () => {
    expect(rows.creators?.length).toBeGreaterThanOrEqual(25);
    expect(captions).toHaveLength(5_000);
    expect(captions.every(({ captionId }) => /^-?[1-9]\d{18}$/.test(captionId))).toBe(true);
    expect(new Set(captions.map(({ captionId }) => captionId)).size).toBe(5_000);
    expect(new Set(captions.map(({ text }) => captionKey(text))).size).toBe(5_000);
    const negative = captions.filter(({ captionId }) => captionId.startsWith("-")).length;
    expect(negative).toBeGreaterThan(2_000);
    expect(negative).toBeLessThan(3_000);
    expect(captions.some(({ text }) => /\p{Extended_Pictographic}/u.test(text))).toBe(true);
    expect(captions.some(({ text }) => text.includes("\n"))).toBe(true);
  });

  test("reach back 180 days and end at 08:50 of the demo's Monday", () => {
    const times = messages.map(({ sendingTime }) => sendingTime);
    expect(isoUtc(Math.max(...times))).toBe("2025-11-03T16:50:00Z");
    expect(dateOf(Math.min(...times))).toBe(addDays(dateOf(DEMO_NOW), -180));
    expect(DEMO_NOW).toBe(instantOf("2025-11-03", 9, 12));
  });

  test("are possible: nobody buys without looking, nobody looks without having been sent to", () => {
    for (const { sent, viewed, purchased, earnings, price } of messages) {
      expect(viewed).toBeLessThanOrEqual(sent ?? 0);
      expect(purchased).toBeLessThanOrEqual(viewed ?? 0);
      expect(earnings).toBe((purchased ?? 0) * (price ?? 0));
    }
  });

  test("leave nine in ten rows without an id, as the sending platform does", () => {
    const share = messages.filter(({ captionId }) => captionId === null).length / messages.length;
    expect(share).toBeGreaterThan(0.87);
    expect(share).toBeLessThan(0.93);
  });
});

describe("the demo warehouse", () => {
  const folder = mkdtempSync(join(tmpdir(), "eros-demo-"));
  const file = join(folder, "demo.duckdb");
  let warehouse: Warehouse;
  let overview: CreatorsOverview;

  const told: string[] = [];
  beforeAll(async () => {
    const progress = (step: Step): void => {
      told.push(step.kind === "step" ? `${step.index} of ${step.of} ${step.name}` : step.reason);
    };
    expect(await seedDemo(file, { ...QUIET, progress })).toEqual({ created: true });
    warehouse = await openWarehouse({ kind: "local", file });
    overview = await warehouse.creators({ week: WEEK, now: DEMO_NOW }, QUIET);
  });
  afterAll(async () => {
    await warehouse.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const prepare = (page: string) =>
    prepareWeek(warehouse, { page, startDate: WEEK, now: DEMO_NOW, tolerance: 0.5 }, QUIET);

  test("is made in three steps that are told, and nothing else is", () => {
    expect(told).toEqual([
      "1 of 3 Making demo pages and messages",
      expect.stringMatching(/^2 of 3 Storing \d+ messages and 5000 captions$/),
      "3 of 3 Planning the weeks that are already set",
    ]);
  });

  test("is marked as demo and readable by its owner alone", () => {
    expect(warehouse.describe()).toMatchObject({ kind: "local", demo: true, production: false });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test("is kept when it is there already, without a word of overwriting", async () => {
    expect(await seedDemo(file)).toEqual({ created: false });
  });

  test("shows every tier, every segment and every zone", () => {
    const { rows } = overview;
    expect(new Set(rows.map(({ tier }) => tier))).toEqual(new Set(TIERS));
    expect(new Set(rows.map(({ segment }) => segment))).toEqual(
      new Set(["EXPLORATORY", "BUDGET", "STANDARD", "PREMIUM", "LUXURY"]),
    );
    const zones = rows.flatMap(({ score, saturationState }) =>
      score !== null && saturationState === "scored" ? [zoneOf(score)] : [],
    );
    expect(new Set(zones)).toEqual(new Set(ZONES));
  });

  test("shows every state that a score can be in", () => {
    expect(new Set(overview.rows.map(({ saturationState }) => saturationState))).toEqual(
      new Set(["scored", "no history", "history too short", "not enough recent data"]),
    );
    expect(overview.rows.find(({ page }) => page === PAGE_WITHOUT_HISTORY)).toMatchObject({
      saturationState: "no history",
      lastMessage: null,
    });
  });

  test("has two pages whose week is set, and one whose data is older than two days", () => {
    const set = overview.rows.filter(({ committed }) => committed !== null).map(({ page }) => page);
    expect(set.sort()).toEqual([...PAGES_WITH_COMMITTED_WEEKS].sort());
    const stale = overview.rows.find(({ page }) => page === "willow.rain");
    expect(dateOf(stale?.lastMessage ?? 0) < "2025-11-01").toBe(true);
  });

  test("jadebri: MEDIUM, STANDARD, YELLOW near 0.45, 9 PPVs (2/4/3) and 9 bumps", async () => {
    const prepared = await prepare("jadebri");
    expect(prepared.report.account.tier).toBe("MEDIUM");
    expect(prepared.report.segment.label).toBe("STANDARD");
    expect(prepared.report.saturation.score).toBeGreaterThan(0.43);
    expect(prepared.report.saturation.score).toBeLessThan(0.47);
    const plan = planWeek(prepared, {});
    if (isInfeasible(plan)) throw plan.error;
    expect(plan.targets).toMatchObject({
      zone: "YELLOW",
      ppv: 9,
      bump: 9,
      mix: { budget: 2, mid: 4, premium: 3 },
    });
  });

  test("the page that has run out of captions is told so, with what is left", async () => {
    const result = planWeek(await prepare(PAGE_OUT_OF_CAPTIONS), {});
    if (!isInfeasible(result)) throw new Error("planned after all");
    expect(result.rule).toBe("captions");
    expect(result.error.exitCode).toBe(3);
  });

  test("every other page with a score can be planned as computed", async () => {
    for (const { page, score } of overview.rows) {
      if (score === null || page === PAGE_OUT_OF_CAPTIONS) continue;
      const result = planWeek(await prepare(page), {});
      if (isInfeasible(result)) throw result.error;
      expect(result.messages.length, page).toBe(result.targets.ppv + result.targets.bump);
    }
  });
});
