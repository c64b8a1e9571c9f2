import { resolve } from "node:path";
import { badInput } from "../domain/errors.js";
import { KEYS, type Kind, SETTING_KEYS, type SettingKey } from "./keys.js";
import { expandHome, type Surroundings } from "./paths.js";
import { VALUES, type Values } from "./schema.js";

/** Values from the texts of flags or variables, by the same rules as the config file's. */
export function readTexts(
  texts: { readonly [K in SettingKey]?: string | undefined },
  nameOf: (key: SettingKey) => string,
  surroundings: Surroundings,
): Values {
  const values: Record<string, unknown> = {};
  for (const key of SETTING_KEYS) {
    const text = texts[key];
    if (text === undefined) continue;
    const result = VALUES[key].safeParse(fromText(KEYS[key].kind, text, surroundings));
    if (!result.success)
      throw badInput(
        nameOf(key),
        `${nameOf(key)} “${text}” is not allowed`,
        `give ${KEYS[key].kind === "path" ? "a path" : KEYS[key].allowed}`,
      );
    values[key] = result.data;
  }
  return values as Values;
}

const SWITCHES: Readonly<Record<string, boolean>> = {
  true: true,
  "1": true,
  yes: true,
  false: false,
  "0": false,
  no: false,
};

/** What the config file would hold; a text that means nothing stays a text, which no rule but its own accepts. */
function fromText(kind: Kind, text: string, surroundings: Surroundings): unknown {
  const trimmed = text.trim();
  switch (kind) {
    case "number":
      return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(trimmed) ? Number(trimmed) : trimmed;
    case "switch":
      return SWITCHES[trimmed.toLowerCase()] ?? trimmed;
    case "list":
      return trimmed.split(",").filter((part) => part.trim() !== "");
    case "path":
      // A shell's user means the working directory; a file that is read from anywhere could not.
      return trimmed === "" ? trimmed : resolve(expandHome(trimmed, surroundings));
    default:
      return trimmed;
  }
}
