import { copyFileSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { unitOfWork } from "../../src/warehouse/duckdb/unit.js";
import { createLocalFile, openWarehouse } from "../../src/warehouse/open.js";
import { type CommitRequest, QUIET } from "../../src/warehouse/port.js";
import { startProcess } from "./commit-process.js";
import { duckdbPlace } from "./duckdb-place.js";
import { caption, commitOf, WEEK, weekOf } from "./fixtures.js";
import { asSomebodyElse, freePid } from "./processes.js";

// Real processes and disks: on a busy machine they take their time.
vi.setConfig({ testTimeout: 120_000 });

const HEADERS = 12_288;
const BLOCK = 262_144;
const beside = (file: string): string[] => readdirSync(dirname(file)).sort();
const sparesOf = (file: string): string[] => beside(file).filter((name) => name.includes(".spare-"));
const requestOf = (page: string, n: number): CommitRequest =>
  commitOf(weekOf(page, WEEK, [caption(3 * n), caption(3 * n + 1)], caption(3 * n + 2)));

/** A file of a process that was killed behind its COMMIT: the log holds that, the checkpoint had not begun. */
async function killed() {
  const place = await duckdbPlace({ captions: Array.from({ length: 60 }, (_, index) => caption(index)) });
  onTestFinished(() => place.dispose());
  const { file } = place;
  const before = await place.open();
  const acknowledged = requestOf("bea", 1);
  await before.commit(acknowledged, QUIET);
  expect(beside(file)).toEqual(["eros.duckdb", "eros.duckdb.q"]);
  const request = requestOf("ana", 0);
  const child = await startProcess(place.options, { statement: "COMMIT", moment: "after" });
  await expect(child.commit(request)).rejects.toThrow("gone");
  expect(sparesOf(file)).toHaveLength(1);
  return { place, file, ids: [acknowledged, request].map((one) => one.schedule.schedule_id), request };
}

/** What the checkpoint that the killed process did not come to would have written over blocks that are in use. */
async function inPlace(file: string): Promise<{ at: number; bytes: Buffer }[]> {
  const old = readFileSync(file);
  const copy = join(dirname(file), "copy.duckdb");
  copyFileSync(file, copy);
  copyFileSync(`${file}.wal`, `${copy}.wal`);
  const used = await unitOfWork(copy, { mode: "write" }, QUIET, (session) =>
    session.rows("SELECT block_id FROM pragma_metadata_info() WHERE free_blocks < total_blocks"),
  );
  const fresh = readFileSync(copy);
  for (const name of beside(file).filter((one) => one.startsWith("copy.")))
    rmSync(join(dirname(file), name), { recursive: true });
  return used
    .map(({ block_id }) => HEADERS + Number(block_id) * BLOCK)
    .map((at) => ({ at, bytes: fresh.subarray(at, at + BLOCK) }))
    .filter(({ at, bytes }) => bytes.length === BLOCK && !bytes.equals(old.subarray(at, at + BLOCK)));
}

const damage = (file: string, { at, bytes }: { at: number; bytes: Buffer }, written: number): void => {
  const all = readFileSync(file);
  bytes.copy(all, at, 0, written);
  writeFileSync(file, all);
};

describe("a checkpoint that a kill cuts off within a block that is in use", () => {
  it("loses nothing: whoever comes next puts the block back, wherever it was cut off", async () => {
    const { file, ids, request } = await killed();
    const [spare = ""] = sparesOf(file);
    const names = ["", ".wal", spare.slice("eros.duckdb".length)];
    const saved = names.map((name) => readFileSync(file + name));
    const writes = await inPlace(file);
    // Without such a block there would be nothing to prove.
    expect(writes.length).toBeGreaterThan(0);
    let damaged = 0;
    for (const write of writes)
      for (const written of [8, 4096, BLOCK / 2]) {
        for (const [n, name] of names.entries()) writeFileSync(file + name, saved[n] ?? "");
        damage(file, write, written);
        renameSync(join(dirname(file), spare), join(dirname(file), "away"));
        damaged += await openWarehouse({ kind: "local", file }).then(
          () => 0,
          (error: { message: string }) => Number(error.message.includes("is damaged")),
        );
        renameSync(join(dirname(file), "away"), join(dirname(file), spare));

        const warehouse = await openWarehouse({ kind: "local", file });
        for (const id of ids) expect((await warehouse.lookup(id, QUIET))?.receipt.locks).toBe(2);
        expect((await warehouse.commit(request, QUIET)).repeated).toBe(true);
        expect(sparesOf(file)).toEqual([]);
      }
    expect(damaged).toBeGreaterThan(0);
  });

  it("is mended by one of several that come at once, also where one that was about it was killed", async () => {
    const { file, ids } = await killed();
    const [write] = await inPlace(file);
    if (write === undefined) throw new Error("nothing is written in place");
    damage(file, write, BLOCK / 2);
    const [spare = ""] = sparesOf(file);
    renameSync(join(dirname(file), spare), join(dirname(file), `${spare}.${await freePid()}`));
    const children = await Promise.all([3, 4, 5].map(() => startProcess({ kind: "local", file })));
    const outcomes = await Promise.all(
      children.map((child, n) => child.commit(requestOf(`page${n}`, 3 + n))),
    );
    await Promise.all(children.map((child) => child.end()));
    expect(outcomes).toEqual(Array(3).fill({ outcome: "committed" }));
    const warehouse = await openWarehouse({ kind: "local", file });
    for (const id of ids) expect((await warehouse.lookup(id, QUIET))?.receipt.locks).toBe(2);
    expect(beside(file)).toEqual(["eros.duckdb", "eros.duckdb.q"]);
  });

  it("is told to who may not write the file", async () => {
    const { file } = await killed();
    const [write] = await inPlace(file);
    if (write === undefined) throw new Error("nothing is written in place");
    damage(file, write, BLOCK / 2);
    await asSomebodyElse(dirname(file), async (chmod) => {
      chmod(file, 0o444);
      chmod(dirname(file), 0o555);
      await expect(openWarehouse({ kind: "local", file })).rejects.toMatchObject({
        kind: "notPermitted",
        message: expect.stringContaining("half written"),
        remedy: expect.stringContaining("opens it once"),
      });
      chmod(dirname(file), 0o755);
      chmod(file, 0o644);
    });
    expect(sparesOf(file)).toHaveLength(1);
  });
});

describe("blocks that a killed process kept", () => {
  it("are given up where nothing is broken, and where they are of another state of the file", async () => {
    const { place, file, ids } = await killed();
    const [spare = ""] = sparesOf(file);
    const kept = readFileSync(join(dirname(file), spare));
    const warehouse = await place.open();
    for (const id of ids) expect(await warehouse.lookup(id, QUIET)).not.toBeNull();
    expect(sparesOf(file)).toEqual([]);
    await warehouse.commit(requestOf("cleo", 5), QUIET);

    writeFileSync(join(dirname(file), spare), kept);
    const now = readFileSync(file);
    expect(await place.rows("SELECT 1 AS one")).toEqual([{ one: 1 }]);
    expect(readFileSync(file).equals(now)).toBe(true);
    // One that was not written to its end.
    writeFileSync(join(dirname(file), spare), kept.subarray(0, 100_000));
    await place.open();
    expect(sparesOf(file)).toEqual([]);
  });

  it("are not there for a file that is made anew in the place of another", async () => {
    const { file } = await killed();
    await createLocalFile(file, { demo: false, replace: true });
    expect(sparesOf(file)).toEqual([]);
  });
});
