import type { Command } from "../command.js";
import { AS_OF, type Flag, JSON_FLAG, WAREHOUSE_FLAGS } from "../flag.js";

export const OLDER_THAN: Flag = {
  name: "--older-than",
  value: "DAYS",
  says: "sends more than so many days ago, at least 7; default 14d",
};
export const GIVE_FREE: Flag = { name: "--yes", says: "gives them free; without it they are counted only" };

export const unlock: Command = {
  name: "unlock",
  summary: "gives captions free whose sends are long over, after a count",
  says: [
    "A lock holds for 7 days after its send and is then in nobody's way; this tidies the table.",
    "At a terminal the count is shown and you are asked; elsewhere nothing is changed without --yes.",
  ],
  flags: [OLDER_THAN, GIVE_FREE, JSON_FLAG, AS_OF, ...WAREHOUSE_FLAGS],
  examples: [
    ["eros-tui unlock --older-than 14d", "how many, of which pages; then it asks"],
    ["eros-tui unlock --older-than 30d --yes", "from cron"],
  ],
  load: async () => (await import("./work.js")).work,
};
