import fc from "fast-check";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { stopwatch } from "../../src/pipeline/stopwatch.js";
import { ConflictError, QUIET } from "../../src/warehouse/port.js";
import { duckdbPlace } from "./duckdb-place.js";
import { caption, commitOf, NOW, WEEK, weekOf } from "./fixtures.js";

// Real processes and disks: on a busy machine they take their time.
vi.setConfig({ testTimeout: 120_000 });

const HOUR = 3_600_000;

describe("a clock that jumps", () => {
  it("by days in either direction between any two looks loses no commit, doubles no lock and makes up no age", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -72, max: 72 }), { minLength: 6, maxLength: 10 }),
        async (jumps) => {
          const place = await duckdbPlace({});
          onTestFinished(() => place.dispose());
          let looks = 0;
          const clock = (): number => NOW + (jumps[looks++ % jumps.length] ?? 0) * HOUR;
          const warehouse = await place.open({ clock });
          for (const n of [0, 1]) {
            const request = commitOf(weekOf(`page${n}`, WEEK, [caption(n)]));
            expect((await warehouse.commit(request, QUIET)).repeated).toBe(false);
            // The same again is answered by what stands, whatever the time has become.
            expect((await warehouse.commit(request, QUIET)).repeated).toBe(true);
            expect((await warehouse.lookup(request.schedule.schedule_id, QUIET))?.receipt.locks).toBe(1);
            const other = commitOf(weekOf(`other${n}`, WEEK, [caption(n)]));
            const refused = await warehouse.commit(other, QUIET).catch((error: unknown) => error);
            expect(refused).toBeInstanceOf(ConflictError);
            expect(String(refused)).toMatch(
              /since \d{4}-\d\d-\d\d \d\d:\d\d UTC( \(\d+ (s|min|h|days) ago\))?$/m,
            );
          }
          expect(await place.rows("SELECT * FROM {dataset}.active_caption_assignments")).toHaveLength(2);
        },
      ),
      { numRuns: 5 },
    );
  });

  it("does not make a run last an hour, or less than no time", () => {
    const clock = Date.now;
    onTestFinished(() => {
      Date.now = clock;
    });
    const seconds = stopwatch();
    for (const jump of [HOUR, -HOUR]) {
      Date.now = () => clock() + jump;
      expect(seconds()).toBeGreaterThanOrEqual(0);
      expect(seconds()).toBeLessThan(3000);
    }
  });
});
