import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { createLocalFile } from "../../src/warehouse/open.js";
import { World } from "./program.js";

const world = new World();
afterAll(() => world.remove());

const COUNT = z.int().nonnegative();

describe("a bare start without a terminal", () => {
  let glance: { code: number | null; stdout: string; stderr: string };
  beforeAll(async () => {
    glance = await world.run([]);
  });

  it("makes the demo first, with a word about it", () => {
    expect(glance.stderr).toContain(`No warehouse yet: making the demo, once, in ${world.demo}`);
    expect(statSync(world.demo).mode & 0o777).toBe(0o600);
  });

  it("prints the pages, the plan of the one most due, and how to go on", () => {
    expect(glance.code).toBe(0);
    const lines = glance.stdout.split("\n");
    expect(lines[0]).toBe("demo (local) · DEMO DATA · week Mon Nov 10 – Sun Nov 16 · data to Nov 3, 08:50");
    const rows = lines.filter((line) => /^[a-z0-9][a-z0-9._-]* +(MICRO|SMALL|MEDIUM|LARGE|MEGA) /.test(line));
    expect(rows.length).toBeGreaterThanOrEqual(25);
    // RED pages that are due come first, those that are set last.
    expect(rows[0]).toMatch(/■ RED .* due$/);
    expect(rows.at(-1)).toMatch(/✓ set$/);
    const [page] = rows[0]?.split(" ") ?? [];
    expect(glance.stdout).toContain(`Most due:\n${page} · Nov 10–16`);
    expect(glance.stdout).toMatch(/Nothing was stored\. Go on with\n {2}eros-tui preview /);
    for (const line of lines) expect(line).not.toContain("\u001b");
  });

  it("writes nothing but that file and the log", async () => {
    const files = (): string[] =>
      (readdirSync(world.home, { recursive: true }) as string[]).filter((name) =>
        statSync(join(world.home, name)).isFile(),
      );
    expect(files().sort()).toEqual(["data/eros-tui/demo.duckdb", "state/eros-tui/eros-tui.log"]);
    const again = await world.run([]);
    expect(again).toEqual({ code: 0, stdout: glance.stdout, stderr: "" });
  });

  it("does the same with TERM=dumb, and shows only the pages of the config file", async () => {
    world.writeConfig('pages = ["jadebri", "anna_v"]\n');
    const { stdout } = await world.run([], { env: { TERM: "dumb" } });
    expect(stdout).toContain("Most due:\njadebri · Nov 10–16  9 PPVs 9 bumps  ▲ YELLOW");
    expect(stdout).not.toContain("bella_bee");
    world.writeConfig("");
  });
});

