import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { DEMO_NOW, seedDemo } from "../../src/pipeline/demo.js";
import type { Logger, LogLevel } from "../../src/pipeline/log.js";
import type { VerbCtx } from "../../src/pipeline/verb.js";
import { openWarehouse } from "../../src/warehouse/open.js";
import { QUIET, type Warehouse } from "../../src/warehouse/port.js";

/** The clock and the planning week of the demo. */
export const NOW = DEMO_NOW;
export const WEEK = "2025-11-10";

const folders: string[] = [];
afterAll(() => {
  for (const path of folders) rmSync(path, { recursive: true, force: true });
});

/** A folder that is gone after the test file. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "eros-pipeline-"));
  folders.push(path);
  return path;
}

let seeded: Promise<string> | undefined;

/** A demo warehouse of its own for each test: a real file, seeded once for the test file and then copied. */
export async function demoWarehouse(options: { readOnly?: boolean } = {}): Promise<Warehouse> {
  seeded ??= (async () => {
    const file = join(folder(), "demo.duckdb");
    await seedDemo(file);
    return file;
  })();
  const file = join(folder(), "demo.duckdb");
  copyFileSync(await seeded, file);
  return openWarehouse({ kind: "local", file, ...options });
}

/** A context that remembers what was logged. */
export function heard(): { ctx: VerbCtx; lines: string[] } {
  const lines: string[] = [];
  const at =
    (level: LogLevel) =>
    (_source: string, message: string): void => {
      lines.push(`${level} ${message}`);
    };
  const log: Logger = { info: at("INFO"), warning: at("WARNING"), error: at("ERROR") };
  return { ctx: { ...QUIET, log }, lines };
}

/** The warehouse with some of its methods answering otherwise: faults that a real file does not make on demand. */
export const but = (warehouse: Warehouse, methods: Partial<Warehouse>): Warehouse =>
  new Proxy(warehouse, {
    get: (target, name) => {
      const own = methods[name as keyof Warehouse];
      const value = own ?? Reflect.get(target, name);
      return typeof value === "function" ? value.bind(own === undefined ? target : methods) : value;
    },
  });
