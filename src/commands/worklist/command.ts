import type { Command } from "../command.js";
import { AS_OF, type Flag, JSON_FLAG, WAREHOUSE_FLAGS } from "../flag.js";

export const QUEUED: Flag = {
  name: "--queued",
  value: "NUMBERS",
  says: "marks messages as queued: 3, or 1,4-7, or all",
  many: true,
};
export const NOT_QUEUED: Flag = {
  name: "--not-queued",
  value: "NUMBERS",
  says: "takes marks back",
  many: true,
};
export const CAPTION: Flag = {
  name: "--caption",
  value: "NUMBER",
  says: "one caption alone, untouched; `next`: the first not queued",
};

export const worklist: Command = {
  name: "worklist",
  summary: "a schedule's messages in sending order, and what is queued of them",
  says: [
    "Who marked what and when is kept in the warehouse: the list goes on at any machine. Marks lock",
    "nothing, so that production does not ask for a word. On the screens: W, then y and ␣.",
  ],
  argument: { name: "PAGE", says: "the page, for its schedule under way or next, or a SCHEDULE_ID" },
  flags: [QUEUED, NOT_QUEUED, CAPTION, JSON_FLAG, AS_OF, ...WAREHOUSE_FLAGS],
  examples: [
    ["eros-tui worklist jadebri", "what is to be queued, and how far it is"],
    ["eros-tui worklist jadebri --caption next", "the next caption alone, to pipe into a clipboard"],
    ["eros-tui worklist jadebri --queued 1,4-7", "marks five messages as queued"],
  ],
  load: async () => (await import("./work.js")).work,
};
