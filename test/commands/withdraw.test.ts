import { readFileSync } from "node:fs";
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

/** Wednesday noon of the demo's planning week. */
const NOON = ["--as-of", "2025-11-12T12:00"];
const built = async (...args: string[]): Promise<Preview> => {
  const { code, stdout, stderr } = await world.run(["build", ...args, "--json"]);
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  return PREVIEW.parse(JSON.parse(stdout));
};
const json = async (...args: string[]) => JSON.parse((await world.run([...args, "--json"])).stdout);
const locked = (schedule: Preview): string[] =>
  schedule.messages.filter(({ message_type }) => message_type === "PPV").map(({ caption_id }) => caption_id);

describe("build --replace", () => {
  it("plans the rest of a running week anew: what was sent stays, the old schedule ends", async () => {
    const old = await built("jadebri");
    const preview = PREVIEW.parse(await json("preview", "jadebri", "--start-date", "2025-11-10", ...NOON));
    expect(preview.replaces).toBe(old.schedule_id);
    expect(preview.warnings.map(({ code }) => code)).toContain("OVERLAP");

    const line = ["build", "jadebri", "--replace", old.schedule_id, "--seed", "again", ...NOON];
    const first = await world.run([...line, "--output", "new.csv", "--json"]);
    expect(first.code).toBe(0);
    expect(first.stderr).toContain(`takes the place of ${old.schedule_id}`);
    const fresh = PREVIEW.parse(JSON.parse(first.stdout));
    const sent = old.messages.filter(({ utc }) => Date.parse(utc) <= Date.parse("2025-11-12T20:15:00Z"));
    expect(sent.length).toBeGreaterThan(3);
    expect(fresh.messages.filter(({ carried }) => carried)).toEqual(
      sent.map((each) => ({ ...each, carried: true })),
    );
    expect(fresh).toMatchObject({
      start_date: "2025-11-10",
      replaces: old.schedule_id,
      total_messages: fresh.messages.length,
      not_before: "2025-11-12T20:15:00Z",
      targets: { ppv_count: fresh.total_ppvs, bump_count: fresh.total_bumps },
    });
    expect(fresh.days.reduce((sum, { ppv, bump }) => sum + ppv + bump, 0)).toBe(fresh.total_messages);
    const [, ...rows] = readCsv(readFileSync(join(world.home, "new.csv"), "utf8"));
    expect(rows).toHaveLength(fresh.total_messages);

    // Once more, and by the old id: told what became of it, exit 4.
    const again = await world.run(line);
    expect(again.code).toBe(4);
    expect(again.stderr).toMatch(
      new RegExp(`conflict: ${old.schedule_id} was replaced on 2025-11-12 20:00 UTC by \\S+`),
    );
    expect(await json("export", old.schedule_id, "--output", "old.csv")).toMatchObject({ state: "replaced" });
  });

  it("refuses what cannot be replaced: exit 2, nothing stored", async () => {
    const id = (await built("sofia_sky")).schedule_id;
    for (const [args, said] of [
      [["mia_rose", "--replace", id], "is a schedule of sofia_sky, not of mia_rose"],
      [["sofia_sky", "--replace", id, "--start-date", "2025-11-11"], "starts on 2025-11-10"],
      [["sofia_sky", "--replace", id, "--as-of", "2025-11-16T23:59"], "no message to come"],
      [["sofia_sky", "--replace", "sched_20250101_000000_000000_sofia_sky"], "there is no schedule"],
    ] as const) {
      for (const verb of ["preview", "build"]) {
        const { code, stdout, stderr } = await world.run([verb, ...args]);
        expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
        expect(stderr).toContain(said);
      }
    }
  });

  it("is what a conflict of the page's own week names", async () => {
    const { schedule_id: id } = await built("freya_n");
    const { code, stderr } = await world.run(["build", "freya_n", "--start-date", "2025-11-12"]);
    expect(code).toBe(4);
    expect(stderr).toContain(`--replace ${id}`);
  });
});

describe("withdraw", () => {
  it("frees the captions to come for others, keeps those sent, and tells it", async () => {
    const old = await built("lena.k");
    const { code, stdout } = await world.run([
      "withdraw",
      old.schedule_id,
      "--why",
      "the page is closed",
      ...NOON,
      "--json",
    ]);
    expect(code).toBe(0);
    const told = JSON.parse(stdout);
    const sent = old.messages.filter(({ utc }) => Date.parse(utc) < Date.parse("2025-11-12T20:00:00Z"));
    expect(told).toMatchObject({
      schedule_id: old.schedule_id,
      page_name: "lena.k",
      week_start: "2025-11-10",
      state: "withdrawn",
      messages_sent: sent.length,
      messages_to_come: old.total_messages - sent.length,
      captions_released: old.total_ppvs - sent.filter(({ message_type }) => message_type === "PPV").length,
      withdrawn_at: "2025-11-12T20:00:00.000Z",
      why: "the page is closed",
    });
    // The week after, what was sent rests, and what was not is there again.
    const week = await json("captions", "lena.k", "--start-date", "2025-11-17", ...NOON);
    const left = new Set(
      Object.values(week.captions as Record<string, { caption_id: string }[]>).flatMap((tier) =>
        tier.map(({ caption_id }) => caption_id),
      ),
    );
    for (const { caption_id } of sent) expect(left.has(caption_id)).toBe(false);
    expect((await world.run([])).stdout).toMatch(/^lena\.k .*due$/m);

    const again = await world.run(["withdraw", old.schedule_id, "--why", "once more"]);
    expect(again).toMatchObject({ code: 4, stdout: "" });
    expect(again.stderr).toMatch(/was withdrawn on 2025-11-12 20:00 UTC by \S+/);
    const replaced = await world.run(["build", "lena.k", "--replace", old.schedule_id]);
    expect(replaced.code).toBe(4);
    expect(locked(await built("lena.k")).length).toBe(old.total_ppvs);
  });

  it("says as text what to do by hand", async () => {
    const old = await built("ivy.moon");
    const { code, stdout } = await world.run(["withdraw", old.schedule_id, "--why", "wrong page"]);
    expect(code).toBe(0);
    expect(stdout).toContain(`Schedule ${old.schedule_id} withdrawn.`);
    expect(stdout).toContain(`Captions free again: ${old.total_ppvs}`);
    expect(stdout).toContain(`take those ${old.total_messages} messages out of the sending platform`);
  });

  it("needs an id that is there, and a reason of one line", async () => {
    const id = "sched_20250101_000000_000000_jadebri";
    for (const [args, said] of [
      [[], "withdraw needs a schedule id"],
      [[id], "needs a reason"],
      [[id, "--why", "a\nb"], "one line"],
      [[id, "--why", "gone"], "there is no schedule"],
    ] as const) {
      const { code, stdout, stderr } = await world.run(["withdraw", ...args]);
      expect({ code, stdout, stderr }).toMatchObject({
        code: 2,
        stdout: "",
        stderr: expect.stringContaining(said),
      });
    }
  });
});
