// Datasets with all tables and routines, made once for these sources and copied to every server: making one takes the server
// ten seconds and more.
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { definitions } from "../../src/warehouse/bigquery/definitions.js";
import { openJobs } from "../../src/warehouse/bigquery/warehouse.js";
import { deployAll, PREPARED, PROJECT } from "./deployed.js";
import type { Started } from "./server.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const home = join(root, ".cache", "bigquery-datasets");
const SERVER = ["requirements.txt", "server.py", "quicker.py"].map((name) =>
  join(root, "tools", "bigquery-server", name),
);

const DAY = 86_400_000;

/** Changes with what a dataset holds and with the server that holds it. */
function version(): string {
  const hash = createHash("sha256").update(JSON.stringify(PREPARED));
  for (const { statement } of definitions("d")) hash.update(statement);
  for (const path of SERVER) hash.update(readFileSync(path));
  return hash.digest("hex").slice(0, 16);
}

/** The folder from which a server is copied; made where it is not there for what the sources say now. */
export async function preparedFolder(start: (folder: string) => Promise<Started>): Promise<string> {
  const ready = join(home, version());
  if (existsSync(ready)) return ready;
  mkdirSync(home, { recursive: true });
  for (const old of readdirSync(home).map((name) => join(home, name)))
    if (statSync(old).mtimeMs < Date.now() - DAY) rmSync(old, { recursive: true, force: true });
  const fresh = mkdtempSync(join(home, "making-"));
  const { address, stop } = await start(fresh);
  try {
    for (const dataset of PREPARED)
      await deployAll(
        openJobs({ kind: "bigquery", projectId: PROJECT, dataset, endpoint: address }),
        dataset,
      );
  } finally {
    await stop();
  }
  // Under its name only when it is whole; another run may have been quicker.
  if (existsSync(ready)) rmSync(fresh, { recursive: true });
  else renameSync(fresh, ready);
  return ready;
}
