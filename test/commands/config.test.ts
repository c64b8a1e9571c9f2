import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { World } from "./program.js";

const world = new World();
afterAll(() => world.remove());
let path: string;
beforeEach(() => {
  path = world.writeConfig(
    [
      "tolerance = 0.4",
      'pages = ["jadebri"]',
      "[profiles.prod]",
      'warehouse = "bigquery"',
      'project = "of-scheduler-proj"',
      "[profiles.trial]",
      'warehouse = "bigquery"',
      'project = "of-trial-proj"',
      "production = false",
      "",
    ].join("\n"),
  );
});

const settings = async (args: string[], env: Record<string, string> = {}) => {
  const { code, stdout } = await world.run(["config", "--json", ...args], { env });
  expect(code).toBe(0);
  return JSON.parse(stdout).settings;
};

describe("config", () => {
  it("shows what holds and where each value comes from: flag, variable, file and line, default", async () => {
    const { code, stdout, stderr } = await world.run(["config", "--db", "x.duckdb"], {
      env: { EROS_HOURS: "09-21" },
    });
    expect([code, stderr]).toEqual([0, ""]);
    const line = (key: string): string => stdout.split("\n").find((one) => one.startsWith(`${key} `)) ?? "";
    expect(line("config file")).toContain(path);
    expect(line("tolerance")).toMatch(new RegExp(`^tolerance +0\\.4 +${path}:1$`));
    expect(line("pages")).toMatch(new RegExp(`^pages +\\["jadebri"\\] +${path}:2$`));
    expect(line("hours")).toMatch(/^hours +"09-21" +variable EROS_HOURS$/);
    expect(line("db")).toMatch(/x\.duckdb" +not there; --db$/);
    expect(line("warehouse")).toMatch(/^warehouse +"local" +default$/);
    expect(line("production")).toMatch(/^production +false +default$/);
    expect(line("log file")).toContain(world.log);
  });

  it("takes a BigQuery project for production unless its profile says otherwise", async () => {
    expect(await settings(["--profile", "prod"])).toMatchObject({
      warehouse: { value: "bigquery", source: "file", place: `${path}:4` },
      production: { value: true, source: "default", note: expect.stringContaining("BigQuery") },
    });
    expect(await settings(["--profile", "trial"])).toMatchObject({
      production: { value: false, source: "file", place: `${path}:9` },
    });
    expect(await settings(["--project-id", "other-proj"])).toMatchObject({
      warehouse: { value: "bigquery", note: "implied by --project-id" },
      production: { value: true },
    });
  });

  it("says which database stands in, opens none and makes none", async () => {
    const { db, warehouse } = await settings([]);
    expect(warehouse.value).toBe("local");
    expect(db).toMatchObject({ value: world.demo, note: expect.stringContaining("the demo, not there yet") });
    mkdirSync(dirname(world.own), { recursive: true });
    writeFileSync(world.own, "not even a database");
    expect((await settings([])).db).toMatchObject({ value: world.own, note: "your own" });
    expect(readdirSync(join(world.home, "data", "eros-tui"))).toEqual(["eros.duckdb"]);
  });

  it("tells a mistake with its place, like every command", async () => {
    world.writeConfig("tolerance = 7\n");
    const { code, stderr } = await world.run(["config"]);
    expect(code).toBe(2);
    expect(stderr).toContain("line 1: tolerance = 7 is not allowed");
  });
});

describe("info", () => {
  it("tells versions, paths and the warehouse, and makes none for it", async () => {
    const before = readdirSync(world.home, { recursive: true }).map(String).sort();
    const { code, stdout, stderr } = await world.run(["info", "--db", join(world.home, "none.duckdb")]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^eros-tui +\d+\.\d+\.\d+$/m);
    expect(stdout).toMatch(/^duckdb +\d+\.\d+/m);
    expect(stdout).toMatch(/^state +not there yet$/m);
    expect(readdirSync(world.home, { recursive: true }).map(String).sort()).toEqual(before);
  });

  it("says what a warehouse is, or why it does not open, and ends well", async () => {
    expect((await world.run(["demo", "--db", "d.duckdb"])).code).toBe(0);
    const found = JSON.parse((await world.run(["info", "--json", "--db", "d.duckdb"])).stdout);
    expect(found).toMatchObject({ warehouse: "local", state: "opens", demo_data: true, production: false });
    writeFileSync(join(world.home, "broken.duckdb"), "no database");
    const { code, stdout } = await world.run(["info", "--db", "broken.duckdb"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^warehouse +incomplete: .*not a warehouse/m);
  });
});
