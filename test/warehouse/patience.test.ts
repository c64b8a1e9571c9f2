import { afterEach, expect, it, vi } from "vitest";
import { Patience } from "../../src/warehouse/duckdb/patience.js";
import { QUIET } from "../../src/warehouse/port.js";

afterEach(() => {
  vi.restoreAllMocks();
});

it("a queue that moves is waited for: the deadline counts anew with each process before it", async () => {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  const patience = new Patience("eros.duckdb", QUIET, 1);
  for (const holder of [101, 102, 103]) {
    await patience.pause(0, holder);
    now += 900;
  }
  await patience.pause(0, 103);
  now += 200;
  await expect(patience.pause(0, 103)).rejects.toThrow("eros.duckdb is in use by process 103");
});
