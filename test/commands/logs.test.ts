import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { World } from "./program.js";

const LINE =
  /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2},\d{3} - eros_tui\.\w+ - (DEBUG|INFO|WARNING|ERROR) - \S.*$/;
const world = new World();
beforeAll(async () => {
  expect(await world.run(["demo"])).toMatchObject({ code: 0 });
});
beforeEach(() => rmSync(world.log, { force: true }));
afterAll(() => world.remove());

const logged = (): string[] => readFileSync(world.log, "utf8").trimEnd().split("\n");

describe("the log", () => {
  it("tells the steps of a run in the original's form", async () => {
    expect((await world.run(["build", "jadebri"])).code).toBe(0);
    const lines = logged();
    for (const line of lines) expect(line).toMatch(LINE);
    for (const words of [
      "Analyzing jadebri",
      "Volume targets: 9 PPVs",
      "Storing the schedule",
      " stored: 18",
      "Exported 18 messages to ",
    ])
      expect(lines.filter((line) => line.includes(words))).toHaveLength(1);
  });

  it("tells every CSV that is written", async () => {
    const { stdout } = await world.run([
      "preview",
      "anna_v",
      "--output",
      "seen.csv",
      "--save",
      "plan.json",
      "--json",
    ]);
    const id = JSON.parse(stdout).schedule_id;
    expect((await world.run(["apply", "plan.json", "--output", "applied.csv"])).code).toBe(0);
    expect((await world.run(["export", id, "--output", "again.csv"])).code).toBe(0);
    const withdraw = ["withdraw", id, "--why", "wrong page", "--output", "out.csv"];
    expect((await world.run(withdraw)).code).toBe(0);
    const told = logged().filter((line) => line.includes(" Exported "));
    expect(told.map((line) => /Exported \d+ messages to (.*)$/.exec(line)?.[1])).toEqual(
      ["seen.csv", "applied.csv", "again.csv", "out.csv"].map((name) => join(world.home, name)),
    );
  });

  it.each<[string, string[], Record<string, string>]>([
    ["a flag", ["--log-format", "json"], {}],
    ["a variable", [], { EROS_LOG_FORMAT: "json" }],
  ])("is an object of JSON a line where %s asks for it", async (_what, flags, env) => {
    await world.run(["preview", "anna_v", ...flags], { env });
    const lines = logged().map((line) => JSON.parse(line));
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) {
      expect(line).toMatchObject({ logger: expect.stringMatching(/^eros_tui\./), level: "INFO" });
      expect(new Date(line.time).toISOString()).toBe(line.time);
    }
  });

  it("holds the SQL with --debug, on standard error too, and never a value", async () => {
    const { code, stdout, stderr } = await world.run([
      "captions",
      "anna_v",
      "--seed",
      "hush-hush",
      "--debug",
    ]);
    expect(code).toBe(0);
    expect(stdout).not.toContain("SELECT");
    for (const text of [stderr, logged().join("\n")]) {
      expect(text).toMatch(/ - eros_tui\.warehouse - DEBUG - \d+\.\d ms: SELECT .*ranked_captions\(/);
      expect(text).not.toContain("hush-hush");
      expect(text).not.toContain("anna_v");
    }
    const quiet = await world.run(["captions", "anna_v"]);
    expect(quiet.stderr).toBe("");
  });

  it("is named by a failure that stands in it, and not by a mistake of the line", async () => {
    expect((await world.run(["build", "anna_v"])).code).toBe(0);
    const conflict = await world.run(["build", "anna_v"]);
    expect(conflict.code).toBe(4);
    expect(conflict.stderr).toContain(`\n  log: ${world.log}\n`);
    expect(logged().at(-1)).toMatch(/ - eros_tui\.commands - ERROR - conflict: /);

    writeFileSync(`${world.home}/broken.duckdb`, "no database");
    const broken = await world.run(["preview", "jadebri", "--db", `${world.home}/broken.duckdb`]);
    expect(broken.code).toBe(6);
    expect(broken.stderr).toContain(`  log: ${world.log}`);

    for (const args of [["build", "anna_v", "--ppv", "x"], ["preview", "nobody"], ["bulid"]]) {
      const typo = await world.run(args);
      expect(typo.code).toBeGreaterThan(0);
      expect(typo.stderr).not.toContain("log:");
    }
  });
});
