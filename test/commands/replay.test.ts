import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATASET } from "../../src/warehouse/duckdb/schema.js";
import { unitOfWork } from "../../src/warehouse/duckdb/unit.js";
import { openWarehouse } from "../../src/warehouse/open.js";
import { QUIET } from "../../src/warehouse/port.js";
import { World } from "./program.js";

const world = new World();
beforeAll(async () => {
  expect(await world.run(["demo"])).toMatchObject({ code: 0 });
});
afterAll(() => world.remove());

async function build(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await world.run(["build", ...args]);
  expect([code, code === 0 ? "" : stderr]).toEqual([0, ""]);
  return /^Schedule (\S+) created/m.exec(stdout)?.[1] ?? "";
}
const replayed = async (id: string) => {
  const { code, stdout } = await world.run(["replay", id, "--json"]);
  return { code, ...JSON.parse(stdout) };
};

describe("replay", () => {
  it("gives the same plan again, whatever was stored since", async () => {
    const plain = await build("jadebri");
    const asked = ["--ppv", "10", "--hours", "09-22", "--seed", "autumn", "--start-date", "2025-11-17"];
    const overridden = await build("jadebri", ...asked, "--as-of", "2025-11-02T20:15");
    // Others take captions of the same weeks, and the page's own next week lies beside.
    await build("anna_v");
    await build("sofia_sky", "--start-date", "2025-11-17");
    await build("jadebri", "--start-date", "2025-11-24");
    for (const id of [plain, overridden]) {
      const { code, stdout, stderr } = await world.run(["replay", id]);
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout).toMatch(new RegExp(`^✓ the same plan: ${id}\n {2}seed `));
    }
    const again = await replayed(overridden);
    expect(again).toMatchObject({ code: 0, same: true, changes: [], seed: "autumn", failure: null });
    expect(again.as_of).toBe("2025-11-02T20:15:00.000-08:00");
    expect(again.replayed.messages).toHaveLength(again.replayed.total_messages);
  });

  it("gives a schedule that took another's place again, with what was carried", async () => {
    const first = await build("mia_rose", "--start-date", "2025-11-03");
    const second = await build(
      "mia_rose",
      "--replace",
      first,
      "--seed",
      "again",
      "--as-of",
      "2025-11-05T12:00",
    );
    const again = await replayed(second);
    expect(again.replayed.messages.some(({ carried }: { carried?: boolean }) => carried)).toBe(true);
    expect(again).toMatchObject({ code: 0, same: true });
  });

  it("tells what changed where the data did, with exit 9", async () => {
    const id = await build("lena.k");
    const warehouse = await openWarehouse({ kind: "local", file: world.demo });
    const stored = await warehouse.lookup(id, QUIET);
    const ppv = stored?.schedule.messages.find((message) => message.message_type === "PPV");
    const sent = { sent: 4000, viewed: 3000, purchased: 900, earnings: 90_000 };
    await warehouse.load(
      {
        messages: Array.from({ length: 6 }, (_, n) => ({
          page: "lena.k",
          text: ppv?.caption_text ?? "",
          captionId: ppv?.caption_id ?? null,
          sendingTime: Date.parse("2025-11-02T20:00:00Z") - n * 86_400_000,
          type: "PPV" as const,
          price: 30,
          ...sent,
        })),
      },
      QUIET,
    );
    await warehouse.close();
    const { code, stdout, stderr } = await world.run(["replay", id]);
    expect(code).toBe(9);
    expect(stdout).toContain("■ not the same plan");
    expect(stdout).toContain("  report     ");
    expect(stderr).toContain("does not come out the same");
    const { same, changes, replayed: again } = await replayed(id);
    expect(same).toBe(false);
    expect(changes.map((one: { change: string }) => one.change)).toContain("report");
    // It was sent eight days before the week: it rests.
    const ids = again.messages.map((message: { caption_id: string }) => message.caption_id);
    expect(ids).not.toContain(ppv?.caption_id);
  });

  it("refuses a schedule of another program whose overrides have another shape", async () => {
    const id = await build("sofia_sky", "--start-date", "2025-12-01");
    for (const [overrides, why] of [
      [{ ppvs: 9 }, "there is no option “ppvs”"],
      [{ ppvCount: { weekday: 5, weekend: 4 } }, "a whole number, 0 or more"],
    ] as const) {
      await unitOfWork(world.demo, { mode: "write" }, QUIET, (session) =>
        session.rows(
          `UPDATE ${DATASET}.schedule_recommendations
           SET schedule_json = json_merge_patch(json_merge_patch(schedule_json, '{"overrides":null}'), $2::JSON)
           WHERE schedule_id = $1`,
          [id, JSON.stringify({ overrides })],
        ),
      );
      const { code, stdout, stderr } = await world.run(["replay", id]);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toContain(`${id} keeps overrides that mean nothing here: `);
      expect(stderr).toContain(why);
      expect(stderr).toContain("only schedules of eros-tui can be planned again");
    }
  });

  it("needs a schedule that is there", async () => {
    expect((await world.run(["replay"])).code).toBe(2);
    const { code, stderr } = await world.run(["replay", "sched_20251103_091244_512034_nobody"]);
    expect(code).toBe(2);
    expect(stderr).toContain("there is no schedule");
  });
});

describe("the audit of a run", () => {
  it("is kept with the schedule, in the log table and in the log's file", async () => {
    const id = await build("anna_v", "--start-date", "2025-11-24", "--ppv", "8", "--seed", "audit-me");
    const rows = await unitOfWork(world.demo, { mode: "read" }, QUIET, (session) =>
      session.rows(
        `SELECT l.details, l.exported_by, l.command, s.schedule_json
         FROM ${DATASET}.schedule_export_log AS l JOIN ${DATASET}.schedule_recommendations AS s USING (schedule_id)
         WHERE l.schedule_id = $1`,
        [id],
      ),
    );
    expect(rows).toHaveLength(1);
    const schedule = JSON.parse(String(rows[0]?.schedule_json));
    const audit = {
      host: hostname(),
      seed: "audit-me",
      as_of: "2025-11-03T09:12:00.000-08:00",
      overrides: { ppvCount: 8, seed: "audit-me" },
      edits: [],
      demo: true,
    };
    expect(schedule).toMatchObject({
      ...audit,
      computed: { tolerance: 0.5 },
      created_by: rows[0]?.exported_by,
    });
    expect(JSON.parse(String(rows[0]?.details))).toMatchObject({
      ...audit,
      computed: schedule.computed,
      version: schedule.app_version,
      report_digest: schedule.report_digest,
    });
    expect(readFileSync(world.log, "utf8")).toContain(
      `Audit of ${id}: by ${schedule.created_by}@${hostname()}, {`,
    );
  });
});
