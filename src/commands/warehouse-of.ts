import { badInput, ErosError } from "../domain/errors.js";
import { databaseFile } from "../settings/database.js";
import { isProduction } from "../settings/production.js";
import type { Origin, Settings } from "../settings/settings.js";
import { openWarehouse } from "../warehouse/open.js";
import type { BigQueryOptions, OpenOptions, RanStatement } from "../warehouse/options.js";
import type { Ctx, Warehouse } from "../warehouse/port.js";

/** Opens the warehouse that the settings mean; a demo that is not there yet is made first, and its steps are told. */
export async function warehouseOf(
  settings: Settings,
  ctx: Ctx,
  listener: { readonly onStatement?: (statement: RanStatement) => void } = {},
): Promise<Warehouse> {
  if (kindOf(settings) === "bigquery") return openWarehouse({ ...bigQuery(settings), ...listener }, ctx);
  const { file, choice, exists } = databaseFile(settings);
  if (choice === "demo" && !exists) {
    ctx.progress({ kind: "step", name: `No warehouse yet: making the demo, once, in ${file}` });
    const { seedDemo } = await import("../pipeline/demo.js");
    await seedDemo(file, ctx);
  }
  if (choice === "named" && !exists)
    throw badInput(
      "--db",
      `there is no database file ${file}`,
      `correct the path; \`eros-tui demo --db ${file}\` makes a demo there`,
    );
  return openWarehouse({ kind: "local", file, ...marks(settings, "local"), ...listener }, ctx);
}

/**
 * The warehouse that the settings mean, for what looks at it or prepares it; nothing is made.
 * @throws {ErosError} where a local one is not there.
 */
export function optionsOf(settings: Settings): OpenOptions {
  if (kindOf(settings) === "bigquery") return bigQuery(settings);
  const { file, exists } = databaseFile(settings);
  if (!exists)
    throw new ErosError(
      "incomplete",
      `there is no warehouse at ${file}`,
      "`eros-tui demo` makes one with invented pages, `eros-tui import` one with your rows",
    );
  return { kind: "local", file, ...marks(settings, "local") };
}

/** Which source is nearer to the operator. */
const NEARNESS = { flag: 3, environment: 2, file: 1, default: 0 } as const satisfies Record<
  Origin["source"],
  number
>;

/**
 * A file named by flag or variable means the local warehouse, a project or dataset BigQuery, as it did in the
 * original; `warehouse` itself goes before both where it is said as near to the operator.
 */
export function kindOf({ warehouse, origins }: Settings): "local" | "bigquery" {
  const nearness = (...keys: ("warehouse" | "db" | "project" | "dataset")[]): number =>
    Math.max(...keys.map((key) => NEARNESS[origins[key].source]));
  const file = nearness("db");
  const project = nearness("project", "dataset");
  const implied = Math.max(file, project);
  if (implied < NEARNESS.environment || nearness("warehouse") >= implied) return warehouse;
  if (file === project)
    throw badInput(
      "--db",
      `two warehouses are named: ${origins.db.place} and ${origins.project.place || origins.dataset.place}`,
      "name one of them, or say which with --warehouse local or --warehouse bigquery",
    );
  return file > project ? "local" : "bigquery";
}

function bigQuery(settings: Settings): BigQueryOptions {
  const { project, dataset } = settings;
  if (project === null)
    throw badInput(
      "--project-id",
      "BigQuery needs a project",
      "give --project-id ID, or `project` in the config file",
    );
  const { location, tables, maximumBytesBilled, timeoutSeconds, keyFile, impersonate } = settings;
  return {
    kind: "bigquery",
    projectId: project,
    dataset,
    location,
    tables,
    timeoutSeconds,
    ...(maximumBytesBilled === null ? {} : { maximumBytesBilled: BigInt(maximumBytesBilled) }),
    ...(keyFile === null ? {} : { keyFile }),
    ...(impersonate === null ? {} : { impersonate }),
    ...marks(settings, "bigquery"),
  };
}

const marks = (settings: Settings, kind: "local" | "bigquery") => ({
  readOnly: settings.readOnly,
  production: isProduction(settings, kind),
  ...(settings.profile === null ? {} : { label: settings.profile }),
});
