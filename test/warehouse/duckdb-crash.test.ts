import { describe, expect, it, onTestFinished, vi } from "vitest";
import { QUIET } from "../../src/warehouse/port.js";
import { startProcess } from "./commit-process.js";
import { written } from "./contract/place.js";
import { duckdbPlace } from "./duckdb-place.js";
import { caption, commitOf, WEEK, weekOf } from "./fixtures.js";

// Real processes and disks: on a busy machine they take their time.
vi.setConfig({ testTimeout: 120_000 });

async function bank() {
  const place = await duckdbPlace({ captions: Array.from({ length: 60 }, (_, index) => caption(index)) });
  onTestFinished(() => place.dispose());
  return place;
}

describe("a process killed in the middle of a commit", () => {
  it.each([
    {
      statement: "INSERT INTO eros_scheduling_brain.schedule_recommendations",
      moment: "after",
      stands: false,
    },
    {
      statement: "INSERT INTO eros_scheduling_brain.active_caption_assignments",
      moment: "after",
      stands: false,
    },
    { statement: "COMMIT", moment: "before", stands: false },
    { statement: "COMMIT", moment: "during", stands: undefined },
    { statement: "COMMIT", moment: "after", stands: true },
  ] as const)(
    "$moment $statement leaves all or nothing; whoever comes next goes on",
    async ({ stands, ...dieAt }) => {
      const place = await bank();
      const empty = await written(place);
      const child = await startProcess(place.options, dieAt);
      const request = commitOf(weekOf("ana", WEEK, [caption(0), caption(1)], caption(2)));
      await expect(child.commit(request)).rejects.toThrow("gone");
      expect(await child.gone).toBe("SIGKILL");

      const warehouse = await place.open();
      const found = await warehouse.lookup(request.schedule.schedule_id, QUIET);
      if (stands !== undefined) expect(found !== null).toBe(stands);
      if (found)
        expect(found).toMatchObject({ schedule: request.schedule, receipt: { messages: 3, locks: 2 } });
      else expect(await written(place)).toBe(empty);
      // A retry looks for its own id first.
      expect(await warehouse.commit(request, QUIET)).toMatchObject({ locks: 2, repeated: found !== null });
      const counts = await place.rows(
        `SELECT (SELECT COUNT(*) FROM {dataset}.schedule_recommendations) AS schedules,
         (SELECT COUNT(*) FROM {dataset}.active_caption_assignments) AS locks,
         (SELECT COUNT(*) FROM {dataset}.schedule_export_log) AS runs`,
      );
      expect(counts.map((row) => Object.values(row).map(Number))).toEqual([[1, 2, 1]]);
    },
  );
});
