import { createHash } from "node:crypto";
import { copyFileSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { DATASET, SCHEMA_VERSION, tableDefinitions } from "../../src/warehouse/duckdb/schema.js";
import { unitOfWork } from "../../src/warehouse/duckdb/unit.js";
import { openDuckdb } from "../../src/warehouse/duckdb/warehouse.js";
import { openWarehouse } from "../../src/warehouse/open.js";
import { QUIET } from "../../src/warehouse/port.js";
import { startProcess } from "./commit-process.js";
import { caption, commitOf, NOW, WEEK, watched, weekOf } from "./fixtures.js";
import { asSomebodyElse } from "./processes.js";
import { olderFile, STORED, statements } from "./versions/older-file.js";

// Real processes and disks: on a busy machine they take their time.
vi.setConfig({ testTimeout: 120_000 });

const KEPT = "eros.duckdb.version-1";
const rows = (file: string, query: string) =>
  unitOfWork(file, { mode: "read" }, QUIET, (session) => session.rows(query.replaceAll("{d}", DATASET)));
const version = async (file: string): Promise<unknown> =>
  (await rows(file, "SELECT value FROM {d}.meta WHERE key = 'schema_version'"))[0]?.value;
const openLocal = (file: string, readOnly = false) => openWarehouse({ kind: "local", file, readOnly });
const beside = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => !name.endsWith(".q"))
    .sort();

describe("a file of an earlier version", () => {
  it("is kept as a copy, gets this version's tables and functions, and keeps its rows", async () => {
    const { file, folder } = await olderFile(1);
    const before = readFileSync(file);
    const ctx = watched();
    const warehouse = await openLocal(file);
    expect(await warehouse.pageNames(ctx)).toEqual(["ana", "bea"]);

    expect(beside(folder)).toEqual(["eros.duckdb", KEPT]);
    expect(readFileSync(join(folder, KEPT)).equals(before)).toBe(true);
    expect(statSync(join(folder, KEPT)).mode & 0o777).toBe(0o600);
    expect(JSON.stringify(ctx.steps)).toContain(`kept as ${join(folder, KEPT)}`);
    expect(await version(file)).toBe(String(SCHEMA_VERSION));

    expect(await warehouse.lookup(STORED, QUIET)).toMatchObject({
      state: "committed",
      receipt: { locks: 2, messages: 3, by: "ana" },
    });
    const request = { scheduleId: STORED, numbers: [1], queued: true, by: "ana@here" };
    expect(await warehouse.mark(request, QUIET)).toMatchObject([{ number: 1, queued: true }]);
    expect(await rows(file, "SELECT details FROM {d}.schedule_export_log")).toEqual([{ details: null }]);
    // What it locked is locked.
    const taken = commitOf(weekOf("bea", WEEK, [caption(0)]));
    await expect(warehouse.commit(taken, QUIET)).rejects.toMatchObject({ kind: "conflict" });
    await warehouse.commit(commitOf(weekOf("bea", WEEK, [caption(2)])), QUIET);
    const week = { page: "ana", startDate: WEEK, now: NOW, ignore: [], seed: "1" };
    expect((await warehouse.week(week, QUIET)).report).toContain('"ana"');
    expect(beside(folder)).toEqual(["eros.duckdb", KEPT]);
  });

  it("is left as it was where it is opened read-only, or its folder cannot be written, and told so", async () => {
    const { file, folder } = await olderFile(1);
    const before = readFileSync(file);
    const readOnly = await openLocal(file, true);
    await expect(readOnly.pageNames(QUIET)).rejects.toMatchObject({
      kind: "incomplete",
      remedy: expect.stringContaining("without read_only"),
    });
    await asSomebodyElse(folder, async (chmod) => {
      chmod(folder, 0o555);
      const warehouse = await openLocal(file);
      await expect(warehouse.pageNames(QUIET)).rejects.toMatchObject({
        kind: "notPermitted",
        message: expect.stringContaining("has to be renewed"),
      });
    });
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(beside(folder)).toEqual(["eros.duckdb"]);
  });

  it("is brought up once where several come at the same time, and a copy of before is never replaced", async () => {
    const { file, folder } = await olderFile(1);
    writeFileSync(join(folder, KEPT), "of an earlier time");
    const children = await Promise.all([1, 2].map(() => startProcess({ kind: "local", file })));
    const outcomes = await Promise.all(
      children.map((child, n) => child.commit(commitOf(weekOf(`page${n}`, WEEK, [caption(2 + n)])))),
    );
    await Promise.all(children.map((child) => child.end()));
    expect(outcomes).toEqual([{ outcome: "committed" }, { outcome: "committed" }]);
    expect(beside(folder)).toEqual(["eros.duckdb", KEPT, `${KEPT}-2`]);
    expect(readFileSync(join(folder, KEPT), "utf8")).toBe("of an earlier time");
  });

  it.each([
    ["before", "CHECKPOINT"],
    ["after", "ADD COLUMN IF NOT EXISTS details"],
    ["before", "COMMIT"],
    ["during", "COMMIT"],
    ["after", "COMMIT"],
  ] as const)(
    "is whole in one version or the other where the process is killed %s %s",
    async (moment, statement) => {
      const { file, folder } = await olderFile(1);
      const child = await startProcess({ kind: "local", file }, { statement, moment });
      await expect(child.commit(commitOf(weekOf("bea", WEEK, [caption(2)])))).rejects.toThrow("gone");
      expect(await child.gone).toBe("SIGKILL");

      const done = (await version(file)) === String(SCHEMA_VERSION);
      const columns = await rows(
        file,
        "SELECT 1 FROM duckdb_columns() WHERE table_name = 'schedule_export_log' AND column_name = 'details'",
      );
      expect(columns).toHaveLength(done ? 1 : 0);
      if (statement === "COMMIT") expect(beside(folder)).toContain(KEPT);
      if (moment === "after" && statement === "COMMIT") expect(done).toBe(true);
      const warehouse = await openLocal(file);
      await warehouse.commit(commitOf(weekOf("bea", WEEK, [caption(2)])), QUIET);
      expect((await warehouse.lookup(STORED, QUIET))?.receipt.locks).toBe(2);
      expect(await version(file)).toBe(String(SCHEMA_VERSION));
    },
  );

  it("can be had back: the copy is the file as it was", async () => {
    const { file, folder } = await olderFile(1);
    await (await openLocal(file)).pageNames(QUIET);
    renameSync(join(folder, KEPT), file);
    expect(await version(file)).toBe("1");
    expect(await (await openLocal(file)).pageNames(QUIET)).toEqual(["ana", "bea"]);
  });
});

