import { copyFileSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { writeCsv } from "../../src/pipeline/export.js";
import { createLocalFile, openWarehouse } from "../../src/warehouse/open.js";
import { QUIET } from "../../src/warehouse/port.js";
import { duckdbPlace } from "./duckdb-place.js";
import { caption, commitOf, WEEK, weekOf } from "./fixtures.js";
import { mayMount, smallDisk } from "./small-disk.js";
import { stormRequest } from "./storm-request.js";
import { olderFile } from "./versions/older-file.js";

// Real processes and disks: on a busy machine they take their time.
vi.setConfig({ testTimeout: 120_000 });

const FULL = {
  name: "ErosError",
  kind: "unreachable",
  exitCode: 7,
  message: expect.stringContaining("is full"),
  remedy: expect.stringContaining("free some space"),
};

/** Leaves so many kilobytes free. @returns gives the rest back. */
function fill(disk: string, left: number): () => void {
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(join(disk, "other things"), Buffer.alloc(Math.max(0, bavail * bsize - left * 1024)));
  return () => rmSync(join(disk, "other things"));
}

/** A warehouse on a disk of its own. */
async function onSmallDisk(megabytes: number) {
  const place = await duckdbPlace({});
  onTestFinished(() => place.dispose());
  const disk = smallDisk(megabytes);
  const file = join(disk, "eros.duckdb");
  copyFileSync(place.file, file);
  return { disk, file, warehouse: await openWarehouse({ kind: "local", file }) };
}

describe.skipIf(!mayMount)("a disk that is full", () => {
  it("ends a commit with nothing of it stored and everything before it kept; with room again the same one goes through", async () => {
    const { disk, warehouse } = await onSmallDisk(24);
    for (let n = 0; n < 3; n++) await warehouse.commit(stormRequest("before", n), QUIET);
    for (const left of [0, 4, 16, 64]) {
      const giveBack = fill(disk, left);
      const request = stormRequest(`left${left}`, 0);
      const id = request.schedule.schedule_id;
      const outcome = await warehouse.commit(request, QUIET).catch((error: unknown) => error);
      // So little may be enough, but then it stands.
      const stored = await warehouse.lookup(id, QUIET);
      if (outcome instanceof Error) {
        expect(outcome).toMatchObject(FULL);
        expect(stored).toBeNull();
      } else expect(stored?.receipt.locks).toBe(3);
      for (let n = 0; n < 3; n++)
        expect(await warehouse.lookup(stormRequest("before", n).schedule.schedule_id, QUIET)).not.toBeNull();
      giveBack();
      expect((await warehouse.commit(request, QUIET)).locks).toBe(3);
    }
  });

  it("is met sooner or later by whoever goes on committing: what was acknowledged is there", async () => {
    const { disk, warehouse } = await onSmallDisk(24);
    fill(disk, 3000);
    let stored = 0;
    let refused: unknown;
    // A captions' text makes a schedule as long as it likes.
    const long = "A quiet morning by the sea ".repeat(6000);
    while (refused === undefined) {
      const request = commitOf(
        weekOf(`page${stored}`, WEEK, [caption(stored, { text: `${stored} ${long}` })]),
      );
      await warehouse.commit(request, QUIET).then(
        () => stored++,
        (error: unknown) => {
          refused = error;
        },
      );
    }
    expect(refused).toMatchObject(FULL);
    expect(stored).toBeGreaterThan(0);
    const all = { page: null, from: null, to: null, limit: 10_000 };
    expect(await warehouse.schedules(all, QUIET)).toHaveLength(stored);
  });

  it("takes no load by halves", async () => {
    const { disk, warehouse } = await onSmallDisk(24);
    fill(disk, 600);
    const captions = Array.from({ length: 20_000 }, (_, n) =>
      caption(6 + n, { text: `Number ${n} ${Math.random()} of a long walk by the sea, ${Math.random()}` }),
    );
    await expect(warehouse.load({ creators: [{ page: "ana" }], captions }, QUIET)).rejects.toMatchObject(
      FULL,
    );
    expect(await warehouse.pageNames(QUIET)).toEqual([]);
  });

  it("leaves nothing of a warehouse that was being made", async () => {
    const disk = smallDisk(2);
    const file = join(disk, "demo.duckdb");
    const captions = Array.from({ length: 20_000 }, (_, n) =>
      caption(6 + n, { text: `Number ${n} ${Math.random()} of a long walk, ${Math.random()}` }),
    );
    await expect(
      createLocalFile(file, { demo: true }, (fresh) => fresh.load({ captions }, QUIET).then(() => {})),
    ).rejects.toMatchObject(FULL);
    expect(readdirSync(disk).filter((name) => name !== "demo.duckdb.q")).toEqual([]);
  });

  it("keeps a file of an earlier version as it is where its copy has no room", async () => {
    const older = await olderFile(1);
    const disk = smallDisk(8);
    const file = join(disk, "eros.duckdb");
    copyFileSync(older.file, file);
    const giveBack = fill(disk, 100);
    const before = readFileSync(file);
    const warehouse = await openWarehouse({ kind: "local", file });
    await expect(warehouse.pageNames(QUIET)).rejects.toMatchObject(FULL);
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(disk).sort()).toEqual(["eros.duckdb", "eros.duckdb.q", "other things"]);
    giveBack();
    expect(await warehouse.pageNames(QUIET)).toEqual(["ana", "bea"]);
  });

  it("writes no half of a CSV", async () => {
    const disk = smallDisk(1);
    fill(disk, 0);
    const { schedule } = stormRequest("csv", 0);
    await expect(writeCsv(schedule, join(disk, "week.csv"))).rejects.toMatchObject({
      kind: "unreachable",
      exitCode: 7,
      message: expect.stringContaining("is full"),
    });
    expect(readdirSync(disk)).toEqual(["other things"]);
  });
});
