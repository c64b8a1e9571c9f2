// The deployed functions, called through the client on a real server, give what DuckDB gives: over awkward random histories
// function by function, over the demo through the whole warehouse. The server computes with DuckDB inside: that the
// arithmetic is Google's as well is shown by Google's own evaluator (functions.test.ts).
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays, dateOf, isoUtc } from "../../src/domain/calendar.js";
import { DEMO_NOW, seedDemo } from "../../src/pipeline/demo.js";
import { Stages } from "../../src/warehouse/bigquery/stages.js";
import type { Value } from "../../src/warehouse/bigquery/values.js";
import { DATASET } from "../../src/warehouse/duckdb/schema.js";
import { unitOfWork } from "../../src/warehouse/duckdb/unit.js";
import { openWarehouse } from "../../src/warehouse/open.js";
import { QUIET, type Warehouse } from "../../src/warehouse/port.js";
import { inDataset, type SqlFunction, sqlFunctions } from "../../src/warehouse/sql-library.js";
import { expectSameRows } from "../sql/close.js";
import { awkwardWorld, type World } from "../sql/histories.js";
import { insert, openSql, type Row } from "../sql/load.js";
import { DUCKDB_TYPES, duckPlain } from "./cells.js";
import { fill } from "./fill.js";
import { type BigqueryPlace, bigqueryPlace } from "./place.js";

/** The tables of an awkward world: every page, some of it switched off, restricted, locked or scheduled. */
function tablesOf({ clock, captions, messages, pages }: World): Readonly<Record<string, readonly Row[]>> {
  const week = addDays(dateOf(clock), 5);
  return {
    mass_messages: messages as unknown as Row[],
    caption_bank: captions.map((caption, index) => ({ ...caption, is_active: index % 9 !== 0 })),
    active_creators: pages.map((page, index) => ({
      page_name: page,
      display_name: index % 3 === 0 ? null : page.toUpperCase(),
      is_active: [true, null, true, false][index % 4],
    })),
    creator_content_inventory: ["Tease", "Story"].map((content_category) => ({
      page_name: pages[0],
      content_category,
    })),
    active_caption_assignments: captions.slice(0, 14).map((caption, index) => ({
      assignment_key: `lock ${index}`,
      page_name: pages[index % 3],
      caption_id: caption.caption_id,
      caption_text: caption.caption_text,
      caption_key: index % 2 === 0 ? caption.caption_key : null,
      price_tier: "Mid",
      schedule_id: `sched ${index % 2}`,
      assigned_date: dateOf(clock),
      assigned_at: isoUtc(clock),
      scheduled_send_date: addDays(week, index * 2 - 10),
      scheduled_send_hour: 20,
      is_active: index % 5 !== 0,
    })),
    schedule_recommendations: ["committed", null, "withdrawn"].map((state, index) => ({
      schedule_id: `sched ${index}`,
      page_name: pages[index === 1 ? 0 : index],
      created_at: isoUtc(clock - 9 * 86_400_000),
      schedule_json: JSON.stringify({
        created_by: "ana",
        messages: captions.slice(index, index + 4).map((caption, nth) => ({
          utc: isoUtc(clock - (nth * 2 - 3) * 86_400_000),
          message_type: nth === 0 ? "Bump" : "PPV",
          caption_id: caption.caption_id,
        })),
      }),
      total_messages: 4,
      week_start: addDays(week, -7 * index),
      state,
      changed_at: state === "withdrawn" ? isoUtc(clock - 86_400_000) : null,
    })),
    schedule_export_log: pages.flatMap((page, index) =>
      Array.from({ length: index % 5 }, (_, nth) => ({
        schedule_id: nth === 0 ? `sched ${index % 3}` : null,
        page_name: page,
        export_timestamp: isoUtc(clock - (index + nth * 37) * 3_600_000),
        message_count: 10 + nth,
        execution_time_seconds: 1.25 * (nth + 1),
        error_message: ["conflict: taken", "the network broke", null][(index + nth) % 3] ?? null,
        status: (index + nth) % 3 === 2 ? "SUCCESS" : "FAILED",
        exported_by: "ana",
        command: ["build", "withdraw", "tui"][nth % 3],
      })),
    ),
    worklist_marks: [1, 2, 2, 3].map((message_number, index) => ({
      schedule_id: "sched 0",
      message_number,
      is_queued: index !== 2,
      marked_at: isoUtc(clock - (9 - index) * 60_000),
      marked_by: "ana@here",
    })),
  };
}

