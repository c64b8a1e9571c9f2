import { describe, expect, it } from "vitest";
import { StandIn } from "../walk/stand.js";
import { type Start, ways } from "../walk/walker.js";
import { linesOf, textOf } from "./stage.js";

const withReport = (more: object): Start => {
  const warehouse = new StandIn();
  const report = { ...JSON.parse(warehouse.facts.report ?? ""), ...more };
  warehouse.facts = { ...warehouse.facts, report: JSON.stringify(report) };
  return { warehouse };
};
const STRIP = /[▁▂▃▄▅▆▇█]{24}/;

describe("the strips of the hours", () => {
  it.each([
    ["not in the report: the usual peaks", {}],
    ["no clear effect: the usual peaks", { time_window_optimization: [] }],
    [
      "confidence: no reliable hour effect",
      {
        time_window_optimization: ["Weekday", "Weekend"].flatMap((day_type) =>
          Array.from({ length: 24 }, (_, hour_24) => ({
            day_type,
            hour_24,
            msg_count: 3,
            avg_rpr: 0.5,
            value: 0.5,
            reliability: 0.1,
          })),
        ),
      },
    ],
  ])("are whole at every width, and so is “%s”", async (words, more) => {
    const walker = await ways.analysis(withReport(more));
    for (const [columns, rows] of [
      [60, 20],
      [61, 21],
      [80, 24],
      [140, 45],
    ] as const) {
      const lines = linesOf(walker, columns, rows);
      for (const name of ["Mon–Fri", "Sat–Sun"])
        expect(
          lines.find((line) => line.includes(name)),
          `${columns}`,
        ).toMatch(STRIP);
      expect(
        lines.filter((line) => line.includes(words)),
        `${columns}`,
      ).toHaveLength(2);
    }
  });
});

describe("the panel of categories", () => {
  it("says the trend in full at 60 columns, and of what has none no more than that", async () => {
    const content_category_performance = [
      { content_category: "Behind the Scenes", price_tier: "Premium", msg_count: 9, avg_rpr: 0.8 },
      {
        content_category: "Cosplay",
        price_tier: "Mid",
        msg_count: 9,
        avg_rpr: 0.7,
        trend_direction: "FALLING",
        trend_pct: -100,
      },
    ];
    const walker = await ways.analysis(withReport({ content_category_performance }));
    walker.send("TAB", "TAB", "TAB", "TAB");
    const text = textOf(walker, 60, 20);
    expect(text).toMatch(/Behind the Scenes +Premium +9 +\$0\.80 {2}–$/m);
    expect(text).toMatch(/Cosplay +Mid +9 +\$0\.70 {2}−100 % falling$/m);
  });
});
