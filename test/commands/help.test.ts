import { afterAll, describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/commands/command.js";
import { commandHelp, programHelp, SCREENS } from "../../src/commands/help.js";
import { parse } from "../../src/commands/parse.js";
import { World } from "./program.js";

const world = new World();
afterAll(() => world.remove());

const words = (line: string): string[] =>
  line
    .replace(/ > .*$/, "")
    .split(" ")
    .slice(1);

describe("help", () => {
  it("tells every command on one page", async () => {
    const { code, stdout, stderr } = await world.run(["--help"]);
    expect([code, stderr]).toEqual([0, ""]);
    for (const { name, summary } of COMMANDS) {
      expect(stdout).toContain(`\n  ${name}`);
      expect(stdout).toContain(summary);
    }
    for (const { name } of SCREENS.flags) expect(stdout).toContain(name);
    expect(stdout).toMatch(/0 done · 1 unexpected · 2 bad input · 3 nothing to plan · 4 conflict/);
  });

  it.each(COMMANDS.map((command) => [command.name, command] as const))(
    "of %s has its flags and an example",
    async (name, command) => {
      const { code, stdout, stderr } = await world.run([name, "--help"]);
      expect([code, stderr]).toEqual([0, ""]);
      for (const flag of command.flags) expect(stdout).toContain(flag.name);
      const [, examples = ""] = stdout.split("\nExamples\n");
      expect(examples).toContain(`  eros-tui ${name}`);
    },
  );

  it.each(COMMANDS.flatMap((command) => command.examples.map(([line]) => [line, command] as const)))(
    "shows a line that is taken: %s",
    async (line, command) => {
      const [verb, ...rest] = words(line);
      expect(verb).toBe(command.name);
      await expect(parse(command, rest)).resolves.toBeDefined();
    },
  );

  it("fits into 100 columns", () => {
    const lines = [programHelp(), ...COMMANDS.map(commandHelp)].flatMap((text) => text.split("\n"));
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
  });

  it("can be asked for by name", async () => {
    expect(await world.run(["help", "build"])).toEqual(await world.run(["build", "jadebri", "-h"]));
    expect(await world.run(["help"])).toEqual(await world.run(["--help"]));
  });

  it("touches nothing: no home is needed", async () => {
    const { code } = await world.run(["--help"], {
      env: { HOME: "", XDG_DATA_HOME: "", XDG_CONFIG_HOME: "" },
    });
    expect(code).toBe(0);
  });
});

describe("the version", () => {
  it.each(["--version", "-V"])("%s is printed alone", async (flag) => {
    const { code, stdout, stderr } = await world.run([flag]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.skipIf(process.platform !== "linux").each(["--version", "--help"])(
    "%s on a full disk ends with one line and 7",
    async (flag) => {
      const { code, stderr } = await world.run([flag], { stdoutTo: "/dev/full" });
      expect(code).toBe(7);
      expect(stderr).toMatch(/^eros-tui: the output could not be written whole: .*\n$/);
    },
  );
});

describe("what is not understood", () => {
  it.each([
    [["bulid"], "no command “bulid”, did you mean build?", "demo, import, volume"],
    [["xyzzyx"], "no command “xyzzyx”", "eros-tui --help"],
    [["help", "volum"], "did you mean volume?", ""],
    [
      ["build", "jadebri", "--pvp", "9"],
      "build has no flag --pvp, did you mean --ppv?",
      "--page-name --start-date",
    ],
    [["volume", "--zoen=RED"], "volume has no flag --zoen", "--tier --score"],
    [["preview", "--page-name"], "--page-name needs a value", "--page-name PAGE"],
    [["preview", "jadebri", "anna_v"], "preview takes one PAGE", ""],
    [["volume", "MEDIUM"], "volume takes flags only", ""],
    [
      ["--db", "x.duckdb", "preview", "jadebri"],
      "preview stands behind its flags",
      "eros-tui preview --db x.duckdb jadebri",
    ],
    [["preview", "jadebri", "--ppv", "--bump", "3"], "--ppv needs a value", "--ppv N"],
    [["preview", "--page-name", "--seed=x"], "--page-name needs a value", "--page-name PAGE"],
    [["volume", "--json=true"], "--json takes no value", "write --json alone"],
    [
      ["--page-name", "jadebri", "--start-date=2025-11-10", "--output", "week.csv"],
      "--page-name belongs to a command, and none is named",
      "one of preview, build: eros-tui COMMAND --page-name jadebri --start-date=2025-11-10 --output week.csv",
    ],
    [["--json"], "--json belongs to a command, and none is named", "put it first: eros-tui COMMAND --json"],
    [["show", "nowhere"], "there is no file nowhere", "or a schedule's id"],
    [["show", "."], ". is a folder", "or a schedule's id"],
    [["--pvp"], "eros-tui has no flag --pvp", "--as-of --tolerance"],
    [["preview"], "preview needs a page", "eros-tui preview jadebri"],
    [["preview", "jadebri", "--page-name", "anna_v"], "two pages are named: jadebri and anna_v", ""],
    [["preview", "no page"], "“no page” cannot be a page", ""],
  ])("%j is refused with what is meant and what is allowed", async (args, happened, remedy) => {
    const { code, stdout, stderr } = await world.run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    const [first, second] = stderr.split("\n");
    expect(first).toMatch(/^eros-tui: /);
    expect(first).toContain(happened);
    expect(second).toMatch(/^ {2}\S/);
    expect(second).toContain(remedy);
  });

  it("is no flag that stands where a value may: behind =, or one that the command does not have", async () => {
    const preview = COMMANDS.find(({ name }) => name === "preview");
    if (preview === undefined) throw new Error("no preview");
    const input = await parse(preview, ["jadebri", "--seed=--json", "--output", "--mine", "--exclude", "-5"]);
    expect([...preview.flags.map((flag) => input.text(flag)).filter(Boolean)].sort()).toEqual([
      "--json",
      "--mine",
      "-5",
    ]);
  });
});
