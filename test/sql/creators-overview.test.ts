import type { DuckDBConnection } from "@duckdb/node-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { insert, openSql, type Row, rows } from "./load.js";

const NOW = "2025-11-03T20:00:00Z";
const WEEK = "2025-11-10";
const ago = (days: number): string => new Date(Date.parse(NOW) - days * 86_400_000).toISOString();

let connection: DuckDBConnection;
beforeEach(async () => {
  connection = await openSql();
});
afterEach(() => connection.closeSync());

const overview = async (): Promise<Row[]> =>
  rows(
    connection,
    "SELECT * FROM {dataset}.creators_overview(CAST($1 AS TIMESTAMPTZ), CAST($2 AS DATE)) ORDER BY page_name",
    [NOW, WEEK],
  );
let id = 0;
const sent = (page: string, days: number, earnings: number): Row => ({
  row_id: ++id,
  page_name: page,
  sending_time: ago(days),
  message_type: "PPV",
  sent_count: 100,
  viewed_count: 50,
  purchased_count: 5,
  earnings,
});

describe("the overview of creators", () => {
  it("lists the active pages, those of unknown activity too, and none that only messages know", async () => {
    await insert(connection, "active_creators", [
      { page_name: "anna", display_name: "Anna ✨", is_active: true },
      { page_name: "bella" },
      { page_name: "closed", is_active: false },
    ]);
    await insert(connection, "mass_messages", [
      ...["anna", "closed", "stranger"].map((page) => sent(page, 2, 10)),
      sent("stranger", 0, 10),
    ]);
    const found = await overview();
    expect(found.map((row) => [row.page_name, row.display_name, row.saturation_state])).toEqual([
      ["anna", "Anna ✨", "history too short"],
      ["bella", null, "no history"],
    ]);
  });

  it("lists the pages of the messages where nobody has listed creators", async () => {
    await insert(connection, "mass_messages", [sent("zoe", 2, 10), sent("amy", 2, 10), sent("amy", 3, 10)]);
    expect((await overview()).map((row) => row.page_name)).toEqual(["amy", "zoe"]);
  });

  it("is empty in an empty warehouse", async () => {
    expect(await overview()).toEqual([]);
  });

  it("gives the dollars of eight times seven days, the oldest first, and of 30 days", async () => {
    await insert(connection, "mass_messages", [
      { ...sent("amy", 0, 1000), message_type: "Bump" },
      sent("amy", 0.5, 7), // younger than 24 h: not yet counted
      sent("amy", 6.999, 1),
      sent("amy", 7, 2),
      sent("amy", 29, 4),
      sent("amy", 55, 8),
      sent("amy", 56, 16),
    ]);
    const [row] = await overview();
    expect([row?.w1, row?.w2, row?.w3, row?.w4, row?.w5, row?.w6, row?.w7, row?.w8]).toEqual([
      8, 0, 0, 4, 0, 0, 2, 1001,
    ]);
    expect(row).toMatchObject({
      revenue: 1007,
      size_tier: "MICRO",
      segment_label: "EXPLORATORY",
      last_message: NOW.replace("Z", ".000Z"),
    });
  });

  it.each([
    ["the same week", "2025-11-10", null, "s"],
    ["a week that ends on its first day", "2025-11-04", "committed", "s"],
    ["a week that begins on its last day", "2025-11-16", "committed", "s"],
    ["the week before", "2025-11-03", "committed", null],
    ["the week after", "2025-11-17", "committed", null],
    ["a withdrawn schedule", "2025-11-10", "withdrawn", null],
    ["a replaced schedule", "2025-11-10", "replaced", null],
  ])("knows that a week is set: %s", async (_, start, state, wanted) => {
    await insert(connection, "active_creators", [{ page_name: "amy" }]);
    await insert(connection, "schedule_recommendations", [
      { schedule_id: "s", page_name: "amy", created_at: NOW, schedule_json: "{}", week_start: start, state },
    ]);
    expect((await overview())[0]).toMatchObject({ page_name: "amy", committed: wanted });
  });

  it("names one schedule where two touch the week", async () => {
    await insert(connection, "active_creators", [{ page_name: "amy" }]);
    await insert(
      connection,
      "schedule_recommendations",
      ["2025-11-12", "2025-11-05"].map((start) => ({
        schedule_id: `s ${start}`,
        page_name: "amy",
        created_at: NOW,
        schedule_json: "{}",
        week_start: start,
      })),
    );
    expect((await overview()).map((row) => row.committed)).toEqual(["s 2025-11-05"]);
  });
});
