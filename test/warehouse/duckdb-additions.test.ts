import { describe, expect, it, onTestFinished } from "vitest";
import { DATASET } from "../../src/warehouse/duckdb/schema.js";
import { unitOfWork } from "../../src/warehouse/duckdb/unit.js";
import { QUIET } from "../../src/warehouse/port.js";
import { duckdbPlace } from "./duckdb-place.js";
import { caption, commitOf, WEEK, weekOf } from "./fixtures.js";

/** A file as an earlier version made it: without the tables and columns that came since. */
async function earlierFile() {
  const place = await duckdbPlace({ creators: [{ page: "ana" }], captions: [caption(0)] });
  onTestFinished(() => place.dispose());
  const schedule = weekOf("ana", WEEK, [caption(0)]);
  await (await place.open()).commit(commitOf(schedule), QUIET);
  await unitOfWork(place.file, { mode: "write" }, QUIET, async (session) => {
    await session.rows(`DROP TABLE ${DATASET}.worklist_marks`);
    await session.rows(`ALTER TABLE ${DATASET}.schedule_export_log DROP COLUMN details`);
    await session.rows(`UPDATE ${DATASET}.meta SET value = 'earlier' WHERE key = 'functions'`);
  });
  return { place, scheduleId: schedule.schedule_id };
}

describe("a file of an earlier version", () => {
  it("gets the tables and columns that came since, and keeps its rows", async () => {
    const { place, scheduleId } = await earlierFile();
    const warehouse = await place.open();
    const request = { scheduleId, numbers: [1], queued: true, by: "ana@here" };
    expect(await warehouse.mark(request, QUIET)).toMatchObject([{ number: 1, queued: true }]);
    expect((await warehouse.lookup(scheduleId, QUIET))?.state).toBe("committed");
    const columns = await place.rows("SELECT details FROM {dataset}.schedule_export_log");
    expect(columns).toEqual([{ details: null }]);
    const entry = { scheduleId, page: "ana", messageCount: 1, seconds: 1, command: "build", user: "ana" };
    await warehouse.recordFailure({ ...entry, details: '{"host":"here"}', error: "x" }, QUIET);
    expect(
      await place.rows("SELECT details FROM {dataset}.schedule_export_log WHERE details IS NOT NULL"),
    ).toEqual([{ details: '{"host":"here"}' }]);
  });
});
