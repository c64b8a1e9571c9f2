import { hostname } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { World } from "./program.js";

const world = new World();
let id = "";
beforeAll(async () => {
  expect(await world.run(["demo"])).toMatchObject({ code: 0 });
  const built = await world.run(["build", "jadebri", "--json"]);
  id = JSON.parse(built.stdout).schedule_id;
});
afterAll(() => world.remove());

const list = async (...args: string[]) => {
  const { code, stdout, stderr } = await world.run(["worklist", ...args, "--json"]);
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
};

describe("the worklist of a committed schedule", () => {
  it("lists the messages in sending order, found by the page or the id", async () => {
    const { code, stdout, stderr } = await world.run(["worklist", "jadebri"]);
    expect([code, stderr]).toEqual([0, ""]);
    const [head, facts, zone, , ...lines] = stdout.trimEnd().split("\n");
    expect(head).toBe(`${id} · demo (local) · DEMO DATA`);
    expect(facts).toBe("jadebri · Mon Nov 10 – Sun Nov 16 · 0 of 18 queued · next: 1");
    expect(zone).toBe("times: Los Angeles (PST)");
    expect(lines).toHaveLength(18);
    expect(lines[0]).toMatch(/^ {4}1 {2}Mon Nov 10 \d\d:\d\d {2}\S/);
    const { messages } = await list(id);
    const times = messages.map(({ utc }: { utc: string }) => utc);
    expect(times).toEqual([...times].sort());
  });

  it("keeps who marked what and when, and goes on from any machine", async () => {
    const first = await list("jadebri", "--queued", "1,3-5");
    expect(first).toMatchObject({ queued: 4, total_messages: 18, next: 2 });
    // Another home folder on the same file is another machine.
    const other = new World();
    try {
      const seen = await other.run(["worklist", id, "--db", world.demo]);
      expect(seen.stdout).toContain("4 of 18 queued · next: 2");
      expect(seen.stdout.split("\n").filter((line) => line.startsWith("✓"))).toHaveLength(4);
      await other.run(["worklist", id, "--db", world.demo, "--queued", "2", "--queued", "6"]);
    } finally {
      other.remove();
    }
    const after = await list(id, "--not-queued", "5");
    expect(after).toMatchObject({ queued: 5, next: 5 });
    expect(after.messages[0]).toMatchObject({
      queued_by: expect.stringMatching(new RegExp(`^\\S+@${hostname()}$`)),
      queued_at: first.messages[0].queued_at,
    });
    expect(after.messages[4]).toMatchObject({ queued_by: null, queued_at: null });
    const late = await world.run(["worklist", id, "--as-of", "2025-11-13"]);
    expect(late.stdout).toContain("its time is over");
  });

  it("gives one caption alone, untouched", async () => {
    const { messages } = await list(id);
    const third = await world.run(["worklist", "jadebri", "--caption", "3"]);
    expect(third).toEqual({ code: 0, stdout: `${messages[2].caption_text}\n`, stderr: "" });
    const next = await world.run(["worklist", "jadebri", "--caption", "next"]);
    expect(next.stdout).toBe(`${messages[4].caption_text}\n`);
    await list(id, "--queued", "all");
    const none = await world.run(["worklist", "jadebri", "--caption", "next"]);
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining("every message is queued") });
  });

  it("takes what a replacement carries over for queued", async () => {
    const old = JSON.parse((await world.run(["build", "lena.k", "--json"])).stdout).schedule_id;
    const noon = ["--as-of", "2025-11-12T12:00"];
    expect((await world.run(["build", "lena.k", "--replace", old, ...noon])).code).toBe(0);
    const fresh = await list("lena.k", ...noon);
    const carried = fresh.messages.filter((message: { carried: boolean }) => message.carried);
    expect(carried.length).toBeGreaterThan(2);
    expect(fresh).toMatchObject({ queued: carried.length, next: carried.length + 1 });
    const refused = await world.run(["worklist", "lena.k", ...noon, "--queued", "1"]);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("carried over") });
    const gone = await world.run(["worklist", old]);
    expect(gone).toMatchObject({ code: 2, stderr: expect.stringContaining("was replaced") });
  });

  it("says what it cannot do", async () => {
    for (const [args, code, said] of [
      [[], 2, "needs a page or a schedule id"],
      [["anna_v"], 3, "no schedule of anna_v is committed"],
      [["jadebry"], 3, "there is no page “jadebry”\n  did you mean jadebri?"],
      [["sched_20250101_000000_000000_jadebri"], 2, "there is no schedule"],
      [[id, "--queued", "0"], 2, "names no message"],
      [[id, "--queued", "3-1"], 2, "names no message"],
      [[id, "--queued", "17-19"], 2, "1 to 18"],
      [[id, "--queued", "1", "--not-queued", "1"], 2, "name it once"],
      [[id, "--caption", "19"], 2, "names no message"],
      [[id, "--caption", "1", "--json"], 2, "ask for two things"],
    ] as const) {
      const result = await world.run(["worklist", ...args]);
      expect(result).toMatchObject({ code, stdout: "", stderr: expect.stringContaining(said) });
    }
  });
});
