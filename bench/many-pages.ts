import { planningWeek } from "../src/domain/calendar.js";
import { runBatch } from "../src/pipeline/batch.js";
import { batchPages } from "../src/pipeline/batch-pages.js";
import { buildWeek } from "../src/pipeline/build.js";
import { DEMO_NOW } from "../src/pipeline/demo.js";
import { openWarehouse } from "../src/warehouse/open.js";
import { QUIET } from "../src/warehouse/port.js";
import { once } from "./clock.js";
import { type Piece, peakMegabytes, row } from "./piece.js";
import { Place } from "./place.js";
import type { World } from "./world.js";

const WEEK = planningWeek(DEMO_NOW);
export const FORTY: World = { pages: 40, banks: 3 };
export const THOUSAND: World = { pages: 1000, banks: 20 };

/** Every due page of the file, planned and committed. */
async function batch(file: string, told: (done: number) => void): Promise<number> {
  const warehouse = await openWarehouse({ kind: "local", file });
  const listing = { week: WEEK, now: DEMO_NOW, tolerance: () => 0.5 };
  const pages = await batchPages(warehouse, "due", listing, QUIET);
  const request = { pages, startDate: WEEK, now: DEMO_NOW, tolerance: () => 0.5, operator: "bench" };
  let done = 0;
  for await (const _ of runBatch(warehouse, request, QUIET)) told(++done);
  await warehouse.close();
  return done;
}

export const forty: Piece = async (home) => {
  const place = Place.of(home);
  const world = await place.world(FORTY);
  const single = await openWarehouse({ kind: "local", file: place.copy(world, "single.duckdb") });
  const build = (page: string) =>
    buildWeek(single, { page, startDate: WEEK, now: DEMO_NOW, operator: "bench" }, QUIET);
  await build("jadebri");
  const baseline = await once("one page built by itself", () => build("mia_rose"));
  await single.close();
  const file = place.copy(world, "forty.duckdb");
  const work = await once("batch of 40 pages, planned and committed", () => batch(file, () => {}));
  return [row({ work, baseline, aim: "well under 10 s" })];
};

/** A batch of a thousand pages, told at 100, 500 and 1,000. */
export const thousand: Piece = async (home) => {
  const place = Place.of(home);
  const file = await place.world(THOUSAND);
  const began = performance.now();
  const rows: string[] = [];
  const tell = (done: number): void => {
    const { rss, heapUsed } = process.memoryUsage();
    const cells = [done, (performance.now() - began) / 1000, rss / 2 ** 20, heapUsed / 2 ** 20];
    rows.push(`| ${cells.map((cell) => cell.toFixed(0)).join(" | ")} |`);
  };
  const due = await batch(file, (done) => {
    if (done === 100 || done === 500) tell(done);
  });
  tell(due);
  return [
    "| pages of 1,000 done | seconds | resident MB | heap MB |",
    "|---|---|---|---|",
    ...rows,
    "",
    `1,000 pages with 517,000 messages, a bank of 100,000 captions, each page committed; at most ${peakMegabytes()} MB.`,
  ];
};
