import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PREVIEW, type Preview } from "./preview-schema.js";
import { World } from "./program.js";
import { readCsv } from "./read-csv.js";

const world = new World();
beforeAll(async () => {
  expect(await world.run(["demo"])).toMatchObject({ code: 0 });
});
afterAll(() => world.remove());

const preview = async (...args: string[]): Promise<Preview> => {
  const { code, stdout, stderr } = await world.run(["preview", ...args, "--json"]);
  expect([code, stderr]).toEqual([0, ""]);
  return PREVIEW.parse(JSON.parse(stdout));
};

describe("preview --json", () => {
  it("is the documented week of jadebri, by every field of the contract", async () => {
    const plan = await preview("jadebri");
    expect(plan).toMatchObject({
      page_name: "jadebri",
      start_date: "2025-11-10",
      saturation_zone: "YELLOW",
      account_tier: "MEDIUM",
      total_messages: 18,
      total_ppvs: 9,
      total_bumps: 9,
      price_mix: { budget: 2, mid: 4, premium: 3 },
      targets: { ppv_count: 9, bump_count: 9, min_gap_hours: 2.5, cooling_days: 0, max_messages_per_day: 15 },
      sending_hours: [7, 23],
      overrides: {},
      computed: { tolerance: 0.5, zone: "YELLOW", ppvCount: 9, bumpCount: 9 },
      seed: "20251110",
      not_before: null,
    });
    expect(plan.computed.score).toBeCloseTo(0.45, 1);
    expect(plan.days.map(({ ppv, bump }) => [ppv, bump])).toEqual([
      [1, 2],
      [1, 1],
      [1, 1],
      [1, 1],
      [2, 1],
      [2, 1],
      [1, 2],
    ]);
    const times = plan.messages.map(({ utc }) => Date.parse(utc));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    for (const [index, time] of times.slice(1).entries())
      expect(time - (times[index] ?? 0)).toBeGreaterThanOrEqual(2.5 * 3_600_000);
  });

  it("has ids of up to 19 digits and both signs, digit by digit those of the warehouse", async () => {
    const { messages } = await preview("bella_bee");
    const ids = messages.map(({ caption_id }) => caption_id);
    expect(ids.some((id) => id.length >= 19)).toBe(true);
    expect(ids.some((id) => id.startsWith("-"))).toBe(true);
    // A JavaScript number on the way would have rounded them.
    expect(ids.filter((id) => String(Number(id)) !== id).length).toBeGreaterThan(0);
    const { stdout } = await world.run(["captions", "bella_bee", "--json"]);
    const ranked = JSON.parse(stdout).captions as Record<string, { caption_id: string }[]>;
    const known = new Set(Object.values(ranked).flatMap((tier) => tier.map(({ caption_id }) => caption_id)));
    for (const id of ids) expect(known).toContain(id);
  });

  it("is the same for the same seed and another for another", async () => {
    const body = ({ messages, objective }: Preview) => ({ messages, objective });
    const [first, second, other] = [
      await preview("jadebri"),
      await preview("jadebri"),
      await preview("jadebri", "--seed", "other"),
    ];
    expect(body(second)).toEqual(body(first));
    expect(other.messages).not.toEqual(first.messages);
    expect(other).toMatchObject({ seed: "other", overrides: { seed: "other" }, objective: first.objective });
  });

  it("takes every override, each stored under its name", async () => {
    const [out = ""] = (await preview("jadebri")).messages.map(({ caption_id }) => caption_id);
    const plan = await preview(
      "jadebri",
      "--ppv",
      "7",
      "--bump",
      "5",
      "--zone",
      "green",
      "--price-mix",
      "1/4/2",
      "--hours",
      "09-22",
      "--seed",
      "x",
      "--exclude",
      out,
      "--exclude",
      "42",
      "--start-date",
      "2025-11-17",
    );
    expect(plan).toMatchObject({
      start_date: "2025-11-17",
      total_ppvs: 7,
      total_bumps: 5,
      saturation_zone: "GREEN",
      price_mix: { budget: 1, mid: 4, premium: 2 },
      sending_hours: [9, 22],
      seed: "x",
      overrides: {
        ppvCount: 7,
        bumpCount: 5,
        zone: "GREEN",
        priceMix: { budget: 1, mid: 4, premium: 2 },
        hours: [9, 22],
        seed: "x",
        exclude: [out, "42"],
      },
      computed: { zone: "YELLOW", ppvCount: 9, bumpCount: 9 },
    });
    expect(plan.messages.map(({ caption_id }) => caption_id)).not.toContain(out);
  });

  it("takes the tolerance of a flag, and sending hours of the config file", async () => {
    expect((await preview("jadebri", "--tolerance", "1")).saturation_zone).toBe("GREEN");
    const config = join(world.home, "mine.toml");
    writeFileSync(config, 'hours = "10-20"\n[tolerance_pages]\njadebri = 0.3\n');
    const plan = await preview("jadebri", "--config", config);
    expect(plan).toMatchObject({
      sending_hours: [10, 20],
      saturation_zone: "RED",
      computed: { tolerance: 0.3 },
    });
    expect((await preview("jadebri", "--config", config, "--hours", "08-22")).sending_hours).toEqual([8, 22]);
  });

  it("takes the file of a flag before a profile's BigQuery, and --warehouse before all", async () => {
    const config = join(world.home, "prod.toml");
    writeFileSync(
      config,
      'profile = "prod"\n[profiles.prod]\nwarehouse = "bigquery"\nproject = "proj-1"\ndataset = "1st"\n',
    );
    expect((await preview("jadebri", "--config", config, "--db", world.demo)).total_ppvs).toBe(9);
    const { code, stderr } = await world.run(["preview", "jadebri", "--config", config]);
    expect(code).toBe(2);
    // A name that BigQuery's statements could not hold: refused before anything is asked.
    expect(stderr).toContain("“1st” is no dataset");
    const local = await world.run(["preview", "jadebri", "--warehouse", "local"], {
      env: { EROS_PROJECT_ID: "proj-1" },
    });
    expect(local.code).toBe(0);
  });

  it("plans as of another moment", async () => {
    const plan = await preview("jadebri", "--as-of", "2025-10-20T09:00", "--start-date", "2025-10-20");
    expect(plan.not_before).toBe("2025-10-20T16:15:00Z");
    expect(plan.messages[0]?.utc ?? "").toSatisfy((utc: string) => utc >= "2025-10-20T16:15:00Z");
  });
});

