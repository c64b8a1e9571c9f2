import type { Command } from "../command.js";
import { AS_OF, CSV_FLAGS, JSON_FLAG, WAREHOUSE_FLAGS, YES } from "../flag.js";

export const apply: Command = {
  name: "apply",
  summary: "stores a saved plan exactly as it was reviewed, and writes the CSV",
  says: [
    "`eros-tui preview PAGE --save FILE` saves a plan, `eros-tui show FILE` shows it.",
    "It is refused as stale (exit 4) where captions were taken, the report changed or the clock has",
    "passed a message; what changed is named. Applied twice it gives the first receipt.",
  ],
  argument: { name: "FILE", says: "the plan that `preview --save` wrote" },
  flags: [...CSV_FLAGS, YES, JSON_FLAG, AS_OF, ...WAREHOUSE_FLAGS],
  examples: [
    ["eros-tui apply plan.json", "stores what stands in plan.json, or says why it cannot"],
    ["eros-tui apply plan.json --output week.csv", "the CSV into a file of your choice"],
  ],
  load: async () => (await import("./work.js")).work,
};
