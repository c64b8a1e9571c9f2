import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { atTerminal as answering } from "./at-terminal.js";
import { World } from "./program.js";

const world = new World();
const db = join(world.home, "agency.duckdb");
beforeAll(async () => {
  expect(await world.run(["demo", "--db", db])).toMatchObject({ code: 0 });
  world.writeConfig(
    `db = "${db}"\n[profiles.live]\nproduction = true\n[profiles.strict]\nproduction = true\nconfirm = "every"\n`,
  );
});
afterAll(() => world.remove());

const atTerminal = (args: readonly string[], answer: string) =>
  answering(world, args, { question: "to write there: ", answer });

describe("a commit to production", () => {
  it("needs --yes where nobody sits at a terminal", async () => {
    const refused = await world.run(["build", "jadebri", "--profile", "live"]);
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toContain("live (agency.duckdb) is production: nothing was written");
    expect(refused.stderr).toContain("--yes");
    expect((await world.run(["build", "jadebri", "--profile", "live", "--yes"])).code).toBe(0);
  });

  it("is not asked about elsewhere", async () => {
    expect((await world.run(["build", "mia_rose"])).code).not.toBe(2);
  });

  it("asks for the warehouse's name at a terminal, and writes nothing for another word", async () => {
    const wrong = await atTerminal(["build", "anna_v", "--profile", "live"], "yes");
    expect(wrong.code).toBe(2);
    expect(wrong.said).toContain("Type the name of the dataset");
    expect(wrong.said).toContain("“yes” is not agency.duckdb");
    const right = await atTerminal(["build", "anna_v", "--profile", "live"], " agency.duckdb ");
    expect(right.code).toBe(0);
    expect(right.said).toContain("created successfully!");
  });

  it("asks for the page each time where the profile says so", async () => {
    const args = ["build", "sofia_sky", "--profile", "strict"];
    expect((await atTerminal(args, "agency.duckdb")).code).toBe(2);
    expect((await atTerminal(args, "sofia_sky")).code).toBe(0);
  });
});
