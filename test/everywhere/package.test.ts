import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCsv } from "../commands/read-csv.js";
import { TerminalSession } from "../story/terminal.js";
import { installedPackage, nodes } from "./npm.js";
import { readmeExample } from "./readme-example.js";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};
const folder = mkdtempSync(join(tmpdir(), "eros-package-"));
/** Everything of the person at this machine: with blanks, and letters that ASCII does not know. */
const home = join(folder, "Zuhause von Jörg Ñandú");
let project: string | null;
let runtimes: readonly string[] = [];
beforeAll(async () => {
  mkdirSync(home);
  project = await installedPackage(folder);
  runtimes = nodes();
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const program = (): string => join(project ?? "", "node_modules", "eros-tui", "dist", "cli.js");
const env = (): Record<string, string> => ({ PATH: process.env.PATH ?? "", HOME: home, TZ: "Asia/Manila" });
/** Runs a script of the project's folder by a Node. */
function run(node: string, args: readonly string[], cwd = project ?? "") {
  const { status, stdout, stderr } = spawnSync(node, [...args], { cwd, env: env(), encoding: "utf8" });
  return { status, stdout, stderr };
}

describe("the package, packed and installed in an empty folder", () => {
  it("runs by its name, makes its demo, plans, commits and writes the CSV, under names with blanks and umlauts", ({
    skip,
  }) => {
    if (project === null) return skip();
    const eros = join(project, "node_modules", ".bin", "eros-tui");
    expect(run(eros, ["--version"])).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
    expect(run(eros, ["demo"]).status).toBe(0);
    const built = run(eros, ["build", "jadebri", "--output", join(home, "für die Woche.csv")]);
    expect(built).toMatchObject({ status: 0, stdout: expect.stringContaining("created successfully!") });
    expect(readCsv(readFileSync(join(home, "für die Woche.csv"), "utf8"))).toHaveLength(19);
    const log = join(home, ".local", "state", "eros-tui", "eros-tui.log");
    expect(readFileSync(log, "utf8")).toContain("jadebri");
    // A copy nobody has planned on, for the tests below.
    expect(run(eros, ["demo", "--db", join(home, "rein.duckdb")]).status).toBe(0);
  }, 180_000);

  it("plans, commits, shows its screens and serves as a library on every Node, the same on each", async ({
    skip,
  }) => {
    if (project === null) return skip();
    const { code, prints } = readmeExample();
    writeFileSync(join(project, "example.mjs"), code);
    const plans = new Set<string>();
    for (const node of runtimes) {
      const own = run(node, ["--version"]).stdout.trim();
      copyFileSync(join(home, "rein.duckdb"), join(project, "demo.duckdb"));
      rmSync(join(project, "week.csv"), { force: true });

      const preview = run(node, [program(), "preview", "sofia_sky", "--db", "demo.duckdb", "--json"]);
      expect({ ...preview, stdout: "" }, own).toMatchObject({
        status: 0,
        stderr: expect.not.stringMatching(/warning/i),
      });
      plans.add(JSON.stringify((JSON.parse(preview.stdout) as { messages: unknown }).messages));

      expect(run(node, ["example.mjs"]), own).toEqual({
        status: 0,
        stdout: prints.map((line) => `${line}\n`).join(""),
        stderr: "",
      });

      const screens = new TerminalSession(node, [program(), "--db", "demo.duckdb"], {
        cwd: project,
        env: env(),
      });
      await screens.until("sofia_sky", 60_000);
      screens.type("\x03");
      expect((await screens.end(30_000)).exitCode, own).toBe(130);
      expect(screens.sent, own).not.toContain("Warning");
    }
    expect(plans.size).toBe(1);
  }, 300_000);
});

const NOBODY = "65534";
/** A user of the machine whom permissions hold: root lends its place to somebody else. */
const asNobody = (uid: string, args: readonly string[], values: Readonly<Record<string, string>> = {}) => {
  const { status, stdout, stderr } = spawnSync(
    "setpriv",
    [`--reuid=${uid}`, `--regid=${NOBODY}`, "--clear-groups", process.execPath, ...args],
    { cwd: "/", env: { PATH: process.env.PATH ?? "", ...values }, encoding: "utf8" },
  );
  return { status, stdout, stderr };
};
const mayLend = process.geteuid?.() === 0 && asNobody(NOBODY, ["-e", "0"]).status === 0;
if (!mayLend)
  console.warn("SKIPPED: tests of a second user need root, setpriv and a Node that everybody may run");

describe.skipIf(!mayLend)("another user of the machine", () => {
  const shared = join(folder, "geteilt");
  const file = join(shared, "team.duckdb");
  const closed = join(folder, "nobody may write here");
  beforeAll(() => {
    mkdirSync(shared);
    chownSync(shared, 0, Number(NOBODY));
    chmodSync(shared, 0o2770);
    mkdirSync(closed);
    for (const path of [folder, closed]) chmodSync(path, 0o755);
    if (project === null) return;
    expect(run(process.execPath, [program(), "demo", "--db", file]).status).toBe(0);
  }, 120_000);

  it("may not read a file that its owner has not shared, and is told so", ({ skip }) => {
    if (project === null) return skip();
    const refused = asNobody(NOBODY, [program(), "preview", "jadebri", "--db", file], { HOME: closed });
    expect(refused).toMatchObject({ status: 5, stdout: "", stderr: expect.stringContaining("ls -ld") });
  });

  it("plans and commits on a shared one, whoever comes first, and both see what the other did", ({
    skip,
  }) => {
    if (project === null) return skip();
    chmodSync(file, 0o660);
    const build = [program(), "build", "--db", file, "--force", "--output", "/dev/null"];
    const theirs = asNobody(NOBODY, [...build, "anna_v"], { HOME: closed });
    expect(theirs).toMatchObject({ status: 0, stdout: expect.stringContaining("created successfully!") });
    // The queue that root makes is theirs as well.
    expect(run(process.execPath, [...build, "jadebri"]).status).toBe(0);
    expect(statSync(`${file}.q`).mode & 0o777).toBe(0o770);
    expect(run(process.execPath, [...build, "anna_v"])).toMatchObject({ status: 4 });
    expect(asNobody(NOBODY, [...build, "jadebri"], { HOME: closed })).toMatchObject({ status: 4 });
    expect(asNobody(NOBODY, [...build, "sofia_sky"], { HOME: closed }).status).toBe(0);
    expect(readdirSync(`${file}.q`)).toEqual([]);
  }, 120_000);

  it("reads one that may only be read, and is told when it may not be written", ({ skip }) => {
    if (project === null) return skip();
    const only = join(closed, "only-read.duckdb");
    copyFileSync(file, only);
    chmodSync(only, 0o444);
    expect(asNobody(NOBODY, [program(), "preview", "mia_rose", "--db", only], { HOME: closed }).status).toBe(
      0,
    );
    const build = [program(), "build", "mia_rose", "--db", only, "--force", "--output", "/dev/null"];
    expect(asNobody(NOBODY, build, { HOME: closed })).toMatchObject({
      status: 5,
      stderr: expect.stringContaining("may not be opened or written by you"),
    });
  }, 120_000);

  it("needs no home, and none that can be written, for a file that is named", ({ skip }) => {
    if (project === null) return skip();
    const preview = [program(), "preview", "jadebri", "--start-date", "2025-12-01", "--db", file];
    // HOME unset: of a user that the system knows, and of one that it does not.
    for (const uid of [NOBODY, "54321"]) {
      expect(asNobody(uid, preview)).toMatchObject({ status: 0, stderr: "" });
      expect(asNobody(uid, [program(), "volume"]).status).toBe(0);
    }
    const homeless = asNobody("54321", [program(), "demo"]);
    expect(homeless).toMatchObject({ status: 2, stderr: expect.stringContaining("HOME is not set") });
    expect(asNobody(NOBODY, preview, { HOME: closed })).toMatchObject({ status: 0, stderr: "" });
    const refused = asNobody(NOBODY, [program(), "demo"], { HOME: closed });
    expect(refused).toMatchObject({ status: 5, stderr: expect.stringContaining(closed) });
    expect(asNobody(NOBODY, [program()], { HOME: closed })).toMatchObject({ status: 5 });
  }, 120_000);
});
