import type { Command } from "../command.js";
import {
  CONFIG,
  DATASET,
  DB,
  type Flag,
  JSON_FLAG,
  LOG_FORMAT,
  PROFILE,
  PROJECT_ID,
  WAREHOUSE,
  YES,
} from "../flag.js";

const file = (name: "captions" | "messages" | "creators" | "inventory", says: string): Flag => ({
  name: `--${name}`,
  value: "FILE",
  says,
});
/** A file for each kind of rows. */
export const FILES = {
  captions: file("captions", "the caption bank: id, text, price tier, category, urgency"),
  messages: file("messages", "what was sent: page, text or caption id, time, type, counts, earnings"),
  creators: file("creators", "the pages, with their names for people"),
  inventory: file("inventory", "what pages offer: PPVs of other categories are kept from them"),
} as const;
export const SKIP_BAD: Flag = {
  name: "--skip-bad",
  says: "leave out what cannot be taken; without it one bad record keeps all out",
};

export const importCommand: Command = {
  name: "import",
  summary: "brings captions, messages, pages and inventory into your warehouse",
  says: [
    "CSV, JSON lines or Parquet, columns by name. All or nothing; the same file twice adds nothing.",
    "A record that is not taken is told with its line and the reason; docs/import.md has the rules.",
    "BigQuery takes the same files with the same verdicts, by load jobs.",
  ],
  flags: [
    ...Object.values(FILES),
    SKIP_BAD,
    YES,
    DB,
    WAREHOUSE,
    PROJECT_ID,
    DATASET,
    PROFILE,
    JSON_FLAG,
    CONFIG,
    LOG_FORMAT,
  ],
  examples: [
    [
      "eros-tui import --captions captions.csv --messages messages.csv",
      "into eros.duckdb, made where there is none",
    ],
    [
      "eros-tui import --messages week.jsonl --skip-bad",
      "what is new, without the records that cannot be taken",
    ],
    ["eros-tui import --inventory offers.csv --json", "the report as JSON"],
    ["eros-tui import --captions captions.csv --profile prod --yes", "into the team's dataset"],
  ],
  load: async () => (await import("./work.js")).work,
};
