import type { Command } from "../command.js";
import { JSON_FLAG, WAREHOUSE_FLAGS } from "../flag.js";

export const show: Command = {
  name: "show",
  summary: "a saved plan or a stored schedule, day by day",
  says: ["Reads only. A plan's file is read without any warehouse."],
  argument: { name: "FILE_OR_ID", says: "a plan that `preview --save` wrote, or a schedule's id" },
  flags: [JSON_FLAG, ...WAREHOUSE_FLAGS],
  examples: [
    ["eros-tui show plan.json", "the week of a saved plan as a grid, its messages and warnings"],
    ["eros-tui show sched_20251103_091244_512034_jadebri", "a stored schedule, and what became of it"],
  ],
  load: async () => (await import("./work.js")).work,
};
