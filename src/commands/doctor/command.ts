import type { Command } from "../command.js";
import { JSON_FLAG, WAREHOUSE_FLAGS } from "../flag.js";

export const doctor: Command = {
  name: "doctor",
  summary: "looks at warehouse, data and clock; says what to do about what is wrong",
  says: [
    "It changes nothing. Credentials, dataset, tables, routines and their version, age of data, clock.",
    "The exit code is that of the first thing that failed; a warning alone is 0.",
  ],
  flags: [JSON_FLAG, ...WAREHOUSE_FLAGS],
  examples: [
    ["eros-tui doctor", "the warehouse that would be used"],
    ["eros-tui doctor --project-id of-scheduler-proj --json", "BigQuery, for a script"],
  ],
  load: async () => (await import("./work.js")).work,
};
