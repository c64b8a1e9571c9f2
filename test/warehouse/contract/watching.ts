import { describe, expect, it, onTestFinished } from "vitest";
import { addDays, type Instant } from "../../../src/domain/calendar.js";
import { QUIET, type Warehouse } from "../../../src/warehouse/port.js";
import { at, caption, commitOf, NOW, WEEK, weekOf } from "../fixtures.js";
import { type MakePlace, type Place, written } from "./place.js";

const HOUR = 3_600_000;

/** A warehouse whose clock a test sets. */
async function clocked(make: MakePlace): Promise<{
  place: Place;
  warehouse: Warehouse;
  setClock(instant: Instant): void;
}> {
  const place = await make({
    creators: [{ page: "ana" }, { page: "bea" }],
    captions: [caption(0), caption(1), caption(2)],
  });
  onTestFinished(() => place.dispose());
  let now = NOW;
  const warehouse = await place.open({ clock: () => now });
  return {
    place,
    warehouse,
    setClock: (instant) => {
      now = instant;
    },
  };
}

const failure = (page: string, error: string, seconds = 4) => ({
  scheduleId: null,
  page,
  messageCount: 0,
  seconds,
  command: "build",
  user: "ana",
  error,
});

/** What a warehouse says about its runs, gives free and keeps of what was queued by hand. */
export function watching(make: MakePlace): void {
  describe("health", () => {
    it("of a log without a run says that nothing is known and that no success came", async () => {
      const { warehouse } = await clocked(make);
      const { pages, days, alerts, doubleLocks } = await warehouse.health(NOW, QUIET);
      expect({ pages, days, doubleLocks }).toEqual({ pages: [], days: [], doubleLocks: [] });
      expect(alerts).toEqual([
        { name: "success rate", fires: false, figure: null, limit: 90, unit: "%" },
        { name: "duration", fires: false, figure: null, limit: 30, unit: "s" },
        { name: "no success", fires: true, figure: null, limit: 24, unit: "h" },
        { name: "errors", fires: false, figure: 0, limit: 2, unit: "an hour" },
        { name: "double locks", fires: false, figure: 0, limit: 0, unit: "pairs" },
      ]);
    });

    it("counts successes and errors, and leaves conflicts out of the rate", async () => {
      const { warehouse, setClock } = await clocked(make);
      setClock(NOW - 30 * HOUR);
      await warehouse.commit(commitOf(weekOf("ana", WEEK, [caption(0)], caption(1))), QUIET);
      setClock(NOW - 2 * HOUR);
      await warehouse.recordFailure(failure("ana", "conflict: caption 1 is held", 2.5), QUIET);
      for (const minutes of [90, 80, 70]) {
        setClock(NOW - minutes * 60_000);
        await warehouse.recordFailure(failure("bea", "no captions are left", 100), QUIET);
      }
      const { pages, days, alerts } = await warehouse.health(NOW, QUIET);
      expect(pages).toEqual([
        {
          page: "ana",
          runs: 2,
          successes: 1,
          errors: 0,
          conflicts: 1,
          successRate: 1,
          meanSeconds: 2,
          meanMessages: 2,
          lastRun: NOW - 2 * HOUR,
          hoursSinceLast: 2,
          health: "HEALTHY",
        },
        expect.objectContaining({ page: "bea", runs: 3, errors: 3, successRate: 0, health: "CRITICAL" }),
      ]);
      expect(days.map(({ date, runs, errors }) => [date, runs, errors])).toEqual([
        ["2025-11-02", 1, 0],
        ["2025-11-03", 4, 3],
      ]);
      expect(days[1]).toMatchObject({ minSeconds: 2.5, medianSeconds: 100, maxSeconds: 100 });
      expect(alerts.map(({ name, fires, figure }) => [name, fires, figure])).toEqual([
        ["success rate", true, 25],
        ["duration", true, 60.8],
        ["no success", true, 30],
        ["errors", true, 3],
        ["double locks", false, 0],
      ]);
    });
  });

  describe("old locks", () => {
    it("are counted first, and only those whose send lies further back are given free", async () => {
      const { place, warehouse } = await clocked(make);
      const later = at(addDays(WEEK, 22), 9);
      await warehouse.commit(commitOf(weekOf("ana", WEEK, [caption(0), caption(1)])), QUIET);
      await warehouse.commit(
        commitOf(weekOf("bea", addDays(WEEK, 7), [caption(2)]), addDays(WEEK, 7)),
        QUIET,
      );
      const request = { now: later, olderThan: 19 };
      const before = await written(place);
      const old = await warehouse.oldLocks(request, QUIET);
      expect(old).toEqual([
        { page: "ana", locks: 2, firstDate: addDays(WEEK, 1), lastDate: addDays(WEEK, 2) },
      ]);
      expect(await written(place)).toBe(before);
      expect(await warehouse.oldLocks({ ...request, olderThan: 20 }, QUIET)).toMatchObject([{ locks: 1 }]);

      expect(await warehouse.unlock({ ...request, by: { user: "cleo" } }, QUIET)).toEqual(old);
      expect(await warehouse.oldLocks(request, QUIET)).toEqual([]);
      const rows = await place.rows(
        "SELECT page_name FROM {dataset}.active_caption_assignments WHERE is_active ORDER BY page_name",
      );
      expect(rows).toEqual([{ page_name: "bea" }]);
      const log = await place.rows(
        "SELECT page_name, command, exported_by, CAST(message_count AS STRING) AS n FROM {dataset}.schedule_export_log WHERE command = 'unlock'",
      );
      expect(log).toEqual([{ page_name: "ana", command: "unlock", exported_by: "cleo", n: "2" }]);
      // What gives locks free is no run.
      expect((await warehouse.health(NOW + HOUR, QUIET)).pages.map(({ page, runs }) => [page, runs])).toEqual(
        [
          ["ana", 1],
          ["bea", 1],
        ],
      );
    });
  });

  describe("marks of a worklist", () => {
    it("hold as last set, keep who and when, and are never set twice", async () => {
      const { place, warehouse, setClock } = await clocked(make);
      const { schedule_id: scheduleId } = weekOf("ana", WEEK, [caption(0)]);
      const set = (numbers: number[], queued: boolean, by: string) =>
        warehouse.mark({ scheduleId, numbers, queued, by }, QUIET);
      expect(await warehouse.marks(scheduleId, QUIET)).toEqual([]);
      await set([2, 1, 2], true, "ana@here");
      setClock(NOW + HOUR);
      expect(await set([1, 3], true, "bea@there")).toEqual([
        { number: 1, queued: true, at: "2025-11-03T17:12:00.000Z", by: "ana@here" },
        { number: 2, queued: true, at: "2025-11-03T17:12:00.000Z", by: "ana@here" },
        { number: 3, queued: true, at: "2025-11-03T18:12:00.000Z", by: "bea@there" },
      ]);
      setClock(NOW + 2 * HOUR);
      await set([2, 9], false, "bea@there");
      const other = await place.open({ readOnly: true });
      expect(
        (await other.marks(scheduleId, QUIET)).map(({ number, queued, by }) => [number, queued, by]),
      ).toEqual([
        [1, true, "ana@here"],
        [2, false, "bea@there"],
        [3, true, "bea@there"],
      ]);
      expect(await warehouse.marks("another", QUIET)).toEqual([]);
      await expect(
        other.mark({ scheduleId, numbers: [1], queued: false, by: "x" }, QUIET),
      ).rejects.toMatchObject({
        exitCode: 5,
      });
    });
  });
}
