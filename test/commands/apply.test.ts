import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { canonicalJson, sha256 } from "../../src/domain/schedule.js";
import { World } from "./program.js";
import { readCsv } from "./read-csv.js";

const world = new World();
const kept = join(world.home, "kept.duckdb");
beforeAll(async () => {
  expect(await world.run(["demo"])).toMatchObject({ code: 0 });
  copyFileSync(world.demo, kept);
});
beforeEach(() => copyFileSync(kept, world.demo));
afterAll(() => world.remove());

const at = (name: string): string => join(world.home, name);
async function saved(name: string, ...flags: string[]): Promise<Record<string, unknown>> {
  const { code, stderr } = await world.run(["preview", "jadebri", "--save", name, ...flags]);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stderr).toContain(`plan saved to ${at(name)}`);
  return JSON.parse(readFileSync(at(name), "utf8"));
}
interface Message {
  readonly caption_id: string;
  readonly message_type: string;
  readonly caption_text: string;
}
const messagesOf = (plan: Record<string, unknown>): Message[] =>
  (plan.schedule as { messages: Message[] }).messages;
const idOf = (plan: Record<string, unknown>): string =>
  (plan.schedule as { schedule_id: string }).schedule_id;

describe("a saved plan", () => {
  it("is canonical JSON with a digest over it, and what it was based on", async () => {
    const plan = await saved("basis.json");
    const text = readFileSync(at("basis.json"), "utf8");
    expect(text).toBe(`${canonicalJson(plan)}\n`);
    const { digest, ...content } = plan;
    expect(digest).toBe(sha256(canonicalJson(content)));
    expect(plan).toMatchObject({
      format: "eros-tui plan",
      version: 1,
      start_date: "2025-11-10",
      basis: {
        clock: "2025-11-03T17:12:00Z",
        data_to: "2025-11-03T16:50:00Z",
        report: { tier: "MEDIUM", segment: "STANDARD" },
        locks: { captions: [], schedules: [] },
      },
    });
    const { captions, report } = plan.basis as {
      captions: { caption_id: string }[];
      report: { digest: string };
    };
    expect(captions.map(({ caption_id }) => caption_id)).toEqual(
      messagesOf(plan).map(({ caption_id }) => caption_id),
    );
    expect(report.digest).toBe((plan.schedule as { report_digest: string }).report_digest);
    // An existing file is somebody's.
    const again = await world.run(["preview", "jadebri", "--save", "basis.json"]);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain("basis.json is there already and is kept");
    expect((await world.run(["preview", "jadebri", "--save", "basis.json", "--force"])).code).toBe(0);
  });

  it("is shown day by day, from the file alone and once it is stored", async () => {
    const plan = await saved("shown.json", "--ppv", "8");
    const { code, stdout } = await world.run(["show", "shown.json"], { env: { EROS_DB: "/no/such/file" } });
    expect(code).toBe(0);
    expect(stdout).toContain("jadebri · Mon Nov 10 – Sun Nov 16 · 8 PPVs 9 bumps · ▲ YELLOW");
    expect(stdout).toMatch(/^ {7}Mon 10 {4}Tue 11/m);
    expect(stdout.match(/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) Nov 1\d \d\d:\d\d {2}/gm)).toHaveLength(17);
    expect(stdout).toMatch(
      /^Mean score {3}0\.\d\d {4}urgency \d+ % {4}Budget \d {2}Mid \d {2}Premium \d {2}Free 9$/m,
    );
    expect(stdout).toMatch(/^Expected {5}\$/m);
    expect((await world.run(["apply", "shown.json"])).code).toBe(0);
    const stored = await world.run(["show", idOf(plan)]);
    expect(stored.stdout).toMatch(
      new RegExp(`^${idOf(plan)} · committed .* by .* · demo \\(local\\) · DEMO DATA$`, "m"),
    );
    const grid = (text: string): string[] =>
      text.split("\n").filter((line) => /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) Nov/.test(line));
    expect(grid(stored.stdout)).toEqual(grid(stdout));
    const json = JSON.parse((await world.run(["show", idOf(plan), "--json"])).stdout);
    expect(json).toMatchObject({
      schedule_id: idOf(plan),
      state: "committed",
      start_date: "2025-11-10",
      locks: 8,
    });
  });

  it("is applied exactly as it was saved, once: a second time gives the first receipt", async () => {
    const plan = await saved("exact.json", "--seed", "other");
    const { code, stdout } = await world.run(["apply", "exact.json", "--output", "exact.csv"]);
    expect(code).toBe(0);
    expect(stdout).toContain(`Schedule ${idOf(plan)} created successfully!`);
    expect(stdout).toContain(
      "Start Date: 2025-11-10\nTotal Messages: 18\nPPVs: 9\nBumps: 9\nCSV: exact.csv\n",
    );
    const [, ...rows] = readCsv(readFileSync(at("exact.csv"), "utf8"));
    expect(rows.map((row) => [row[5], row[6]])).toEqual(
      messagesOf(plan).map(({ caption_id, caption_text }) => [caption_id, caption_text]),
    );
    const shown = JSON.parse((await world.run(["show", idOf(plan), "--json"])).stdout);
    expect(shown.digest).toBe(sha256(canonicalJson(plan.schedule)));

    // Days later and after other changes: what is stored is answered by its receipt, not by what changed since.
    const twice = await world.run(["apply", "exact.json", "--json", "--as-of", "2025-11-12"]);
    expect(twice.code).toBe(0);
    expect(JSON.parse(twice.stdout)).toMatchObject({ schedule_id: idOf(plan), repeated: true, locks: 9 });
    expect((await world.run([])).stdout).toMatch(/^jadebri .*✓ set$/m);

    // The same line finds its own file, and keeps another's.
    const line = ["apply", "exact.json", "--output", "exact.csv"];
    expect(await world.run(line)).toMatchObject({ code: 0, stdout });
    writeFileSync(at("exact.csv"), "somebody's");
    const kept = await world.run(line);
    expect(kept).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("is kept") });
  });

  it("is refused as stale where captions were taken, and says which and by whom", async () => {
    const plan = await saved("taken.json");
    const thief = await saved("thief.json");
    expect((await world.run(["apply", "thief.json"])).code).toBe(0);
    const week = await world.run(["apply", "taken.json", "--output", "taken.csv"]);
    expect({ code: week.code, stdout: week.stdout }).toEqual({ code: 4, stdout: "" });
    expect(week.stderr).toContain("conflict: the plan is stale: ");
    expect(week.stderr).toContain(`${idOf(thief)}, committed on `);
    const ppvs = messagesOf(plan).filter(({ message_type }) => message_type === "PPV");
    for (const { caption_id } of ppvs) expect(week.stderr).toContain(`caption ${caption_id} “`);
    expect(week.stderr).toContain("is held by jadebri for ");
    expect(existsSync(at("taken.csv"))).toBe(false);
  });

  it("is refused as stale where the clock has passed a message or the report has changed", async () => {
    const plan = await saved("clock.json");
    const late = await world.run(["apply", "clock.json", "--as-of", "2025-11-10T12:00"]);
    expect({ code: late.code, stdout: late.stdout }).toEqual({ code: 4, stdout: "" });
    expect(late.stderr).toMatch(
      /stale: the clock has passed (a message, of|\d messages, the first of) Mon Nov 10 \d\d:\d\d Los Angeles/,
    );
    // Seen from another moment the page's figures are others.
    const before = await world.run(["apply", "clock.json", "--as-of", "2025-10-20"]);
    expect(before.code).toBe(4);
    expect(before.stderr).toMatch(/the report of jadebri changed: .*saturation score 0\.\d+ → 0(\.\d+)?/);
    expect((await world.run(["show", idOf(plan)])).code).toBe(2);
    expect((await world.run(["apply", "clock.json"])).code).toBe(0);
  });

  it("is refused where somebody changed the file, by its digest", async () => {
    await saved("whole.json");
    const text = readFileSync(at("whole.json"), "utf8");
    const refused = async (content: string): Promise<string> => {
      writeFileSync(at("changed.json"), content);
      const { code, stdout, stderr } = await world.run(["apply", "changed.json"]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      return stderr;
    };
    expect(await refused(text.replace(/"caption_id":"(-?\d)/, '"caption_id":"9$1'))).toContain(
      "was changed after it was saved",
    );
    expect(await refused(text.replace('"version":1', '"version":2'))).toContain("is a plan of version 2");
    expect(await refused(text.slice(0, 500))).toContain("is no saved plan of eros-tui");
    expect(await refused("{}")).toContain("is no saved plan of eros-tui");
    // Another order of keys and other white space are the same content.
    writeFileSync(at("pretty.json"), JSON.stringify(JSON.parse(text), null, 2));
    expect((await world.run(["show", "pretty.json"])).code).toBe(0);
    expect((await world.run(["apply"])).stderr).toContain("apply needs a saved plan");
    expect((await world.run(["apply", "nowhere.json"])).stderr).toContain("there is no file");
    expect((await world.run(["show", "sched_20250101_000000_000000_jadebri"])).stderr).toContain(
      "there is no schedule",
    );
  });
});
