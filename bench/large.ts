import { DuckDBInstance } from "@duckdb/node-api";
import { planningWeek } from "../src/domain/calendar.js";
import { DEMO_NOW } from "../src/pipeline/demo.js";
import { openWarehouse } from "../src/warehouse/open.js";
import { QUIET } from "../src/warehouse/port.js";
import { inTurn, millis } from "./clock.js";
import { figure, type Piece, row } from "./piece.js";
import { Place } from "./place.js";
import type { World } from "./world.js";

const BRAIN = "eros_scheduling_brain";
const RUNS = 9;

/** A million messages of 180 days; a bank of 100,000 captions. */
export const MILLION: World = { pages: 1950, banks: 4 };
export const BANK: World = { pages: 26, banks: 20 };

/** A plain query on a file that is opened and closed for it, as every unit of work opens and closes it. */
export async function plainly(file: string, query: string): Promise<void> {
  const instance = await DuckDBInstance.create(file, { threads: "2", access_mode: "READ_ONLY" });
  try {
    const connection = await instance.connect();
    await connection.runAndReadAll(query);
    connection.closeSync();
  } finally {
    instance.closeSync();
  }
}

/** Pages of a warehouse that holds a million messages of 180 days. */
export const analysis: Piece = async (home) => {
  const file = await Place.of(home).world(MILLION);
  const warehouse = await openWarehouse({ kind: "local", file });
  const plain = "earnings by page, the file opened for it";
  const figures = await inTurn(
    {
      [plain]: () =>
        millis(() =>
          plainly(file, `SELECT page_name, SUM(earnings) FROM ${BRAIN}.mass_messages GROUP BY page_name`),
        ),
      report: () => millis(() => warehouse.report("jadebri", DEMO_NOW, QUIET)),
      overview: () =>
        millis(() => warehouse.creators({ week: planningWeek(DEMO_NOW), now: DEMO_NOW }, QUIET)),
    },
    RUNS,
  );
  await warehouse.close();
  const baseline = figure(figures, plain);
  return [
    row({
      work: { ...figure(figures, "report"), name: "analysis of a page, 1,000,000 messages in the warehouse" },
      baseline,
      aim: "≤ 100 ms",
    }),
    row({ work: { ...figure(figures, "overview"), name: "list of all 1,950 pages of them" }, baseline }),
  ];
};

/** The captions of a week out of a bank of 100,000. */
export const selection: Piece = async (home) => {
  const file = await Place.of(home).world(BANK);
  const warehouse = await openWarehouse({ kind: "local", file });
  const request = { page: "jadebri", startDate: planningWeek(DEMO_NOW), now: DEMO_NOW, ignore: [] };
  const plain = "md5 of every caption's key, sorted, the file opened for it";
  let seed = 0;
  const figures = await inTurn(
    {
      [plain]: () =>
        millis(() =>
          plainly(
            file,
            `SELECT MAX(place) FROM (SELECT ROW_NUMBER() OVER (ORDER BY md5(caption_key)) AS place FROM ${BRAIN}.caption_bank)`,
          ),
        ),
      selection: () => millis(() => warehouse.rankedCaptions({ ...request, seed: String(++seed) }, QUIET)),
    },
    RUNS,
  );
  await warehouse.close();
  const work = { ...figure(figures, "selection"), name: "selection over 100,000 captions" };
  return [row({ work, baseline: figure(figures, plain), aim: "≤ 250 ms" })];
};
