import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { DATASET } from "../../src/warehouse/duckdb/schema.js";
import { unitOfWork } from "../../src/warehouse/duckdb/unit.js";
import { createLocalFile, openWarehouse } from "../../src/warehouse/open.js";
import { QUIET } from "../../src/warehouse/port.js";
import { duckdbPlace, temporaryFolder } from "./duckdb-place.js";
import { caption, NOW, WEEK } from "./fixtures.js";
import { asSomebodyElse } from "./processes.js";

// Real processes and disks: on a busy machine they take their time.
vi.setConfig({ testTimeout: 120_000 });

let folder = "";
beforeEach(() => {
  const temporary = temporaryFolder();
  folder = temporary.path;
  onTestFinished(temporary.remove);
});
const path = (name = "eros.duckdb"): string => join(folder, name);
const openLocal = (file: string) => openWarehouse({ kind: "local", file });
const statement = (file: string, text: string) =>
  unitOfWork(file, { mode: "write" }, QUIET, (session) => session.rows(text));

/** The checksum of a DuckDB file's first block, as its header carries it. */
function headerChecksum(bytes: Buffer): bigint {
  let sum = 5381n;
  for (let at = 8; at < 4096; at += 8)
    sum ^= BigInt.asUintN(64, bytes.readBigUInt64LE(at) * 0xbf58476d1ce4e5b9n);
  return sum;
}

