import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { median } from "./clock.js";
import type { Place } from "./place.js";

const CHILD = fileURLToPath(new URL("../test/warehouse/storm-child.ts", import.meta.url));
const EACH = 8;

/** Processes that commit at once on one file, against one that commits as much alone. @returns lines of a table. */
export async function writersTable(place: Place): Promise<string[]> {
  const demo = await place.demo();
  const alone = await storm(place.copy(demo, "one-writer.duckdb"), 1, 8 * EACH);
  const eight = await storm(place.copy(demo, "eight-writers.duckdb"), 8, EACH);
  const row = (name: string, { waits, seconds }: Storm): string =>
    `| ${name} | ${(waits.length / seconds).toFixed(1)} | ${median(waits).toFixed(0)} | ${Math.max(...waits).toFixed(0)} |`;
  const ratio = waitsRatio(alone, eight);
  return [
    "| commits on one file | a second | median wait ms | longest wait ms |",
    "|---|---|---|---|",
    row("one process alone", alone),
    row("eight processes at once", eight),
    "",
    `Eight writers together store ${ratio.toFixed(2)} times what one stores alone in the same time.`,
  ];
}

interface Storm {
  /** Milliseconds from a commit's call to its acknowledgement. */
  readonly waits: readonly number[];
  readonly seconds: number;
}

const waitsRatio = (alone: Storm, many: Storm): number =>
  many.waits.length / many.seconds / (alone.waits.length / alone.seconds);

async function storm(file: string, writers: number, each: number): Promise<Storm> {
  const children = Array.from({ length: writers }, (_, n) =>
    spawn(process.execPath, [...process.execArgv, CHILD, file, `writer${n}`], {
      stdio: ["pipe", "pipe", "inherit"],
    }),
  );
  const waits: number[] = [];
  try {
    const readers = children.map((child) => createInterface({ input: child.stdout }));
    await Promise.all(readers.map((reader) => once(reader, "line")));
    const began = performance.now();
    await Promise.all(
      readers.map(async (reader, n) => {
        const ended = new Promise<void>((resolve) => {
          let since = began;
          let done = 0;
          reader.on("line", (line) => {
            if (line.startsWith("begun")) since = performance.now();
            else {
              waits.push(performance.now() - since);
              if (++done === each) resolve();
            }
          });
        });
        children[n]?.stdin.write("go\n");
        await ended;
        // What it began after its share counts for nobody.
        reader.removeAllListeners("line");
        children[n]?.kill("SIGKILL");
      }),
    );
    return { waits, seconds: (performance.now() - began) / 1000 };
  } finally {
    for (const child of children) child.kill("SIGKILL");
  }
}