describe("a file of this version that another build made", () => {
  it("gets this build's functions, without a copy", async () => {
    const { file, folder } = await olderFile(1);
    await (await openLocal(file)).pageNames(QUIET);
    copyFileSync(file, join(folder, "other.duckdb"));
    await statements(
      join(folder, "other.duckdb"),
      `UPDATE ${DATASET}.meta SET value = 'another' WHERE key = 'functions';
       CREATE OR REPLACE MACRO ${DATASET}.pages(p_page) AS TABLE (SELECT 'nonsense' AS page_name);`,
    );
    expect(await (await openLocal(join(folder, "other.duckdb"))).pageNames(QUIET)).toEqual(["ana", "bea"]);
    expect(beside(folder)).toEqual(["eros.duckdb", KEPT, "other.duckdb"]);
  });
});

describe("a file of a later version", () => {
  it("is refused, in reading and writing, and not touched", async () => {
    const { file, folder } = await olderFile(1);
    const later = String(SCHEMA_VERSION + 1);
    await statements(file, `UPDATE ${DATASET}.meta SET value = '${later}' WHERE key = 'schema_version'`);
    const before = readFileSync(file);
    const refused = {
      kind: "incomplete",
      exitCode: 6,
      message: expect.stringContaining(`version ${later}`),
      remedy: expect.stringContaining("update eros-tui"),
    };
    await expect(openLocal(file)).rejects.toMatchObject(refused);
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(beside(folder)).toEqual(["eros.duckdb"]);
  });

  it("is refused as well where it becomes one while a warehouse is open on it", async () => {
    const { file } = await olderFile(1);
    const warehouse = await openDuckdb({ kind: "local", file }, QUIET);
    await warehouse.pageNames(QUIET);
    await statements(file, `UPDATE ${DATASET}.meta SET value = '99' WHERE key = 'schema_version'`);
    await expect(warehouse.pageNames(QUIET)).rejects.toMatchObject({ kind: "incomplete" });
    await expect(warehouse.commit(commitOf(weekOf("bea", WEEK, [caption(2)])), QUIET)).rejects.toMatchObject({
      kind: "incomplete",
    });
  });
});

describe("the number of the version", () => {
  it("belongs to these tables: whoever changes one raises it, and keeps a file of the version before in versions/", () => {
    const tables = createHash("sha256").update(tableDefinitions().join(";\n")).digest("hex");
    expect({ version: SCHEMA_VERSION, tables: tables.slice(0, 16) }).toEqual({
      version: 2,
      tables: "682a0678b0562de6",
    });
  });
});
