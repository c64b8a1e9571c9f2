import { describe, expect, it, onTestFinished } from "vitest";
import { addDays } from "../../../src/domain/calendar.js";
import { parseReport } from "../../../src/domain/report.js";
import { QUIET } from "../../../src/warehouse/port.js";
import { at, caption, commitOf, message, NOW, scheduleOf, WEEK, weekOf } from "../fixtures.js";
import type { MakePlace } from "./place.js";

const request = { page: "ana", startDate: WEEK, now: NOW, ignore: [], seed: "1" };
const sent = (index: number, page = "ana") => ({
  page,
  text: caption(index).text,
  sendingTime: NOW - (2 + index) * 24 * 3_600_000,
  type: "PPV" as const,
  price: 10,
  sent: 1000,
  viewed: 500,
  purchased: 50,
  earnings: 500,
});

/** What a week is planned from. */
export function facts(make: MakePlace): void {
  describe("facts", () => {
    it("of a week are those that the single questions give", async () => {
      const place = await make({
        creators: [{ page: "ana", displayName: "Ana" }, { page: "bea" }],
        captions: Array.from({ length: 30 }, (_, index) => caption(index)),
        messages: Array.from({ length: 40 }, (_, index) => sent(index % 20, index < 20 ? "ana" : "bea")),
      });
      onTestFinished(() => place.dispose());
      const warehouse = await place.open();
      await warehouse.commit(commitOf(weekOf("bea", WEEK, [caption(20), caption(21)])), QUIET);

      const week = await warehouse.week(request, QUIET);
      expect(week.report).toBe(await warehouse.report("ana", NOW, QUIET));
      expect(week.captions).toEqual(await warehouse.rankedCaptions(request, QUIET));
      expect(week.availability).toEqual(await warehouse.availability(request, QUIET));
      expect(week.overlaps).toEqual(await warehouse.overlaps("ana", WEEK, QUIET));
      expect(week.dataTo).toBe(NOW - 2 * 24 * 3_600_000);
      expect(week.statistics.all.count).toBeGreaterThan(0);
      expect(week.availability.find((one) => one.priceTier === "Mid")?.locked).toBe(2);
      const report = parseReport(week.report ?? "");
      expect(report).toMatchObject({ version: 2, creatorName: "ana", account: { tier: "SMALL" } });
      expect(report.windows?.length).toBeGreaterThan(0);
    });

    it.each([2, 9])("of %i pages at once are those of each alone", async (count) => {
      const pages = Array.from({ length: count }, (_, index) => `page${index}`);
      const place = await make({
        creators: pages.map((page) => ({ page })),
        captions: Array.from({ length: 30 }, (_, index) => caption(index)),
        // The last page has no history, and one that nobody asks for has.
        messages: [...pages.slice(0, -1), "other"].flatMap((page, at) =>
          Array.from({ length: 8 + at }, (_, index) => sent(index, page)),
        ),
      });
      onTestFinished(() => place.dispose());
      const warehouse = await place.open();
      await warehouse.commit(commitOf(weekOf("page0", WEEK, [caption(20), caption(21)])), QUIET);

      const many = await warehouse.manyPages([...pages, "nobody"], NOW, QUIET);
      expect([...many.byPage.keys()].sort()).toEqual([...pages].sort());
      const requests = pages.map((page) => ({ ...request, page }));
      const weeks = await warehouse.manyWeeks(requests, QUIET);
      for (const [index, page] of pages.entries()) {
        const alone = await warehouse.week({ ...request, page }, QUIET);
        expect(many.byPage.get(page)?.report).toBe(alone.report);
        expect(many.byPage.get(page)?.statistics).toEqual(alone.statistics);
        expect(many.dataTo).toBe(alone.dataTo);
        expect(weeks[index]?.captions).toEqual(alone.captions);
        expect(weeks[index]?.neighbours).toEqual(alone.neighbours);
        expect(weeks[index]?.overlaps).toEqual(alone.overlaps);
      }
      expect(weeks[0]?.overlaps).toHaveLength(1);
      expect(await warehouse.manyWeeks([], QUIET)).toEqual([]);
    });

    it("of a page without history are there, with a report that says so", async () => {
      const place = await make({ creators: [{ page: "ana" }], captions: [caption(0)] });
      onTestFinished(() => place.dispose());
      const warehouse = await place.open();
      const week = await warehouse.week(request, QUIET);
      expect(parseReport(week.report ?? "").saturation.state).toBe("no history");
      expect(week.report).not.toMatch(/NaN|Infinity/);
      expect(week.statistics).toMatchObject({
        audience: null,
        all: { count: 0, rpr: null, sd: null, usualPrice: null },
      });
      expect(week).toMatchObject({ dataTo: null, neighbours: [], overlaps: [] });
    });

    it("of a page that is not there have no report", async () => {
      const place = await make({ creators: [{ page: "ana" }] });
      onTestFinished(() => place.dispose());
      const warehouse = await place.open();
      expect(await warehouse.report("nobody", NOW, QUIET)).toBeNull();
      expect(await warehouse.pageNames(QUIET)).toEqual(["ana"]);
    });

    it("list the pages by name, with the schedule that covers the asked week", async () => {
      const place = await make({
        creators: [{ page: "bea" }, { page: "ana", displayName: "Ana" }, { page: "off", active: false }],
        captions: [caption(0)],
      });
      onTestFinished(() => place.dispose());
      const warehouse = await place.open();
      const schedule = weekOf("bea", addDays(WEEK, 3), [caption(0)]);
      await warehouse.commit(commitOf(schedule, addDays(WEEK, 3)), QUIET);
      const { rows, dataTo } = await warehouse.creators({ week: WEEK, now: NOW }, QUIET);
      expect(rows.map((row) => [row.page, row.displayName, row.committed])).toEqual([
        ["ana", "Ana", null],
        ["bea", null, schedule.schedule_id],
      ]);
      expect(rows[0]?.trend).toHaveLength(8);
      expect(dataTo).toBeNull();
    });

    it("name the committed messages around the week, but not those of ignored schedules", async () => {
      const before = addDays(WEEK, -7);
      const place = await make({
        creators: [{ page: "ana" }],
        captions: [caption(0), caption(1), caption(2)],
      });
      onTestFinished(() => place.dispose());
      const warehouse = await place.open();
      const schedule = scheduleOf("ana", [
        message("PPV", caption(0), addDays(WEEK, -2), 22),
        message("PPV", caption(1), addDays(WEEK, -1), 22),
        message("Bump", caption(2), addDays(WEEK, -1), 23),
      ]);
      await warehouse.commit(commitOf(schedule, before), QUIET);

      const ours = (ignore: string[]) => warehouse.week({ ...request, ignore }, QUIET);
      expect((await ours([])).neighbours).toEqual([
        { scheduleId: schedule.schedule_id, instant: at(addDays(WEEK, -1), 22), type: "PPV" },
        { scheduleId: schedule.schedule_id, instant: at(addDays(WEEK, -1), 23), type: "Bump" },
      ]);
      expect((await ours([schedule.schedule_id])).neighbours).toEqual([]);
    });

    it("say of captions that were passed over why", async () => {
      const place = await make({
        creators: [{ page: "ana" }, { page: "bea" }],
        captions: [caption(0), caption(1)],
      });
      onTestFinished(() => place.dispose());
      const warehouse = await place.open();
      await warehouse.commit(commitOf(weekOf("bea", WEEK, [caption(0)])), QUIET);
      const passed = await warehouse.passedOver({ ...request, priceTier: "Mid", limit: 5 }, QUIET);
      expect(passed).toHaveLength(1);
      expect(passed[0]?.caption.captionId).toBe(caption(0).captionId);
      expect(passed[0]?.reason).toContain("bea");
    });
  });
}
