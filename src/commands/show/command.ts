import type { Command } from "../command.js";
import { AS_OF, JSON_FLAG, WAREHOUSE_FLAGS } from "../flag.js";

export const show: Command = {
  name: "show",
  summary: "a saved plan or a stored schedule, day by day",
  says: [
    "Reads only. A plan's file is read without any warehouse. Of a stored schedule whose week has begun",
    "every message is told with what it earned, as far as the history holds it.",
  ],
  argument: { name: "FILE_OR_ID", says: "a plan that `preview --save` wrote, or a schedule's id" },
  flags: [AS_OF, JSON_FLAG, ...WAREHOUSE_FLAGS],
  examples: [
    ["eros-tui show plan.json", "the week of a saved plan as a grid, its messages and warnings"],
    ["eros-tui show sched_20251103_091244_512034_jadebri", "a stored schedule, and what became of it"],
  ],
  load: async () => (await import("./work.js")).work,
};
