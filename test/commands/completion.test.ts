import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/commands/command.js";
import { builtProgram } from "../built.js";
import { World } from "./program.js";

const world = new World();
const bin = join(world.home, "bin");
beforeAll(async () => {
  expect(await world.run(["demo"])).toMatchObject({ code: 0 });
  mkdirSync(bin);
  // As npm links it: the program under its own name.
  writeFileSync(
    join(bin, "eros-tui"),
    `#!/bin/sh\nexec '${process.execPath}' '${await builtProgram()}' "$@"\n`,
  );
  chmodSync(join(bin, "eros-tui"), 0o755);
});
afterAll(() => world.remove());

const has = (shell: string): boolean => spawnSync(shell, ["-c", "exit 0"]).status === 0;

function shell(command: string, args: readonly string[], env: Record<string, string> = {}): string {
  const { stdout, stderr, status } = spawnSync(command, args, {
    encoding: "utf8",
    cwd: world.home,
    env: {
      PATH: `${bin}:${process.env.PATH}`,
      HOME: world.home,
      XDG_DATA_HOME: join(world.home, "data"),
      XDG_CONFIG_HOME: join(world.home, "config"),
      XDG_STATE_HOME: join(world.home, "state"),
      ...env,
    },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

/** What each shell offers for a line whose last word is being typed. */
const SHELLS: Readonly<Record<string, (words: readonly string[], env?: Record<string, string>) => string[]>> =
  {
    bash: (words, env) =>
      shell(
        "bash",
        [
          "--norc",
          "-c",
          `eval "$(eros-tui completion bash)"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _eros_tui "$1" "\${COMP_WORDS[COMP_CWORD]}"; printf '%s\\n' "\${COMPREPLY[@]}"`,
          "bash",
          ...words,
        ],
        env,
      )
        .trim()
        .split("\n"),
    zsh: (words, env) =>
      shell(
        "zsh",
        [
          "-f",
          "-c",
          // The completion system's own words stand outside a line editor only as these.
          `compdef() { :; }; compset() { :; }; _files() { print -l *; }; _message() { :; }
         compadd() { if [[ $1 == -a ]]; then print -l -- \${(P)2}; else shift; print -l -- "$@"; fi }
         _describe() { [[ $1 == -o ]] && shift; print -l -- \${\${(P)2}%%:*}; }
         source =(eros-tui completion zsh); words=("$@"); CURRENT=$#; _eros_tui`,
          "zsh",
          ...words,
        ],
        env,
      )
        .split("\n")
        .filter((line) => line !== "" && line.startsWith((words.at(-1) ?? "").replace(/^--[\w-]+=/, ""))),
    fish: (words, env) =>
      shell(
        "fish",
        ["--no-config", "-c", `eros-tui completion fish | source; complete -C '${words.join(" ")}'`],
        env,
      )
        .trim()
        .split("\n")
        .map((line) => line.split("\t")[0] ?? ""),
  };
const installed = Object.keys(SHELLS).filter(has);

describe.each(installed)("completion in %s", (name) => {
  const offers = SHELLS[name] ?? (() => []);

  it("knows every command, and those that begin like the word", () => {
    expect(offers(["eros-tui", ""]).sort()).toEqual(
      expect.arrayContaining(COMMANDS.map((command) => command.name).sort()),
    );
    expect(offers(["eros-tui", "heal"])).toEqual(["health"]);
  });

  it("knows a command's flags and no other's, and the screens' own", () => {
    expect(offers(["eros-tui", "build", "--pr"]).sort()).toEqual(
      ["--price-mix", "--profile", "--project-id"].sort(),
    );
    expect(offers(["eros-tui", "volume", "--pp"])).not.toContain("--ppv");
    expect(offers(["eros-tui", "--as"])).toContain("--as-of");
  });

  it("knows the values of a flag", () => {
    expect(offers(["eros-tui", "build", "jadebri", "--zone", ""]).sort()).toEqual(["GREEN", "RED", "YELLOW"]);
    expect(offers(["eros-tui", "completion", "z"])).toEqual(["zsh"]);
  });

  it("reads page names from the warehouse, for the argument and for --page-name", () => {
    expect(offers(["eros-tui", "build", "jade"]).sort()).toEqual(["jade_north", "jadebri"]);
    expect(offers(["eros-tui", "analyze", "--page-name", "anna"])).toEqual(["anna_v"]);
  });

  it("reads them from the warehouse that the line names, and says nothing where there is none", () => {
    expect(offers(["eros-tui", "build", "--db", "none.duckdb", "jade"])).toEqual(name === "zsh" ? [] : [""]);
    expect(offers(["eros-tui", "build", "--db", world.demo, "jadeb"])).toEqual(["jadebri"]);
  });

  it("takes those of the config file where it lists them", () => {
    const config = join(world.home, "mine.toml");
    writeFileSync(config, 'pages = ["somebody"]\n');
    expect(offers(["eros-tui", "build", ""], { EROS_CONFIG: config })).toContain("somebody");
    expect(offers(["eros-tui", "build", "jade"], { EROS_CONFIG: config })).not.toContain("jadebri");
  });
});

describe("the page names behind it", () => {
  const everything = () =>
    readdirSync(world.home, { recursive: true })
      .map(String)
      .sort()
      .map((file) => {
        const stat = statSync(join(world.home, file));
        return stat.isFile()
          ? `${file} ${stat.mtimeMs} ${readFileSync(join(world.home, file)).length}`
          : file;
      });

  it("come without anything being written", async () => {
    const before = everything();
    const { code, stdout, stderr } = await world.run(["completion", "pages"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout.split("\n")).toContain("jadebri");
    expect(everything()).toEqual(before);
  });

  it("are nothing, and no demo is made, where there is no warehouse, a broken one, or a broken config", async () => {
    const other = new World();
    try {
      expect(await other.run(["completion", "pages"])).toEqual({ code: 0, stdout: "", stderr: "" });
      expect(readdirSync(other.home)).toEqual([]);
      writeFileSync(join(other.home, "broken.duckdb"), "no database");
      for (const args of [
        ["--db", "broken.duckdb"],
        ["--profile", "nobody"],
      ])
        expect(await other.run(["completion", "pages", ...args])).toEqual({
          code: 0,
          stdout: "",
          stderr: "",
        });
    } finally {
      other.remove();
    }
  });
});

it("of a shell that nobody knows is refused", async () => {
  const { code, stderr } = await world.run(["completion", "tcsh"]);
  expect(code).toBe(2);
  expect(stderr).toContain("bash, zsh or fish");
});
