import type { Command } from "../command.js";
import { AS_OF, JSON_FLAG, WAREHOUSE_FLAGS, YES } from "../flag.js";

export const restore: Command = {
  name: "restore",
  summary: "makes a withdrawn schedule stand again, its captions locked",
  says: [
    "Checked as a commit is: captions or days that others took meanwhile are a conflict (exit 4).",
    "Not once a message has become due since: plan the rest of the week with `build` then.",
  ],
  argument: { name: "SCHEDULE_ID", says: "the id that `withdraw` was given" },
  flags: [YES, JSON_FLAG, AS_OF, ...WAREHOUSE_FLAGS],
  examples: [["eros-tui restore sched_20251103_091244_512034_jadebri", "undoes a withdrawal"]],
  load: async () => (await import("./work.js")).work,
};
