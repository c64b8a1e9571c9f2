import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWarehouse } from "../../src/warehouse/open.js";
import { QUIET } from "../../src/warehouse/port.js";
import { World } from "./program.js";
import { readCsv } from "./read-csv.js";

interface MessageJson {
  readonly utc: string;
  readonly caption_id: string;
  readonly caption_text: string;
  readonly message_type: "PPV" | "Bump";
}
interface ScheduleJson {
  readonly schedule_id: string;
  readonly messages: readonly MessageJson[];
}

const world = new World();
let first: ScheduleJson;
let second: ScheduleJson;
beforeAll(async () => {
  expect(await world.run(["demo"])).toMatchObject({ code: 0 });
  const build = async (...flags: string[]): Promise<ScheduleJson> =>
    JSON.parse((await world.run(["build", "jadebri", "--json", ...flags])).stdout);
  first = await build();
  second = await build("--start-date", "2025-11-17", "--ppv", "8");
});
afterAll(() => world.remove());

describe("history", () => {
  it("lists what was stored, by page and date", async () => {
    const { code, stdout } = await world.run(["history", "jadebri"]);
    expect(code).toBe(0);
    expect(stdout).toContain("demo (local) · DEMO DATA · jadebri");
    const lines = stdout.split("\n").filter((line) => line.includes(" committed "));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^Mon Nov 17 – Sun Nov 23 {2}jadebri {2}committed {2}▲ YELLOW {4}8 {4}9 {2}/);
    expect(lines[0]?.endsWith(second.schedule_id)).toBe(true);
    expect(lines[1]?.endsWith(first.schedule_id)).toBe(true);

    const ids = async (...flags: string[]): Promise<string[]> =>
      (
        JSON.parse((await world.run(["history", "--json", ...flags])).stdout) as { schedule_id: string }[]
      ).map((one) => one.schedule_id);
    // The demo comes with two weeks of its own.
    expect(await ids()).toHaveLength(4);
    expect(await ids("--page-name", "jadebri", "--to", "2025-11-16")).toEqual([first.schedule_id]);
    expect(await ids("--from", "2025-11-17")).toEqual([second.schedule_id]);
    expect(await ids("--limit", "1")).toEqual([second.schedule_id]);
    expect((await world.run(["history", "mia_rose"])).stdout).toContain("No schedule was stored there.");
  });

  it("tells a page that is not there from one without a history", async () => {
    const { code, stdout, stderr } = await world.run(["history", "jadebry", "--json"]);
    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    expect(stderr).toBe("eros-tui: there is no page “jadebry”\n  did you mean jadebri?\n");
    expect(JSON.parse((await world.run(["history", "mia_rose", "--json"])).stdout)).toEqual([]);
  });

  it("refuses what means nothing", async () => {
    for (const [flags, words] of [
      [["--from", "soon"], "--from “soon” is no date"],
      [["--from", "2025-11-10", "--to", "2025-11-09"], "lies before --from"],
      [["--limit", "0"], "is no count"],
    ] as const) {
      const { code, stdout, stderr } = await world.run(["history", ...flags]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toContain(words);
    }
  });

  it("shows a week against what its messages earned, per message, once the history holds them", async () => {
    const before = await world.run(["show", first.schedule_id]);
    expect(before.stdout).not.toContain("EARNED");
    const early = await world.run(["show", first.schedule_id, "--as-of", "2025-11-20"]);
    expect(early.stdout).toContain("The history does not hold any of these messages yet.");

    const warehouse = await openWarehouse({ kind: "local", file: world.demo });
    // The last message was never sent; each PPV went out three minutes late.
    const sent = first.messages.slice(0, -1);
    await warehouse.load(
      {
        messages: sent.map(({ utc, caption_text, message_type: type }, index) => ({
          page: "jadebri",
          text: caption_text,
          sendingTime: Date.parse(utc) + (type === "PPV" ? 180_000 : 0),
          type,
          price: type === "PPV" ? 20 : null,
          sent: 2000,
          viewed: 1000,
          purchased: type === "PPV" ? 10 + index : 0,
          earnings: type === "PPV" ? 20 * (10 + index) : 0,
        })),
      },
      QUIET,
    );
    await warehouse.close();
    const { stdout } = await world.run(["show", first.schedule_id, "--as-of", "2025-11-20"]);
    const total = sent.reduce(
      (sum, one, index) => sum + (one.message_type === "PPV" ? 20 * (10 + index) : 0),
      0,
    );
    expect(stdout).toContain(
      `Earned $${total.toLocaleString("en-US")} with 17 of 18 messages; 1 are not in the history`.replace(
        "1 are",
        "1 is",
      ),
    );
    expect(stdout).toMatch(/^PLANNED +SENT +ASKED +TO +BOUGHT +EARNED +EACH$/m);
    expect(
      stdout.match(
        /^\w{3} Nov 1\d \d\d:\d\d {2}\d\d:\d\d +\$20 +2,000 +\d\d +\$\d+…? +\$0\.\d\d {2}(Budget|Mid|Premium)$/gm,
      )?.length,
    ).toBe(sent.filter((one) => one.message_type === "PPV").length);
    expect(stdout).toMatch(/ {2}not found/);
    const json = JSON.parse(
      (await world.run(["show", first.schedule_id, "--as-of", "2025-11-20", "--json"])).stdout,
    );
    expect(json.earned).toHaveLength(18);
    expect(json.earned[17]).toMatchObject({
      caption_id: first.messages[17]?.caption_id,
      sent_at: null,
      earnings: null,
    });
    const [at] = first.messages;
    expect(json.earned[0]).toMatchObject({ caption_id: at?.caption_id, recipients: 2000, settled: true });
    expect(Date.parse(json.earned[0].sent_at) - Date.parse(at?.utc ?? "")).toBe(
      at?.message_type === "PPV" ? 180_000 : 0,
    );
  });

  it("writes a CSV again from the list", async () => {
    expect((await world.run(["export", first.schedule_id, "--output", "again.csv"])).code).toBe(0);
    expect(readCsv(readFileSync(join(world.home, "again.csv"), "utf8"))).toHaveLength(19);
  });
});