/** Values of parameters, by their names. */
const valuesOf = ({ clock, pages }: World): Readonly<Record<string, string | null>> => ({
  p_page: null,
  p_days: "90",
  p_hours: "168",
  p_from: addDays(dateOf(clock), -80),
  p_to: null,
  p_moment: isoUtc(clock - 9 * 86_400_000),
  p_now: isoUtc(clock),
  p_week: addDays(dateOf(clock), 5),
  p_seed: "20251110",
  p_ignored: "|sched 0|",
  p_older_than: "2",
  p_schedule: "sched 0",
  p_passed_tier: null,
  p_price_tier: "Mid",
  p_limit: "7",
  one_page: pages[0] ?? "",
});
/** Functions whose page is always a page. */
const ONE_PAGE = /caption|availability|passed_over|schedule_earnings/;
const DUCKDB_PARAMETERS: Readonly<Record<string, string>> = { ...DUCKDB_TYPES, FLOAT64: "DOUBLE" };

const at = (text: string): number => Date.parse(text);
describe.each(
  [
    awkwardWorld("after the spring change", 11, at("2025-03-12T16:00Z"), at("2025-03-12T16:00Z"), 26),
    awkwardWorld("after the autumn change", 12, at("2025-11-05T09:00Z"), at("2025-11-05T11:00Z"), 26),
  ].map((world) => [world.name, world] as const),
)("over random histories, %s", (_, world: World) => {
  let place: BigqueryPlace;
  let connection: DuckDBConnection;
  beforeAll(async () => {
    place = await bigqueryPlace({});
    connection = await openSql();
    for (const [table, rows] of Object.entries(tablesOf(world))) {
      await insert(connection, table, rows);
      await fill(
        place.jobs,
        place.dataset,
        table,
        rows.map((row) => JSON.stringify(row)),
      );
    }
  });
  afterAll(async () => {
    connection.closeSync();
    await place.dispose();
  });

  it.each(sqlFunctions().map((one) => [one.name, one] as const))(
    "%s",
    async (name, definition: SqlFunction) => {
      const values = valuesOf(world);
      const args = definition.parameters.map(({ name: parameter, type }) => {
        const value = parameter === "p_page" && ONE_PAGE.test(name) ? values.one_page : values[parameter];
        if (value === undefined) throw new Error(`a parameter without a value here: ${parameter}`);
        return { parameter, type, value };
      });
      const duck = await connection.runAndReadAll(
        `SELECT * FROM ${DATASET}.${name}(${args
          .map(({ type, value }) =>
            value === null
              ? `CAST(NULL AS ${DUCKDB_PARAMETERS[type]})`
              : `CAST('${value}' AS ${DUCKDB_PARAMETERS[type]})`,
          )
          .join(", ")})`,
      );
      const columns = duck
        .columnNames()
        .map((column, index) => [column, String(duck.columnType(index))] as const);
      const wanted = duck
        .getRowsJS()
        .map((row) =>
          Object.fromEntries(columns.map(([column, type], index) => [column, fromDuck(row[index], type)])),
        );
      const query = `SELECT * FROM {dataset}.${name}(${args.map(({ parameter }) => `@${parameter}`).join(", ")})`;
      const stages = new Stages();
      const last = stages.of(query);
      const staged = [...stages.statements, last].join("\n");
      // As an analyst calls it, and in the pieces in which it is asked.
      for (const text of new Set([query, staged])) {
        const found = await place.jobs.run(
          {
            text: inDataset(text, place.dataset),
            values: Object.fromEntries(
              args.map(({ parameter, type, value }) => [parameter, { type, value } as Value]),
            ),
            verb: "test",
          },
          QUIET,
        );
        const actual = found.map((row) =>
          Object.fromEntries(columns.map(([column, type]) => [column, fromServer(row[column], type)])),
        );
        expectSameRows(actual, wanted, name);
      }
    },
  );
});

const isDouble = (type: string): boolean => /DOUBLE|DECIMAL|FLOAT/.test(type);
const isWhole = (type: string): boolean => /INT/.test(type);
const fromDuck = (value: unknown, type: string): unknown =>
  value === null || value === undefined
    ? null
    : isDouble(type)
      ? Number(value)
      : duckPlain(value, type === "DATE" ? "DATE" : isWhole(type) ? "INT64" : type);
