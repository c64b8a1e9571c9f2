import { type Values, type VerbWords, WAREHOUSE_WORDS } from "./vocabulary.js";

/** Works with bash 3.2, which macOS ships, and without the package bash-completion. */
export function bashScript(verbs: readonly VerbWords[]): string {
  return `# Completion of eros-tui for bash: eval "$(eros-tui completion bash)"
_eros_tui_pages() {
  local i
  local -a where
  where=()
  for ((i = 1; i < COMP_CWORD - 1; i++)); do
    case "\${COMP_WORDS[i]}" in
      ${WAREHOUSE_WORDS.join("|")}) where+=("\${COMP_WORDS[i]}" "\${COMP_WORDS[i + 1]}") ;;
    esac
  done
  "$1" completion pages "\${where[@]}" 2>/dev/null
}
_eros_tui() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD - 1]}" verb="" flags="" IFS=$'\\n'
  COMPREPLY=()
  # --zone=RED comes as three words.
  if [[ "$cur" == "=" ]]; then cur=""; elif [[ "$prev" == "=" ]]; then prev="\${COMP_WORDS[COMP_CWORD - 2]}"; fi
  if ((COMP_CWORD > 1)) && [[ "\${COMP_WORDS[1]}" != -* ]]; then verb="\${COMP_WORDS[1]}"; fi
  case "$verb $prev" in
${valueCases(verbs)}
  esac
  case "$verb" in
${verbs.map(({ name, flags }) => `    "${name}") flags="${flags.map((flag) => flag.name).join("\\n")}" ;;`).join("\n")}
  esac
  if [[ "$cur" == -* ]]; then
    COMPREPLY=($(compgen -W "$(printf '%b' "$flags")" -- "$cur"))
    return
  fi
  case "$verb" in
${verbs
  .flatMap(({ name, argument }) => (argument === null ? [] : [`    "${name}") ${reply(argument)} ;;`]))
  .join("\n")}
  esac
}
complete -F _eros_tui eros-tui`;
}

/** What stands behind a flag, verb by verb. */
function valueCases(verbs: readonly VerbWords[]): string {
  const byReply = new Map<string, string[]>();
  for (const { name: verb, flags } of verbs)
    for (const { name, values } of flags) {
      if (values === null) continue;
      const action = reply(values);
      byReply.set(action, [...(byReply.get(action) ?? []), `"${verb} ${name}"`]);
    }
  return [...byReply].map(([action, places]) => `    ${places.join("|")}) ${action}; return ;;`).join("\n");
}

function reply(values: Values): string {
  switch (values.kind) {
    case "words":
      return `COMPREPLY=($(compgen -W "$(printf '%b' "${values.words.join("\\n")}")" -- "$cur"))`;
    case "pages":
      return `COMPREPLY=($(compgen -W "$(_eros_tui_pages "$1")" -- "$cur"))`;
    case "files":
      return `compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur"))`;
    case "free":
      return ":";
  }
}
