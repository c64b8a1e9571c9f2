import type { Command } from "../command.js";
import { AS_OF, JSON_FLAG, PAGE_NAME, TOLERANCE, WAREHOUSE_FLAGS } from "../flag.js";

export const analyze: Command = {
  name: "analyze",
  summary: "a page's account, saturation, best hours, categories and triggers",
  says: ["--json prints the report as the warehouse gives it, with the zone at your tolerance beside it."],
  argument: { name: "PAGE", says: "the page" },
  flags: [PAGE_NAME, AS_OF, TOLERANCE, JSON_FLAG, ...WAREHOUSE_FLAGS],
  examples: [
    ["eros-tui analyze jadebri", "the analysis as text"],
    ["eros-tui analyze --page-name jadebri --json", "the report as JSON"],
    ["eros-tui analyze jadebri --as-of 2025-10-20", "as it was known on that day"],
  ],
  load: async () => (await import("./work.js")).work,
};