/** What the warehouse would still give: another seed's draws, locks or sends would change it. */
const left = async (): Promise<unknown> => {
  const { availability, captions } = JSON.parse((await world.run(["captions", "jadebri", "--json"])).stdout);
  const ids = (Object.values(captions) as { caption_id: string }[][]).map((tier) =>
    tier.map((c) => c.caption_id),
  );
  return { availability, ids };
};

describe("preview", () => {
  it("shows the week as a grid, its messages and what it may bring, and stores nothing", async () => {
    const before = await left();
    const { code, stdout, stderr } = await world.run(["preview", "jadebri"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("demo (local) · DEMO DATA");
    expect(stdout).toMatch(/jadebri · Nov 10–16 {2}9 PPVs 9 bumps {2}▲ YELLOW {2}2\.5 h gap {2}exp\. \$/);
    expect(stdout).toMatch(/Mon 10 +Tue 11 +Wed 12 +Thu 13 +Fri 14 +Sat 15 +Sun 16/);
    expect(stdout.match(/^\w{3} Nov 1\d \d{2}:\d{2} {2}(PPV|bump)/gm)).toHaveLength(18);
    expect(stdout).toContain("Nothing is stored.");
    expect(await left()).toEqual(before);
    expect(readdirSync(world.home).filter((name) => name.endsWith(".csv"))).toEqual([]);
  });

  it("writes a CSV where one is asked for, still without storing", async () => {
    const { stderr } = await world.run(["preview", "jadebri", "--output", "plan.csv"]);
    expect(stderr).toContain("nothing is stored and nothing locked");
    expect(readCsv(readFileSync(join(world.home, "plan.csv"), "utf8"))).toHaveLength(19);
    const again = await world.run(["preview", "jadebri", "--seed", "b", "--output", "plan.csv"]);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain("--force");
    expect(
      (await world.run(["preview", "jadebri", "--seed", "b", "--output", "plan.csv", "--force"])).code,
    ).toBe(0);
  });

  it.each([
    [["--ppv", "-1"], 2, "--ppv: PPVs “-1”"],
    [["--bump", "1.5"], 2, "--bump: bumps “1.5”"],
    [["--zone", "BLUE"], 2, "GREEN, YELLOW or RED"],
    [["--price-mix", "3/5"], 2, "Budget/Mid/Premium"],
    [["--price-mix", "3/5/4"], 2, "adds up to 12"],
    [["--hours", "23-07"], 2, "--hours: sending hours “23-07”"],
    [["--start-date", "2025-02-30"], 2, "--start-date: start date “2025-02-30” is no date"],
    [["--exclude", "12a"], 2, "“12a”"],
    [["--as-of", "soon"], 2, "--as-of “soon” is no moment"],
    [["--seed", ""], 2, "--seed is empty"],
    [["--ppv", "45"], 2, "45 PPVs do not fit"],
    [["--ppv", "0", "--bump", "0"], 2, "at least one message"],
    [
      ["--warehouse", "bigquery", "--project-id", "Of Scheduler"],
      2,
      "--project-id “Of Scheduler” is not allowed",
    ],
    [
      ["--project-id", "of-scheduler-proj", "--dataset", "my brain"],
      2,
      "--dataset “my brain” is not allowed",
    ],
    [["--warehouse", "bigquery"], 2, "BigQuery needs a project"],
    [["--db", "none.duckdb"], 2, "there is no database file"],
    [["--db", "none.duckdb", "--project-id", "proj-1"], 2, "two warehouses are named: --db and --project-id"],
    [["--tolerance", "1.5"], 2, "--tolerance “1.5” is not allowed"],
    [["--profile", "prod"], 2, "there is no profile “prod”"],
  ])("refuses %j with what is allowed", async (args, exit, words) => {
    const { code, stdout, stderr } = await world.run(["preview", "jadebri", ...args]);
    expect({ code, stdout }).toEqual({ code: exit, stdout: "" });
    expect(stderr).toContain(words);
    expect(stderr.trimEnd().split("\n").length).toBeGreaterThanOrEqual(2);
  });

  it("names the nearest pages of one that is not there", async () => {
    for (const verb of ["preview", "analyze", "captions"]) {
      const { code, stderr } = await world.run([verb, "jadebry"]);
      expect(code).toBe(3);
      expect(stderr).toContain("there is no page “jadebry”");
      expect(stderr).toContain("did you mean jadebri?");
    }
  });

  it("names what is left where captions have run out, and the zone where the score is not known", async () => {
    const out = await world.run(["preview", "lotte.asmr"]);
    expect(out.code).toBe(3);
    expect(out.stderr).toMatch(/Budget|Mid|Premium/);
    const unknown = await world.run(["preview", "tess_quiet"]);
    expect(unknown.code).toBe(3);
    expect(unknown.stderr).toContain("--zone");
    expect((await preview("tess_quiet", "--zone", "YELLOW")).computed).toMatchObject({
      score: null,
      zone: null,
    });
  });

  it("leaves text of others harmless", async () => {
    const { stderr } = await world.run(["preview", "jade\u001b]0;x\u0007bri"]);
    expect(stderr).not.toContain("\u001b");
  });

  it("does not read a warehouse of nobody", async () => {
    expect(existsSync(world.own)).toBe(false);
  });
});
