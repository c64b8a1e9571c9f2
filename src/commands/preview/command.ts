import type { Command } from "../command.js";
import {
  CSV_FLAGS,
  type Flag,
  JSON_FLAG,
  PAGE_NAME,
  PLAN_FLAGS,
  REPLACE,
  START_DATE,
  WAREHOUSE_FLAGS,
} from "../flag.js";

export const SAVE: Flag = {
  name: "--save",
  value: "FILE",
  says: "saves the plan, to be looked at and applied as it is",
};

export const preview: Command = {
  name: "preview",
  summary: "plans a week and shows it; nothing is stored or locked",
  says: [
    "With --output the plan is written as a CSV file, still without being stored.",
    "A week that is set already is planned as its replacement: what was sent of it stays.",
    "With --save it is written as a plan, which `eros-tui show` shows and `eros-tui apply` stores.",
  ],
  argument: { name: "PAGE", says: "the page" },
  flags: [PAGE_NAME, START_DATE, ...PLAN_FLAGS, REPLACE, ...CSV_FLAGS, SAVE, JSON_FLAG, ...WAREHOUSE_FLAGS],
  examples: [
    ["eros-tui preview jadebri", "the planning week as a grid, with messages and warnings"],
    ["eros-tui preview jadebri --ppv 12 --hours 09-22", "more PPVs in other hours"],
    [
      "eros-tui preview jadebri --zone GREEN --price-mix 3/5/4 --ppv 12 --json",
      "another zone and mix, as JSON",
    ],
    ["eros-tui preview jadebri --save plan.json", "for a second pair of eyes, and to be applied as it is"],
    ["eros-tui preview jadebri --exclude 1234567890123456789,-987654321012345678", "without two captions"],
  ],
  load: async () => (await import("./work.js")).work,
};
