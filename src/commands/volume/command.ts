import type { Command } from "../command.js";
import { CONFIG, type Flag, JSON_FLAG, PROFILE, TOLERANCE } from "../flag.js";

export const TIER: Flag = {
  name: "--tier",
  value: "TIER",
  says: "MICRO, SMALL, MEDIUM, LARGE or MEGA",
  choices: ["MICRO", "SMALL", "MEDIUM", "LARGE", "MEGA"],
};
export const SCORE: Flag = { name: "--score", value: "S", says: "the saturation score, 0 to 1" };

export const volume: Command = {
  name: "volume",
  summary: "how many PPVs and bumps a week a tier bears at a saturation score",
  says: ["Without --tier: the documented case of each tier. Needs no warehouse."],
  flags: [TIER, SCORE, TOLERANCE, JSON_FLAG, PROFILE, CONFIG],
  examples: [
    ["eros-tui volume", "the five documented cases"],
    ["eros-tui volume --tier MEDIUM --score 0.45", "one case: 9 PPVs and 9 bumps, YELLOW"],
    [
      "eros-tui volume --tier LARGE --score 0.42 --tolerance 0.7 --json",
      "the same as JSON, with another tolerance",
    ],
  ],
  load: async () => (await import("./work.js")).work,
};
