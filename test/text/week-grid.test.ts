import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { weekDates } from "../../src/domain/calendar.js";
import { type GridWeek, gridLine, weekGrid, weekGridLines } from "../../src/text/week-grid.js";
import width from "../../src/text/width.js";

const START = "2025-11-10";
const dates = weekDates(START);
type Placed = readonly [day: number, hour: number, minute: number, kind: "b" | "Budget" | "Mid" | "Premium"];

function week(
  placed: readonly Placed[],
  coolingDays = 0,
  hours: readonly [number, number] = [7, 23],
): GridWeek {
  const values = Array.from({ length: 24 }, (_, hour) => (hour === 20 ? 1 : 0.4));
  return {
    days: dates.map((date, day) => ({
      date,
      ppv: placed.filter(([each, , , kind]) => each === day && kind !== "b").length,
      bump: placed.filter(([each, , , kind]) => each === day && kind === "b").length,
    })),
    hourValues: { weekday: values, weekend: values, source: "report", reliable: true },
    targets: { hours, coolingDays },
    messages: placed.map(([day, hour, minute, kind]) => ({
      slot: { type: kind === "b" ? "Bump" : "PPV", date: dates[day] ?? START, hour, minute },
      askedTier: kind === "b" ? "Free" : kind,
      caption: { priceTier: kind === "b" ? "Free" : kind },
    })),
  };
}

const sample = week([
  [0, 10, 50, "b"],
  [0, 21, 55, "Premium"],
  [1, 13, 40, "b"],
  [3, 20, 20, "Premium"],
  [6, 21, 5, "Budget"],
]);

describe("the week as a grid", () => {
  it("shows a row an hour and folds hours without messages", () => {
    expect(weekGridLines(sample, 80)).toEqual([
      "       Mon 10    Tue 11    Wed 12    Thu 13    Fri 14    Sat 15    Sun 16",
      "       1P 1b     0P 1b     0P 0b     1P 0b     0P 0b     0P 0b     1P 0b",
      " 10 ▄  b:50",
      "  ┄",
      " 13 ▄            b:40",
      "  ┄",
      " 20 █                                P:20 Pre",
      " 21 ▄  P:55 Pre                                                    P:05 Bud",
    ]);
  });

  it("marks the chosen message, and says a cooling day", () => {
    const grid = weekGrid(week([[0, 21, 55, "b"]], 2), { columns: 80, rows: 14, selected: 0 });
    expect(grid.rows.map(gridLine).join("\n")).toContain(" 21 ▄ ▸b:55");
    expect(grid.head[2]?.trim()).toMatch(/^cooling {3}cooling$/);
  });

  it("shows every sending hour where all of them fit", () => {
    expect(weekGrid(sample, { columns: 80, rows: 16 }).rows.map((row) => row.hour)).toEqual(
      Array.from({ length: 16 }, (_, index) => 7 + index),
    );
    expect(weekGrid(sample, { columns: 80, rows: 15 }).rows.map((row) => row.hour)).toEqual([
      10,
      null,
      13,
      null,
      20,
      21,
    ]);
  });

  it("keeps all seven days at 60 columns", () => {
    const lines = weekGridLines(sample, 60);
    expect(lines[0]).toBe("     Mon 10  Tue 11  Wed 12  Thu 13  Fri 14  Sat 15  Sun 16");
    expect(lines.at(-1)).toBe("21 ▄ P:55P                                           P:05B");
  });

  it("has every message in exactly one row and every line as wide as the others", () => {
    const placed = fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 59 }),
        fc.constantFrom("b" as const, "Budget" as const, "Mid" as const, "Premium" as const),
      ),
      { maxLength: 43 },
    );
    fc.assert(
      fc.property(
        placed,
        fc.constantFrom(60, 79, 80, 140),
        fc.integer({ min: 1, max: 30 }),
        (messages, columns, rows) => {
          const grid = weekGrid(week(messages), { columns, rows, selected: 0 });
          const shown = grid.rows.flatMap((row) => row.messages);
          expect([...shown].sort((a, b) => a - b)).toEqual(messages.map((_, index) => index));
          const widths = new Set([...grid.head, ...grid.rows.map(gridLine)].map(width));
          expect(widths.size).toBe(1);
          expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
          if (messages.length > 0)
            expect(grid.rows.flatMap((row) => row.cells).filter((cell) => cell.selected)).toHaveLength(1);
        },
      ),
      { numRuns: 300 },
    );
  });
});
