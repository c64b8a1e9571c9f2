// npm run bench: medians and ratios of what an operator waits for, written to bench/results.md.
// Whole processes are measured against `node -e 0` of the same rounds; work inside a process in milliseconds.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { planningWeek } from "../src/domain/calendar.js";
import { planWeek } from "../src/domain/week.js";
import { DEMO_NOW, seedDemo } from "../src/pipeline/demo.js";
import { prepareWeek } from "../src/pipeline/prepare.js";
import { openWarehouse } from "../src/warehouse/open.js";
import { QUIET } from "../src/warehouse/port.js";
import { KEY, TerminalSession } from "../test/story/terminal.js";
import { type Figure, inTurn, millis } from "./clock.js";
import { screenRows } from "./screens.js";

const CLI = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
if (!existsSync(CLI)) throw new Error("build first: npm run build");

const home = mkdtempSync(join(tmpdir(), "eros-bench-"));
const env = { XDG_DATA_HOME: home, XDG_CONFIG_HOME: home, XDG_STATE_HOME: home };
const file = join(home, "eros-tui", "demo.duckdb");

try {
  const seeding = await millis(() =>
    spawnSync(process.execPath, [CLI, "demo"], { env: { ...process.env, ...env } }),
  );
  const processes = await inTurn(
    {
      "node -e 0": () => spawned(["-e", "0"]),
      "--help": () => spawned([CLI, "--help"]),
      "--version": () => spawned([CLI, "--version"]),
      "volume --tier --score": () => spawned([CLI, "volume", "--tier", "MEDIUM", "--score", "0.4"]),
      "first frame": () => untilSeen((text) => text.includes("eros")),
      "creators visible": () => untilSeen((text) => text.includes("jadebri")),
    },
    15,
  );
  const inside = await planning();
  const report = [
    "# Figures",
    "",
    `Written by \`npm run bench\`: Node ${process.versions.node}, ${cpus().length} cores, ${process.platform} ${process.arch}.`,
    "Medians; whole processes as ratios to `node -e 0` of the same rounds.",
    "",
    "| whole process | ratio | median ms | lowest–highest ms | aim |",
    "|---|---|---|---|---|",
    ...processes.map((figure) => processRow(figure, processes[0] as Figure)),
    `| demo made (first start) | ${(seeding / (processes[0]?.median ?? 1)).toFixed(1)} | ${seeding.toFixed(0)} | one run | seconds |`,
    "",
    "| inside one process | median ms | lowest–highest ms | aim |",
    "|---|---|---|---|",
    ...inside.map(
      ({ name, median: middle, low, high, aim }) =>
        `| ${name} | ${middle.toFixed(1)} | ${low.toFixed(1)}–${high.toFixed(1)} | ${aim} |`,
    ),
    "",
    "| the screens | median | highest | aim |",
    "|---|---|---|---|",
    ...(await screenRows({ cli: CLI, env, cwd: home })),
    "",
  ].join("\n");
  writeFileSync(new URL("./results.md", import.meta.url), report);
  process.stdout.write(report);
} finally {
  rmSync(home, { recursive: true, force: true });
}

async function spawned(args: readonly string[]): Promise<number> {
  return millis(() => spawnSync(process.execPath, [...args], { env: { ...process.env, ...env } }));
}

async function untilSeen(wanted: (text: string) => boolean): Promise<number> {
  const start = performance.now();
  const terminal = new TerminalSession(process.execPath, [CLI], { env });
  try {
    await terminal.until(wanted);
    return performance.now() - start;
  } finally {
    terminal.type(KEY.ctrlC);
    await terminal.end();
  }
}

function processRow({ name, median: middle, low, high }: Figure, base: Figure): string {
  const aims: Record<string, string> = {
    "--help": "≤ 1.3",
    "first frame": "≤ 3.5",
    "creators visible": "≤ 7",
  };
  return `| ${name} | ${(middle / base.median).toFixed(2)} | ${middle.toFixed(0)} | ${low.toFixed(0)}–${high.toFixed(0)} | ${aims[name] ?? ""} |`;
}

async function planning(): Promise<(Figure & { aim: string })[]> {
  await seedDemo(file);
  const warehouse = await openWarehouse({ kind: "local", file });
  const startDate = planningWeek(DEMO_NOW);
  const prepare = (page: string) =>
    prepareWeek(warehouse, { page, startDate, now: DEMO_NOW, tolerance: 0.5 }, { ...QUIET });
  const [medium, mega] = [await prepare("jadebri"), await prepare("gia.gold")];
  let seed = 0;
  const figures = await inTurn(
    {
      "plan of a MEDIUM week (18 messages)": () => millis(() => planWeek(medium, {})),
      "plan of a MEGA week (37 messages)": () => millis(() => planWeek(mega, {})),
      "plan of a MEGA week, RED (42 messages)": () => millis(() => planWeek(mega, { zone: "RED" })),
      "prepare a week (report, captions, statistics)": () => millis(() => prepare("jadebri")),
      "list of creators": () => millis(() => warehouse.creators({ week: startDate, now: DEMO_NOW }, QUIET)),
      "prepare with another draw": () =>
        millis(() =>
          prepareWeek(
            warehouse,
            { page: "jadebri", startDate, now: DEMO_NOW, tolerance: 0.5, seed: String(++seed) },
            QUIET,
          ),
        ),
    },
    25,
  );
  await warehouse.close();
  const aims: Record<string, string> = { "plan of a MEGA week (37 messages)": "≤ 16 ms" };
  return figures.map((figure) => ({ ...figure, aim: aims[figure.name] ?? "" }));
}
