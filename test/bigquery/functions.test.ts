// The shared bodies, run by Google's reference evaluator and by DuckDB over the same awkward pages: the same rows.
import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays, dateOf, isoUtc } from "../../src/domain/calendar.js";
import { sqlFunctions } from "../../src/warehouse/sql-library.js";
import { expectSameRows } from "../sql/close.js";
import { awkwardWorld } from "../sql/histories.js";
import { insert, openSql, type Row } from "../sql/load.js";
import { cell, DUCKDB_TYPES, duckPlain, type Plain, plain } from "./cells.js";
import { type Defined, Google } from "./google.js";
import { definitions, inlined } from "./inlined.js";
import { all, DATASET } from "./statements.js";

const CLOCK = Date.parse("2025-11-05T18:00:00Z");
const world = awkwardWorld("small", 77, CLOCK, CLOCK, 14);
const PAGE = "page_000";
const WEEK = addDays(dateOf(CLOCK), 5);

/** What the tables hold. */
const TABLES: Readonly<Record<string, readonly Row[]>> = {
  mass_messages: world.messages,
  caption_bank: world.captions.map((caption, index) => ({
    ...caption,
    is_active: index % 9 !== 0,
    created_at: null,
  })),
  active_creators: world.pages.map((page, index) => ({
    page_name: page,
    display_name: index % 3 === 0 ? null : page.toUpperCase(),
    is_active: [true, null, true, false][index % 4],
  })),
  creator_content_inventory: ["Tease", "Story"].map((category) => ({
    page_name: PAGE,
    content_category: category,
  })),
  // The last two are one caption twice.
  active_caption_assignments: [...world.captions.slice(0, 12), world.captions[11]].map((caption, index) => ({
    assignment_key: `lock ${index}`,
    page_name: world.pages[index % 3],
    caption_id: caption?.caption_id,
    caption_text: caption?.caption_text,
    caption_key: index % 2 === 0 ? caption?.caption_key : null,
    price_tier: "Mid",
    schedule_id: `sched ${index % 2}`,
    assigned_date: dateOf(CLOCK),
    assigned_at: isoUtc(CLOCK),
    scheduled_send_date: addDays(WEEK, index * 2 - 10),
    scheduled_send_hour: 20,
    is_active: index % 5 !== 0,
  })),
  worklist_marks: Array.from({ length: 12 }, (_, index) => ({
    schedule_id: `sched ${Math.floor(index / 9)}`,
    message_number: (index % 4) + 1,
    is_queued: index % 3 !== 2,
    marked_at: isoUtc(CLOCK + Math.floor(index / 5) * 60_000),
    marked_by: ["ana@here", "bea@there"][index % 2],
  })),
  schedule_export_log: Array.from({ length: 24 }, (_, index) => ({
    schedule_id: index % 5 === 0 ? null : `sched ${index}`,
    page_name: world.pages[index % 3],
    export_timestamp: isoUtc(CLOCK - index * index * 90 * 60_000),
    message_count: index % 7 === 0 ? null : index,
    execution_time_seconds: index % 6 === 0 ? null : index / 3,
    error_message: index % 4 === 1 ? "no captions are left" : index % 4 === 2 ? "conflict: taken" : null,
    status: index % 4 === 1 || index % 4 === 2 ? "FAILED" : "SUCCESS",
    exported_by: "ana",
    command: [null, "build", "withdraw"][index % 3],
  })),
  schedule_recommendations: ["committed", null, "withdrawn"].map((state, index) => ({
    schedule_id: `sched ${index}`,
    page_name: index === 1 ? PAGE : world.pages[index],
    created_at: isoUtc(CLOCK - 9 * 86_400_000),
    schedule_json: JSON.stringify({
      messages: world.captions.slice(index, index + 4).map((caption, nth) => ({
        utc: isoUtc(CLOCK - (nth * 2 - 3) * 86_400_000),
        message_type: nth === 0 ? "Bump" : "PPV",
        caption_id: caption.caption_id,
      })),
    }),
    week_start: addDays(WEEK, -7 * index),
    state,
    changed_at: state === "withdrawn" ? isoUtc(CLOCK - 86_400_000) : null,
  })),
};

