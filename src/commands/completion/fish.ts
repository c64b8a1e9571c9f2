import { type Values, type VerbWords, WAREHOUSE_WORDS } from "./vocabulary.js";

/** A file for fish's completions folder. */
export function fishScript(verbs: readonly VerbWords[]): string {
  return [
    "# Completion of eros-tui for fish: eros-tui completion fish > ~/.config/fish/completions/eros-tui.fish",
    "function __eros_tui_pages",
    "  set -l words (commandline -opc)",
    "  set -l where",
    "  for i in (seq 2 (count $words))",
    `    if contains -- $words[$i] ${WAREHOUSE_WORDS.join(" ")}`,
    "      set -a where $words[$i] $words[(math $i + 1)]",
    "    end",
    "  end",
    "  $words[1] completion pages $where 2>/dev/null",
    "end",
    "# True where the line has this verb, and no word yet beside its flags and their values.",
    "function __eros_tui_verb",
    "  set -l words (commandline -opc)",
    "  if test (count $words) -lt 2; or string match -q -- '-*' $words[2]",
    '    test -z "$argv[1]"',
    "    return",
    "  end",
    '  test "$words[2]" = "$argv[1]"',
    "end",
    "complete -c eros-tui -f",
    ...verbs.flatMap(verbLines),
  ].join("\n");
}

function verbLines({ name, flags, argument }: VerbWords): string[] {
  const here = `complete -c eros-tui -n ${quoted(`__eros_tui_verb ${quoted(name)}`)}`;
  return [
    ...(argument === null ? [] : [`${here} ${argumentPart(argument)}`]),
    ...flags.map(
      ({ name: flag, says, values }) =>
        `${here} -l ${flag.slice(2)} ${values === null ? "" : `${valuePart(values)} `}-d ${quoted(says)}`,
    ),
  ];
}

/** Beside flags, which fish knows by themselves. */
const argumentPart = (values: Values): string => (values.kind === "files" ? "-F" : wordsPart(values));

const valuePart = (values: Values): string =>
  values.kind === "files" ? "-r -F" : values.kind === "free" ? "-x" : `-x ${wordsPart(values)}`;

function wordsPart(values: Values): string {
  if (values.kind === "words") return `-a ${quoted(values.words.join(" "))}`;
  return values.kind === "pages" ? "-a '(__eros_tui_pages)'" : "-f";
}

const quoted = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
