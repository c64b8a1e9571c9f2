import type { Command } from "../command.js";
import { type Flag, JSON_FLAG, PAGE_NAME, WAREHOUSE_FLAGS } from "../flag.js";

export const FROM: Flag = { name: "--from", value: "DATE", says: "schedules with a day from this date on" };
export const TO: Flag = { name: "--to", value: "DATE", says: "schedules with a day up to this date" };
export const LIMIT: Flag = { name: "--limit", value: "N", says: "the newest so many; default 50" };

export const history: Command = {
  name: "history",
  summary: "the schedules that were stored, by page and date",
  says: [
    "Withdrawn and replaced ones are among them. `eros-tui show ID` shows one with what its messages",
    "earned, `eros-tui diff` compares two, `eros-tui export ID` writes the CSV again.",
  ],
  argument: { name: "PAGE", says: "the page; default: all pages" },
  flags: [PAGE_NAME, FROM, TO, LIMIT, JSON_FLAG, ...WAREHOUSE_FLAGS],
  examples: [
    ["eros-tui history", "the newest of all pages"],
    ["eros-tui history jadebri --from 2025-10-01", "a page since October"],
    ["eros-tui history --from 2025-11-10 --to 2025-11-16 --json", "a week of all pages as JSON"],
  ],
  load: async () => (await import("./work.js")).work,
};
