import { VERSION } from "../version.js";
import { COMMANDS, type Command } from "./command.js";
import { AS_OF, type Flag, HELP, TOLERANCE, VERSION_FLAG, WAREHOUSE_FLAGS } from "./flag.js";

/** What the screens take: `eros-tui` without a verb. */
export const SCREENS = {
  name: "",
  flags: [AS_OF, TOLERANCE, ...WAREHOUSE_FLAGS],
} as const satisfies Pick<Command, "name" | "flags">;

const EXITS = [
  "0 done · 1 unexpected · 2 bad input · 3 nothing to plan · 4 conflict · 5 not permitted",
  "6 warehouse incomplete · 7 unreachable · 8 partly failed · 9 needs attention · 130 interrupted",
];

/** `eros-tui --help`. */
export function programHelp(): string {
  return [
    `eros-tui ${VERSION}: plans a week of messages for a page and commits the plan safely.`,
    "",
    "  eros-tui                     the screens; without a terminal the pages and a plan as text",
    "  eros-tui COMMAND --help      what a command takes, with examples",
    "",
    "Commands",
    ...columns(
      COMMANDS.map(({ name, argument, summary }) => [`${name} ${argument?.name ?? ""}`.trim(), summary]),
    ),
    "",
    "Flags of the screens",
    ...flagLines([...SCREENS.flags, HELP, VERSION_FLAG]),
    "",
    "Examples",
    ...columns([
      ["eros-tui", "walk through a week on the demo data"],
      ["eros-tui preview jadebri", "the same plan as text"],
      ["eros-tui build jadebri --output week.csv", "store it and write the CSV"],
    ]),
    "",
    "Settings",
    "  Flags go before variables (EROS_DB, EROS_TOLERANCE, EROS_PROFILE, EROS_CONFIG …), those before",
    "  the config file (~/.config/eros-tui/config.toml, a profile before the rest), that before defaults.",
    "",
    "Exit codes",
    ...EXITS.map((line) => `  ${line}`),
    "",
  ].join("\n");
}

/** `eros-tui VERB --help`. */
export function commandHelp(command: Command): string {
  const usage = ["eros-tui", command.name, command.argument?.name, "[flags]"].filter(Boolean).join(" ");
  return [
    `${usage}: ${command.summary}.`,
    "",
    ...command.says.map((line) => `  ${line}`),
    ...(command.says.length > 0 ? [""] : []),
    ...(command.argument === undefined
      ? []
      : ["Argument", ...columns([[command.argument.name, command.argument.says]]), ""]),
    "Flags",
    ...flagLines([...command.flags, HELP]),
    "",
    "Examples",
    ...command.examples.flatMap(([line, says]) => [`  ${line}`, `      ${says}`]),
    "",
  ].join("\n");
}

const flagLines = (flags: readonly Flag[]): string[] =>
  columns(flags.map(({ name, value, says }) => [value === undefined ? name : `${name} ${value}`, says]));

/** Two columns, the first as wide as its widest text. */
function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
