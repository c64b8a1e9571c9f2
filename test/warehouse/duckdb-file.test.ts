import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { createLocalFile, openWarehouse } from "../../src/warehouse/open.js";
import { QUIET } from "../../src/warehouse/port.js";
import { temporaryFolder } from "./duckdb-place.js";
import { caption, NOW } from "./fixtures.js";
import { freePid } from "./processes.js";

let folder = "";
beforeEach(() => {
  const temporary = temporaryFolder();
  folder = temporary.path;
  onTestFinished(temporary.remove);
});
const path = (name = "eros.duckdb"): string => join(folder, name);
const openLocal = (file: string) => openWarehouse({ kind: "local", file });
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
