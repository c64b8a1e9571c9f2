import type { Command } from "../command.js";
import { type Flag, JSON_FLAG, WAREHOUSE_FLAGS } from "../flag.js";

export const DRY_RUN: Flag = { name: "--dry-run", says: "shows what would be done and does nothing" };
export const CONSENT: Flag = {
  name: "--yes",
  says: "also replaces what somebody else made, and adds columns to tables that stand",
};
export const SQL: Flag = { name: "--sql", says: "prints the whole script for `bq query` instead" };

export const deploy: Command = {
  name: "deploy",
  summary: "gives a BigQuery dataset the tables and routines that this program needs",
  says: [
    "It shows what stands there against what is wanted, then does it. Rows are never touched; a table",
    "of another shape is never altered: give yours another name under [tables] in the config file.",
    "Older procedures of the same names stay as they are without --yes; this program does without them.",
    "A local warehouse needs none of this: there the functions of another version are renewed.",
  ],
  flags: [DRY_RUN, CONSENT, SQL, JSON_FLAG, ...WAREHOUSE_FLAGS],
  examples: [
    [
      "eros-tui deploy --project-id of-scheduler-proj --dataset eros_scheduling_brain --dry-run",
      "what would be made, replaced and left",
    ],
    ["eros-tui deploy --profile prod --yes", "does it, older procedures replaced"],
    ["eros-tui deploy --profile prod --sql > deploy.sql", "for somebody who has the right to run it"],
  ],
  load: async () => (await import("./work.js")).work,
};
