import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATASET } from "../../src/warehouse/duckdb/schema.js";
import { unitOfWork } from "../../src/warehouse/duckdb/unit.js";
import { QUIET } from "../../src/warehouse/port.js";
import { atTerminal } from "./at-terminal.js";
import { World } from "./program.js";
import { readCsv } from "./read-csv.js";

const world = new World();
beforeAll(async () => {
  expect(await world.run(["demo"])).toMatchObject({ code: 0 });
});
afterAll(() => world.remove());

const json = async (...args: string[]) => {
  const { code, stdout, stderr } = await world.run([...args, "--json"]);
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
};
const rows = (query: string) =>
  unitOfWork(world.demo, { mode: "read" }, QUIET, (session) => session.rows(query));
const activeLocks = async (): Promise<number> =>
  (await rows(`SELECT 1 FROM ${DATASET}.active_caption_assignments WHERE is_active`)).length;

/** Wednesday noon of the demo's planning week, and a moment later the same day. */
const NOON = ["--as-of", "2025-11-12T12:00"];
const LATER = ["--as-of", "2025-11-12T12:05"];

describe("withdraw --removals, and restore", () => {
  it("writes what is to be taken out, and brings all of it back while nothing of it is due", async () => {
    const old = await json("build", "jadebri");
    const locks = await activeLocks();
    const first = await world.run([
      "withdraw",
      old.schedule_id,
      "--why",
      "wrong page",
      "--removals",
      "--spreadsheet-safe",
      ...NOON,
    ]);
    expect(first.code).toBe(0);
    const name = `${old.schedule_id}_remove.csv`;
    expect(first.stdout).toContain(`CSV: ${name}`);
    const [, ...taken] = readCsv(readFileSync(join(world.home, name), "utf8"));
    const toCome = old.messages.filter(
      ({ utc }: { utc: string }) => Date.parse(utc) >= Date.parse("2025-11-12T20:00:00Z"),
    );
    expect(taken.map((row) => row[3])).toEqual(
      toCome.map((message: { scheduled_send_time: string }) => message.scheduled_send_time),
    );
    // The same rows later, from the stored schedule.
    const again = await json("export", old.schedule_id, "--removals", "--output", "again.csv");
    expect(again).toMatchObject({ state: "withdrawn", total_messages: toCome.length });
    const [{ details } = { details: "" }] = await rows(
      `SELECT details FROM ${DATASET}.schedule_export_log WHERE command = 'withdraw'`,
    );
    expect(JSON.parse(String(details))).toMatchObject({ why: "wrong page", host: expect.any(String) });

    const back = await world.run(["restore", old.schedule_id, ...LATER]);
    expect(back).toMatchObject({ code: 0, stderr: "" });
    expect(back.stdout).toContain(`Schedule ${old.schedule_id} stands again.`);
    expect(await activeLocks()).toBe(locks);
    expect(await json("restore", old.schedule_id, ...LATER)).toMatchObject({
      state: "committed",
      repeated: true,
    });
    const standing = await world.run(["export", old.schedule_id, "--removals"]);
    expect(standing).toMatchObject({ code: 2, stdout: "" });
    expect(standing.stderr).toContain("nothing of it has to be taken out");
  });

  it("checks for conflicts again: what others took meanwhile is named, exit 4, nothing written", async () => {
    const old = await json("build", "lena.k");
    await json("withdraw", old.schedule_id, "--why", "by mistake");
    await json("build", "lena.k", "--seed", "other");
    const { code, stdout, stderr } = await world.run(["restore", old.schedule_id]);
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr).toContain("conflict: ");
    const late = await json("build", "ivy.moon");
    await json("withdraw", late.schedule_id, "--why", "by mistake");
    const refused = await world.run(["restore", late.schedule_id, "--as-of", "2025-11-14T12:00"]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("became due since it was withdrawn");
  });

  it("stands withdrawn where the CSV cannot be written: exit 8; a file in the way is said before", async () => {
    const old = await json("build", "sofia_sky");
    writeFileSync(join(world.home, "taken.csv"), "mine");
    const line = ["withdraw", old.schedule_id, "--why", "closed", "--removals", "--output"];
    const kept = await world.run([...line, "taken.csv"]);
    expect(kept.code).toBe(2);
    expect((await json("history", "sofia_sky"))[0].state).toBe("committed");
    const { code, stdout, stderr } = await world.run([...line, "/dev/full"]);
    expect(code).toBe(8);
    expect(stdout).toContain("withdrawn.");
    expect(stderr).toContain(`eros-tui export ${old.schedule_id} --removals`);
  });
});

describe("unlock", () => {
  const LONG_AFTER = ["--as-of", "2026-01-15"];

  it("counts first, and changes nothing without --yes", async () => {
    const before = await activeLocks();
    const { code, stdout, stderr } = await world.run(["unlock", "--older-than", "14d", ...LONG_AFTER]);
    expect(code).toBe(0);
    expect(stdout).toContain(`${before} captions of`);
    expect(stdout).toContain("locked for sends more than 14 days ago:");
    expect(stderr).toContain("nothing was changed; --yes gives them free");
    expect(await json("unlock", ...LONG_AFTER)).toMatchObject({
      older_than_days: 14,
      locks: before,
      unlocked: false,
    });
    expect(await activeLocks()).toBe(before);
    expect((await world.run(["unlock"])).stdout).toContain("No caption is locked for a send more than 14");
  });

  it("asks at a terminal, and does what is answered", async () => {
    const before = await activeLocks();
    const question = "Give them free? (yes/no) ";
    const no = await atTerminal(world, ["unlock", ...LONG_AFTER], { question, answer: "no" });
    expect(no).toMatchObject({ code: 0, said: expect.stringContaining("nothing was changed") });
    expect(await activeLocks()).toBe(before);
    const yes = await atTerminal(world, ["unlock", ...LONG_AFTER], { question, answer: "yes" });
    expect(yes).toMatchObject({ code: 0, said: expect.stringContaining("given free.") });
    expect(await activeLocks()).toBe(0);
    expect(await json("unlock", ...LONG_AFTER, "--yes")).toMatchObject({ locks: 0, unlocked: false });
    expect(
      await rows(
        `SELECT 1 FROM ${DATASET}.schedule_export_log WHERE command = 'unlock' AND status = 'SUCCESS'`,
      ),
    ).not.toEqual([]);
  });

  it.each(["6d", "0", "x", "14.5d", "-20d"])("takes whole days from 7 on, not %s", async (text) => {
    const { code, stderr } = await world.run(["unlock", `--older-than=${text}`]);
    expect(code).toBe(2);
    expect(stderr).toContain("older-than");
  });
});
