import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWarehouse } from "../../src/warehouse/open.js";
import { QUIET } from "../../src/warehouse/port.js";
import { World } from "./program.js";

const world = new World();
beforeAll(async () => {
  expect(await world.run(["demo"])).toMatchObject({ code: 0 });
});
afterAll(() => world.remove());

/** A failed run of a page, as `build` logs it. */
async function failedRun(page: string, error: string): Promise<void> {
  const warehouse = await openWarehouse({ kind: "local", file: world.demo });
  const entry = { scheduleId: null, page, messageCount: 0, seconds: 2, command: "build", user: "ana" };
  await warehouse.recordFailure({ ...entry, error }, QUIET);
  await warehouse.close();
}

describe("health and alerts, on a demo whose two weeks were just stored", () => {
  it("are quiet: exit 0", async () => {
    const { code, stdout, stderr } = await world.run(["health"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("DEMO DATA");
    expect(stdout.match(/● HEALTHY/g)).toHaveLength(2);
    expect(stdout).toContain("2 in 30 days");
    const quiet = await world.run(["alerts"]);
    expect([quiet.code, quiet.stderr]).toEqual([0, ""]);
    expect(quiet.stdout.match(/^●/gm)).toHaveLength(5);
  });

  it("take no note of conflicts, and tell a page that fails, with exit 9", async () => {
    await failedRun("jade_north", "conflict: held by anna_v");
    expect((await world.run(["health"])).code).toBe(0);
    for (let n = 0; n < 3; n++) await failedRun("jadebri", "no captions are left");
    const { code, stdout, stderr } = await world.run(["health"]);
    expect(code).toBe(9);
    expect(stdout.split("\n").find((line) => line.includes("CRITICAL"))).toMatch(
      /^jadebri +■ CRITICAL +0 % +3 +3 +2\.00 s +– +0 min$/,
    );
    expect(stderr).toMatch(/^eros-tui: a page is CRITICAL: jadebri\n {2}\S/);
    const alerts = await world.run(["alerts"]);
    expect(alerts.code).toBe(9);
    expect(alerts.stderr).toContain("2 alerts fire: success rate, errors");
  });

  it("say the same as JSON, on stdout alone", async () => {
    const health = await world.run(["health", "--json"]);
    expect(health.code).toBe(9);
    const { pages, days } = JSON.parse(health.stdout);
    expect(pages.find((page: { page_name: string }) => page.page_name === "jadebri")).toMatchObject({
      health: "CRITICAL",
      runs: 3,
      successes: 0,
      errors: 3,
      success_rate: 0,
      mean_messages: null,
    });
    expect(days).toHaveLength(1);
    const alerts = JSON.parse((await world.run(["alerts", "--format", "json"])).stdout);
    expect(alerts.alerts.map((one: { alert: string; fires: boolean }) => [one.alert, one.fires])).toEqual([
      ["success rate", true],
      ["duration", false],
      ["no success", false],
      ["errors", true],
      ["double locks", false],
    ]);
    expect(alerts.double_locks).toEqual([]);
  });

  it("write metrics that Prometheus reads, and end well so that the file is put in place", async () => {
    for (const [verb, sample] of [
      ["health", 'eros_health{page="jadebri",state="CRITICAL"} 1'],
      ["alerts", 'eros_alert{alert="success_rate"} 1'],
    ] as const) {
      const { code, stdout, stderr } = await world.run([verb, "--format", "prometheus"]);
      expect([code, stderr]).toEqual([0, ""]);
      const lines = stdout.trimEnd().split("\n");
      expect(lines).toContain(sample);
      for (const line of lines)
        expect(line).toMatch(/^(# (HELP|TYPE) eros_\w+ .+|eros_\w+\{(\w+="[^"]*",?)+\} -?\d+(\.\d+)?)$/);
      const typed = lines.filter((line) => line.startsWith("# TYPE")).map((line) => line.split(" ")[2]);
      expect(new Set(typed).size).toBe(typed.length);
    }
  });

  it("look at another moment with --as-of: nothing came in the 24 hours before", async () => {
    const { code, stdout } = await world.run(["alerts", "--as-of", "2025-11-03"]);
    expect(code).toBe(9);
    expect(stdout).toMatch(/^■ hours since a success +none in 30 days/m);
    // One column of figures, one of limits.
    const limits = stdout
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((line) => line.search(/at (least|most)|must be/));
    expect(new Set(limits).size).toBe(1);
  });

  it("refuse a format that they do not know", async () => {
    const { code, stderr } = await world.run(["health", "--format", "xml"]);
    expect(code).toBe(2);
    expect(stderr).toContain("text, json, prometheus");
    expect((await world.run(["health", "--json", "--format", "prometheus"])).code).toBe(2);
  });
});
