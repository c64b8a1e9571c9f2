import { spawn } from "node:child_process";
import { describe, expect, it, onTestFinished } from "vitest";
import { QUIET } from "../../src/warehouse/port.js";
import { childProgram } from "../child-program.js";
import { duckdbPlace } from "./duckdb-place.js";
import { stormRequest } from "./storm-request.js";

const KILLS = 200;

interface Killed {
  readonly name: string;
  /** Numbers of the commits that were acknowledged, and of the one that was under way. */
  readonly done: readonly number[];
  readonly begun: number | null;
}

/** A process that waits for its word: the next one starts while this one works. */
async function standby(file: string, name: string) {
  const program = await childProgram(new URL("./storm-child.ts", import.meta.url));
  const child = spawn(process.execPath, [program, file, name], { stdio: ["pipe", "pipe", "inherit"] });
  let said = "";
  const ready = new Promise<void>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.startsWith("ready\n")) resolve();
    });
    child.once("close", () => resolve());
  });
  const gone = new Promise<NodeJS.Signals | null>((resolve) =>
    child.once("close", (_code, signal) => resolve(signal)),
  );
  const heard = (pattern: RegExp): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!pattern.test(said)) return;
        child.stdout.off("data", look);
        resolve();
      };
      child.stdout.on("data", look);
      child.once("close", () => resolve());
      look();
    });
  /** Milliseconds that a commit takes here and now; leaves the process working. */
  const measure = async (): Promise<number> => {
    await ready;
    const began = performance.now();
    child.stdin.write("go\n");
    await heard(/^done 2$/m);
    return (performance.now() - began) / 3;
  };
  /** Lets it commit, and kills it after a while. */
  const run = async (milliseconds: number): Promise<Killed> => {
    await ready;
    child.stdin.write("go\n");
    await heard(/^begun 0$/m);
    setTimeout(() => child.kill("SIGKILL"), milliseconds);
    expect(await gone).toBe("SIGKILL");
    // The last line may be cut off.
    const lines = said.split("\n").slice(1, -1);
    const of = (word: string): number[] =>
      lines.filter((line) => line.startsWith(`${word} `)).map((line) => Number(line.slice(word.length + 1)));
    const done = of("done");
    return { name, done, begun: of("begun").find((n) => !done.includes(n)) ?? null };
  };
  const end = async (): Promise<void> => {
    child.kill("SIGKILL");
    await gone;
  };
  return { measure, run, end };
}

/** Kills processes on one file until so many died in a commit. */
async function storm(kills: number) {
  const place = await duckdbPlace({});
  onTestFinished(() => place.dispose());
  const first = await standby(place.file, "first");
  // A kill falls into any part of a commit, its opening and its closing included.
  const longest = 2 * (await first.measure());
  const killed = [await first.run(0)];
  let inCommits = 0;
  let next = standby(place.file, "p0");
  for (let n = 1; inCommits < kills; n++) {
    const child = await next;
    next = standby(place.file, `p${n}`);
    const one = await child.run(Math.random() * longest);
    killed.push(one);
    if (one.begun !== null) inCommits++;
  }
  await (await next).end();
  return { place, killed };
}

describe("processes killed at random moments of their commits, 200 times", () => {
  it("lose nothing that was acknowledged and leave nothing torn; what became of the last one can be looked up", async () => {
    // Two files at once, each with one process at a time.
    const lanes = await Promise.all([storm(KILLS / 2), storm(KILLS / 2)]);
    let stoodUnacknowledged = 0;
    for (const { place, killed } of lanes) {
      const rows = await place.rows(
        `SELECT s.schedule_id AS id,
           (SELECT COUNT(*) FROM {dataset}.active_caption_assignments AS a WHERE a.schedule_id = s.schedule_id) AS locks,
           (SELECT COUNT(*) FROM {dataset}.schedule_export_log AS l WHERE l.schedule_id = s.schedule_id) AS runs,
           (SELECT COUNT(*) FROM {dataset}.commit_guard AS g WHERE g.guard_key = 'page:' || s.page_name) AS guards
         FROM {dataset}.schedule_recommendations AS s`,
      );
      const whole = new Map(
        rows.map((row) => [String(row.id), [row.locks, row.runs, row.guards].map(Number).join()]),
      );
      for (const parts of whole.values()) expect(parts).toBe("3,1,1");
      const [all] = await place.rows(
        `SELECT (SELECT COUNT(*) FROM {dataset}.active_caption_assignments) AS locks,
           (SELECT COUNT(*) FROM {dataset}.schedule_export_log) AS runs`,
      );
      expect([Number(all?.locks), Number(all?.runs)]).toEqual([3 * whole.size, whole.size]);

      const idOf = (name: string, n: number): string => stormRequest(name, n).schedule.schedule_id;
      const acknowledged = killed.flatMap(({ name, done }) => done.map((n) => idOf(name, n)));
      const open = killed.flatMap(({ name, begun }) => (begun === null ? [] : [idOf(name, begun)]));
      for (const id of acknowledged) expect(whole.has(id), id).toBe(true);
      for (const id of whole.keys()) expect(acknowledged.includes(id) || open.includes(id), id).toBe(true);

      const stood = open.filter((id) => whole.has(id));
      stoodUnacknowledged += stood.length;
      // Whoever does it again gets what stands, or stores it now: once either way.
      const warehouse = await place.open();
      for (const { name, begun } of killed.filter((one) => one.begun !== null).slice(-5)) {
        const request = stormRequest(name, begun ?? 0);
        const found = await warehouse.lookup(request.schedule.schedule_id, QUIET);
        expect(found !== null).toBe(whole.has(request.schedule.schedule_id));
        expect((await warehouse.commit(request, QUIET)).repeated).toBe(found !== null);
      }
    }
    // Kills that fell between the engine's commit and the word of it are what the look-up is for.
    expect(stoodUnacknowledged).toBeGreaterThan(0);
  }, 300_000);
});
