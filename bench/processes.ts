import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { KEY, TerminalSession } from "../test/story/terminal.js";
import { type Figure, inTurn, millis } from "./clock.js";
import type { Stage } from "./screens.js";

const AIMS: Readonly<Record<string, string>> = {
  "--help": "≤ 1.3",
  "first frame": "≤ 3.5",
  "creators visible": "≤ 7",
};

/** Whole processes against `node -e 0` of the same rounds, as a table. */
export async function processTable({ cli, env }: Stage, demo: string): Promise<string[]> {
  const started = (...args: readonly string[]) =>
    millis(() => spawnSync(process.execPath, [...args], { env: { ...process.env, ...env } }));
  rmSync(demo, { force: true });
  const seeding = await started(cli, "demo");
  const figures = await inTurn(
    {
      "node -e 0": () => started("-e", "0"),
      "--help": () => started(cli, "--help"),
      "--version": () => started(cli, "--version"),
      "volume --tier --score": () => started(cli, "volume", "--tier", "MEDIUM", "--score", "0.4"),
      "preview jadebri": () => started(cli, "preview", "jadebri"),
      "first frame": () => untilSeen({ cli, env }, (text) => text.includes("eros")),
      "creators visible": () => untilSeen({ cli, env }, (text) => text.includes("jadebri")),
    },
    15,
  );
  const base = figures[0]?.median ?? 1;
  return [
    "| whole process | ratio | median ms | lowest–highest ms | aim |",
    "|---|---|---|---|---|",
    ...figures.map((one) => processRow(one, base)),
    `| demo made (first start) | ${(seeding / base).toFixed(1)} | ${seeding.toFixed(0)} | one run | seconds |`,
  ];
}

async function untilSeen(
  { cli, env }: Pick<Stage, "cli" | "env">,
  wanted: (text: string) => boolean,
): Promise<number> {
  const start = performance.now();
  const terminal = new TerminalSession(process.execPath, [cli], { env });
  try {
    await terminal.until(wanted);
    return performance.now() - start;
  } finally {
    terminal.type(KEY.ctrlC);
    await terminal.end();
  }
}

const processRow = ({ name, median: middle, low, high }: Figure, base: number): string =>
  `| ${name} | ${(middle / base).toFixed(2)} | ${middle.toFixed(0)} | ${low.toFixed(0)}–${high.toFixed(0)} | ${AIMS[name] ?? ""} |`;
