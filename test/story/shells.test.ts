import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { builtProgram } from "../built.js";
import { homeWithDemo } from "./home.js";
import { KEY, TerminalSession } from "./terminal.js";

/** How each shell is started bare, and how completion is switched on in it. */
const SHELLS = {
  bash: { args: ["--norc", "--noprofile", "-i"], on: 'eval "$(eros-tui completion bash)"' },
  zsh: {
    args: ["-f", "-i"],
    on: "autoload -U compinit; compinit -D -u; source =(eros-tui completion zsh)",
  },
  fish: { args: ["--no-config", "-i"], on: "eros-tui completion fish | source" },
} as const;
const installed = Object.entries(SHELLS).filter(([name]) => spawnSync(name, ["-c", "exit 0"]).status === 0);

let terminal: TerminalSession | undefined;
afterEach(() => terminal?.close());

describe.each(installed)("at a prompt of %s", (name, { args, on }) => {
  test("Tab completes a command, a flag and a page", { timeout: 120_000 }, async () => {
    const home = await homeWithDemo();
    const bin = join(home.work, "bin");
    mkdirSync(bin);
    const program = `#!/bin/sh\nexec '${process.execPath}' '${await builtProgram()}' "$@"\n`;
    writeFileSync(join(bin, "eros-tui"), program);
    chmodSync(join(bin, "eros-tui"), 0o755);
    terminal = new TerminalSession(name, args, {
      cols: 100,
      cwd: home.work,
      env: {
        ...home.env,
        PATH: `${bin}:${process.env.PATH}`,
        HOME: home.work,
        PS1: "> ",
        INPUTRC: "/dev/null",
      },
    });
    // Split, so that the echo of the line is not taken for its end.
    terminal.type(`${on}; echo rea""dy\r`);
    await terminal.until("ready");
    terminal.type(`eros-tui ana${KEY.tab}`);
    await terminal.until(/eros-tui analyze$/m);
    terminal.type(`anna${KEY.tab}`);
    await terminal.until(/eros-tui analyze anna_v$/m);
    terminal.type(`--as-${KEY.tab}`);
    await terminal.until(/eros-tui analyze anna_v --as-of/);
    expect(terminal.text()).not.toContain("command not found");
    home.remove();
  });
});
