import { type FlagWords, type Values, type VerbWords, WAREHOUSE_WORDS } from "./vocabulary.js";

/** A function file for fpath, which can be sourced as well. */
export function zshScript(verbs: readonly VerbWords[]): string {
  return `#compdef eros-tui
# Completion of eros-tui for zsh: eros-tui completion zsh > ~/.zfunc/_eros-tui
_eros_tui_pages() {
  local -a where pages
  local i
  for ((i = 2; i < CURRENT - 1; i++)); do
    case $words[i] in
      ${WAREHOUSE_WORDS.join("|")}) where+=("$words[i]" "$words[i + 1]") ;;
    esac
  done
  pages=("\${(@f)$($words[1] completion pages $where 2>/dev/null)}")
  compadd -a pages
}
_eros_tui() {
  local verb="" flag
  local -a list
  if ((CURRENT > 2)) && [[ $words[2] != -* ]]; then verb=$words[2]; fi
  flag=$words[CURRENT-1]
  if [[ $words[CURRENT] == --*=* ]]; then
    flag=\${words[CURRENT]%%=*}
    compset -P '*='
  fi
  case "$verb $flag" in
${valueCases(verbs)}
  esac
  if [[ $words[CURRENT] == -* ]]; then
    case "$verb" in
${verbs.map((verb) => `      '${verb.name}') list=(${flagList(verb.flags)}) ;;`).join("\n")}
    esac
    _describe -o flag list
    return
  fi
  case "$verb" in
    '') list=(${verbs
      .filter(({ name }) => name !== "")
      .map(({ name, says }) => described(name, says))
      .join(" ")}); _describe command list ;;
${verbs
  .flatMap(({ name, argument }) =>
    argument === null || name === "" ? [] : [`    '${name}') ${reply(argument)} ;;`],
  )
  .join("\n")}
  esac
}
if [[ $funcstack[1] == _eros-tui ]]; then _eros_tui "$@"; else compdef _eros_tui eros-tui; fi`;
}

function valueCases(verbs: readonly VerbWords[]): string {
  const byReply = new Map<string, string[]>();
  for (const { name: verb, flags } of verbs)
    for (const { name, values } of flags) {
      if (values === null) continue;
      const action = reply(values);
      byReply.set(action, [...(byReply.get(action) ?? []), `'${verb} ${name}'`]);
    }
  return [...byReply].map(([action, places]) => `    ${places.join("|")}) ${action}; return ;;`).join("\n");
}

function reply(values: Values): string {
  switch (values.kind) {
    case "words":
      return `compadd -- ${values.words.map(quoted).join(" ")}`;
    case "pages":
      return "_eros_tui_pages";
    case "files":
      return "_files";
    case "free":
      return "_message value";
  }
}

const flagList = (flags: readonly FlagWords[]): string =>
  flags.map(({ name, says }) => described(name, says)).join(" ");

/** As `_describe` reads it: a colon stands between a word and what it says. */
const described = (word: string, says: string): string => quoted(`${word}:${says.replaceAll(":", "\\:")}`);
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
