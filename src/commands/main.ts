import { asErosError, badInput, type ErosError } from "../domain/errors.js";
import { VERSION } from "../version.js";
import type { WalkServices } from "../walk/services.js";
import { COMMANDS, type Command } from "./command.js";
import { commandHelp, programHelp, SCREENS } from "./help.js";
import type { Run } from "./run.js";

/** The screens, which the commands do not know: they are handed in by the program's entry. */
export type Screens = (services: WalkServices) => Promise<number>;

const HELP_WORDS = ["--help", "-h"];

/**
 * The program: words in, exit code out. Everything that fails ends here and is told on standard error.
 * Only what a line needs is loaded, so that help answers at once and the first screen comes before any database.
 */
export async function main(words: readonly string[], run: Run, screens: Screens): Promise<number> {
  try {
    return await dispatch(words, run, screens);
  } catch (error) {
    return tellFailure(error, run);
  }
}

async function dispatch(words: readonly string[], run: Run, screens: Screens): Promise<number> {
  const [first, ...rest] = words;
  if (first === "help") return help(rest[0], run);
  if (first === undefined || first.startsWith("-")) return start(words, run, screens);
  if (rest.some((word) => HELP_WORDS.includes(word))) return help(first, run);
  const command = commandNamed(first);
  if (command === undefined) throw await unknownCommand(first);
  const { parse } = await import("./parse.js");
  const input = await parse(command, rest);
  const work = await command.load();
  await work(input, run);
  return 0;
}

async function help(verb: string | undefined, run: Run): Promise<number> {
  const command = verb === undefined ? null : commandNamed(verb);
  if (command === undefined) throw await unknownCommand(verb ?? "");
  run.out((command === null ? programHelp() : commandHelp(command)).trimEnd());
  return 0;
}

/** No verb: the screens, or without a terminal the same facts as text. */
async function start(words: readonly string[], run: Run, screens: Screens): Promise<number> {
  if (words.some((word) => HELP_WORDS.includes(word))) return help(undefined, run);
  if (words.includes("--version")) {
    run.out(VERSION);
    return 0;
  }
  const verb = words.find((word) => COMMANDS.some(({ name }) => name === word));
  if (verb !== undefined)
    throw badInput(
      "arguments",
      `${verb} stands behind its flags`,
      `put it first: eros-tui ${verb} ${words.filter((word) => word !== verb).join(" ")}`,
    );
  refuseFlagsOfCommands(words);
  const { parse } = await import("./parse.js");
  const input = await parse(SCREENS, words);
  if (run.interactive) {
    const { walkServices } = await import("./walk-services.js");
    return screens(await walkServices(input, run));
  }
  const { glance } = await import("./glance.js");
  await glance(input, run);
  return 0;
}

/** A line of the original's, which had no verbs: `eros-tui --page-name jadebri`. */
function refuseFlagsOfCommands(words: readonly string[]): void {
  const has = ({ flags }: Pick<Command, "flags">, word: string): boolean =>
    flags.some(({ name }) => name === word.split("=")[0]);
  const flags = words.filter((word) => word.startsWith("--"));
  const taking = COMMANDS.filter((command) => flags.every((flag) => has(command, flag)));
  const [first] = flags.filter((flag) => !has(SCREENS, flag));
  if (first === undefined || taking.length === 0) return;
  const names = taking.length > 8 ? "" : `, one of ${taking.map(({ name }) => name).join(", ")}`;
  throw badInput(
    "arguments",
    `${first.split("=")[0]} belongs to a command, and none is named`,
    `put it first${names}: eros-tui COMMAND ${words.join(" ")}; \`eros-tui --help\` explains them`,
  );
}

const commandNamed = (word: string): Command | undefined => COMMANDS.find(({ name }) => name === word);

async function unknownCommand(word: string): Promise<ErosError> {
  const { nearestNames } = await import("../domain/nearest-names.js");
  const names = COMMANDS.map(({ name }) => name);
  const [near] = nearestNames(word, names);
  return badInput(
    "command",
    `there is no command “${word}”${near === undefined ? "" : `, did you mean ${near}?`}`,
    `\`eros-tui --help\` explains the commands: ${names.join(", ")}`,
  );
}

/** Tells a failure on standard error and gives the exit code that follows from it. */
export async function tellFailure(error: unknown, run: Run): Promise<number> {
  const failure = asErosError(error);
  const { failureText, isLogged } = await import("./failure.js");
  const log = isLogged(failure) ? await recorded(failure, run) : null;
  run.err(failureText(failure, log));
  return failure.exitCode;
}

/** Puts a failure into the log, in the form that the environment or config file asks for; null where there is none. */
async function recorded(failure: ErosError, run: Run): Promise<string | null> {
  try {
    const [{ pathsOf }, { loadSettings }, { appendTo, logPath }, { logTo }, { failureDetails }] =
      await Promise.all([
        import("../settings/paths.js"),
        import("../settings/load.js"),
        import("../settings/log-file.js"),
        import("./log-of.js"),
        import("./failure.js"),
      ]);
    const path = logPath(pathsOf(run));
    const append = appendTo(path);
    // The settings themselves may be what failed.
    const settings = await loadSettings({ env: run.env }).catch(() => ({ logFormat: "text" as const }));
    let written = false;
    const write = (line: string): void => {
      append(line);
      written = true;
    };
    logTo(write, settings, false).error("commands", failureDetails(failure));
    return written ? path : null;
  } catch {
    return null;
  }
}
