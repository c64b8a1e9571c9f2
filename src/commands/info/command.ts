import type { Command } from "../command.js";
import { JSON_FLAG, WAREHOUSE_FLAGS } from "../flag.js";

export const info: Command = {
  name: "info",
  summary: "versions, paths and the warehouse, for a bug report",
  says: ["Holds no secret, no page and no caption. A warehouse that does not open is said, not failed on."],
  flags: [JSON_FLAG, ...WAREHOUSE_FLAGS],
  examples: [
    ["eros-tui info", "to paste into a report"],
    ["eros-tui info --json", "for a script"],
  ],
  load: async () => (await import("./work.js")).work,
};
