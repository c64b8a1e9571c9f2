import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { isAlive } from "../../src/warehouse/duckdb/process-state.js";
import { machineTime } from "../../src/warehouse/duckdb/tickets.js";
import { openWarehouse } from "../../src/warehouse/open.js";
import { QUIET } from "../../src/warehouse/port.js";
import { startProcess } from "./commit-process.js";
import { duckdbPlace } from "./duckdb-place.js";
import { caption, commitOf, WEEK, watched, weekOf } from "./fixtures.js";
import { holdFile, whenStopped } from "./processes.js";

// Real processes and disks: on a busy machine they take their time.
vi.setConfig({ testTimeout: 120_000 });

async function bank() {
  const place = await duckdbPlace({ creators: [{ page: "ana" }], captions: [caption(0), caption(1)] });
  onTestFinished(() => place.dispose());
  return place;
}

describe.skipIf(process.platform !== "linux")("a stopped process", () => {
  it("that has the file open is named with what to do, and nothing is stored meanwhile", async () => {
    const place = await bank();
    const holder = await holdFile(place.file);
    onTestFinished(holder.letGo);
    process.kill(holder.pid, "SIGSTOP");
    onTestFinished(() => void (isAlive(holder.pid) && process.kill(holder.pid, "SIGCONT")));
    await whenStopped(holder.pid);
    const ctx = watched();
    await expect(
      openWarehouse({ ...place.options, kind: "local", file: place.file, waitSeconds: 0.6 }, ctx),
    ).rejects.toMatchObject({
      kind: "unreachable",
      exitCode: 7,
      message: expect.stringContaining(`process ${holder.pid} (stopped)`),
      remedy: expect.stringContaining(`kill -CONT ${holder.pid}`),
    });
    expect(ctx.steps).toContainEqual({
      kind: "step",
      name: expect.stringContaining(`waiting for process ${holder.pid} (stopped)`),
    });
    process.kill(holder.pid, "SIGCONT");
    await holder.letGo();
    const warehouse = await place.open();
    expect(await warehouse.commit(commitOf(weekOf("ana", WEEK, [caption(0)])), QUIET)).toMatchObject({
      locks: 1,
    });
  });

  it("in the middle of its commit keeps it: resumed it ends, and whoever waited conflicts; killed it stored nothing", async () => {
    for (const resumed of [true, false]) {
      const place = await bank();
      const child = await startProcess(place.options, {
        statement: "COMMIT",
        moment: "before",
        signal: "SIGSTOP",
      });
      const answer = child.commit(commitOf(weekOf("ana", WEEK, [caption(0)]))).catch(() => "gone");
      await whenStopped(child.pid);
      const mine = commitOf(weekOf("bea", WEEK, [caption(0)]));
      const open = { kind: "local", file: place.file } as const;
      await expect(openWarehouse({ ...open, waitSeconds: 0.4 })).rejects.toMatchObject({
        message: expect.stringContaining(`process ${child.pid} (stopped)`),
      });
      if (resumed) {
        process.kill(child.pid, "SIGCONT");
        expect(await answer).toEqual({ outcome: "committed" });
        await expect((await place.open()).commit(mine, QUIET)).rejects.toMatchObject({ kind: "conflict" });
      } else {
        await child.kill();
        expect(await answer).toBe("gone");
        expect(await (await place.open()).commit(mine, QUIET)).toMatchObject({ locks: 1 });
      }
      expect(await place.rows("SELECT * FROM {dataset}.active_caption_assignments")).toHaveLength(1);
      await child.end();
    }
  });

  it("that only waits its turn loses it: nobody stands behind it", async () => {
    const place = await bank();
    const child = await startProcess(place.options);
    onTestFinished(() => child.kill());
    process.kill(child.pid, "SIGSTOP");
    await whenStopped(child.pid);
    mkdirSync(`${place.file}.q`, { recursive: true });
    writeFileSync(
      join(`${place.file}.q`, `${String(machineTime() - 5000).padStart(15, "0")}-${child.pid}-0`),
      "",
    );
    const warehouse = await openWarehouse({ kind: "local", file: place.file, waitSeconds: 0.3 });
    expect(await warehouse.pageNames(QUIET)).toEqual(["ana"]);
  });
});
