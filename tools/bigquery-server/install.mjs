// Installs local-bigquery into .cache/, once: pinned, in a virtual environment of its own, with a home of its own for what its
// engine keeps there. It is 650 MB and only these tests want it, so it is no dependency.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const home = join(dirname(dirname(here)), ".cache", "local-bigquery");
const VERSION = "0.3.2";
const REQUIREMENTS = join(here, "requirements.txt");
const SERVER = join(here, "server.py");
const done = join(home, "installed");

/** Changes with what is to be installed, and with how it is prepared. */
const wanted = createHash("sha256")
  .update(`${VERSION}\n${readFileSync(REQUIREMENTS, "utf8")}\n${readFileSync(SERVER, "utf8")}`)
  .digest("hex");

/** How the server is started: its program, its first arguments, and the environment that both need. */
export const server = {
  python: join(home, "venv", "bin", "python"),
  script: SERVER,
  env: { ...process.env, HOME: join(home, "home"), PYTHONDONTWRITEBYTECODE: "1" },
};

function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: ["ignore", 2, 2], ...options });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.slice(0, 3).join(" ")} ended with ${status}`);
}

/** Makes it ready; what was broken off is begun anew. @throws where Python or the packages cannot be had. */
export function install() {
  if (existsSync(done) && readFileSync(done, "utf8") === wanted) return;
  console.error(`installing local-bigquery ${VERSION} into ${home}`);
  rmSync(home, { recursive: true, force: true });
  mkdirSync(join(home, "home"), { recursive: true });
  run("python3", [
    "-c",
    "import sys; sys.exit(0 if sys.version_info >= (3, 11) else 'Python 3.11 or later is needed')",
  ]);
  run("python3", ["-m", "venv", join(home, "venv")]);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"];
  run(server.python, [...pip, "-r", REQUIREMENTS]);
  run(server.python, [...pip, "--no-deps", "--ignore-requires-python", `local-bigquery==${VERSION}`]);
  run(server.python, [SERVER, "prepare"], { env: server.env });
  writeFileSync(done, wanted);
}