describe("a file that is no warehouse", () => {
  const expected = (kind: string) => ({ name: "ErosError", kind, remedy: expect.stringMatching(/./) });

  it("is told as missing, with the command that makes one, and is not made by opening it", async () => {
    await expect(openLocal(path())).rejects.toMatchObject({
      ...expected("incomplete"),
      message: expect.stringContaining(path()),
      remedy: expect.stringContaining("eros-tui demo"),
    });
    await expect(openLocal(path("no/such/folder/x.duckdb"))).rejects.toMatchObject(expected("incomplete"));
    expect(readdirSync(folder)).toEqual([]);
  });

  it("is told as foreign: text, nothing at all, a folder", async () => {
    writeFileSync(path("text"), "page_name,message\n".repeat(1000));
    writeFileSync(path("empty"), "");
    mkdirSync(path("folder"));
    for (const name of ["text", "empty", "folder"])
      await expect(openLocal(path(name))).rejects.toMatchObject(expected("incomplete"));
  });

  it("is told at once where it is a pipe, which the engine would wait for, and where the path can be none", async () => {
    execFileSync("mkfifo", [path("pipe")]);
    await expect(openLocal(path("pipe"))).rejects.toMatchObject(expected("incomplete"));
    writeFileSync(path("text"), "");
    symlinkSync("loop", path("loop"));
    for (const name of ["text/x.duckdb", "loop", "x".repeat(300)]) {
      const told = { ...expected("badInput"), message: expect.stringContaining("cannot be a file: ") };
      await expect(openLocal(path(name))).rejects.toMatchObject(told);
      await expect(createLocalFile(path(name), { demo: false })).rejects.toMatchObject(told);
    }
  });

  it("is told as foreign or too new where it is a database of something else", async () => {
    await unitOfWork(path("other"), { mode: "write", create: true }, QUIET, (session) =>
      session.rows("CREATE TABLE t (a INTEGER)"),
    );
    await expect(openLocal(path("other"))).rejects.toMatchObject({
      kind: "incomplete",
      message: expect.stringContaining("not a warehouse"),
    });
    await createLocalFile(path(), { demo: false });
    await statement(path(), `UPDATE ${DATASET}.meta SET value = '99' WHERE key = 'schema_version'`);
    await expect(openLocal(path())).rejects.toMatchObject({
      kind: "incomplete",
      remedy: expect.stringContaining("update"),
    });
  });

  it("that another engine's version wrote is told as newer, with the update, or as older", async () => {
    await createLocalFile(path(), { demo: false });
    const bytes = readFileSync(path());
    for (const [version, told] of [
      [
        120n,
        { message: expect.stringContaining("newer program"), remedy: expect.stringContaining("update") },
      ],
      [40n, { message: expect.stringContaining("older than any"), remedy: expect.stringContaining("--db") }],
    ] as const) {
      bytes.writeBigUInt64LE(version, 12);
      bytes.writeBigUInt64LE(headerChecksum(bytes), 0);
      writeFileSync(path("other"), bytes);
      await expect(openLocal(path("other"))).rejects.toMatchObject({ ...expected("incomplete"), ...told });
    }
  });

  it("cut off anywhere is told as damaged, or gives exactly what it gave before", async () => {
    const {
      file,
      open: openPlace,
      dispose,
    } = await duckdbPlace({
      creators: [{ page: "ana" }],
      captions: Array.from({ length: 400 }, (_, index) => caption(index)),
    });
    onTestFinished(dispose);
    const request = { page: "ana", startDate: WEEK, now: NOW, ignore: [], seed: "1" };
    const whole = JSON.stringify(await (await openPlace()).week(request, QUIET));
    const size = statSync(file).size;
    const cuts = [0, 8, 100, 4096, 12_287, 12_288, 12_289, size / 4, size / 2, size - 262_144, size - 1];
    let damaged = 0;
    for (const cut of cuts) {
      copyFileSync(file, path());
      truncateSync(path(), Math.floor(cut));
      const got = await openLocal(path())
        .then((one) => one.week(request, QUIET))
        .then(JSON.stringify, (error: unknown) => error);
      if (got === whole) continue;
      expect(got).toMatchObject(expected("incomplete"));
      damaged++;
    }
    expect(damaged).toBeGreaterThan(4);
  });

  it("with flipped bytes is told as damaged, or gives exactly what it gave before", async () => {
    const {
      file,
      open: openPlace,
      dispose,
    } = await duckdbPlace({
      creators: [{ page: "ana" }],
      captions: Array.from({ length: 400 }, (_, index) => caption(index)),
    });
    onTestFinished(dispose);
    const request = { page: "ana", startDate: WEEK, now: NOW, ignore: [], seed: "1" };
    const whole = JSON.stringify(await (await openPlace()).week(request, QUIET));
    const size = statSync(file).size;
    let damaged = 0;
    for (let n = 0; n < 24; n++) {
      copyFileSync(file, path());
      const handle = await open(path(), "r+");
      const at = Math.floor(((n + 0.37) / 24) * size);
      const byte = Buffer.alloc(1);
      await handle.read(byte, 0, 1, at);
      await handle.write(Buffer.from([(byte[0] ?? 0) ^ 0x55]), 0, 1, at);
      await handle.close();
      const got = await openLocal(path())
        .then((one) => one.week(request, QUIET))
        .then(JSON.stringify, (error: unknown) => error);
      if (got === whole) continue;
      expect(got).toMatchObject(expected("incomplete"));
      damaged++;
    }
    expect(damaged).toBeGreaterThan(0);
  });

  it("that may not be read or written is told as not permitted; one that may only be read can be read", async () => {
    await createLocalFile(path(), { demo: false });
    await asSomebodyElse(folder, async (chmod) => {
      chmod(path(), 0o000);
      await expect(openLocal(path())).rejects.toMatchObject(expected("notPermitted"));
      chmod(path(), 0o444);
      chmod(path("eros.duckdb.q"), 0o555);
      chmod(folder, 0o555);
      const warehouse = await openLocal(path());
      expect(await warehouse.pageNames(QUIET)).toEqual([]);
      await expect(warehouse.load({ creators: [{ page: "ana" }] }, QUIET)).rejects.toMatchObject(
        expected("notPermitted"),
      );
      await expect(createLocalFile(path("other.duckdb"), { demo: false })).rejects.toMatchObject(
        expected("notPermitted"),
      );
      chmod(folder, 0o000);
      await expect(openLocal(path())).rejects.toMatchObject(expected("notPermitted"));
    });
  });
});
