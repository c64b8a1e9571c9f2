// npm run test:bigquery:live: the smoke tests on a real project, which only a person with one can run.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const project = process.env.EROS_BIGQUERY_LIVE_PROJECT;
if (!project) {
  console.log(`SKIPPED: nothing was tested on BigQuery itself.
  Name a project of yours, and log in (gcloud auth application-default login):
    EROS_BIGQUERY_LIVE_PROJECT=my-project npm run test:bigquery:live
  The dataset's location is US, or EROS_BIGQUERY_LIVE_LOCATION. The tests make a dataset eros_tui_smoke_… and remove it.`);
  process.exit(0);
}
const { status, error } = spawnSync(
  process.execPath,
  [join(root, "node_modules", "vitest", "vitest.mjs"), "run", "--config", "vitest.bigquery.config.ts"],
  { cwd: root, stdio: "inherit", env: { ...process.env, EROS_BIGQUERY_SUITE: "live" } },
);
if (error) throw error;
process.exit(status ?? 1);
