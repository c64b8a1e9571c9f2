/** A flag as it is written, told and completed. */
export interface Flag {
  readonly name: `--${string}`;
  /** What stands for its value in help; absent for a switch. */
  readonly value?: string;
  readonly says: string;
  /** The values that it takes, where they can be listed. */
  readonly choices?: readonly string[];
  /** May be given several times; the values are joined by commas. */
  readonly many?: boolean;
}

export const PAGE_NAME: Flag = {
  name: "--page-name",
  value: "PAGE",
  says: "the page, instead of the argument",
};
export const START_DATE: Flag = {
  name: "--start-date",
  value: "DATE",
  says: "first day of the week, YYYY-MM-DD; default: the planning week",
};
export const PPV: Flag = { name: "--ppv", value: "N", says: "PPVs in the week" };
export const BUMP: Flag = { name: "--bump", value: "N", says: "bumps in the week" };
export const ZONE: Flag = {
  name: "--zone",
  value: "ZONE",
  says: "GREEN, YELLOW or RED, instead of the computed one",
  choices: ["GREEN", "YELLOW", "RED"],
};
export const PRICE_MIX: Flag = {
  name: "--price-mix",
  value: "B/M/P",
  says: "PPVs by price tier: Budget/Mid/Premium",
};
export const HOURS: Flag = {
  name: "--hours",
  value: "FROM-TO",
  says: "sending hours, Los Angeles; default 07-23",
};
export const SEED: Flag = { name: "--seed", value: "TEXT", says: "draws other captions and times" };
export const EXCLUDE: Flag = {
  name: "--exclude",
  value: "ID,…",
  says: "captions not to be used",
  many: true,
};
export const TOLERANCE: Flag = {
  name: "--tolerance",
  value: "T",
  says: 'above 0 to 1, default 0.5; "report": the report\'s own',
};
export const AS_OF: Flag = {
  name: "--as-of",
  value: "MOMENT",
  says: "the moment taken as now; Los Angeles time without an offset",
};
export const REPLACE: Flag = {
  name: "--replace",
  value: "ID",
  says: "the stored schedule whose place the plan takes; its start date is kept",
};
export const OUTPUT: Flag = { name: "--output", value: "FILE", says: "the CSV file, or a folder for it" };
export const FORCE: Flag = { name: "--force", says: "write over an existing CSV file" };
export const SPREADSHEET_SAFE: Flag = {
  name: "--spreadsheet-safe",
  says: "a CSV that a spreadsheet neither runs nor rounds",
};
/** Of `export` and `withdraw`. */
export const REMOVALS: Flag = {
  name: "--removals",
  says: "a CSV of what has to be taken out of the sending platform by hand",
};
export const ALLOW_PAST: Flag = { name: "--allow-past", says: "a start date before today is allowed" };
export const YES: Flag = { name: "--yes", says: "commits to production without being asked" };
export const JSON_FLAG: Flag = { name: "--json", says: "JSON on stdout" };
export const FORMAT: Flag = {
  name: "--format",
  value: "FORMAT",
  says: "text, json or prometheus",
  choices: ["text", "json", "prometheus"],
};

export const DB: Flag = {
  name: "--db",
  value: "FILE",
  says: "the local warehouse; default: yours, else the demo",
};
export const WAREHOUSE: Flag = {
  name: "--warehouse",
  value: "KIND",
  says: "local or bigquery",
  choices: ["local", "bigquery"],
};
export const PROJECT_ID: Flag = { name: "--project-id", value: "ID", says: "the BigQuery project" };
export const DATASET: Flag = { name: "--dataset", value: "NAME", says: "the BigQuery dataset" };
export const PROFILE: Flag = { name: "--profile", value: "NAME", says: "a profile of the config file" };
export const CONFIG: Flag = { name: "--config", value: "FILE", says: "the config file" };
export const LOG_FORMAT: Flag = {
  name: "--log-format",
  value: "FORM",
  says: "lines of the log: text or json",
  choices: ["text", "json"],
};
export const DEBUG: Flag = { name: "--debug", says: "the SQL and its times in the log, without values" };
export const HELP: Flag = { name: "--help", says: "this help" };
export const VERSION_FLAG: Flag = { name: "--version", says: "the version" };

/** What decides which warehouse is used, for every command that reads one. */
export const WAREHOUSE_FLAGS: readonly Flag[] = [
  DB,
  WAREHOUSE,
  PROJECT_ID,
  DATASET,
  PROFILE,
  CONFIG,
  LOG_FORMAT,
  DEBUG,
];
/** What may be overridden in a plan. */
export const PLAN_FLAGS: readonly Flag[] = [
  PPV,
  BUMP,
  ZONE,
  PRICE_MIX,
  HOURS,
  SEED,
  EXCLUDE,
  TOLERANCE,
  AS_OF,
];
/** Where and how a CSV is written. */
export const CSV_FLAGS: readonly Flag[] = [OUTPUT, FORCE, SPREADSHEET_SAFE];
