import { KEYS, SETTING_KEYS } from "../settings/keys.js";
import { loadSettings } from "../settings/load.js";
import type { Settings } from "../settings/settings.js";
import { AS_OF, CONFIG, PROFILE } from "./flag.js";
import type { Input } from "./input.js";
import type { Run } from "./run.js";

/** The settings of a run, its flags before everything else; what is odd about them is said once. */
export async function settingsOf(input: Input, run: Pick<Run, "env" | "err">): Promise<Settings> {
  const values = Object.fromEntries(
    SETTING_KEYS.map((key) => {
      const name = KEYS[key].flag;
      return [key, name === undefined ? undefined : input.text({ name, says: "" })];
    }),
  );
  const settings = await loadSettings({
    env: run.env,
    flags: { values, config: input.text(CONFIG), profile: input.text(PROFILE), asOf: input.text(AS_OF) },
  });
  for (const note of settings.notes) run.err(`eros-tui: ${note}`);
  return settings;
}
