import { type DatabaseFile, databaseFile } from "./database.js";
import { SETTING_KEYS, type SettingKey } from "./keys.js";
import { isProduction } from "./production.js";
import type { Origin, Settings } from "./settings.js";

/** What holds for a setting in this run, and why. */
export interface Effective {
  readonly key: SettingKey;
  /** As the config file would hold it; null where nothing is set and there is no default. */
  readonly value: unknown;
  readonly origin: Origin;
  /** Why it holds, where the origin alone does not say it. */
  readonly note: string | null;
}

/**
 * Every setting as it holds: what is implied (a file named means the local warehouse, a project is production) is put
 * out and said.
 * @param kind the warehouse that the settings mean.
 */
export function effectiveSettings(settings: Settings, kind: "local" | "bigquery"): Effective[] {
  const database = kind === "local" ? databaseFile(settings) : null;
  return SETTING_KEYS.map((key) => ({
    key,
    value: valueFor(key, settings, kind, database),
    origin: settings.origins[key],
    note: noteOf(key, settings, kind, database),
  }));
}

function valueFor(
  key: SettingKey,
  settings: Settings,
  kind: "local" | "bigquery",
  database: DatabaseFile | null,
): unknown {
  const values: Readonly<Record<SettingKey, unknown>> = {
    warehouse: kind,
    db: database?.file ?? settings.db,
    project: settings.project,
    dataset: settings.dataset,
    location: settings.location,
    maximum_bytes_billed: settings.maximumBytesBilled,
    timeout_seconds: settings.timeoutSeconds,
    key_file: settings.keyFile,
    impersonate: settings.impersonate,
    production: isProduction(settings, kind),
    read_only: settings.readOnly,
    confirm: settings.confirm,
    tolerance: settings.tolerance,
    tolerance_pages: settings.tolerancePages,
    pages: settings.pages,
    hours: settings.hours ?? "07-23",
    csv_dir: settings.csvDirectory,
    log_format: settings.logFormat,
    tables: settings.tables,
  };
  return values[key];
}

const BIGQUERY_ONLY: ReadonlySet<SettingKey> = new Set([
  "project",
  "dataset",
  "location",
  "maximum_bytes_billed",
  "timeout_seconds",
  "key_file",
  "impersonate",
  "tables",
]);

function noteOf(
  key: SettingKey,
  settings: Settings,
  kind: "local" | "bigquery",
  database: DatabaseFile | null,
): string | null {
  if (key === "warehouse" && kind !== settings.warehouse)
    return `implied by ${kind === "local" ? settings.origins.db.place : settings.origins.project.place || settings.origins.dataset.place}`;
  if (key === "db") return databaseNote(kind, database);
  if (key === "production" && isProduction(settings, kind) && !settings.production)
    return "a BigQuery project is, unless its profile says otherwise";
  if (BIGQUERY_ONLY.has(key) && kind === "local") return "not used: the warehouse is local";
  if (key === "key_file" && settings.keyFile === null) return "Google's application default credentials";
  if (key === "pages" && settings.pages.length === 0) return "all";
  if (key === "csv_dir" && settings.csvDirectory === null) return "the working directory";
  return null;
}

function databaseNote(kind: "local" | "bigquery", database: DatabaseFile | null): string | null {
  if (kind === "bigquery") return "not used: the warehouse is in BigQuery";
  if (database === null) return null;
  const there = database.exists ? "" : ", not there yet";
  if (database.choice === "named") return database.exists ? null : "not there";
  return database.choice === "own"
    ? `your own${there}`
    : `the demo${there}, until there is an eros.duckdb of yours`;
}