describe("analyze", () => {
  it("--json is the report of the warehouse, with the zone beside it", async () => {
    const { code, stdout, stderr } = await world.run(["analyze", "jadebri", "--json"]);
    expect([code, stderr]).toEqual([0, ""]);
    const report = z
      .looseObject({
        report_version: z.literal(2),
        creator_name: z.literal("jadebri"),
        account_classification: z.looseObject({
          size_tier: z.literal("MEDIUM"),
          total_revenue_period: z.number(),
        }),
        behavioral_segment: z.looseObject({ segment_label: z.literal("STANDARD") }),
        saturation: z.looseObject({ saturation_score: z.number(), confidence_score: z.number() }),
        psychological_trigger_analysis: z.array(z.looseObject({ psychological_trigger: z.string() })),
        content_category_performance: z.array(z.looseObject({ content_category: z.string() })),
        day_of_week_patterns: z.array(z.looseObject({ day_of_week_la: z.int().min(1).max(7) })),
        time_window_optimization: z
          .array(
            z.looseObject({
              hour_24: z.int(),
              value: z.number().nullable(),
              reliability: z.number().nullable(),
            }),
          )
          .max(48),
        tolerance: z.literal(0.5),
        zone: z.literal("YELLOW"),
      })
      .parse(JSON.parse(stdout));
    expect(report.saturation.saturation_score).toBeCloseTo(0.45, 1);
  });

  it("says the same in words", async () => {
    const { stdout } = await world.run(["analyze", "--page-name", " JadeBri "]);
    expect(stdout).toMatch(/^Account {6}MEDIUM {2}\$\d\d,\d{3} in 30 days \(\$25k–\$100k\)/m);
    expect(stdout).toMatch(/^Saturation {3}0\.4\d ▲ YELLOW \(send less\)/m);
    expect(stdout).toMatch(/^ {2}unlock rate +−\d+ % against its 60 days +adds 0\.\d\d/m);
    expect(stdout).toMatch(/^A week {7}9 PPVs 9 bumps, 2\.5 h apart \(tolerance 0\.5/m);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("says no history as such, never as healthy, and never 0 for what is not known", async () => {
    const { stdout } = await world.run(["analyze", "zoe_new"]);
    expect(stdout).toContain("no history: nothing is known of this page yet");
    expect(stdout).toContain("using the usual peaks");
    expect(stdout).not.toMatch(/Saturation.*(GREEN|healthy)/);
    expect((await world.run(["analyze", "tess_quiet"])).stdout).toContain(
      "not enough recent data: planning asks for a zone",
    );
    expect(JSON.parse((await world.run(["analyze", "tess_quiet", "--json"])).stdout).zone).toBeNull();
  });

  it("goes back in time", async () => {
    const then = JSON.parse(
      (await world.run(["analyze", "jadebri", "--as-of", "2025-09-01", "--json"])).stdout,
    );
    expect(then.analysis_timestamp < "2025-09-02").toBe(true);
  });
});

describe("captions", () => {
  const ROW = z.strictObject({
    price_tier: z.enum(["Budget", "Mid", "Premium", "Free"]),
    active: COUNT,
    eligible: COUNT,
    locked: COUNT,
    resting: COUNT,
    restricted: COUNT,
    rested: COUNT,
    recent: COUNT,
    relaxed: COUNT,
    urgent: COUNT,
  });

  it("--json is what is left per price tier, and the ranked ones", async () => {
    const { code, stdout, stderr } = await world.run(["captions", "jadebri", "--json", "--limit", "7"]);
    expect([code, stderr]).toEqual([0, ""]);
    const read = z
      .strictObject({
        page_name: z.literal("jadebri"),
        start_date: z.literal("2025-11-10"),
        seed: z.literal("20251110"),
        availability: z.array(ROW).length(4),
        captions: z.record(
          z.enum(["Budget", "Mid", "Premium", "Free"]),
          z.array(
            z.looseObject({ caption_id: z.string().regex(/^-?\d+$/), rank: z.int(), score: z.number() }),
          ),
        ),
      })
      .parse(JSON.parse(stdout));
    for (const row of read.availability) expect(row.rested + row.recent + row.relaxed).toBe(row.eligible);
    expect(read.captions.Mid?.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    // Every fourth pick explores.
    expect(read.captions.Mid?.[3]).toMatchObject({ tested: false });
  });

  it("says the same as a table", async () => {
    const { stdout } = await world.run(["captions", "jadebri", "--start-date", "2025-11-17"]);
    expect(stdout).toContain("captions for Mon Nov 17 – Sun Nov 23 · draw 20251117");
    expect(stdout).toMatch(/^PRICE TIER +ACTIVE +LEFT +LOCKED +RESTING +RESTRICTED/m);
    expect(stdout).toMatch(/^Premium, the first 5$/m);
  });
});

describe("demo", () => {
  it("leaves what is there, and makes it as new with --force", async () => {
    const there = await world.run(["demo", "--json"]);
    expect(JSON.parse(there.stdout)).toEqual({ file: world.demo, created: false });
    await world.run(["build", "jadebri"]);
    expect((await world.run([])).stdout).toMatch(/^jadebri .*✓ set$/m);
    const renewed = await world.run(["demo", "--force"]);
    expect(renewed.stdout).toContain(`The demo warehouse is ready: ${world.demo}`);
    expect(renewed.stdout).toContain("eros-tui preview jadebri\n");
    expect((await world.run([])).stdout).toMatch(/^jadebri .*due$/m);
  });

  it("never goes where something else is", async () => {
    const notes = join(world.home, "notes.txt");
    writeFileSync(notes, "mine");
    const { code, stderr } = await world.run(["demo", "--force", "--db", notes]);
    expect(code).toBe(2);
    expect(stderr).toContain("it is left as it is");
    expect(stderr).toContain("`eros-tui demo` makes");
    expect(readFileSync(notes, "utf8")).toBe("mine");
  });

  it("never goes where a person's own rows are, with or without --force", async () => {
    const own = join(world.home, "agency.duckdb");
    await createLocalFile(own, { demo: false });
    for (const args of [
      ["demo", "--db", own],
      ["demo", "--force", "--db", own],
    ]) {
      const { code, stderr } = await world.run(args);
      expect(code).toBe(2);
      expect(stderr).toContain("holds a warehouse of its own");
    }
    const { code, stdout } = await world.run(["--db", own]);
    expect(code).toBe(0);
    expect(stdout).toContain("This warehouse has no pages yet. `eros-tui import` brings your own");
    expect(stdout).toContain("`eros-tui demo` makes one");
  });

  it("can lie elsewhere, and the own warehouse goes before it", async () => {
    const elsewhere = join(world.home, "trial", "demo.duckdb");
    const made = await world.run(["demo", "--db", elsewhere]);
    expect(made.stdout).toContain(`eros-tui preview jadebri --db ${elsewhere}`);
    expect(existsSync(elsewhere)).toBe(true);
    mkdirSync(dirname(world.own), { recursive: true });
    writeFileSync(world.own, "no database");
    const { code, stderr } = await world.run([]);
    expect(code).not.toBe(0);
    expect(stderr).toContain(world.own);
  });
});

describe("the home folder", () => {
  it("that is not known is said as such", async () => {
    const { code, stderr } = await world.run(["preview", "jadebri"], {
      env: { HOME: "", XDG_DATA_HOME: "", XDG_CONFIG_HOME: "", XDG_STATE_HOME: "" },
    });
    expect(code).toBe(2);
    expect(stderr).toContain("the home folder is not known");
    expect(stderr).toContain("set HOME");
  });
});
