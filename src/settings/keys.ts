import { TABLES } from "../domain/table-names.js";

/** What can be set, in the words of the config file. */
export type SettingKey =
  | "warehouse"
  | "db"
  | "project"
  | "dataset"
  | "location"
  | "maximum_bytes_billed"
  | "timeout_seconds"
  | "key_file"
  | "impersonate"
  | "production"
  | "read_only"
  | "confirm"
  | "tolerance"
  | "tolerance_pages"
  | "pages"
  | "hours"
  | "csv_dir"
  | "log_format"
  | "tables";

/** How a text of a flag or of the environment becomes the value that the config file would hold. */
export type Kind = "text" | "path" | "number" | "switch" | "list" | "table";

export interface KeyRule {
  readonly kind: Kind;
  /** What may stand there, said when something else does. */
  readonly allowed: string;
  /** A line of a config file that is right. */
  readonly example: string;
  /** The flag and the variable that set it, where there are any. */
  readonly flag?: `--${string}`;
  readonly variable?: string;
}

/**
 * Every setting: the config file, the environment and the flags are read by this one table, so that a value is
 * allowed or not wherever it stands.
 */
export const KEYS: Readonly<Record<SettingKey, KeyRule>> = {
  warehouse: {
    kind: "text",
    allowed: `"local" or "bigquery"`,
    example: `warehouse = "local"`,
    flag: "--warehouse",
    variable: "EROS_WAREHOUSE",
  },
  db: {
    kind: "path",
    allowed: "the path of a database file, absolute or beginning with ~/",
    example: `db = "~/eros/agency.duckdb"`,
    flag: "--db",
    variable: "EROS_DB",
  },
  project: {
    kind: "text",
    allowed: "the id of a Google Cloud project",
    example: `project = "my-project"`,
    flag: "--project-id",
    variable: "EROS_PROJECT_ID",
  },
  dataset: {
    kind: "text",
    allowed: "letters, digits and underscores",
    example: `dataset = "eros_scheduling_brain"`,
    flag: "--dataset",
    variable: "EROS_DATASET",
  },
  location: {
    kind: "text",
    allowed: "where the BigQuery dataset lies: letters, digits and -",
    example: `location = "US"`,
    variable: "EROS_LOCATION",
  },
  maximum_bytes_billed: {
    kind: "number",
    allowed: "a whole number of bytes from 10485760 on: BigQuery bills ten mebibytes at least",
    example: "maximum_bytes_billed = 10_000_000_000",
    variable: "EROS_MAXIMUM_BYTES_BILLED",
  },
  timeout_seconds: {
    kind: "number",
    allowed: "whole seconds from 1 to 21600, after which a job of BigQuery is given up",
    example: "timeout_seconds = 300",
    variable: "EROS_TIMEOUT_SECONDS",
  },
  key_file: {
    kind: "path",
    allowed: "the path of a Google key file, absolute or beginning with ~/",
    example: `key_file = "~/keys/eros.json"`,
    variable: "EROS_KEY_FILE",
  },
  impersonate: {
    kind: "text",
    allowed: "the address of a Google service account, NAME@PROJECT.iam.gserviceaccount.com",
    example: `impersonate = "planner@my-project.iam.gserviceaccount.com"`,
    variable: "EROS_IMPERSONATE",
  },
  production: { kind: "switch", allowed: "true or false", example: "production = true" },
  read_only: {
    kind: "switch",
    allowed: "true or false",
    example: "read_only = true",
    variable: "EROS_READ_ONLY",
  },
  confirm: { kind: "text", allowed: `"once" or "every"`, example: `confirm = "every"` },
  tolerance: {
    kind: "number",
    allowed: `a number above 0 and at most 1, or "report"`,
    example: "tolerance = 0.5",
    flag: "--tolerance",
    variable: "EROS_TOLERANCE",
  },
  tolerance_pages: {
    kind: "table",
    allowed: `pages, each with a number above 0 and at most 1, or "report"`,
    example: "[tolerance_pages]\njadebri = 0.6",
  },
  pages: {
    kind: "list",
    allowed: "a list of page names",
    example: `pages = ["jadebri", "anna_v"]`,
    variable: "EROS_PAGES",
  },
  hours: {
    kind: "text",
    allowed: "two full hours from 00 to 24, the first and the end, as in 07-23",
    example: `hours = "07-23"`,
    variable: "EROS_HOURS",
  },
  csv_dir: {
    kind: "path",
    allowed: "the path of a folder, absolute or beginning with ~/",
    example: `csv_dir = "~/schedules"`,
    variable: "EROS_CSV_DIR",
  },
  log_format: {
    kind: "text",
    allowed: `"text" or "json"`,
    example: `log_format = "json"`,
    flag: "--log-format",
    variable: "EROS_LOG_FORMAT",
  },
  tables: {
    kind: "table",
    allowed: `tables of the warehouse, each with a name of its own in the BigQuery dataset: letters, digits and _ (${TABLES.join(", ")})`,
    example: `[tables]\nschedule_recommendations = "eros_schedules"`,
  },
};

export const SETTING_KEYS = Object.keys(KEYS) as SettingKey[];

/** Variables that say where to look, or what "now" is, beside those of the table. */
export const OTHER_VARIABLES = ["EROS_CONFIG", "EROS_PROFILE", "EROS_AS_OF", "EROS_ESC_MS"] as const;
