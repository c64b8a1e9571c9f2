import { badInput, type ErosError } from "../domain/errors.js";
import { nearestNames } from "../domain/nearest-names.js";
import type { Command } from "./command.js";
import type { Flag } from "./flag.js";
import { Input } from "./input.js";

/** As much of a command as its line needs. */
export type Grammar = Pick<Command, "name" | "argument" | "flags">;

/**
 * Reads what stands after a verb.
 * @throws {ErosError} for a flag that it does not have, with the nearest that it has; for a value that is lacking or
 * a word too many.
 */
export async function parse(grammar: Grammar, words: readonly string[]): Promise<Input> {
  // The bare start has nothing to read, and a first frame to show.
  if (words.length === 0) return new Input(undefined, new Map());
  refuseLackingValue(grammar, words);
  const { Command: Program, CommanderError, Option } = await import("commander");
  const program = new Program(grammar.name || "eros-tui")
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} })
    .helpOption(false)
    .allowExcessArguments(false);
  for (let word = 0; word < (grammar.argument === undefined ? 0 : (grammar.argument.count ?? 1)); word++)
    program.argument(`[word${word}]`);
  const options = grammar.flags.map((flag) => {
    const option = new Option(flag.value === undefined ? flag.name : `${flag.name} <value>`);
    if (flag.many)
      option.argParser((value: string, before: string | undefined) =>
        before === undefined ? value : `${before},${value}`,
      );
    program.addOption(option);
    return { flag, key: option.attributeName() };
  });
  try {
    program.parse([...words], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) throw refusal(grammar, error);
    throw error;
  }
  const given: Record<string, string | true | undefined> = program.opts();
  const values = new Map<string, string | true>();
  for (const { flag, key } of options) {
    const value = given[key];
    if (value === undefined) continue;
    if (value !== true && value.trim() === "")
      throw badInput(flag.name, `${flag.name} is empty`, "give a value, or leave it out");
    values.set(flag.name, value);
  }
  return new Input(program.args[0], values, program.args.slice(1));
}

/** A flag in the place of another's value is no value: the value was forgotten. Behind `=` anything may stand. */
function refuseLackingValue(grammar: Grammar, words: readonly string[]): void {
  const isFlag = (word: string): boolean => grammar.flags.some(({ name }) => name === word.split("=")[0]);
  for (let at = 0; at < words.length && words[at] !== "--"; at++) {
    const flag = grammar.flags.find(({ name, value }) => name === words[at] && value !== undefined);
    if (flag === undefined) continue;
    at += 1;
    if (isFlag(words[at] ?? "")) throw lackingValue(grammar, flag.name, flag);
  }
}

function refusal(grammar: Grammar, error: { readonly code: string; readonly message: string }): ErosError {
  const called = grammar.name === "" ? "eros-tui" : grammar.name;
  const help = helpOf(grammar);
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? "";
  switch (error.code) {
    case "commander.unknownOption": {
      const [flag = quoted] = quoted.split("=");
      const names = grammar.flags.map(({ name }) => name);
      // Only a switch is not known with a value behind it.
      if (quoted.includes("=") && names.some((name) => name === flag))
        return badInput(flag, `${flag} takes no value`, `write ${flag} alone, or leave it out; ${help}`);
      const [near] = nearestNames(flag, names);
      return badInput(
        flag,
        `${called} has no flag ${flag}${near === undefined ? "" : `, did you mean ${near}?`}`,
        `its flags are ${names.join(" ")}; ${help}`,
      );
    }
    case "commander.optionMissingArgument": {
      const flag = grammar.flags.find(({ name }) => quoted.split(" ")[0] === name);
      return lackingValue(grammar, quoted, flag);
    }
    case "commander.excessArguments":
      return badInput(
        "arguments",
        grammar.argument === undefined
          ? `${called} takes flags only`
          : `${called} takes ${grammar.argument.count === undefined ? "one " : ""}${grammar.argument.name}; there are more words than that`,
        `put a value with blanks between quotation marks; ${help}`,
      );
    default:
      return badInput("arguments", error.message.replace(/^error: /, ""), help);
  }
}

const helpOf = ({ name }: Grammar): string =>
  `\`eros-tui ${name === "" ? "" : `${name} `}--help\` explains them`;

const lackingValue = (grammar: Grammar, quoted: string, flag: Flag | undefined): ErosError =>
  badInput(quoted, `${flag?.name ?? quoted} needs a value`, `give ${exampleOf(flag)}; ${helpOf(grammar)}`);

const exampleOf = (flag: Flag | undefined): string =>
  flag?.value === undefined ? "one" : `${flag.name} ${flag.value} (${flag.says})`;
