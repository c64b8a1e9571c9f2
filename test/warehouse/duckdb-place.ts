import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { Row } from "../../src/warehouse/cells.js";
import { DATASET } from "../../src/warehouse/duckdb/schema.js";
import { unitOfWork } from "../../src/warehouse/duckdb/unit.js";
import { openDuckdb } from "../../src/warehouse/duckdb/warehouse.js";
import { createLocalFile } from "../../src/warehouse/open.js";
import { type BulkRows, QUIET } from "../../src/warehouse/port.js";
import type { Place } from "./contract/place.js";

/** A folder of its own for one test. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "eros-warehouse-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

let empty: { readonly file: string; remove(): void } | undefined;
afterAll(() => empty?.remove());

/** An empty warehouse, made once a test file: its functions take longer to make than a test to run. */
async function emptyFile(): Promise<string> {
  if (empty) return empty.file;
  const folder = temporaryFolder();
  const file = join(folder.path, "empty.duckdb");
  await createLocalFile(file, { demo: false });
  empty = { file, remove: folder.remove };
  return file;
}

/** An embedded warehouse in a folder of its own. */
export async function duckdbPlace(rows: BulkRows): Promise<Place & { readonly file: string }> {
  const folder = temporaryFolder();
  const file = join(folder.path, "eros.duckdb");
  copyFileSync(await emptyFile(), file);
  if (Object.keys(rows).length > 0) {
    const warehouse = await openDuckdb({ kind: "local", file }, QUIET);
    await warehouse.load(rows, QUIET);
  }
  const reads = (queries: readonly string[]): Promise<Row[][]> =>
    unitOfWork(file, { mode: "read" }, QUIET, async (session) => {
      const all: Row[][] = [];
      for (const query of queries) all.push(await session.rows(query.replaceAll("{dataset}", DATASET)));
      return all;
    });
  return {
    file,
    clash: () => new Error("TransactionContext Error: Conflict on update!"),
    options: { kind: "local", file },
    open: (settings = {}) => openDuckdb({ kind: "local", file, ...settings }, QUIET),
    rows: async (query) => (await reads([query]))[0] ?? [],
    reads,
    dispose: async () => folder.remove(),
  };
}