function fromServer(value: unknown, type: string): unknown {
  if (value === null || value === undefined) return null;
  if (isDouble(type)) return Number(value);
  return isWhole(type) ? String(value) : value;
}

describe("over the demo", () => {
  let place: BigqueryPlace;
  let local: Warehouse;
  let remote: Warehouse;
  const folder = mkdtempSync(join(tmpdir(), "eros-demo-"));
  const file = join(folder, "demo.duckdb");
  beforeAll(async () => {
    await seedDemo(file);
    place = await bigqueryPlace({});
    await unitOfWork(file, { mode: "read" }, QUIET, async (session) => {
      const tables = await session.rows(
        `SELECT table_name FROM information_schema.tables WHERE table_schema = '${DATASET}' AND table_name <> 'meta'`,
      );
      for (const { table_name: table } of tables) {
        if (table === "commit_guard") continue;
        const rows = await session.rows(`SELECT to_json(t) AS row FROM ${DATASET}.${table} AS t`);
        await fill(
          place.jobs,
          place.dataset,
          String(table),
          rows.map(({ row }) => String(row)),
        );
      }
    });
    local = await openWarehouse({ kind: "local", file });
    remote = await place.open();
  });
  afterAll(async () => {
    await local.close();
    await remote.close();
    await place.dispose();
    rmSync(folder, { recursive: true });
  });
  const week = { startDate: "2025-11-10", now: DEMO_NOW, seed: "20251110" };

  it("the list of creators is the same", async () => {
    const query = { week: week.startDate, now: DEMO_NOW };
    same(await remote.creators(query, QUIET), await local.creators(query, QUIET), "creators");
  });

  it("reports and statistics of all pages are the same", async () => {
    const pages = await local.pageNames(QUIET);
    expect(await remote.pageNames(QUIET)).toEqual(pages);
    const theirs = await remote.manyPages(pages, DEMO_NOW, QUIET);
    const ours = await local.manyPages(pages, DEMO_NOW, QUIET);
    expect([...theirs.byPage.keys()].sort()).toEqual([...ours.byPage.keys()].sort());
    expect(ours.byPage.size).toBeGreaterThanOrEqual(25);
    for (const [page, { report, statistics }] of ours.byPage) {
      same(
        JSON.parse(theirs.byPage.get(page)?.report ?? "null"),
        JSON.parse(report ?? "null"),
        `report of ${page}`,
      );
      same(theirs.byPage.get(page)?.statistics, statistics, `statistics of ${page}`);
    }
  });

  it.each(["jadebri", "brand-new"])("what a week is planned from is the same: %s", async (wanted) => {
    const pages = await local.pageNames(QUIET);
    const page = pages.includes(wanted) ? wanted : (pages.at(-1) ?? "");
    const { report: theirs, ...remoteFacts } = await remote.week({ ...week, page }, QUIET);
    const { report: ours, ...localFacts } = await local.week({ ...week, page }, QUIET);
    same(JSON.parse(theirs ?? "null"), JSON.parse(ours ?? "null"), "report");
    same(remoteFacts, localFacts, page);
  });
});

/** Equal, doubles as far as they can be: 1e-9, relative to numbers above 1; ranks and counts exactly. */
function same(actual: unknown, wanted: unknown, what: string): void {
  // A sum that cancels may leave either zero; nobody can see which.
  if (actual === wanted) return;
  const isDouble = [actual, wanted].some((value) => typeof value === "number" && !Number.isInteger(value));
  if (typeof wanted === "number" && typeof actual === "number" && isDouble) {
    expect(
      Math.abs(actual - wanted) / Math.max(1, Math.abs(wanted)),
      `${what}: ${actual} for ${wanted}`,
    ).toBeLessThan(1e-9);
    return;
  }
  if (typeof wanted !== "object" || wanted === null || typeof actual !== "object" || actual === null) {
    expect(actual, what).toEqual(wanted);
    return;
  }
  expect(Object.keys(actual).sort(), what).toEqual(Object.keys(wanted).sort());
  for (const [key, value] of Object.entries(wanted))
    same((actual as Readonly<Record<string, unknown>>)[key], value, `${what}.${key}`);
}
