import type { Instant } from "../domain/calendar.js";
import type { PageName } from "../domain/page.js";
import type { TableNames } from "../domain/table-names.js";
import type { SettingKey } from "./keys.js";
import type { Paths } from "./paths.js";

/** A tolerance of the operator, or "report": the procedure's own. */
export type Tolerance = number | "report";

/** Where a value comes from, in the order in which they win. */
export interface Origin {
  readonly source: "flag" | "environment" | "file" | "default";
  /** The flag, the variable, or file and line; empty for a default. */
  readonly place: string;
}

/** What holds for one run. */
export interface Settings {
  /** The profile in use, null for none. */
  readonly profile: string | null;
  readonly warehouse: "local" | "bigquery";
  /** A database file that was named; null lets `databaseFile` choose. */
  readonly db: string | null;
  readonly project: string | null;
  readonly dataset: string;
  /** Where the BigQuery dataset lies. */
  readonly location: string;
  /** A query of BigQuery that would read more fails; null for no limit. */
  readonly maximumBytesBilled: number | null;
  /** Until a job of BigQuery is given up. */
  readonly timeoutSeconds: number;
  /** A Google key file; null for the application default credentials. */
  readonly keyFile: string | null;
  /** The service account in whose name BigQuery is asked; null for one's own. */
  readonly impersonate: string | null;
  readonly production: boolean;
  readonly readOnly: boolean;
  /** How often a production commit asks for the dataset's name. */
  readonly confirm: "once" | "every";
  readonly tolerance: Tolerance;
  readonly tolerancePages: Readonly<Record<PageName, Tolerance>>;
  /** The operator's own pages; empty for all. */
  readonly pages: readonly PageName[];
  /** Sending hours as `07-23`; null for the usual ones. */
  readonly hours: string | null;
  /** Where a CSV without a path is written; null for the working directory. */
  readonly csvDirectory: string | null;
  /** Lines of the log: as the original wrote them, or an object of JSON each. */
  readonly logFormat: "text" | "json";
  /** Tables that have other names in the BigQuery dataset. */
  readonly tables: TableNames;
  /** "Now", where it was set. */
  readonly asOf: Instant | null;
  readonly paths: Paths;
  readonly configFile: string;
  readonly origins: Readonly<Record<SettingKey, Origin>>;
  /** Said once on stderr: variables that are nearly ours and are not. */
  readonly notes: readonly string[];
}

/** What the flags say, as text: settings by key, and what decides where to look. */
export interface FlagTexts {
  readonly values?: { readonly [K in SettingKey]?: string | undefined };
  readonly config?: string | undefined;
  readonly profile?: string | undefined;
  readonly asOf?: string | undefined;
}

/**
 * The tolerance for a page. A flag or variable is meant for this run and goes before what the file says about a page.
 */
export function toleranceFor(settings: Settings, page: PageName): Tolerance {
  const { source } = settings.origins.tolerance;
  if (source === "flag" || source === "environment") return settings.tolerance;
  // A page may be called “constructor”.
  const own = Object.hasOwn(settings.tolerancePages, page) ? settings.tolerancePages[page] : undefined;
  return own ?? settings.tolerance;
}
