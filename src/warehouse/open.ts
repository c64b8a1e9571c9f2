import type { Instant } from "../domain/calendar.js";
import type { Deployment } from "./deployment.js";
import type { ParquetFile } from "./duckdb/parquet.js";
import type { Examination } from "./examination.js";
import type { BigQueryOptions, CreateOptions, OpenOptions } from "./options.js";
import { type Ctx, QUIET, type Warehouse } from "./port.js";

export type { ParquetFile };

/**
 * Opens a warehouse. An engine is loaded here and nowhere else; the file is looked at once and then left alone until
 * the first unit of work.
 * @throws {ErosError} where the file is missing, foreign, damaged, in use for too long, or not permitted.
 * @example const warehouse = await openWarehouse({ kind: "local", file: "demo.duckdb" });
 */
export async function openWarehouse(options: OpenOptions, ctx: Ctx = QUIET): Promise<Warehouse> {
  if (options.kind === "bigquery") {
    const { openBigquery } = await import("./bigquery/warehouse.js");
    return openBigquery(options);
  }
  const { openDuckdb } = await import("./duckdb/warehouse.js");
  return openDuckdb(options, ctx);
}

/**
 * Makes a local warehouse with its tables and functions and lets `fill` load it. It is built under another name in
 * the same folder and appears whole or not at all; what fails or is interrupted leaves nothing behind.
 * @returns created: false where the file was there already (perhaps made by another process meanwhile): it is kept.
 */
export async function createLocalFile(
  file: string,
  options: CreateOptions,
  fill: (warehouse: Warehouse) => Promise<void> = async () => {},
  ctx: Ctx = QUIET,
): Promise<{ created: boolean }> {
  const { createDuckdbFile } = await import("./duckdb/create.js");
  return createDuckdbFile(file, options, fill, ctx);
}

/** A warehouse about to be given its tables and routines. */
export async function openDeployment(options: OpenOptions, ctx: Ctx = QUIET): Promise<Deployment> {
  if (options.kind === "bigquery") {
    const { openBigqueryDeployment } = await import("./bigquery/deploy.js");
    return openBigqueryDeployment(options);
  }
  const { duckdbDeployment } = await import("./duckdb/deployment.js");
  return duckdbDeployment(options, ctx);
}

/** Everything that a dataset must hold as one script, without asking it anything. */
export async function deployScript(options: BigQueryOptions): Promise<string> {
  const { scriptOf } = await import("./bigquery/deploy.js");
  return scriptOf(options.dataset, options.tables);
}

/** Looks at a warehouse from the outside in and changes nothing: what is wrong is told, not thrown. */
export async function examineWarehouse(
  options: OpenOptions,
  clock: () => Instant,
  ctx: Ctx = QUIET,
): Promise<Examination> {
  if (options.kind === "bigquery") {
    const { examineBigquery } = await import("./bigquery/examination.js");
    return examineBigquery(options, clock, ctx);
  }
  const { examineDuckdb } = await import("./duckdb/examination.js");
  return examineDuckdb(options, clock(), ctx);
}

/**
 * Opens a Parquet file through the embedded engine, which reaches this one file and nothing else. It has nothing to
 * do with the warehouse that its rows go to.
 * @throws the engine's own error where the file is no Parquet or is damaged.
 */
export async function openParquet(file: string, signal: AbortSignal): Promise<ParquetFile> {
  const { openParquetFile } = await import("./duckdb/parquet.js");
  return openParquetFile(file, signal);
}
