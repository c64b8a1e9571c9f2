// `doctor` and `deploy` as an operator runs them, on a local warehouse; on BigQuery: test/bigquery/deploy.test.ts.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { World } from "./program.js";

const world = new World();
beforeAll(async () => {
  expect((await world.run(["demo"])).code).toBe(0);
});
afterAll(() => world.remove());

interface Told {
  readonly place: string;
  readonly ok: boolean;
  readonly exit_code: number;
  readonly checks: readonly {
    readonly name: string;
    readonly state: string;
    readonly remedy: string | null;
  }[];
}

describe("doctor", () => {
  it("finds the demo well", async () => {
    const { code, stdout, stderr } = await world.run(["doctor"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(world.demo);
    for (const name of ["file", "tables", "routines", "data", "clock"])
      expect(stdout).toMatch(new RegExp(`^✓ ${name}`, "m"));
  });

  it("tells the same as JSON, and nothing else on standard output", async () => {
    const told = JSON.parse((await world.run(["doctor", "--json"])).stdout) as Told;
    expect(told).toMatchObject({ place: world.demo, ok: true, exit_code: 0 });
    expect(told.checks.map(({ state }) => state)).toEqual(told.checks.map(() => "ok"));
    expect(told.checks.every(({ remedy }) => remedy === null)).toBe(true);
  });

  it("ends with the code of what failed, each failure with its remedy", async () => {
    mkdirSync(dirname(world.own), { recursive: true });
    const file = `${world.own}.broken`;
    writeFileSync(file, "this is no database");
    const { code, stdout, stderr } = await world.run(["doctor", "--db", file, "--json"]);
    expect(code).toBe(6);
    const told = JSON.parse(stdout) as Told;
    expect(told).toMatchObject({ ok: false, exit_code: 6 });
    const failed = told.checks.find(({ state }) => state === "failed");
    expect(failed).toMatchObject({ name: "file", remedy: expect.stringContaining("--db FILE") });
    expect(stderr).toContain("it is no DuckDB database");
  });

  it("says what to make where there is nothing yet", async () => {
    const empty = new World();
    try {
      const { code, stderr } = await empty.run(["doctor"]);
      expect(code).toBe(6);
      expect(stderr).toContain("eros-tui demo");
    } finally {
      empty.remove();
    }
  });
});

describe("deploy", () => {
  it("has nothing to do on a local warehouse of this version, and changes nothing", async () => {
    const { code, stdout } = await world.run(["deploy"]);
    expect(code).toBe(0);
    expect(stdout).toContain("Nothing was to be done.");
  });

  it("prints the script without asking anybody, under the names of the config file", async () => {
    const config = world.writeConfig('[tables]\nschedule_recommendations = "eros_schedules"\n');
    const { code, stdout } = await world.run([
      "deploy",
      "--sql",
      "--project-id",
      "some-project",
      "--dataset",
      "brain",
      "--config",
      config,
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain("CREATE TABLE IF NOT EXISTS brain.eros_schedules (");
    expect(stdout).toContain("CREATE OR REPLACE PROCEDURE brain.lock_caption_assignments(");
    expect(stdout).not.toMatch(/brain\.schedule_recommendations\b/);
  });

  it("has no script for a local warehouse", async () => {
    const { code, stderr, stdout } = await world.run(["deploy", "--sql"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("--project-id");
  });
});
