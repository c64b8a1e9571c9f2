import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PREVIEW } from "./preview-schema.js";
import { World } from "./program.js";
import { readCsv } from "./read-csv.js";

const COLUMNS =
  "schedule_id,page_name,day_of_week,scheduled_send_time,message_type,caption_id,caption_text,price_tier,content_category,has_urgency,performance_score";
const LOG_LINE = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2},\d{3} - eros_tui\.\w+ - (INFO|WARNING|ERROR) - .+$/;

const world = new World();
beforeAll(async () => {
  expect(await world.run(["demo"])).toMatchObject({ code: 0 });
});
afterAll(() => world.remove());

const idIn = (stdout: string): string => /^Schedule (\S+) created/m.exec(stdout)?.[1] ?? "";
const csv = (name: string): string[][] => readCsv(readFileSync(join(world.home, name), "utf8"));

describe("build", () => {
  it("prints the block of the original, logs on stderr, stores, locks and writes the CSV", async () => {
    const { code, stdout, stderr } = await world.run(["build", "jadebri"]);
    expect(code).toBe(0);
    const id = idIn(stdout);
    expect(id).toMatch(/^sched_\d{8}_\d{6}_\d{6}_jadebri$/);
    const rule = "=".repeat(60);
    expect(stdout).toBe(
      `${[rule, `Schedule ${id} created successfully!`, rule, "Page: jadebri", "Start Date: 2025-11-10", "Total Messages: 18", "PPVs: 9", "Bumps: 9", `CSV: ${id}.csv`, rule].join("\n")}\n`,
    );
    const lines = stderr.trimEnd().split("\n");
    for (const line of lines) expect(line).toMatch(LOG_LINE);
    expect(stderr).toContain(
      " - eros_tui.pipeline - INFO - Volume targets: 9 PPVs, 9 Bumps (zone=YELLOW, base=12/8, multiplier=0.75)",
    );
    expect(readFileSync(world.log, "utf8")).toContain(
      `Schedule ${id} stored: 18 messages, 9 captions locked (demo data)`,
    );

    const [head, ...rows] = csv(`${id}.csv`);
    expect(head?.join(",")).toBe(COLUMNS);
    expect(rows).toHaveLength(18);
    for (const row of rows) {
      expect(row).toHaveLength(11);
      expect(row[0]).toBe(id);
      expect(row[3]).toMatch(/^2025-11-1\d \d{2}:\d{2}:00$/);
      expect(row[9]).toMatch(/^(TRUE|FALSE)$/);
    }
    expect(rows.map((row) => row[3])).toEqual(rows.map((row) => row[3]).sort());

    const export2 = await world.run(["export", id, "--output", "again.csv", "--json"]);
    expect(JSON.parse(export2.stdout)).toMatchObject({
      schedule_id: id,
      page_name: "jadebri",
      state: "committed",
      total_messages: 18,
      csv: join(world.home, "again.csv"),
    });
    expect(readFileSync(join(world.home, "again.csv"))).toEqual(readFileSync(join(world.home, `${id}.csv`)));

    const { stdout: glance } = await world.run([]);
    expect(glance).toMatch(/^jadebri .*✓ set$/m);
    const captions = JSON.parse((await world.run(["captions", "anna_v", "--json"])).stdout);
    const left = Object.values(captions.captions as Record<string, { caption_id: string }[]>).flatMap(
      (tier) => tier.map(({ caption_id }) => caption_id),
    );
    for (const row of rows.filter((each) => each[4] === "PPV")) expect(left).not.toContain(row[5]);
  });

  it("meets a conflict with exit 4, names the holder and writes nothing", async () => {
    const { code, stdout, stderr } = await world.run([
      "build",
      "jadebri",
      "--seed",
      "b",
      "--output",
      "conflict.csv",
    ]);
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr).toMatch(/^eros-tui: conflict: sched_\d+_\d+_\d+_jadebri/m);
    expect(existsSync(join(world.home, "conflict.csv"))).toBe(false);
    const preview = PREVIEW.parse(JSON.parse((await world.run(["preview", "jadebri", "--json"])).stdout));
    expect(preview.warnings.map(({ code: warning }) => warning)).toContain("OVERLAP");
  });

  it("--json prints the schedule alone, digit by digit what the CSV has", async () => {
    const { code, stdout, stderr } = await world.run([
      "build",
      "--page-name",
      "ANNA_V",
      "--start-date",
      "2025-11-17",
      "--output",
      "week.csv",
      "--json",
    ]);
    expect(code).toBe(0);
    const schedule = PREVIEW.parse(JSON.parse(stdout));
    expect(schedule).toMatchObject({ page_name: "anna_v", start_date: "2025-11-17" });
    for (const line of stderr.trimEnd().split("\n")) expect(line).toMatch(LOG_LINE);
    const [, ...rows] = csv("week.csv");
    expect(rows.map((row) => [row[3], row[5], row[6]])).toEqual(
      schedule.messages.map(({ scheduled_send_time, caption_id, caption_text }) => [
        scheduled_send_time,
        caption_id,
        caption_text,
      ]),
    );
    expect(rows.some((row) => /^-\d{18,19}$/.test(row[5] ?? ""))).toBe(true);
  });

  it("takes - for standard output, which is no file: nothing is stored", async () => {
    for (const line of [
      ["build", "sofia_sky", "--output", "-"],
      ["preview", "sofia_sky", "--output=-"],
      ["preview", "sofia_sky", "--save", "-", "--json"],
    ]) {
      const { code, stdout, stderr } = await world.run(line);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toContain(" -: standard output carries what the command says, the file needs a name");
      expect(stderr).toContain("a file that is called - is ./-");
    }
    expect(existsSync(join(world.home, "-"))).toBe(false);
    const { code, stdout } = await world.run(["history", "sofia_sky", "--json"]);
    expect([code, JSON.parse(stdout)]).toEqual([0, []]);
    expect(await world.run(["preview", "sofia_sky", "--output", "./-"])).toMatchObject({ code: 0 });
    expect(readCsv(readFileSync(join(world.home, "-"), "utf8")).length).toBeGreaterThan(1);
  });

  it("keeps an existing file before anything is stored, and takes a folder", async () => {
    writeFileSync(join(world.home, "mine.csv"), "mine\n");
    const kept = await world.run(["build", "sofia_sky", "--output", "mine.csv"]);
    expect(kept).toMatchObject({ code: 2, stdout: "" });
    expect(kept.stderr).toContain("mine.csv is there already and is kept");
    expect(readFileSync(join(world.home, "mine.csv"), "utf8")).toBe("mine\n");
    expect((await world.run(["build", "sofia_sky", "--output", "no/such/x.csv"])).stderr).toContain(
      "mkdir -p no/such",
    );

    mkdirSync(join(world.home, "out"));
    const { code, stdout } = await world.run(["build", "sofia_sky", "--output", "out", "--spreadsheet-safe"]);
    expect(code).toBe(0);
    const text = readFileSync(join(world.home, "out", `${idIn(stdout)}.csv`), "utf8");
    expect(text.startsWith("\uFEFF")).toBe(true);
    expect(
      readCsv(text)
        .slice(1)
        .every((row) => row[5]?.startsWith("'")),
    ).toBe(true);
  });

  it("refuses the past, unless it is allowed", async () => {
    const line = ["build", "mia_rose", "--start-date", "2025-11-02", "--ppv", "2", "--bump", "1"];
    const past = await world.run(line);
    expect(past).toMatchObject({ code: 2, stdout: "" });
    expect(past.stderr).toContain("--allow-past");
    expect((await world.run([...line, "--allow-past", "--json"])).code).toBe(0);
    const over = await world.run(["build", "mia_rose", "--start-date", "2025-10-20", "--allow-past"]);
    expect(over).toMatchObject({ code: 2, stdout: "" });
  });

  it("writes nothing through a read-only profile", async () => {
    const config = join(world.home, "ro.toml");
    writeFileSync(config, "[profiles.look]\nread_only = true\n");
    const { code, stdout, stderr } = await world.run([
      "build",
      "lena.k",
      "--config",
      config,
      "--profile",
      "look",
    ]);
    expect({ code, stdout }).toEqual({ code: 5, stdout: "" });
    expect(stderr).toMatch(/read.only/i);
    const preview = await world.run(["preview", "lena.k", "--config", config, "--profile", "look"]);
    expect(preview.stdout).toContain("look · DEMO DATA · READ-ONLY");
  });

  it("stops at Ctrl-C with exit 130, and the week is still free", async () => {
    let sent = false;
    const { code, stdout, stderr } = await world.run(["build", "lena.k"], {
      onStderr: (text, child) => {
        if (sent || !text.includes("Analyzing")) return;
        sent = true;
        child.kill("SIGINT");
      },
    });
    expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
    expect(stderr).toContain("interrupted");
    expect((await world.run([])).stdout).toMatch(/^lena\.k .*due$/m);
  });

  it("goes on to the end where nobody reads its output any more", async () => {
    const { code } = await world.run(["build", "freya_n"], { closeStdout: true });
    expect(code).toBe(0);
    expect((await world.run([])).stdout).toMatch(/^freya_n .*✓ set$/m);
  });
});

describe("export", () => {
  it("names what it was given where there is no such schedule", async () => {
    const { code, stderr } = await world.run(["export", "sched_20250101_000000_000000_jadebri"]);
    expect(code).toBe(2);
    expect(stderr).toContain("there is no schedule “sched_20250101_000000_000000_jadebri”");
    expect((await world.run(["export"])).stderr).toContain("export needs a schedule id");
  });
});
