import type { Command } from "../command.js";
import { CONFIG, DB, type Flag, JSON_FLAG, LOG_FORMAT } from "../flag.js";

export const RENEW: Flag = { name: "--force", says: "put a new demo in place of the one that is there" };

export const demo: Command = {
  name: "demo",
  summary: "makes the demo warehouse: invented pages, captions and 180 days of history",
  says: ["It lies in a file of its own; a warehouse of yours is never touched."],
  flags: [RENEW, DB, JSON_FLAG, CONFIG, LOG_FORMAT],
  examples: [
    ["eros-tui demo", "makes demo.duckdb where there is none"],
    ["eros-tui demo --force", "as new: schedules and locks of the old demo are gone"],
  ],
  load: async () => (await import("./work.js")).work,
};
