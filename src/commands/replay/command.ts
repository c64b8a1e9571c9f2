import type { Command } from "../command.js";
import { JSON_FLAG, WAREHOUSE_FLAGS } from "../flag.js";

export const replay: Command = {
  name: "replay",
  summary: "plans a stored week again from its seed: is it the same",
  says: [
    "Reads only. As of the moment of the plan, without what was stored since.",
    "Exit 0 where the plan is the same, 9 where it is not: then what changed is told.",
  ],
  argument: { name: "SCHEDULE_ID", says: "the id that `build` printed" },
  flags: [JSON_FLAG, ...WAREHOUSE_FLAGS],
  examples: [
    ["eros-tui replay sched_20251103_091244_512034_jadebri", "the same, or what is not"],
    ["eros-tui replay sched_20251103_091244_512034_jadebri --json", "for an audit"],
  ],
  load: async () => (await import("./work.js")).work,
};