describe("diff", () => {
  it("compares two stored schedules, and a stored one with a saved plan", async () => {
    const { code, stdout } = await world.run(["diff", first.schedule_id, second.schedule_id]);
    expect(code).toBe(0);
    expect(stdout).toContain(`A ${first.schedule_id} · Mon Nov 10 – Sun Nov 16`);
    expect(stdout).toContain(`B ${second.schedule_id} · Mon Nov 17 – Sun Nov 23`);
    expect(stdout).toMatch(/^PPVs +9 +→ 8 {2}\(−1\)$/m);
    expect(stdout).toMatch(/^Days +\w{3} \dP \db → \dP \db/m);
    const json = JSON.parse(
      (await world.run(["diff", first.schedule_id, second.schedule_id, "--json"])).stdout,
    );
    expect(json.same + json.moved.length + json.replaced.length + json.only_a.length).toBe(18);
    expect(json.same + json.moved.length + json.replaced.length + json.only_b.length).toBe(17);

    await world.run(["preview", "jadebri", "--start-date", "2025-11-24", "--save", "plan.json"]);
    expect(
      (await world.run(["diff", "plan.json", "plan.json"], { env: { EROS_DB: "/no/such" } })).stdout,
    ).toContain("All 18 messages are the same.");
    expect((await world.run(["diff", first.schedule_id, "plan.json"])).code).toBe(0);
  });

  it("needs two, and says which one is not there", async () => {
    expect((await world.run(["diff", first.schedule_id])).stderr).toContain("diff needs two schedules");
    expect((await world.run(["diff", first.schedule_id, "nowhere.json"])).stderr).toContain(
      "there is no file",
    );
    const none = await world.run(["diff", first.schedule_id, "sched_20250101_000000_000000_x"]);
    expect(none.code).toBe(2);
    expect(none.stderr).toContain("there is no schedule “sched_20250101_000000_000000_x”");
    expect((await world.run(["diff", "a", "b", "c"])).stderr).toContain(
      "diff takes A B; there are more words than that",
    );
  });
});
