import type { Command } from "../command.js";
import {
  AS_OF,
  type Flag,
  FORCE,
  JSON_FLAG,
  SPREADSHEET_SAFE,
  START_DATE,
  TOLERANCE,
  WAREHOUSE_FLAGS,
  YES,
} from "../flag.js";

export const PAGES: Flag = { name: "--pages", value: "FILE", says: "the pages of a file, one name a line" };
export const ALL: Flag = { name: "--all", says: "every page of the warehouse" };
export const DUE: Flag = { name: "--due", says: "the pages whose week is not set yet; the usual choice" };
export const CONCURRENCY: Flag = {
  name: "--concurrency",
  value: "N",
  says: "pages read together, default 8 to 32; the plans do not depend on it",
};
export const OUTPUT_DIR: Flag = {
  name: "--output-dir",
  value: "DIR",
  says: "folder of the CSV files, made where it is not there",
};
export const DRY_RUN: Flag = { name: "--dry-run", says: "plans only: nothing is stored, locked or written" };
export const RESUME: Flag = { name: "--resume", says: "goes on: pages whose week is set count as done" };

export const batch: Command = {
  name: "batch",
  summary: "plans and commits the week of many pages",
  says: [
    "Pages choose one after another, each from what the batch has left; the order is drawn anew",
    "every week, and tired pages start ahead. A page that fails stops nobody.",
    "Ctrl-C ends the page under way and says what was not done; --resume goes on.",
    "Exit code: 0 all done; 8 some failed; none done: the code of what failed most (3, 4 …).",
  ],
  flags: [
    START_DATE,
    PAGES,
    ALL,
    DUE,
    DRY_RUN,
    RESUME,
    CONCURRENCY,
    OUTPUT_DIR,
    FORCE,
    SPREADSHEET_SAFE,
    AS_OF,
    TOLERANCE,
    YES,
    JSON_FLAG,
    ...WAREHOUSE_FLAGS,
  ],
  examples: [
    ["eros-tui batch --dry-run", "the plans of all pages that are due, without storing any"],
    ["eros-tui batch --output-dir week-46", "commits them, the CSV files in a folder"],
    ["eros-tui batch --pages mine.txt --start-date 2025-11-17 --resume", "goes on with a list of pages"],
    ["eros-tui batch --all --json > batch.json", "what became of each page, as JSON"],
  ],
  load: async () => (await import("./work.js")).work,
};
