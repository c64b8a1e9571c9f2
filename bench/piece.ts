import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Figure } from "./clock.js";

/** A piece of work, beside a plain one over the same data in the same rounds. */
export interface Measured {
  readonly work: Figure;
  readonly baseline: Figure;
  readonly aim?: string;
}

/** What is measured in a folder, as lines of a table. */
export type Piece = (home: string) => Promise<readonly string[]>;

/** Measures a piece in a process of its own, so that its memory is nobody else's. */
export function inProcess(name: string, home: string): string[] {
  const entry = fileURLToPath(new URL("./run.ts", import.meta.url));
  const args = [...process.execArgv, entry, "--piece", name, home];
  const { status, stdout } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`${name} ended with ${status}`);
  return stdout.trimEnd().split("\n");
}

/** Most memory that this process ever had resident. */
export const peakMegabytes = (): string => (process.resourceUsage().maxRSS / 1024).toFixed(0);

export const HEAD = [
  "| work | ratio | median ms | lowest–highest ms | baseline of the same rounds, median ms | peak MB of the process | aim |",
  "|---|---|---|---|---|---|---|",
];

export function row({ work, baseline, aim = "" }: Measured): string {
  const ms = (value: number): string => value.toFixed(value < 100 ? 1 : 0);
  return `| ${work.name} | ${(work.median / baseline.median).toFixed(2)} | ${ms(work.median)} | ${ms(work.low)}–${ms(work.high)} | ${baseline.name}: ${ms(baseline.median)} | ${peakMegabytes()} | ${aim} |`;
}

/** @throws {Error} where a figure is missing: a slip in the bench itself. */
export function figure(figures: readonly Figure[], name: string): Figure {
  const found = figures.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no figure “${name}”`);
  return found;
}
