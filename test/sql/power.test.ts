// What the analysis can tell from chance: simulated pages of which the truth is known.
import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isoUtc } from "../../src/domain/calendar.js";
import { insert, openSql, type Row, rows } from "./load.js";
import { groupBy } from "./oracle/past.js";
import { SIMULATED_CAPTIONS, SIMULATION_END, simulatedPage, type Truth } from "./simulated.js";

const PAGES = 100;
/** GREEN at the default tolerance of 0.5: below 0.30. */
const GREEN = 0.3;
const TRUTHS: Readonly<Record<string, Truth>> = {
  steady: {},
  tired: { recent: 0.65 },
  evening: { hours: { 20: 1.5, 21: 1.5 } },
};

describe("simulated pages", () => {
  let connection: DuckDBConnection;
  let saturation: Row[];
  let windows: Row[];
  const of = (list: readonly Row[], kind: string): Row[] =>
    list.filter((row) => String(row.page_name).startsWith(kind));

  beforeAll(async () => {
    connection = await openSql();
    await insert(connection, "caption_bank", SIMULATED_CAPTIONS);
    let row = 1;
    for (const [kind, truth] of Object.entries(TRUTHS)) {
      const messages = Array.from({ length: PAGES }, (_, index) => {
        const page = simulatedPage(`${kind}_${index}`, 1000 + index, truth, row);
        row += page.length;
        return page;
      });
      await insert(connection, "mass_messages", messages.flat());
    }
    const ask = (name: string): Promise<Row[]> =>
      rows(connection, `SELECT * FROM {dataset}.${name}(CAST(NULL AS VARCHAR), CAST($1 AS TIMESTAMPTZ))`, [
        isoUtc(SIMULATION_END),
      ]);
    saturation = await ask("saturation");
    windows = await ask("time_windows");
  });
  afterAll(() => connection.closeSync());

  const green = (kind: string): number =>
    of(saturation, kind).filter((row) => Number(row.saturation_score) < GREEN).length;

  it("stay GREEN where nothing has changed, in 85 of 100 or more", () => {
    expect(of(saturation, "steady")).toHaveLength(PAGES);
    expect(green("steady")).toBeGreaterThanOrEqual(85);
  });

  it("do not stay GREEN where unlocks fell by 35 %, in 85 of 100 or more", () => {
    expect(PAGES - green("tired")).toBeGreaterThanOrEqual(85);
  });

  /** Reliability of a page's hours on Monday to Friday, its best hour, and how far its values lie apart. */
  const hours = (kind: string): { reliability: number; best: number; spread: number }[] =>
    [
      ...groupBy(
        of(windows, kind).filter((row) => row.day_type === "Weekday"),
        (row) => String(row.page_name),
      ).values(),
    ].map((list) => {
      const values = list.map((row) => Number(row.value));
      const best = list.find((row) => Number(row.value) === Math.max(...values));
      return {
        reliability: Number(list[0]?.reliability),
        best: Number(best?.hour_24),
        spread: Math.max(...values) - Math.min(...values),
      };
    });
  const median = (numbers: readonly number[]): number =>
    [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

  it("show their best hours where two hours bring half as much again", () => {
    const found = hours("evening");
    expect(found.filter(({ best }) => best === 20 || best === 21).length).toBeGreaterThanOrEqual(90);
    expect(found.filter(({ reliability }) => reliability >= 0.3).length).toBeGreaterThanOrEqual(85);
  });

  it("show no hour effect, and flat hours, where there is none", () => {
    const found = hours("steady");
    expect(found.filter(({ reliability }) => reliability < 0.3).length).toBeGreaterThanOrEqual(65);
    expect(median(found.map(({ spread }) => spread))).toBeLessThan(0.1);
  });
});
