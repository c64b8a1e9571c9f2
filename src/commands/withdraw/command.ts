import type { Command } from "../command.js";
import { AS_OF, CSV_FLAGS, type Flag, JSON_FLAG, REMOVALS, WAREHOUSE_FLAGS, YES } from "../flag.js";

export const WHY: Flag = { name: "--why", value: "TEXT", says: "the reason, kept in the log; needed" };

export const withdraw: Command = {
  name: "withdraw",
  summary: "takes a stored schedule back and frees its captions to come",
  says: [
    "What was sent before now goes on counting for gap and rest; what was to come does not take place.",
    "Nothing is asked: the id and the reason say it. Production is asked for, as with every commit.",
    "What is queued in the sending platform has to be taken out there by hand: --removals writes it as",
    "a CSV, `export ID --removals` does so later. `restore ID` undoes it while nothing of it is due.",
  ],
  argument: { name: "SCHEDULE_ID", says: "the id that `build` printed" },
  flags: [WHY, REMOVALS, ...CSV_FLAGS, YES, JSON_FLAG, AS_OF, ...WAREHOUSE_FLAGS],
  examples: [
    [
      "eros-tui withdraw sched_20251103_091244_512034_jadebri --why closed",
      "the week is free to be planned again",
    ],
    [
      "eros-tui withdraw sched_20251103_091244_512034_jadebri --why mistake --removals",
      "with a CSV of what is to be taken out by hand",
    ],
  ],
  load: async () => (await import("./work.js")).work,
};
