import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type * as Library from "../../src/index.js";
import { seedDemo } from "../../src/pipeline/demo.js";
import { builtProgram } from "../built.js";
import { readmeExample } from "../everywhere/readme-example.js";
import { readCsv } from "./read-csv.js";

// The built library, what `import … from "eros-tui"` gives.
let eros: typeof Library;
let warehouse: Library.Warehouse;
const folder = mkdtempSync(join(tmpdir(), "eros-library-"));
const untouched = join(folder, "untouched.duckdb");

beforeAll(async () => {
  const built = join(dirname(await builtProgram()), "index.js");
  eros = (await import(/* @vite-ignore */ pathToFileURL(built).href)) as typeof Library;
  const file = join(folder, "demo.duckdb");
  await seedDemo(file);
  copyFileSync(file, untouched);
  warehouse = await eros.openWarehouse({ kind: "local", file });
});
afterAll(async () => {
  await warehouse.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("the library", () => {
  it("has the original's calls", () => {
    for (const name of [
      "openWarehouse",
      "analyzeCreator",
      "calculateVolumeTargets",
      "selectCaptions",
      "buildSchedule",
      "exportCsv",
      "analyzeSchedule",
    ] as const)
      expect(eros[name]).toBeTypeOf("function");
  });

  it("ships its types", () => {
    const types = readFileSync(new URL("../../dist/types/index.d.ts", import.meta.url), "utf8");
    expect(types).toContain("export declare function buildSchedule(");
  });

  it("calculates volumes exactly", () => {
    expect(eros.calculateVolumeTargets("MEDIUM", 0.4)).toMatchObject({
      zone: "YELLOW",
      ppv: 9,
      bump: 9,
      gapMinutes: 150,
    });
    expect(eros.calculateVolumeTargets("MEDIUM", 0.42, 0.7).zone).toBe("YELLOW");
    expect(() => eros.calculateVolumeTargets("MEDIUM", 1.5)).toThrow(eros.ErosError);
  });

  it("analyses a page, in any letter case, and names the nearest of one that is not there", async () => {
    const { report, volume, tolerance } = await eros.analyzeCreator(warehouse, "JadeBri");
    expect(report.account.tier).toBe("MEDIUM");
    expect(volume).toMatchObject({ zone: "YELLOW", ppv: 9, bump: 9 });
    expect(tolerance).toBe(0.5);
    await expect(eros.analyzeCreator(warehouse, "jadebry")).rejects.toMatchObject({
      kind: "nothingToPlan",
      exitCode: 3,
      remedy: "did you mean jadebri?",
    });
  });

  it("selects captions by the price mix, other ones for another seed, without those excluded", async () => {
    const { ppvs, bumps } = await eros.selectCaptions(warehouse, "jadebri", "2025-11-10");
    const tiers = ppvs.map(({ priceTier }) => priceTier);
    expect(["Budget", "Mid", "Premium"].map((tier) => tiers.filter((each) => each === tier).length)).toEqual([
      2, 4, 3,
    ]);
    expect(bumps).toHaveLength(9);
    const [first] = ppvs;
    const exclude = [first?.captionId ?? ""];
    const without = await eros.selectCaptions(warehouse, "jadebri", "2025-11-10", { exclude, ppvCount: 5 });
    expect(without.ppvs).toHaveLength(5);
    expect(without.ppvs.map(({ captionId }) => captionId)).not.toContain(exclude[0]);
    await expect(
      eros.selectCaptions(warehouse, "jadebri", "2025-11-10", {
        priceMix: { budget: 1, mid: 1, premium: 1 },
      }),
    ).rejects.toMatchObject({ kind: "badInput", field: "priceMix" });
  });

  it("builds, stores once, exports and analyses a schedule", async () => {
    const counts = { ppvCount: 7, bumpCount: 5, zone: "GREEN" } as const;
    const schedule = await eros.buildSchedule(warehouse, "jadebri", "2025-11-10", {
      ...counts,
      operator: "kim",
    });
    expect(schedule).toMatchObject({
      page_name: "jadebri",
      total_ppvs: 7,
      total_bumps: 5,
      saturation_zone: "GREEN",
      created_by: "kim",
      overrides: counts,
    });
    await expect(eros.buildSchedule(warehouse, "jadebri", "2025-11-12")).rejects.toBeInstanceOf(
      eros.ConflictError,
    );

    const path = await eros.exportCsv(schedule, join(folder, "week.csv"));
    const rows = readCsv(readFileSync(path, "utf8"));
    expect(rows.slice(1).map((row) => row[5])).toEqual(schedule.messages.map(({ caption_id }) => caption_id));
    await expect(eros.exportCsv({ ...schedule, schedule_id: "other" }, path)).rejects.toMatchObject({
      kind: "badInput",
    });

    const statistics = eros.analyzeSchedule(schedule);
    expect(statistics).toMatchObject({ totalMessages: 12, ppvs: 7, bumps: 5 });
    expect(statistics.tierDistribution.Free).toBe(5);
  });

  it("stops where it is told to", async () => {
    const stop = AbortSignal.abort();
    await expect(
      eros.buildSchedule(warehouse, "anna_v", "2025-11-10", { signal: stop }),
    ).rejects.toMatchObject({ name: "AbortError" });
  });

  it("refuses options that mean nothing or that there are not, before it asks the warehouse", async () => {
    const untyped = (options: object): Library.BuildOptions => options as Library.BuildOptions;
    for (const [field, options] of [
      ["ppvCount", { ppvCount: -1 }],
      ["zone", { zone: "PURPLE" }],
      ["hours", { hours: [20, 4] }],
      ["ppv", { ppv: 9 }],
      ["now", { now: Number.NaN }],
      ["tolerance", { tolerance: 3 }],
    ] as const)
      for (const call of [eros.buildSchedule, eros.selectCaptions])
        await expect(call(warehouse, "anna_v", "2025-11-10", untyped(options))).rejects.toMatchObject({
          name: "ErosError",
          kind: "badInput",
          field,
        });
    await expect(eros.buildSchedule(warehouse, "anna_v", "10.11.2025")).rejects.toMatchObject({
      kind: "badInput",
    });
  });
});

describe("the README's example", () => {
  const project = join(folder, "a project");
  const { code, prints } = readmeExample();
  const run = (script: string, args: readonly string[]) => {
    const ended = spawnSync(process.execPath, [script, ...args], { cwd: project, encoding: "utf8" });
    return { status: ended.status, stdout: ended.stdout, stderr: ended.stderr };
  };
  beforeAll(() => {
    mkdirSync(join(project, "node_modules"), { recursive: true });
    symlinkSync(fileURLToPath(new URL("../..", import.meta.url)), join(project, "node_modules", "eros-tui"));
    writeFileSync(join(project, "example.mjs"), code);
    writeFileSync(join(project, "example.mts"), code);
    copyFileSync(untouched, join(project, "demo.duckdb"));
  });

  it("runs as it stands against the built package, and prints what it says", () => {
    const ended = run("example.mjs", []);
    expect(ended).toEqual({ status: 0, stdout: prints.map((line) => `${line}\n`).join(""), stderr: "" });
    expect(prints.length).toBeGreaterThan(3);
    expect(readCsv(readFileSync(join(project, "week.csv"), "utf8"))).toHaveLength(19);
  });

  it("has the types that it is written with", () => {
    const require = createRequire(import.meta.url);
    const tsc = join(dirname(require.resolve("typescript/package.json")), "bin/tsc");
    const types = dirname(dirname(require.resolve("@types/node/package.json")));
    const strict = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2023", "--types", "node"];
    const ended = run(tsc, [...strict, "--typeRoots", types, "example.mts"]);
    expect(ended).toEqual({ status: 0, stdout: "", stderr: "" });
  });
});
