import type { Command } from "../command.js";
import { AS_OF, JSON_FLAG, TOLERANCE, WAREHOUSE_FLAGS } from "../flag.js";

export const config: Command = {
  name: "config",
  summary: "what holds for a run, and where each value comes from",
  says: ["Takes the flags of the other commands and shows what they would mean. Opens and writes nothing."],
  flags: [JSON_FLAG, TOLERANCE, AS_OF, ...WAREHOUSE_FLAGS],
  examples: [
    ["eros-tui config", "every setting with its flag, variable, or file and line"],
    ["eros-tui config --profile prod", "what the profile changes"],
    ["eros-tui config --json", "for a script"],
  ],
  load: async () => (await import("./work.js")).work,
};
