import type { Command } from "../command.js";
import { CSV_FLAGS, JSON_FLAG, WAREHOUSE_FLAGS } from "../flag.js";

export const exportCommand: Command = {
  name: "export",
  summary: "writes the CSV of a stored schedule again",
  says: ["An existing file is kept unless --force is given."],
  argument: { name: "SCHEDULE_ID", says: "the id that `build` printed" },
  flags: [...CSV_FLAGS, JSON_FLAG, ...WAREHOUSE_FLAGS],
  examples: [
    ["eros-tui export sched_20251103_091244_512034_jadebri", "into the working directory"],
    [
      "eros-tui export sched_20251103_091244_512034_jadebri --output week.csv --force",
      "over a file of your choice",
    ],
  ],
  load: async () => (await import("./work.js")).work,
};
