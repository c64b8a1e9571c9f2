import type { Command } from "../command.js";
import { JSON_FLAG, WAREHOUSE_FLAGS } from "../flag.js";

export const diff: Command = {
  name: "diff",
  summary: "compares two schedules: volumes, times and captions",
  says: ["Each is the id of a stored schedule or the file of a saved plan; weeks may differ."],
  argument: { name: "A B", says: "two schedules' ids or plans' files", count: 2 },
  flags: [JSON_FLAG, ...WAREHOUSE_FLAGS],
  examples: [
    [
      "eros-tui diff sched_20251103_091244_512034_jadebri sched_20251104_101500_120331_jadebri",
      "what a second plan changed",
    ],
    [
      "eros-tui diff sched_20251103_091244_512034_jadebri plan.json",
      "a stored schedule against a saved plan",
    ],
  ],
  load: async () => (await import("./work.js")).work,
};
