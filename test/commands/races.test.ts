import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seedDemo } from "../../src/pipeline/demo.js";
import { rowsOf } from "../story/home.js";
import { World } from "./program.js";

const world = new World();
beforeAll(async () => {
  mkdirSync(dirname(world.demo), { recursive: true });
  await seedDemo(world.demo);
}, 120_000);
afterAll(() => world.remove());

describe("the program eight times at once", () => {
  it("for one page's week, each with a seed of its own: exactly one wins, seven end with 4 naming who holds it and for how long", async () => {
    const runs = await Promise.all(
      [1, 2, 3, 4, 5, 6, 7, 8].map((seed) =>
        world.run(["build", "jadebri", "--seed", String(seed), "--output", `week${seed}.csv`], {
          env: { USER: `scheduler${seed}`, LOGNAME: `scheduler${seed}` },
        }),
      ),
    );
    const codes = runs.map(({ code }) => code).sort();
    expect(codes).toEqual([0, 4, 4, 4, 4, 4, 4, 4]);
    const [, winner = ""] =
      /Schedule (sched_\S+) created/.exec(runs.find(({ code }) => code === 0)?.stdout ?? "") ?? [];
    expect(winner).toMatch(/_jadebri$/);
    for (const { code, stdout, stderr } of runs) {
      if (code === 0) continue;
      expect(stdout).toBe("");
      expect(stderr).toContain("conflict: ");
      expect(stderr).toMatch(
        new RegExp(
          `${winner}, committed on \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC \\(\\d+ (s|min) ago\\) by \\S+,`,
        ),
      );
      expect(stderr).toContain("nothing was written");
    }
    const stored = await rowsOf(
      world.demo,
      `SELECT s.schedule_id, (SELECT COUNT(*) FROM eros_scheduling_brain.active_caption_assignments AS a
         WHERE a.schedule_id = s.schedule_id AND a.is_active) AS locks
       FROM eros_scheduling_brain.schedule_recommendations AS s
       WHERE s.page_name = 'jadebri' AND s.week_start = DATE '2025-11-10'`,
    );
    expect(stored).toEqual([{ schedule_id: winner, locks: "9" }]);
  }, 180_000);
});
