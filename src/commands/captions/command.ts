import type { Command } from "../command.js";
import { AS_OF, type Flag, JSON_FLAG, PAGE_NAME, SEED, START_DATE, WAREHOUSE_FLAGS } from "../flag.js";

export const LIMIT: Flag = { name: "--limit", value: "N", says: "captions shown per price tier; default 5" };

export const captions: Command = {
  name: "captions",
  summary: "what is left per price tier and why, and the captions ranked first",
  says: ["Reads only: nothing is locked."],
  argument: { name: "PAGE", says: "the page" },
  flags: [PAGE_NAME, START_DATE, SEED, LIMIT, AS_OF, JSON_FLAG, ...WAREHOUSE_FLAGS],
  examples: [
    ["eros-tui captions jadebri", "for the planning week"],
    ["eros-tui captions jadebri --start-date 2025-11-17 --limit 20", "another week, more of them"],
    ["eros-tui captions jadebri --json", "as JSON, with every number behind a rank"],
  ],
  load: async () => (await import("./work.js")).work,
};