/** Values of parameters, by their names; a second one is tried too. */
const ARGUMENTS: Readonly<Record<string, readonly (string | null)[]>> = {
  p_page: [PAGE, null],
  p_from: ["2025-08-20"],
  p_to: [WEEK, null],
  p_days: ["90", null],
  p_hours: ["168"],
  p_moment: [isoUtc(CLOCK - 9 * 86_400_000)],
  p_older_than: ["2"],
  p_schedule: ["sched 0"],
  p_now: [isoUtc(CLOCK)],
  p_week: [WEEK],
  p_seed: ["20251110"],
  p_ignored: ["|sched 0|"],
  p_passed_tier: [null],
  p_price_tier: ["Mid"],
  p_limit: ["5"],
};
/** Functions whose page is always a page. */
const ONE_PAGE = /caption|availability|passed_over/;

describe("the shared bodies", () => {
  let google: Google;
  let connection: DuckDBConnection;
  const defined = new Map<string, Defined>();

  beforeAll(async () => {
    google = await Google.start(DATASET);
    for (const statement of all()) {
      const found = await google.define(statement);
      defined.set(found.name, found);
    }
    connection = await openSql();
    for (const [table, rows] of Object.entries(TABLES)) await insert(connection, table, rows);
  });
  afterAll(() => {
    google.stop();
    connection.closeSync();
  });

  it.each([...sqlFunctions().map((one) => one.name), "scheduled_messages"])(
    "give the same rows on Google's evaluator and on DuckDB: %s",
    async (name) => {
      const columns = defined.get(name)?.columns ?? [];
      const definition = definitions.get(name);
      if (!definition) throw new Error(`no function ${name}`);
      for (const page of [0, 1]) {
        const args = definition.parameters.map(({ name: parameter, type }) => {
          const values = ARGUMENTS[parameter] ?? [];
          const value =
            parameter === "p_page" && ONE_PAGE.test(name)
              ? values[0]
              : values[Math.min(page, values.length - 1)];
          if (value === undefined) throw new Error(`a parameter without a value here: ${parameter}`);
          return { value, type };
        });
        const literal = ({ value }: { value: string | null }, type: string): string =>
          value === null ? `CAST(NULL AS ${type})` : `CAST('${value}' AS ${type})`;
        const wanted = await google.rows(
          `SELECT * FROM ${inlined(`${DATASET}.${name}(${args.map((arg) => literal(arg, arg.type)).join(", ")})`)} AS result`,
          [...defined.values()]
            .filter((one) => one.kind === "table")
            .map((table) => ({
              name: table.name,
              columns: table.columns,
              rows: (TABLES[table.name] ?? []).map((row) =>
                table.columns.map((column) => cell(row[column.name], column.type)),
              ),
            })),
        );
        const reader = await connection.runAndReadAll(
          `SELECT ${columns.map((column) => column.name).join(", ")} FROM ${DATASET}.${name}(${args.map((arg) => literal(arg, DUCKDB_TYPES[arg.type] ?? "")).join(", ")})`,
        );
        const actual = reader
          .getRowsJS()
          .map((row) => row.map((value, index) => duckPlain(value, columns[index]?.type ?? "")));
        expect(wanted.length, "rows that could differ").toBeGreaterThan(0);
        const named = (rows: readonly (readonly Plain[])[]): Row[] =>
          rows.map((row) =>
            Object.fromEntries(columns.map((column, index) => [column.name, row[index] ?? null])),
          );
        expectSameRows(named(actual), named(wanted.map((row) => row.map(plain))), name);
      }
    },
  );
});
