import { getEventListeners } from "node:events";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { onAbort, pause, unlessAborted } from "../../src/warehouse/abort.js";
import { duckdbPlace } from "./duckdb-place.js";

// Real processes and disks: on a busy machine they take their time.
vi.setConfig({ testTimeout: 120_000 });

const listeners = (signal: AbortSignal): number => getEventListeners(signal, "abort").length;

describe("a signal on which many wait", () => {
  it("has one listener, tells everybody, and forgets who went", async () => {
    const { signal, abort } = control();
    const heard: number[] = [];
    const forget = Array.from({ length: 40 }, (_, n) => onAbort(signal, () => heard.push(n)));
    expect(listeners(signal)).toBe(1);
    forget[7]?.();
    abort();
    expect(heard).toEqual(Array.from({ length: 40 }, (_, n) => n).filter((n) => n !== 7));
  });

  it("ends every wait and every pause with an AbortError, whatever reason it was given", async () => {
    const { signal, abort } = control();
    const never = new Promise<void>(() => {});
    const all = [
      ...Array.from({ length: 20 }, () => unlessAborted(never, signal)),
      ...Array.from({ length: 20 }, () => pause(3_600_000, signal)),
    ];
    const outcomes = Promise.allSettled(all);
    expect(listeners(signal)).toBe(1);
    abort();
    for (const one of await outcomes) expect(one).toMatchObject({ reason: { name: "AbortError" } });
    await expect(pause(1, signal)).rejects.toMatchObject({ name: "AbortError" });
    await pause(1, control().signal);
  });

  it("is no leak, however many units of work wait on it: nothing is warned of", async () => {
    const warnings: Error[] = [];
    const hear = (warning: Error): void => void warnings.push(warning);
    process.on("warning", hear);
    onTestFinished(() => void process.off("warning", hear));
    const place = await duckdbPlace({ creators: [{ page: "ana" }] });
    onTestFinished(() => place.dispose());
    const warehouse = await place.open();
    const { signal } = control();
    const ctx = { signal, progress: () => {} };
    const names = await Promise.all(Array.from({ length: 30 }, () => warehouse.pageNames(ctx)));
    expect(names).toHaveLength(30);
    expect(listeners(signal)).toBe(1);
    // A warning is told on the next turn.
    await new Promise((resolve) => setImmediate(resolve));
    expect(warnings).toEqual([]);
  });
});

function control(): { signal: AbortSignal; abort(): void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort("a reason of its own") };
}
