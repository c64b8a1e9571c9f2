import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { DATASET } from "../../src/warehouse/duckdb/schema.js";
import { unitOfWork } from "../../src/warehouse/duckdb/unit.js";
import { createLocalFile, openWarehouse } from "../../src/warehouse/open.js";
import { QUIET } from "../../src/warehouse/port.js";
import { duckdbPlace, temporaryFolder } from "./duckdb-place.js";
import { caption, NOW, WEEK } from "./fixtures.js";
import { asSomebodyElse, freePid } from "./processes.js";

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
/** What stands beside the file: its queue is always empty between units. */
const beside = (): string[] => readdirSync(folder).sort();

describe("creating a warehouse file", () => {
  it("gives a file that only its owner may read, marked as what it is, and nothing else", async () => {
    const file = path("deep/er/demo.duckdb");
    expect(await createLocalFile(file, { demo: true, demoNow: NOW })).toEqual({ created: true });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(path("deep/er")).sort()).toEqual(["demo.duckdb", "demo.duckdb.q"]);
    expect((await openLocal(file)).describe()).toEqual({
      kind: "local",
      label: "demo (local)",
      place: file,
      demo: true,
      demoNow: NOW,
      production: false,
      readOnly: false,
    });
    await createLocalFile(path(), { demo: false });
    expect((await openLocal(path())).describe()).toMatchObject({
      label: "local",
      demo: false,
      demoNow: null,
    });
  });

  it("that fails or is interrupted half-way leaves nothing", async () => {
    const rows = { captions: [caption(0)] };
    await expect(
      createLocalFile(path(), { demo: true }, async (warehouse) => {
        await warehouse.load(rows, QUIET);
        throw new Error("half-way");
      }),
    ).rejects.toThrow("half-way");
    const controller = new AbortController();
    const ctx = { signal: controller.signal, progress: () => {} };
    await expect(
      createLocalFile(path(), { demo: true }, async () => controller.abort(), ctx),
    ).rejects.toMatchObject({ name: "AbortError" });
    expect(beside()).toEqual(["eros.duckdb.q"]);
  });

  it("keeps a file that is there, and of several at once exactly one makes it", async () => {
    const made: string[] = [];
    const create = (name: string) =>
      createLocalFile(path(), { demo: false }, async (warehouse) => {
        made.push(name);
        await warehouse.load({ creators: [{ page: name }] }, QUIET);
      });
    const results = await Promise.all(["ana", "bea", "cleo"].map(create));
    expect(results.filter((one) => one.created)).toHaveLength(1);
    expect(made).toHaveLength(1);
    expect(await create("dora")).toEqual({ created: false });
    expect(await (await openLocal(path())).pageNames(QUIET)).toEqual(made);
  });

  it("puts a new file in an old one's place when asked, and handles see what is there now", async () => {
    await createLocalFile(path(), { demo: false });
    const warehouse = await openLocal(path());
    await createLocalFile(path(), { demo: true, replace: true }, async (fresh) => {
      await fresh.load({ creators: [{ page: "new" }] }, QUIET);
    });
    expect(await warehouse.pageNames(QUIET)).toEqual(["new"]);
    expect(warehouse.describe().demo).toBe(true);
    writeFileSync(path(), "damaged beyond reading");
    await createLocalFile(path(), { demo: true, replace: true });
    expect(await warehouse.pageNames(QUIET)).toEqual([]);
    expect(beside()).toEqual(["eros.duckdb", "eros.duckdb.q"]);
  });

  it("clears away what killed creations left, and no log of a lost file is played into the new one", async () => {
    const pid = await freePid();
    for (const suffix of ["", ".wal"]) writeFileSync(path(`eros.duckdb.new-${pid}-0${suffix}`), "rest");
    writeFileSync(path("eros.duckdb.wal"), "log of a file that was deleted");
    await createLocalFile(path(), { demo: false });
    expect(await (await openLocal(path())).pageNames(QUIET)).toEqual([]);
    expect(beside().filter((name) => !name.includes(".orphan-"))).toEqual(["eros.duckdb", "eros.duckdb.q"]);
  });
});

