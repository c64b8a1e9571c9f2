import type { Instant } from "../domain/calendar.js";
import type { TableNames } from "../domain/table-names.js";
import type { Deployment } from "./deployment.js";
import type { Examination } from "./examination.js";
import { type Ctx, QUIET, type Warehouse } from "./port.js";

/** A statement that a warehouse has run: its text, in which no value ever stands, and how long it took. */
export interface RanStatement {
  readonly text: string;
  readonly milliseconds: number;
}

/** The embedded warehouse: one file. */
export interface LocalOptions {
  readonly kind: "local";
  readonly file: string;
  /** Nothing is ever written. */
  readonly readOnly?: boolean;
  /** What screens call it; default "local", or "demo (local)" for demo data. */
  readonly label?: string;
  readonly production?: boolean;
  /** Seconds to wait for a file that another process uses; default 15. */
  readonly waitSeconds?: number;
  /** The real time, for stored moments; default the machine's clock. */
  readonly clock?: () => Instant;
  /** Hears of every statement that has run, for `--debug`. */
  readonly onStatement?: (statement: RanStatement) => void;
}
/** A project's warehouse in the cloud. */
export interface BigQueryOptions {
  readonly kind: "bigquery";
  readonly projectId: string;
  readonly dataset: string;
  /** Where the dataset lies; default US. */
  readonly location?: string;
  readonly label?: string;
  readonly readOnly?: boolean;
  readonly production?: boolean;
  /** Names that the dataset uses instead of ours for tables. */
  readonly tables?: TableNames;
  /** A query that would read more bytes fails before it reads; default: no limit. */
  readonly maximumBytesBilled?: bigint;
  /** Seconds until a job is given up and cancelled; default 300. */
  readonly timeoutSeconds?: number;
  /** A Google key file; default: the application default credentials, as GOOGLE_APPLICATION_CREDENTIALS or gcloud leave them. */
  readonly keyFile?: string;
  /** The service account in whose name everything is asked: those credentials must be allowed to make tokens for it. */
  readonly impersonate?: string;
  /** Address of an emulator; default BIGQUERY_EMULATOR_HOST, else Google. */
  readonly endpoint?: string;
  /** The real time, for stored moments; default the machine's clock. */
  readonly clock?: () => Instant;
  /** Hears of every statement that has run, for `--debug`. */
  readonly onStatement?: (statement: RanStatement) => void;
}
export type OpenOptions = LocalOptions | BigQueryOptions;

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

export interface CreateOptions {
  /** Marks the file as demo data, for good. */
  readonly demo: boolean;
  /** The fixed clock of demo data. */
  readonly demoNow?: Instant;
  /** The real time, for moments stored while it is filled; default the machine's clock. */
  readonly clock?: () => Instant;
  /** An existing file is put in place of, instead of being kept. */
  readonly replace?: boolean;
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

/** A Parquet file, open for reading: its columns and its rows, every cell as text. */
export interface ParquetFile {
  readonly names: readonly string[];
  /** Rows in the order of the file, in batches. */
  rows(): AsyncIterable<readonly (readonly (string | null)[])[]>;
  close(): void;
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
