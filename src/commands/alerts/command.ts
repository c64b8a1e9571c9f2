import type { Command } from "../command.js";
import { AS_OF, FORMAT, JSON_FLAG, WAREHOUSE_FLAGS } from "../flag.js";

export const alerts: Command = {
  name: "alerts",
  summary: "what needs somebody's attention now; nothing of it: exit 0",
  says: [
    "Fires on a success rate below 90 % or a mean duration above 30 s in 7 days, no success in 24 h,",
    "more than 2 errors in an hour, and a caption locked twice within 7 days, which must never be.",
    "Exit 9 where one fires; with --format prometheus 0 in both cases.",
  ],
  flags: [FORMAT, JSON_FLAG, AS_OF, ...WAREHOUSE_FLAGS],
  examples: [
    ["eros-tui alerts", "from cron, once an hour: what it prints is mailed where it fails"],
    ["eros-tui alerts --json", "with every figure and its limit"],
  ],
  load: async () => (await import("./work.js")).work,
};
