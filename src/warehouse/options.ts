import type { Instant } from "../domain/calendar.js";
import type { TableNames } from "../domain/table-names.js";

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

/** Which warehouse is opened, and how. */
export type OpenOptions = LocalOptions | BigQueryOptions;

/** How a warehouse file is made. */
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
