import { describe, expect, it, onTestFinished } from "vitest";
import { addDays } from "../../../src/domain/calendar.js";
import { QUIET } from "../../../src/warehouse/port.js";
import { caption, commitOf, message, NOW, scheduleOf, WEEK, weekOf } from "../fixtures.js";
import { type MakePlace, type Place, written } from "./place.js";

async function onePage(make: MakePlace): Promise<Place> {
  const place = await make({ creators: [{ page: "ana" }], captions: [caption(0), caption(1)] });
  onTestFinished(() => place.dispose());
  return place;
}

/** The same schedule twice, the past, and the log. */
export function twice(make: MakePlace): void {
  describe("a schedule_id", () => {
    it("with the same content gives the first receipt and writes nothing", async () => {
      const place = await onePage(make);
      const schedule = weekOf("ana", WEEK, [caption(0)], caption(1));
      const first = await (await place.open({ clock: () => NOW })).commit(commitOf(schedule), QUIET);
      expect(first).toEqual({
        scheduleId: schedule.schedule_id,
        page: "ana",
        weekStart: WEEK,
        messages: 2,
        locks: 1,
        storedAt: new Date(NOW).toISOString(),
        by: "ana",
        repeated: false,
      });
      const before = await written(place);
      const later = await place.open({ clock: () => NOW + 3_600_000 });
      // Not even the past rule, or another operator, comes before it.
      const again = commitOf({ ...schedule }, WEEK, {
        now: NOW + 90 * 24 * 3_600_000,
        log: { seconds: 9, command: "again", user: "bo" },
      });
      expect(await later.commit(again, QUIET)).toEqual({ ...first, repeated: true });
      expect(await written(place)).toBe(before);
    });

    it("with other content is refused, saying when and by whom the first was stored", async () => {
      const place = await onePage(make);
      const warehouse = await place.open({ clock: () => NOW });
      const schedule = weekOf("ana", WEEK, [caption(0)]);
      await warehouse.commit(commitOf(schedule), QUIET);
      const before = await written(place);
      await expect(warehouse.commit(commitOf({ ...schedule, seed: "2" }), QUIET)).rejects.toMatchObject({
        exitCode: 4,
        message: expect.stringMatching(/^conflict: .*2025-11-03 17:12 UTC by ana/),
      });
      expect(await written(place)).toBe(before);
    });

    it("that nobody has stored is not found", async () => {
      const warehouse = await (await onePage(make)).open();
      expect(await warehouse.lookup("sched_20251103_091244_000000_ana", QUIET)).toBeNull();
    });
  });

  describe("the past", () => {
    it("is refused by the start date and the Los Angeles date of now", async () => {
      const place = await onePage(make);
      const warehouse = await place.open();
      const yesterday = "2025-11-02";
      const schedule = weekOf("ana", yesterday, [caption(0)]);
      await expect(warehouse.commit(commitOf(schedule, yesterday), QUIET)).rejects.toMatchObject({
        exitCode: 2,
        field: "startDate",
        message: expect.stringContaining("2025-11-02"),
      });
      // 23:30 of the evening before in Los Angeles, another date in UTC.
      await warehouse.commit(commitOf(schedule, yesterday, { now: NOW - 9.7 * 3_600_000 }), QUIET);
    });

    it("where allowed, locks only for days to come", async () => {
      const place = await onePage(make);
      const warehouse = await place.open();
      const start = "2025-11-01";
      const schedule = scheduleOf("ana", [
        message("PPV", caption(0), "2025-11-02"),
        message("PPV", caption(1), "2025-11-03", 8),
      ]);
      const receipt = await warehouse.commit(commitOf(schedule, start, { allowPast: true }), QUIET);
      expect(receipt.locks).toBe(1);
      const rows = await place.rows(
        "SELECT scheduled_send_hour AS hour FROM {dataset}.active_caption_assignments",
      );
      expect(rows.map((row) => Number(row.hour))).toEqual([8]);
    });

    it("is never read from the machine's zone: the lock's date and hour are Los Angeles'", async () => {
      const place = await onePage(make);
      const warehouse = await place.open();
      const late = addDays(WEEK, 6);
      await warehouse.commit(commitOf(scheduleOf("ana", [message("PPV", caption(0), late, 22)])), QUIET);
      const rows = await place.rows(
        "SELECT CAST(scheduled_send_date AS VARCHAR) AS date, scheduled_send_hour AS hour FROM {dataset}.active_caption_assignments",
      );
      expect(rows.map((row) => [row.date, Number(row.hour)])).toEqual([[late, 22]]);
    });
  });

  describe("a caption twice in one schedule", () => {
    it("is refused", async () => {
      const warehouse = await (await onePage(make)).open();
      const schedule = weekOf("ana", WEEK, [
        caption(0),
        { ...caption(1), text: caption(0).text.toUpperCase() },
      ]);
      await expect(warehouse.commit(commitOf(schedule), QUIET)).rejects.toMatchObject({ exitCode: 2 });
    });
  });

  describe("the log", () => {
    it("has a row a run: SUCCESS with the commit, FAILED by itself, conflicts marked as such", async () => {
      const place = await onePage(make);
      const warehouse = await place.open({ clock: () => NOW });
      const schedule = weekOf("ana", WEEK, [caption(0)], caption(1));
      await warehouse.commit(commitOf(schedule), QUIET);
      const failed = {
        scheduleId: null,
        page: "ana",
        messageCount: 0,
        seconds: 0.25,
        command: "build",
        user: "bo",
      };
      await warehouse.recordFailure({ ...failed, error: "conflict: somebody was faster" }, QUIET);
      const rows = await place.rows(
        "SELECT schedule_id, page_name, message_count, execution_time_seconds, error_message, status, exported_by, command FROM {dataset}.schedule_export_log ORDER BY status",
      );
      const plain = rows.map((row) => ({ ...row, message_count: Number(row.message_count) }));
      expect(plain).toEqual([
        {
          schedule_id: null,
          page_name: "ana",
          message_count: 0,
          execution_time_seconds: 0.25,
          error_message: "conflict: somebody was faster",
          status: "FAILED",
          exported_by: "bo",
          command: "build",
        },
        {
          schedule_id: schedule.schedule_id,
          page_name: "ana",
          message_count: 2,
          execution_time_seconds: 1.5,
          error_message: null,
          status: "SUCCESS",
          exported_by: "ana",
          command: "build",
        },
      ]);
    });
  });
}
