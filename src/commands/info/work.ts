import { statSync } from "node:fs";
import { createRequire } from "node:module";
import { release } from "node:os";
import { asErosError } from "../../domain/errors.js";
import { databaseFile } from "../../settings/database.js";
import { logPath } from "../../settings/log-file.js";
import { isProduction } from "../../settings/production.js";
import type { Settings } from "../../settings/settings.js";
import { pad } from "../../text/fit.js";
import { printable } from "../../text/printable.js";
import { VERSION } from "../../version.js";
import { openWarehouse } from "../../warehouse/open.js";
import type { Work } from "../command.js";
import { JSON_FLAG } from "../flag.js";
import type { Run } from "../run.js";
import { settingsOf } from "../settings-of.js";
import { kindOf, warehouseOf } from "../warehouse-of.js";

/** Name and what is known of it, in the order in which it is told. */
type Facts = readonly (readonly [name: string, value: string | number | boolean | null])[];

export const work: Work = async (input, run) => {
  const settings = await settingsOf(input, run);
  const facts: Facts = [
    ...programFacts(run),
    ...pathFacts(settings),
    ...(await warehouseFacts(settings, run)),
  ];
  if (input.on(JSON_FLAG))
    return run.out(
      JSON.stringify(
        Object.fromEntries(facts.map(([name, value]) => [name.replaceAll(" ", "_"), value])),
        null,
        2,
      ),
    );
  const width = Math.max(...facts.map(([name]) => name.length));
  run.out(facts.map(([name, value]) => `${pad(name, width)}  ${printable(value ?? "unknown")}`).join("\n"));
};

const programFacts = (run: Run): Facts => [
  ["eros-tui", VERSION],
  ["node", process.versions.node],
  ["duckdb", packageVersion("@duckdb/node-api")],
  ["bigquery client", packageVersion("@google-cloud/bigquery")],
  ["system", `${process.platform} ${process.arch} ${release()}`],
  ["time zone", Intl.DateTimeFormat().resolvedOptions().timeZone],
  [
    "terminal",
    `${run.env.TERM ?? "none"}, ${run.columns} columns${run.interactive ? "" : ", not interactive"}`,
  ],
  ["locale", run.env.LC_ALL ?? run.env.LC_CTYPE ?? run.env.LANG ?? "not set"],
];

const pathFacts = (settings: Settings): Facts => [
  ["config file", `${settings.configFile}${sizeOf(settings.configFile) === null ? " (not there)" : ""}`],
  ["profile", settings.profile ?? "none"],
  ["data folder", settings.paths.data],
  ["log file", logPath(settings.paths)],
];

/** What kind it is, where, and what it says of itself once opened; it is only read, and no demo is made for this. */
async function warehouseFacts(settings: Settings, run: Run): Promise<Facts> {
  try {
    const kind = kindOf(settings);
    const { file, exists } = databaseFile(settings);
    if (kind === "local" && !exists)
      return [
        ["warehouse", "local"],
        ["place", file],
        ["state", "not there yet"],
      ];
    const ctx = { signal: run.signal, progress: () => {} };
    const warehouse =
      kind === "local"
        ? await openWarehouse({ kind, file, readOnly: true, waitSeconds: 2 }, ctx)
        : await warehouseOf({ ...settings, readOnly: true }, ctx);
    const { place, demo } = warehouse.describe();
    await warehouse.close();
    return [
      ["warehouse", kind],
      ["place", place],
      ["state", "opens"],
      ["demo data", demo],
      ["production", isProduction(settings, kind)],
      ["read only", settings.readOnly],
      ["size in bytes", kind === "local" ? sizeOf(file) : null],
    ];
  } catch (error) {
    const failure = asErosError(error);
    if (failure.kind === "interrupted") throw failure;
    return [["warehouse", `${failure.kind}: ${failure.message}`]];
  }
}

const sizeOf = (file: string): number | null => statSync(file, { throwIfNoEntry: false })?.size ?? null;

/** The version of a client that stands beside the program; unknown where it is not installed. */
function packageVersion(name: string): string | null {
  try {
    const found: unknown = createRequire(import.meta.url)(`${name}/package.json`);
    const { version } = found as { readonly version?: string };
    return version ?? null;
  } catch {
    return null;
  }
}
