import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { World } from "./program.js";
import { readCsv } from "./read-csv.js";

interface PageJson {
  readonly place: number;
  readonly page_name: string;
  readonly status: string;
  readonly schedule_id: string | null;
  readonly total_messages: number | null;
  readonly caption_ids: readonly string[];
  readonly csv: string | null;
  readonly error: { readonly kind: string; readonly message: string; readonly remedy: string } | null;
}

const world = new World();
beforeAll(async () => {
  expect(await world.run(["demo"])).toMatchObject({ code: 0 });
  mkdirSync(join(world.home, "kept"));
  copyFileSync(world.demo, join(world.home, "kept", "demo.duckdb"));
});
afterAll(() => world.remove());

const fresh = (): void => copyFileSync(join(world.home, "kept", "demo.duckdb"), world.demo);
/** Writes a list of pages and gives its path. */
function list(name: string, text: string): string {
  const path = join(world.home, name);
  writeFileSync(path, text);
  return path;
}
const csvIn = (folder: string): string[] =>
  readdirSync(join(world.home, folder)).filter((name) => /\.csv$/.test(name));

describe("batch", () => {
  it("commits what can be committed, a line a page, and says why of the others: exit 8", async () => {
    const file = list(
      "mine.txt",
      "\uFEFFJadebri\r\n# the tired ones\n hazel_h  # RED\n\ntess_quiet\nmia_rose\n",
    );
    const dry = await world.run(["batch", "--pages", file, "--dry-run", "--json"]);
    expect(dry.code).toBe(8);
    expect(existsSync(join(world.home, "out"))).toBe(false);

    const { code, stdout, stderr } = await world.run(["batch", "--pages", file, "--output-dir", "out/week"]);
    expect(code).toBe(8);
    const lines = stdout.split("\n");
    for (const page of ["jadebri", "hazel_h", "mia_rose"])
      expect(lines.filter((line) => line.startsWith(`✓ ${page} `))).toHaveLength(1);
    expect(stdout).toMatch(/^✓ jadebri {5}▲ YELLOW {2}9 PPVs 9 bumps .*sched_\d{8}_\d{6}_\d{6}_jadebri$/m);
    expect(stdout).toMatch(/^✗ tess_quiet {2}tess_quiet has no saturation score/m);
    expect(stdout).toContain(
      "demo (local) · DEMO DATA · Mon Nov 10 – Sun Nov 16\n4 pages: 3 committed, 1 failed, ",
    );
    expect(stdout).toContain("    eros-tui build tess_quiet: choose the zone yourself: `--zone GREEN`");
    expect(stdout).not.toContain("\u001b");
    expect(stderr).toContain(
      "eros-tui: not every page is done: 3 committed, 1 failed\n  see what each page says; the same line with --resume goes on with them\n",
    );

    const written = csvIn("out/week");
    expect(written).toHaveLength(3);
    const planned: PageJson[] = JSON.parse(dry.stdout).pages;
    for (const { page_name, caption_ids } of planned.filter(({ status }) => status === "planned")) {
      const name = written.find((each) => each.endsWith(`_${page_name}.csv`)) ?? "";
      const [, ...rows] = readCsv(readFileSync(join(world.home, "out/week", name), "utf8"));
      // The dry run had said which captions it would be.
      expect(rows.map((row) => row[5])).toEqual(caption_ids);
    }
    expect((await world.run([])).stdout).toMatch(/^jadebri .*✓ set$/m);

    const none = await world.run(["batch", "--pages", list("one.txt", "tess_quiet\n")]);
    expect(none.code).toBe(3);
    expect(none.stderr).toContain("no page is done: 1 failed");
    const set = await world.run(["batch", "--pages", list("set.txt", "jadebri\nmia_rose\n")]);
    expect(set.code).toBe(4);
    const resumed = await world.run(["batch", "--pages", list("set.txt", "jadebri\nmia_rose\n"), "--resume"]);
    expect(resumed).toMatchObject({ code: 0, stderr: "" });
    expect(resumed.stdout).toMatch(/^✓ jadebri +set already {2}sched_\d+_\d+_\d+_jadebri$/m);
  });

  it("--json says everything, in order, and nothing else is on stdout", async () => {
    fresh();
    const file = list("json.txt", "jadebri\nanna_v\nno_such_page\n");
    const { code, stdout, stderr } = await world.run([
      "batch",
      "--pages",
      file,
      "--json",
      "--output-dir",
      "j",
    ]);
    expect(code).toBe(8);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({
      warehouse: "demo (local) · DEMO DATA",
      start_date: "2025-11-10",
      dry_run: false,
      interrupted: false,
      summary: { committed: 2, planned: 0, set: 0, failed: 1, not_done: 0 },
    });
    const pages: PageJson[] = result.pages;
    expect(pages.map(({ place }) => place)).toEqual([1, 2, 3]);
    const jadebri = pages.find(({ page_name }) => page_name === "jadebri");
    expect(jadebri).toMatchObject({ status: "committed", total_messages: 18, error: null });
    expect(jadebri?.csv).toBe(join(world.home, "j", `${jadebri?.schedule_id}.csv`));
    expect(pages.find(({ page_name }) => page_name === "no_such_page")?.error).toMatchObject({
      kind: "nothingToPlan",
      message: "there is no page “no_such_page”",
    });
    expect(stderr).toMatch(/^✓ jadebri/m);
    const ids = pages.flatMap(({ caption_ids }) => caption_ids);
    expect(ids.some((id) => /^-\d{18,19}$/.test(id))).toBe(true);
  });

  it("stops at Ctrl-C after the page under way: exit 130, and --resume does the rest", async () => {
    fresh();
    let sent = false;
    const { code, stdout, stderr } = await world.run(["batch", "--json", "--output-dir", "stopped"], {
      onStderr: (text, child) => {
        if (sent || !text.includes("✓")) return;
        sent = true;
        child.kill("SIGINT");
      },
    });
    expect(code).toBe(130);
    const {
      pages,
      summary,
      interrupted,
    }: { pages: PageJson[]; summary: Record<string, number>; interrupted: boolean } = JSON.parse(stdout);
    expect(interrupted).toBe(true);
    expect(summary.committed).toBeGreaterThan(0);
    expect(summary.not_done).toBeGreaterThan(0);
    expect(stderr).toMatch(
      /^eros-tui: interrupted: \d+ committed.* not done; --resume goes on with what is left$/m,
    );
    const { stdout: glance } = await world.run([]);
    for (const { page_name, status } of pages)
      expect(new RegExp(`^${page_name.replace(".", "\\.")} .*✓ set$`, "m").test(glance)).toBe(
        status === "committed",
      );
    expect(csvIn("stopped")).toHaveLength(summary.committed ?? 0);

    const rest = list(
      "rest.txt",
      pages
        .slice(0, 4)
        .map(({ page_name }) => page_name)
        .join("\n"),
    );
    const resumed = await world.run([
      "batch",
      "--pages",
      rest,
      "--resume",
      "--json",
      "--output-dir",
      "stopped",
    ]);
    const again: PageJson[] = JSON.parse(resumed.stdout).pages;
    expect(again.filter(({ status }) => status === "set").length).toBe(
      pages.slice(0, 4).filter(({ status }) => status === "committed").length,
    );
    expect(again.every(({ status }) => ["set", "committed", "failed"].includes(status))).toBe(true);
  });

  it("says that nothing is due, takes the operator's own pages, and asks before it writes to production", async () => {
    fresh();
    const config = join(world.home, "mine.toml");
    writeFileSync(config, 'pages = ["jadebri"]\n[profiles.live]\nproduction = true\n');
    const asked = await world.run(["batch", "--config", config, "--profile", "live", "--output-dir", "live"]);
    expect(asked).toMatchObject({ code: 2, stdout: "" });
    expect(asked.stderr).toContain("give --yes to commit there");
    const given = await world.run([
      "batch",
      "--config",
      config,
      "--profile",
      "live",
      "--yes",
      "--output-dir",
      "live",
    ]);
    expect(given.code).toBe(0);
    expect(given.stdout).toContain(
      "live · DEMO DATA · PRODUCTION · Mon Nov 10 – Sun Nov 16\n1 page: 1 committed, ",
    );
    const none = await world.run(["batch", "--config", config]);
    expect(none).toMatchObject({ code: 0, stderr: "" });
    expect(none.stdout).toContain("0 pages: nothing to do");
  });

  it("refuses what means nothing before anything is opened", async () => {
    const refused = async (...args: string[]): Promise<string> => {
      const { code, stdout, stderr } = await world.run(["batch", ...args]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      return stderr;
    };
    expect(await refused("--all", "--due")).toContain("--all and --due are two choices of pages");
    expect(await refused("--concurrency", "0")).toContain("a whole number from 1 to 64");
    expect(await refused("--pages", "nowhere.txt")).toContain("there is no file");
    expect(await refused("--pages", list("bad.txt", "jadebri\nnot a page!\n"))).toContain(
      "bad.txt, line 2: ",
    );
    expect(await refused("--pages", list("empty.txt", "# nobody\n"))).toContain("names no page");
    expect(await refused("--start-date", "2025-11-02")).toContain("starts before today, 2025-11-03");
    expect(await refused("--start-date", "2025-02-30")).toContain("--start-date");
    expect(await refused("--output-dir", "bad.txt/below")).toContain("cannot be made");
  });
});
