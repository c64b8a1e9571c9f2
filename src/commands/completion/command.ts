import type { Command } from "../command.js";
import { WAREHOUSE_FLAGS } from "../flag.js";

/** What the command prints: a script, or for the scripts the pages of the warehouse. */
export const KINDS = ["bash", "zsh", "fish", "pages"] as const;

export const completion: Command = {
  name: "completion",
  summary: "completion for bash, zsh and fish, page names included",
  says: [
    'bash:  eval "$(eros-tui completion bash)"   in ~/.bashrc',
    "zsh:   eros-tui completion zsh > ~/.zfunc/_eros-tui   with ~/.zfunc in fpath, before compinit",
    "fish:  eros-tui completion fish > ~/.config/fish/completions/eros-tui.fish",
    "Page names are read from the warehouse that the line means, or from `pages` of the config file.",
  ],
  argument: { name: "SHELL", says: "bash, zsh or fish; `pages` prints the page names alone" },
  flags: WAREHOUSE_FLAGS,
  examples: [
    ["eros-tui completion bash", "the script on stdout"],
    ["eros-tui completion pages", "a page name a line; nothing where there is no warehouse"],
  ],
  load: async () => (await import("./work.js")).work,
};
