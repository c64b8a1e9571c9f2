import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SOURCES = ["src", "sql", "tools", "package.json", "tsconfig.json", "tsconfig.build.json"];
const LOCK = join(ROOT, "node_modules", ".eros-build-lock");
/** A build takes seconds; a lock older than this is of a run that was killed. */
const STALE_LOCK_MS = 120_000;

/** The built program, what an operator runs: made anew where a source is younger than it. */
export async function builtProgram(): Promise<string> {
  const cli = join(ROOT, "dist", "cli.js");
  while (!isCurrent(cli)) {
    if (!locked()) {
      await pause(200);
      continue;
    }
    try {
      const build = spawnSync(process.execPath, [join(ROOT, "tools", "build.mjs")], { encoding: "utf8" });
      if (build.status !== 0) throw new Error(`the build failed:\n${build.stdout}${build.stderr}`);
      break;
    } finally {
      rmSync(LOCK, { recursive: true, force: true });
    }
  }
  return cli;
}

const isCurrent = (cli: string): boolean => {
  const built = statSync(cli, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return built > Math.max(...SOURCES.map((source) => newest(join(ROOT, source))));
};

function newest(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** True where this process may build: test files run in several at once. */
function locked(): boolean {
  try {
    mkdirSync(LOCK);
    return true;
  } catch {
    const since = statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (since > 0 && Date.now() - since > STALE_LOCK_MS) rmSync(LOCK, { recursive: true, force: true });
    return false;
  }
}
