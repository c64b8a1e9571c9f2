import type { Command } from "../command.js";
import { CSV_FLAGS, JSON_FLAG, REMOVALS, WAREHOUSE_FLAGS } from "../flag.js";

export const exportCommand: Command = {
  name: "export",
  summary: "writes the CSV of a stored schedule again",
  says: ["An existing file is kept unless --force is given."],
  argument: { name: "SCHEDULE_ID", says: "the id that `build` printed" },
  flags: [REMOVALS, ...CSV_FLAGS, JSON_FLAG, ...WAREHOUSE_FLAGS],
  examples: [
    ["eros-tui export sched_20251103_091244_512034_jadebri", "into the working directory"],
    [
      "eros-tui export sched_20251103_091244_512034_jadebri --output week.csv --force",
      "over a file of your choice",
    ],
    [
      "eros-tui export sched_20251103_091244_512034_jadebri --removals",
      "after `withdraw`: what is to be taken out by hand",
    ],
  ],
  load: async () => (await import("./work.js")).work,
};
