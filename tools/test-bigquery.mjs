// npm run test:bigquery: has Google's own analyser judge sql/, and compute what DuckDB computes, and runs the warehouse against
// local-bigquery. Both are large and only these tests want them, so they are no dependencies: they are installed beside the
// project, once, under .cache/. The server is started and stopped by the suite (test/bigquery/server.ts).
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { install as installServer } from "./bigquery-server/install.mjs";

const ANALYSER = "@fivetrandevelopers/zetasql";
const VERSION = "1.13.0";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const home = join(root, ".cache", "zetasql");
const manifest = (folder) => join(folder, "node_modules", ...ANALYSER.split("/"), "package.json");

const installed = () =>
  existsSync(manifest(home)) && JSON.parse(readFileSync(manifest(home), "utf8")).version === VERSION;

function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit", ...options });
  if (error) throw error;
  return status ?? 1;
}

/** The npm that runs this script, else the one of the path. */
const npm = (args, options) =>
  process.env.npm_execpath
    ? run(process.execPath, [process.env.npm_execpath, ...args], options)
    : run("npm", args, options);

/** Into a folder of its own first: an installation that was broken off never looks whole. */
function install() {
  const fresh = `${home}.${process.pid}`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  writeFileSync(join(fresh, "package.json"), '{ "private": true }\n');
  console.log(`installing ${ANALYSER}@${VERSION} into ${home}`);
  const quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
  const status = npm(["install", "--prefix", fresh, ...quiet, `${ANALYSER}@${VERSION}`], { cwd: fresh });
  if (status !== 0 || !existsSync(manifest(fresh))) {
    rmSync(fresh, { recursive: true, force: true });
    console.error(`${ANALYSER}@${VERSION} could not be installed: npm ended with ${status}`);
    process.exit(1);
  }
  rmSync(home, { recursive: true, force: true });
  renameSync(fresh, home);
}

if (!installed()) install();
installServer();
const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
process.exit(
  run(process.execPath, [vitest, "run", "--config", "vitest.bigquery.config.ts", ...process.argv.slice(2)], {
    env: { ...process.env, EROS_ZETASQL: join(home, "node_modules", ...ANALYSER.split("/")) },
  }),
);
