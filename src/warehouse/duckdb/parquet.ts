import { copyFileSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { throwIfAborted } from "../abort.js";
import { engine } from "./api.js";

/** A Parquet file, open for reading: its columns and its rows, every cell as text. */
export interface ParquetFile {
  readonly names: readonly string[];
  /** Rows in the order of the file, in batches. */
  rows(): AsyncIterable<readonly (readonly (string | null)[])[]>;
  close(): void;
}

/**
 * @see openParquet in open.ts
 * The engine is given the file under a name of ours, in a folder of ours: the file's own could be a pattern or an
 * address. It may reach this one name and nothing else, and works in memory.
 */
export async function openParquetFile(file: string, signal: AbortSignal): Promise<ParquetFile> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "eros-import-"));
  const closing: (() => void)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const close = (): void => {
    for (const step of closing.splice(0).reverse()) step();
  };
  try {
    const path = join(folder, "rows.parquet");
    link(realpathSync(file), path);
    const { DuckDBInstance } = engine();
    const instance = await DuckDBInstance.create(":memory:", {
      threads: "1",
      memory_limit: "512MB",
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
    });
    closing.push(() => instance.closeSync());
    const connection = await instance.connect();
    closing.push(() => connection.closeSync());
    // A setting takes no parameter; the name is ours, the temporary folder's quotes are doubled all the same.
    await connection.run(`SET allowed_paths = ['${path.replaceAll("'", "''")}']`);
    for (const setting of ["enable_external_access = false", "TimeZone = 'UTC'", "lock_configuration = true"])
      await connection.run(`SET ${setting}`);
    const described = await connection.runAndReadAll("DESCRIBE SELECT * FROM read_parquet($1)", [path]);
    const columns = described
      .getRowObjectsJS()
      .map((row) => ({ name: String(row.column_name), type: String(row.column_type) }));
    return {
      names: columns.map(({ name }) => name),
      rows: () => batches(connection, columns, path, signal),
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

function link(file: string, path: string): void {
  try {
    symlinkSync(file, path);
  } catch {
    // A system or folder without links.
    copyFileSync(file, path);
  }
}

/** All cells as text. Columns are named by their place: a file's own names never stand in a statement. */
async function* batches(
  connection: DuckDBConnection,
  columns: readonly { readonly type: string }[],
  path: string,
  signal: AbortSignal,
): AsyncGenerator<(string | null)[][]> {
  const names = columns.map((_, index) => `c${index}`);
  const cells = columns.map(({ type }, index) =>
    // Old writers leave texts unmarked; what is no UTF-8 there becomes a NUL, which no field takes.
    type === "BLOB"
      ? `IF(c${index} IS NULL, NULL, COALESCE(TRY(decode(c${index})), chr(0)))`
      : `CAST(c${index} AS VARCHAR)`,
  );
  const result = await connection.stream(
    `SELECT ${cells.join(", ")} FROM read_parquet($1) AS t(${names.join(", ")})`,
    [path],
  );
  for (;;) {
    throwIfAborted(signal);
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    yield chunk.getRows().map((row) => row.map((cell) => (cell === null ? null : String(cell))));
  }
}