describe("a file that is no warehouse", () => {
  const expected = (kind: string) => ({ name: "ErosError", kind, remedy: expect.stringMatching(/./) });

  it("is told as missing, with the command that makes one, and is not made by opening it", async () => {
    await expect(openLocal(path())).rejects.toMatchObject({
      ...expected("incomplete"),
      message: expect.stringContaining(path()),
      remedy: expect.stringContaining("eros-tui demo"),
    });
    await expect(openLocal(path("no/such/folder/x.duckdb"))).rejects.toMatchObject(expected("incomplete"));
    expect(beside()).toEqual([]);
  });

  it("is told as foreign: text, nothing at all, a folder", async () => {
    writeFileSync(path("text"), "page_name,message\n".repeat(1000));
    writeFileSync(path("empty"), "");
    mkdirSync(path("folder"));
    for (const name of ["text", "empty", "folder"])
      await expect(openLocal(path(name))).rejects.toMatchObject(expected("incomplete"));
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

describe("functions of another program version", () => {
  async function outdated(): Promise<string> {
    await createLocalFile(path(), { demo: false });
    await statement(
      path(),
      `CREATE OR REPLACE MACRO ${DATASET}.pages(p_page) AS TABLE (SELECT 'old' AS page_name, true AS is_active, true AS is_listed)`,
    );
    await statement(path(), `UPDATE ${DATASET}.meta SET value = 'another' WHERE key = 'functions'`);
    return path();
  }

  it("are renewed at first use, once, by whatever use it is", async () => {
    const warehouse = await openLocal(await outdated());
    expect(await warehouse.pageNames(QUIET)).toEqual([]);
    const [mark] = await statement(path(), `SELECT value FROM ${DATASET}.meta WHERE key = 'functions'`);
    expect(mark?.value).toMatch(/^[0-9a-f]{64}$/);
    await statement(
      path(),
      `CREATE OR REPLACE MACRO ${DATASET}.pages(p_page) AS TABLE (SELECT 'kept' AS page_name, true AS is_active, true AS is_listed)`,
    );
    expect(await warehouse.pageNames(QUIET)).toEqual(["kept"]);
  });

  it("are a reason to stop where nothing may be written, with the way out", async () => {
    const file = await outdated();
    await expect(openWarehouse({ kind: "local", file, readOnly: true })).rejects.toMatchObject({
      kind: "incomplete",
      remedy: expect.stringContaining("read_only"),
    });
  });
});

describe("a session", () => {
  it("reaches no other file, and cannot be talked into it", async () => {
    await createLocalFile(path(), { demo: false });
    writeFileSync(path("secret.csv"), "a\n1\n");
    for (const text of [
      `COPY (SELECT 1) TO '${path("out.csv")}'`,
      `SELECT * FROM read_csv('${path("secret.csv")}')`,
      `ATTACH '${path("other.duckdb")}'`,
      "SET enable_external_access = true",
      "INSTALL httpfs",
    ])
      await expect(statement(path(), text)).rejects.toThrow();
    expect(existsSync(path("out.csv"))).toBe(false);
  });

  it("tells its time in UTC whatever the machine's zone", async () => {
    await createLocalFile(path(), { demo: false });
    const [row] = await statement(
      path(),
      "SELECT CAST(TIMESTAMPTZ '2025-11-03 09:12:00-08' AS VARCHAR) AS moment",
    );
    expect(row?.moment).toBe("2025-11-03 17:12:00+00");
  });

  it("is one at a time for a file by all its names", async () => {
    await createLocalFile(path(), { demo: false });
    symlinkSync(path(), path("link.duckdb"));
    let open = 0;
    const use = (file: string) =>
      unitOfWork(file, { mode: "write" }, QUIET, async (session) => {
        expect(++open).toBe(1);
        await session.rows("SELECT COUNT(*) FROM range(100000)");
        open--;
      });
    await Promise.all([use(path()), use(path("link.duckdb")), use(join(folder, ".", "eros.duckdb"))]);
  });
});
