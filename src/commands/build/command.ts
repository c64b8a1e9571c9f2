import type { Command } from "../command.js";
import {
  ALLOW_PAST,
  CSV_FLAGS,
  JSON_FLAG,
  PAGE_NAME,
  PLAN_FLAGS,
  REPLACE,
  START_DATE,
  WAREHOUSE_FLAGS,
  YES,
} from "../flag.js";

export const build: Command = {
  name: "build",
  summary: "plans a week, stores it, locks its captions and writes the CSV",
  says: [
    "One transaction does all or nothing; a conflict (exit 4) writes nothing.",
    "With --replace a stored schedule ends in the same transaction; what was sent of it stays as it is.",
  ],
  argument: { name: "PAGE", says: "the page" },
  flags: [
    PAGE_NAME,
    START_DATE,
    ...PLAN_FLAGS,
    REPLACE,
    ALLOW_PAST,
    ...CSV_FLAGS,
    YES,
    JSON_FLAG,
    ...WAREHOUSE_FLAGS,
  ],
  examples: [
    ["eros-tui build jadebri", "the planning week, as computed"],
    [
      "eros-tui build --page-name jadebri --start-date 2025-11-10 --output week.csv",
      "a week and a file of your choice",
    ],
    [
      "eros-tui build jadebri --ppv 8 --seed second-try --json > plan.json",
      "with overrides, the schedule as JSON",
    ],
    [
      "eros-tui build jadebri --replace sched_20251103_091244_512034_jadebri --bump 5",
      "the rest of a running week anew",
    ],
  ],
  load: async () => (await import("./work.js")).work,
};
