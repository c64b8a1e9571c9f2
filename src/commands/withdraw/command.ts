import type { Command } from "../command.js";
import { AS_OF, type Flag, JSON_FLAG, WAREHOUSE_FLAGS, YES } from "../flag.js";

export const WHY: Flag = { name: "--why", value: "TEXT", says: "the reason, kept in the log; needed" };

export const withdraw: Command = {
  name: "withdraw",
  summary: "takes a stored schedule back and frees its captions to come",
  says: [
    "What was sent before now goes on counting for gap and rest; what was to come does not take place.",
    "Nothing is asked: the id and the reason say it. Production is asked for, as with every commit.",
    "Messages that are queued in the sending platform have to be taken out there by hand.",
  ],
  argument: { name: "SCHEDULE_ID", says: "the id that `build` printed" },
  flags: [WHY, YES, JSON_FLAG, AS_OF, ...WAREHOUSE_FLAGS],
  examples: [
    [
      "eros-tui withdraw sched_20251103_091244_512034_jadebri --why closed",
      "the week is free to be planned again",
    ],
    [
      "eros-tui withdraw sched_20251103_091244_512034_jadebri --why sent-twice --json",
      "what was sent, what is free again, as JSON",
    ],
  ],
  load: async () => (await import("./work.js")).work,
};
