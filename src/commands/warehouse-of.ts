import { badInput } from "../domain/errors.js";
import { databaseFile } from "../settings/database.js";
import type { Settings } from "../settings/settings.js";
import { type OpenOptions, openWarehouse } from "../warehouse/open.js";
import type { Ctx, Warehouse } from "../warehouse/port.js";

/** Opens the warehouse that the settings mean; a demo that is not there yet is made first, and its steps are told. */
export async function warehouseOf(settings: Settings, ctx: Ctx): Promise<Warehouse> {
  if (meansBigQuery(settings)) return openWarehouse(bigQuery(settings), ctx);
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
  return openWarehouse({ kind: "local", file, ...marks(settings) }, ctx);
}

/** A project on the command line means BigQuery, as it did in the original, unless `--warehouse` says otherwise. */
function meansBigQuery({ warehouse, origins }: Settings): boolean {
  if (origins.warehouse.source === "flag") return warehouse === "bigquery";
  return (
    warehouse === "bigquery" || [origins.project, origins.dataset].some(({ source }) => source === "flag")
  );
}

function bigQuery(settings: Settings): OpenOptions {
  const { project, dataset } = settings;
  if (project === null)
    throw badInput(
      "--project-id",
      "BigQuery needs a project",
      "give --project-id ID, or `project` in the config file",
    );
  return { kind: "bigquery", projectId: project, dataset, ...marks(settings) };
}

const marks = ({ profile, readOnly, production }: Settings) => ({
  readOnly,
  production,
  ...(profile === null ? {} : { label: profile }),
});
