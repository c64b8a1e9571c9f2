import { existsSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { DATASET } from "../../src/warehouse/duckdb/schema.js";
import { unitOfWork } from "../../src/warehouse/duckdb/unit.js";
import { createLocalFile, openWarehouse } from "../../src/warehouse/open.js";
import { QUIET } from "../../src/warehouse/port.js";
import { temporaryFolder } from "./duckdb-place.js";
import { holdFile } from "./processes.js";

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
    const warehouse = await openWarehouse({ kind: "local", file: await outdated(), readOnly: true });
    expect(warehouse.describe()).toMatchObject({ demo: false, readOnly: true });
    await expect(warehouse.pageNames(QUIET)).rejects.toMatchObject({
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

  it("plans queries with their values, whatever their type and however often they change", async () => {
    await createLocalFile(path(), { demo: false });
    await unitOfWork(path(), { mode: "read" }, QUIET, async (session) => {
      const told = async (...values: (string | number | boolean | null)[]) => {
        const [row] = await session.query(
          "SELECT CAST($1 AS VARCHAR) AS a, CAST($2 AS DOUBLE) AS b, CAST($10 AS BOOLEAN) AS j",
          [...values.slice(0, 2), 3, 4, 5, 6, 7, 8, 9, ...values.slice(2)],
        );
        return [row?.a, row?.b, row?.j];
      };
      const hostile = "'); DROP SCHEMA x; -- $1 getvariable('value_2')";
      for (const values of [
        [hostile, 1.5, true],
        ["b", null, false],
        [null, 2, null],
      ])
        expect(await told(...values)).toEqual(values);
    });
  });

  it("reads on two connections at once that agree, and leaves the file free whatever becomes of them", async () => {
    await createLocalFile(path(), { demo: false });
    const zone =
      "SELECT current_setting('TimeZone') AS zone, CAST(TIMESTAMPTZ '2025-11-03 09:12:00-08' AS VARCHAR) AS moment";
    const both = await unitOfWork(path(), { mode: "read" }, QUIET, (session) =>
      session.both(
        (one) => one.rows(zone),
        (other) => other.rows(zone),
      ),
    );
    expect(both).toEqual([both[1], [{ zone: "UTC", moment: "2025-11-03 17:12:00+00" }]]);

    let ended = false;
    const failing = unitOfWork(path(), { mode: "read" }, QUIET, (session) =>
      session.both(
        (one) => one.rows("SELECT nonsense"),
        async (other) => {
          await other.rows("SELECT SUM(SQRT(range)) FROM range(3000000)");
          ended = true;
        },
      ),
    );
    await expect(failing).rejects.toThrow();
    expect(ended).toBe(true);

    const controller = new AbortController();
    const long = "SELECT SUM(SQRT(a.range * b.range)) FROM range(10000000) AS a, range(10000000) AS b";
    const stopped = unitOfWork(
      path(),
      { mode: "read" },
      { ...QUIET, signal: controller.signal },
      (session) => {
        setTimeout(() => controller.abort(), 10);
        return session.both(
          (one) => one.rows(long),
          (other) => other.rows(long),
        );
      },
    );
    await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
    await (await holdFile(path())).letGo();
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
