import { afterAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { World } from "./program.js";

const world = new World();
afterAll(() => world.remove());

const CASE = z.strictObject({
  tier: z.enum(["MICRO", "SMALL", "MEDIUM", "LARGE", "MEGA"]),
  score: z.number(),
  tolerance: z.number(),
  zone: z.enum(["GREEN", "YELLOW", "RED"]),
  ppv_count: z.int(),
  bump_count: z.int(),
  min_gap_hours: z.number(),
  cooling_days: z.int(),
  max_messages_per_day: z.int(),
});

describe("volume --json", () => {
  it("is the documented case of each tier", async () => {
    const { code, stdout, stderr } = await world.run(["volume", "--json"]);
    expect([code, stderr]).toEqual([0, ""]);
    const cases = z.array(CASE).parse(JSON.parse(stdout));
    expect(cases.map((c) => [c.tier, c.score, c.ppv_count, c.bump_count, c.zone, c.tolerance])).toEqual([
      ["MICRO", 0.2, 6, 4, "GREEN", 0.5],
      ["SMALL", 0.2, 8, 6, "GREEN", 0.5],
      ["MEDIUM", 0.4, 9, 9, "YELLOW", 0.5],
      ["LARGE", 0.7, 8, 24, "RED", 0.5],
      ["MEGA", 0.8, 10, 32, "RED", 0.5],
    ]);
    expect(cases.map((c) => [c.min_gap_hours, c.cooling_days, c.max_messages_per_day])).toEqual([
      [3, 0, 8],
      [2.5, 0, 10],
      [2.5, 0, 15],
      [2.5, 2, 20],
      [2.25, 2, 25],
    ]);
  });

  it.each([
    ["0.25", "0.5", 12, 8, "GREEN"],
    ["0.45", "0.5", 9, 9, "YELLOW"],
    ["0.78", "0.5", 6, 16, "RED"],
    ["0.30", "0.5", 9, 9, "YELLOW"],
    ["0.60", "0.5", 9, 9, "YELLOW"],
    ["0.42", "0.7", 9, 9, "YELLOW"],
    ["1", "1", 9, 9, "YELLOW"],
  ])("of one MEDIUM case at %s, tolerance %s", async (score, tolerance, ppv, bump, zone) => {
    const { stdout } = await world.run([
      "volume",
      "--tier",
      "medium",
      "--score",
      score,
      "--tolerance",
      tolerance,
      "--json",
    ]);
    expect(CASE.parse(JSON.parse(stdout))).toMatchObject({
      tier: "MEDIUM",
      score: Number(score),
      tolerance: Number(tolerance),
      ppv_count: ppv,
      bump_count: bump,
      zone,
    });
  });
});

describe("volume", () => {
  it("is a table of the same cases", async () => {
    const { stdout } = await world.run(["volume"]);
    const rows = stdout.split("\n").map((line) => line.trim().split(/\s{2,}/));
    expect(rows[3]).toEqual(["MEDIUM", "0.40", "▲ YELLOW", "9", "9", "2.5 h", "15", "none"]);
    expect(rows[5]).toEqual(["MEGA", "0.80", "■ RED", "10", "32", "2.25 h", "25", "2 days"]);
  });

  it("takes the tolerance of environment and config file, the flag before both", async () => {
    const zone = async (args: string[], env = {}) =>
      CASE.parse(
        JSON.parse(
          (await world.run(["volume", "--tier", "MEDIUM", "--score", "0.42", "--json", ...args], { env }))
            .stdout,
        ),
      ).zone;
    expect(await zone([])).toBe("YELLOW");
    expect(await zone([], { EROS_TOLERANCE: "0.3" })).toBe("RED");
    expect(await zone(["--tolerance", "1"], { EROS_TOLERANCE: "0.3" })).toBe("GREEN");
  });

  it.each([
    [["--tier", "MEDUM", "--score", "0.4"], "MEDUM", "MICRO, SMALL, MEDIUM, LARGE, MEGA"],
    [["--tier", "MEDIUM", "--score", "1.01"], "1.01", "0 to 1"],
    [["--tier", "MEDIUM", "--score", "-0.1"], "-0.1", "0 to 1"],
    [["--tier", "MEDIUM", "--score", "NaN"], "NaN", "0 to 1"],
    [["--tier", "MEDIUM", "--score", "0.4", "--tolerance", "0"], "“0”", "above 0 and at most 1"],
    [["--tier", "MEDIUM"], "--tier needs --score", "0 to 1"],
    [["--score", "0.4"], "--score needs --tier", "MICRO"],
  ])("refuses %j by name and value", async (args, value, allowed) => {
    const { code, stdout, stderr } = await world.run(["volume", ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(value);
    expect(stderr).toContain(allowed);
  });

  it("tells a mistake of the config file with its place", async () => {
    const { code, stderr } = await world.run([
      "volume",
      "--config",
      world.writeConfig("\ntolerence = 0.4\n"),
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      `${world.config}, line 2: there is no setting tolerence, did you mean tolerance?`,
    );
  });
});
