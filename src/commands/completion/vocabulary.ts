import { COMMANDS, type Command } from "../command.js";
import type { Flag } from "../flag.js";
import { HELP, VERSION_FLAG } from "../flag.js";
import { SCREENS } from "../help.js";

/** What may stand in a place of the line. */
export type Values =
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "pages" }
  | { readonly kind: "files" }
  /** Something that nobody can list. */
  | { readonly kind: "free" };

export interface FlagWords {
  readonly name: string;
  readonly says: string;
  /** Null for a switch. */
  readonly values: Values | null;
}
export interface VerbWords {
  /** Empty for the screens: `eros-tui` alone. */
  readonly name: string;
  readonly says: string;
  readonly flags: readonly FlagWords[];
  /** The word after the verb; null where it takes none. */
  readonly argument: Values | null;
}

/** Flags that decide which warehouse is meant: the question for page names is asked with those of the line. */
export const WAREHOUSE_WORDS = ["--db", "--warehouse", "--project-id", "--dataset", "--profile", "--config"];

/** Every verb with its flags and what they take, from the one table of commands. */
export function vocabulary(): VerbWords[] {
  const screens: VerbWords = {
    name: "",
    says: "",
    flags: [...SCREENS.flags, HELP, VERSION_FLAG].map(flagWords),
    argument: { kind: "words", words: COMMANDS.map(({ name }) => name) },
  };
  return [screens, ...COMMANDS.map(verbWords)];
}

const verbWords = ({ name, summary, flags, argument }: Command): VerbWords => ({
  name,
  says: summary,
  flags: [...flags, HELP].map(flagWords),
  argument: argument === undefined ? null : argumentValues(argument.name),
});

const flagWords = ({ name, says, value, choices }: Flag): FlagWords => ({
  name,
  says,
  values: value === undefined ? null : choices !== undefined ? words(choices) : named(value),
});

const argumentValues = (name: string): Values =>
  name === "SHELL" ? words(["bash", "zsh", "fish"]) : named(name);

const words = (list: readonly string[]): Values => ({ kind: "words", words: list });

function named(placeholder: string): Values {
  if (placeholder === "PAGE") return { kind: "pages" };
  return /FILE|DIR|FOLDER|PLAN|\.json/i.test(placeholder) ? { kind: "files" } : { kind: "free" };
}
