import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ErosError } from "../../src/domain/errors.js";
import { databaseFile } from "../../src/settings/database.js";
import { loadSettings } from "../../src/settings/load.js";
import { type FlagTexts, type Settings, toleranceFor } from "../../src/settings/settings.js";

let home: string;
let env: Record<string, string>;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "eros-settings-"));
  env = { HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home, XDG_STATE_HOME: home };
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const config = (text: string, name = "config.toml"): string => {
  const path = join(home, name);
  writeFileSync(path, text);
  return path;
};
const load = (text: string | null, flags: FlagTexts = {}): Promise<Settings> =>
  loadSettings({ env, flags: text === null ? flags : { config: config(text), ...flags } });
const mistake = async (text: string, flags: FlagTexts = {}): Promise<ErosError> => {
  const error = await load(text, flags).then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!(error instanceof ErosError)) throw new Error(`no mistake found in ${text}: ${String(error)}`);
  return error;
};

describe("which value holds", () => {
  it("is the default where nothing is set", async () => {
    const settings = await load(null);
    expect(settings).toMatchObject({
      warehouse: "local",
      db: null,
      tolerance: 0.5,
      pages: [],
      readOnly: false,
      production: false,
      confirm: "once",
      asOf: null,
    });
    expect(settings.origins.tolerance).toEqual({ source: "default", place: "" });
  });

  it("is the flag's over the environment's over the profile's over the file's", async () => {
    const text = 'profile = "prod"\ntolerance = 0.2\n[profiles.prod]\ntolerance = 0.3\n';
    const file = config(text);
    const at = async (flags: FlagTexts, variables: Record<string, string> = {}) => {
      const settings = await loadSettings({
        env: { ...env, ...variables },
        flags: { config: file, ...flags },
      });
      return [settings.tolerance, settings.origins.tolerance] as const;
    };
    expect(await at({ values: { tolerance: "0.8" } }, { EROS_TOLERANCE: "0.4" })).toEqual([
      0.8,
      { source: "flag", place: "--tolerance" },
    ]);
    expect(await at({}, { EROS_TOLERANCE: "0.4" })).toEqual([
      0.4,
      { source: "environment", place: "EROS_TOLERANCE" },
    ]);
    expect(await at({})).toEqual([0.3, { source: "file", place: `${file}:4` }]);
    expect(await load("tolerance = 0.2\n")).toMatchObject({ tolerance: 0.2 });
  });

  it("takes the file from the XDG folder, and another by EROS_CONFIG", async () => {
    const folder = join(home, "eros-tui");
    const { mkdirSync } = await import("node:fs");
    mkdirSync(folder);
    writeFileSync(join(folder, "config.toml"), 'pages = ["JadeBri ", "anna_v"]\n');
    expect((await loadSettings({ env })).pages).toEqual(["jadebri", "anna_v"]);
    const other = config("tolerance = 0.9\n", "other.toml");
    expect((await loadSettings({ env: { ...env, EROS_CONFIG: other } })).tolerance).toBe(0.9);
  });

  it("takes a whole profile", async () => {
    const settings = await load(
      `[profiles.prod]
warehouse = "bigquery"
project = "of-scheduler-proj"
dataset = "brain"
production = true
read_only = true
confirm = "every"
`,
      { profile: "prod" },
    );
    expect(settings).toMatchObject({
      profile: "prod",
      warehouse: "bigquery",
      project: "of-scheduler-proj",
      dataset: "brain",
      production: true,
      readOnly: true,
      confirm: "every",
    });
  });

  it("puts ~/ out in paths of the file, and resolves those of a flag", async () => {
    const settings = await load('db = "~/a.duckdb"\ncsv_dir = "~/csv"\n');
    expect(settings.db).toBe(join(home, "a.duckdb"));
    expect(settings.csvDirectory).toBe(join(home, "csv"));
    expect((await load(null, { values: { db: "b.duckdb" } })).db).toBe(join(process.cwd(), "b.duckdb"));
  });

  it("treats an empty variable as not set", async () => {
    expect((await loadSettings({ env: { ...env, EROS_TOLERANCE: "", EROS_DB: "" } })).db).toBeNull();
  });
});

describe("the tolerance of a page", () => {
  const text = 'tolerance = 0.4\n[tolerance_pages]\njadebri = 0.7\nanna_v = "report"\n';
  it("is the page's own, else the common one", async () => {
    const settings = await load(text);
    expect(toleranceFor(settings, "jadebri")).toBe(0.7);
    expect(toleranceFor(settings, "anna_v")).toBe("report");
    expect(toleranceFor(settings, "mia")).toBe(0.4);
  });
  it("is the flag's, which is meant for this run", async () => {
    expect(toleranceFor(await load(text, { values: { tolerance: "report" } }), "jadebri")).toBe("report");
  });
});

