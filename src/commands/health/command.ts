import type { Command } from "../command.js";
import { AS_OF, FORMAT, JSON_FLAG, WAREHOUSE_FLAGS } from "../flag.js";

export const health: Command = {
  name: "health",
  summary: "how each page's runs have gone in 7 days, and the trend of 30",
  says: [
    "HEALTHY from 95 % successes, WARNING from 80 %, CRITICAL below; conflicts stay out.",
    "Exit 9 where a page is CRITICAL, 0 otherwise; with --format prometheus 0 in both cases.",
  ],
  flags: [FORMAT, JSON_FLAG, AS_OF, ...WAREHOUSE_FLAGS],
  examples: [
    ["eros-tui health", "the worst first"],
    ["eros-tui health --json", "for a script"],
    ["eros-tui health --format prometheus > eros.prom", "for node_exporter's textfile collector"],
  ],
  load: async () => (await import("./work.js")).work,
};
