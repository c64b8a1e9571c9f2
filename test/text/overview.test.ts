import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOUR } from "../../src/domain/calendar.js";
import {
  OVERVIEW_ORDERS,
  type OverviewFacts,
  overviewColumns,
  overviewLines,
  overviewRow,
  sortOverview,
} from "../../src/text/overview.js";
import width from "../../src/text/width.js";

const DATA_TO = Date.parse("2025-11-03T16:50:00Z");
const facts = (overrides: Partial<OverviewFacts> = {}): OverviewFacts => ({
  page: "jadebri",
  tier: "MEDIUM",
  segment: "STANDARD",
  score: 0.45,
  saturationState: "scored",
  revenue: 41_230,
  trend: [3, 4, 5, 5, 4, 3, 3, 3],
  lastMessage: DATA_TO,
  committed: null,
  ...overrides,
});
const around = { tolerance: () => 0.5, dataTo: DATA_TO };
const row = (overrides: Partial<OverviewFacts> = {}) => overviewRow(facts(overrides), around);

const anyFacts: fc.Arbitrary<OverviewFacts> = fc.record({
  page: fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,63}$/),
  tier: fc.constantFrom("MICRO", "MEDIUM", null, "\x1b[2JX", "a very long tier of an older procedure"),
  segment: fc.constantFrom("EXPLORATORY", null, "奢侈品奢侈品奢侈品"),
  score: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  saturationState: fc.constantFrom(
    "scored",
    "no history",
    "history too short",
    "not enough recent data",
    "missing",
  ),
  revenue: fc.option(fc.double({ min: 0, max: 5e7, noNaN: true })),
  trend: fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 8, maxLength: 8 }),
  lastMessage: fc.option(fc.constantFrom(DATA_TO, DATA_TO - 49 * HOUR)),
  committed: fc.option(fc.constant("sched_x")),
});

describe("the overview of pages", () => {
  it("has all columns at 80 and drops them by rank when narrow", () => {
    const names = (columns: number): string[] => overviewColumns(columns, []).map((each) => each.column);
    expect(names(77)).toEqual(["page", "tier", "segment", "zone", "score", "revenue", "trend", "week"]);
    expect(names(57)).toEqual(["page", "tier", "zone", "revenue", "week"]);
    expect(names(40)).toEqual(["page", "tier", "zone", "week"]);
  });

  it("gives the name what is left as far as a name needs it: a page stays beside its figures", () => {
    const pageWidth = (columns: number, page: string): number =>
      overviewColumns(columns, [{ page }])[0]?.width ?? 0;
    expect([77, 100, 140].map((columns) => pageWidth(columns, "jadebri"))).toEqual([15, 26, 26]);
    expect([77, 100, 140].map((columns) => pageWidth(columns, "a".repeat(64)))).toEqual([15, 38, 66]);
  });

  it("draws every line exactly inside its width, whatever the warehouse holds", () => {
    fc.assert(
      fc.property(
        fc.array(anyFacts, { maxLength: 5 }),
        fc.integer({ min: 41, max: 140 }),
        (pages, columns) => {
          const lines = overviewLines(
            pages.map((each) => overviewRow(each, around)),
            columns,
          );
          expect(lines.length).toBe(pages.length + 1);
          for (const line of lines) expect(width(line)).toBeLessThanOrEqual(columns);
          for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("says where a page stands in the week", () => {
    expect(row().week).toBe("due");
    expect(row({ committed: "sched_x" }).week).toBe("✓ set");
    expect(row({ saturationState: "no history", score: 0, lastMessage: null }).week).toBe("no history");
    expect(row({ saturationState: "not enough recent data", score: null }).week).toBe("stale");
    expect(row({ lastMessage: DATA_TO - 49 * HOUR }).week).toBe("stale");
    expect(overviewRow(facts(), { ...around, drafts: new Set(["jadebri"]) }).week).toBe("✎ draft");
  });

  it("does not show a page without history as healthy", () => {
    const shown = row({ saturationState: "no history", score: 0 });
    expect([shown.zone, shown.score, shown.inZone]).toEqual(["–", "–", null]);
  });

  it("zones a page by its own tolerance", () => {
    expect(row().zone).toBe("▲ YELLOW");
    expect(overviewRow(facts(), { ...around, tolerance: () => 0.15 }).zone).toBe("■ RED");
  });

  it("puts what needs the operator first: due, then RED, then revenue", () => {
    const rows = [
      row({ page: "set_red", score: 0.9, committed: "sched_x", revenue: 9e5 }),
      row({ page: "due_green", score: 0.1, revenue: 9e5 }),
      row({ page: "due_red_small", score: 0.9, revenue: 10 }),
      row({ page: "due_red", score: 0.9, revenue: 1_000 }),
    ];
    expect(sortOverview(rows, "due").map((each) => each.page)).toEqual([
      "due_red",
      "due_red_small",
      "due_green",
      "set_red",
    ]);
    expect(sortOverview(rows, "page").map((each) => each.page)[0]).toBe("due_green");
    for (const order of OVERVIEW_ORDERS) expect(sortOverview(rows, order)).toHaveLength(rows.length);
  });
});