describe("a mistake in the config file", () => {
  const cases: [what: string, text: string, line: number, words: string[]][] = [
    [
      "a value out of range",
      "# mine\n\ntolerance = 1.5\n",
      3,
      ["tolerance = 1.5", "above 0 and at most 1", '"report"'],
    ],
    ["zero", "tolerance = 0\n", 1, ["tolerance = 0"]],
    ["another type", 'read_only = "yes"\n', 1, ['read_only = "yes"', "true or false"]],
    ["an unknown word", 'warehouse = "bigqery"\n', 1, ['"bigqery"', '"local" or "bigquery"']],
    ["an unknown key", "tolerence = 0.5\n", 1, ["no setting tolerence", "did you mean tolerance?"]],
    [
      "an unknown key of a profile",
      "[profiles.prod]\nprojet = 1\n",
      2,
      ["no setting projet", "did you mean project?"],
    ],
    [
      "a value of a profile",
      "\n[profiles.prod]\nconfirm = true\n",
      3,
      ["profiles.prod.confirm = true", '"every"'],
    ],
    [
      "a page's tolerance",
      "[tolerance_pages]\njadebri = 0.5\nanna_v = 2\n",
      3,
      ["tolerance_pages.anna_v = 2"],
    ],
    ["a page that cannot be one", '[tolerance_pages]\n"Ärger!" = 0.5\n', 2, ["Ärger!"]],
    [
      "a page in the list",
      'pages = ["jadebri", "no page"]\n',
      1,
      ['pages.1 = "no page"', "a list of page names"],
    ],
    ["hours that are none", 'hours = "23-07"\n', 1, ['hours = "23-07"', "07-23"]],
    ["a relative path", 'db = "mine.duckdb"\n', 1, ["absolute or beginning with ~/"]],
    [
      "a default profile that is not there",
      'profile = "prd"\n[profiles.prod]\n',
      1,
      ["prd", "did you mean prod?"],
    ],
  ];
  it.each(cases)("%s is told with line, key, value and what is allowed", async (_, text, line, words) => {
    const error = await mistake(text);
    expect(error.exitCode).toBe(2);
    expect(error.message).toContain(`${join(home, "config.toml")}, line ${line}: `);
    for (const word of words) expect(error.message).toContain(word);
    expect(error.remedy).not.toBe("");
  });

  it("comes with all others at once, in the order of the lines", async () => {
    const { message } = await mistake('tolerance = 7\nfoo = 1\nhours = "x"\n');
    expect(message.split("\n").map((line) => /line \d/.exec(line)?.[0])).toEqual([
      "line 1",
      "line 2",
      "line 3",
    ]);
  });

  it("that is no TOML has its line and column", async () => {
    const error = await mistake("tolerance = 0.5\npages [\n");
    expect(error.message).toMatch(/config\.toml, line 2, column \d+: /);
    expect(error.exitCode).toBe(2);
  });

  it("names a profile that is asked for and not there", async () => {
    const error = await mistake("[profiles.prod]\n", { profile: "pord" });
    expect(error.message).toContain("did you mean prod?");
  });

  it("is told for a file that cannot be read", async () => {
    const missing = await loadSettings({ env, flags: { config: join(home, "none.toml") } }).catch(
      (e: unknown) => e,
    );
    expect(missing).toMatchObject({
      kind: "badInput",
      message: expect.stringContaining("there is no such file"),
    });
    const folder = await loadSettings({ env, flags: { config: home } }).catch((e: unknown) => e);
    expect(folder).toMatchObject({ message: expect.stringContaining("it is a folder") });
    writeFileSync(join(home, "latin.toml"), Buffer.from([0x23, 0xe9, 0x0a]));
    const latin = await loadSettings({ env, flags: { config: join(home, "latin.toml") } }).catch(
      (e: unknown) => e,
    );
    expect(latin).toMatchObject({ message: expect.stringContaining("not UTF-8") });
  });
});

describe("a mistake elsewhere", () => {
  it("is told by flag or variable, value and what is allowed", async () => {
    const flag = await load(null, { values: { tolerance: "1,5" } }).catch((e: unknown) => e);
    expect(flag).toMatchObject({ message: "--tolerance “1,5” is not allowed", kind: "badInput" });
    const variable = await loadSettings({ env: { ...env, EROS_WAREHOUSE: "cloud" } }).catch(
      (e: unknown) => e,
    );
    expect(variable).toMatchObject({
      message: "EROS_WAREHOUSE “cloud” is not allowed",
      remedy: 'give "local" or "bigquery"',
    });
  });
  it("is noted for a variable that only looks like ours", async () => {
    const { notes } = await loadSettings({
      env: { ...env, EROS_TOLERENCE: "0.3", EROS_SOMEBODY_ELSES: "x" },
    });
    expect(notes).toEqual(["the variable EROS_TOLERENCE means nothing here, did you mean EROS_TOLERANCE?"]);
  });
});

describe("the database file", () => {
  it("is the named one, else a person's own, else the demo", async () => {
    const folder = join(home, "eros-tui");
    const settings = await load(null);
    expect(databaseFile(settings)).toEqual({
      file: join(folder, "demo.duckdb"),
      choice: "demo",
      exists: false,
    });
    const { mkdirSync } = await import("node:fs");
    mkdirSync(folder);
    writeFileSync(join(folder, "eros.duckdb"), "");
    expect(databaseFile(settings)).toEqual({
      file: join(folder, "eros.duckdb"),
      choice: "own",
      exists: true,
    });
    const named = await load(null, { values: { db: "/nowhere/x.duckdb" } });
    expect(databaseFile(named)).toEqual({ file: "/nowhere/x.duckdb", choice: "named", exists: false });
  });
});
