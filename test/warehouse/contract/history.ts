import { describe, expect, it, onTestFinished } from "vitest";
import { addDays } from "../../../src/domain/calendar.js";
import type { SchedulesQuery } from "../../../src/warehouse/history.js";
import { QUIET } from "../../../src/warehouse/port.js";
import { at, caption, captionId, commitOf, message, NOW, scheduleOf, WEEK, weekOf } from "../fixtures.js";
import type { MakePlace } from "./place.js";

const HOUR = 3_600_000;
const everything: SchedulesQuery = { page: null, from: null, to: null, limit: 100 };

/** What was planned before, and what it brought. */
export function history(make: MakePlace): void {
  describe("history", () => {
    it("lists schedules by page and dates, the newest week first, with their state and who committed them", async () => {
      const place = await make({
        creators: [{ page: "ana" }, { page: "bea" }],
        captions: Array.from({ length: 12 }, (_, index) => caption(index)),
      });
      onTestFinished(() => place.dispose());
      const warehouse = await place.open();
      const later = addDays(WEEK, 14);
      const first = weekOf("ana", WEEK, [caption(0), caption(1)], caption(9, { priceTier: "Free" }));
      const second = weekOf("ana", later, [caption(2)]);
      const other = weekOf("bea", WEEK, [caption(3)]);
      await warehouse.commit(commitOf(first), QUIET);
      await warehouse.commit(commitOf(second, later), QUIET);
      await warehouse.commit(
        commitOf(other, WEEK, { log: { seconds: 1, command: "batch", user: "bea" } }),
        QUIET,
      );
      await warehouse.withdraw(
        {
          scheduleId: second.schedule_id,
          now: NOW,
          why: "a mistake",
          log: { seconds: 0, command: "withdraw", user: "cleo" },
        },
        QUIET,
      );

      const all = await warehouse.schedules(everything, QUIET);
      expect(all.map(({ scheduleId }) => scheduleId)).toEqual([
        second.schedule_id,
        first.schedule_id,
        other.schedule_id,
      ]);
      expect(all[0]).toMatchObject({
        page: "ana",
        weekStart: later,
        state: "withdrawn",
        changedBy: "cleo",
        by: "ana",
      });
      expect(all[1]).toEqual({
        scheduleId: first.schedule_id,
        page: "ana",
        weekStart: WEEK,
        state: "committed",
        zone: "YELLOW",
        messages: 3,
        ppvs: 2,
        createdAt: new Date(first.created_at).toISOString(),
        by: "ana",
        changedAt: null,
        changedBy: null,
      });
      expect(all[2]?.by).toBe("bea");
      const ids = async (over: Partial<SchedulesQuery>): Promise<string[]> =>
        (await warehouse.schedules({ ...everything, ...over }, QUIET)).map((one) => one.scheduleId);
      expect(await ids({ page: "bea" })).toEqual([other.schedule_id]);
      expect(await ids({ page: "nobody" })).toEqual([]);
      expect(await ids({ limit: 1 })).toEqual([second.schedule_id]);
      // A schedule belongs to a date where any of its seven days does.
      expect(await ids({ from: addDays(WEEK, 7) })).toEqual([second.schedule_id]);
      expect(await ids({ from: addDays(WEEK, 6) })).toHaveLength(3);
      expect(await ids({ to: addDays(WEEK, 13) })).toEqual([first.schedule_id, other.schedule_id]);
      expect(await ids({ from: addDays(WEEK, 20), to: addDays(WEEK, 20) })).toEqual([second.schedule_id]);
    });

    it("tells what each message brought: by id or text, the nearest within three days, nothing of what is not there", async () => {
      const [byId, byText, late, unsent, farOff] = [0, 1, 2, 3, 4].map((index) => caption(index));
      if (!byId || !byText || !late || !unsent || !farOff) throw new Error("five captions");
      const sends = [
        {
          ...sent(0, at(addDays(WEEK, 1), 10) + 5 * 60_000),
          captionId: captionId(0),
          text: "as it was sent",
        },
        // Also sent long ago, and on another page at the very time.
        { ...sent(0, at(addDays(WEEK, -30), 10)), earnings: 999 },
        { ...sent(0, at(addDays(WEEK, 1), 10)), page: "bea", earnings: 888 },
        { ...sent(1, at(addDays(WEEK, 2), 10)), text: `  ${caption(1).text.toUpperCase()} ` },
        sent(2, at(addDays(WEEK, 3), 10) + 50 * HOUR),
        sent(2, at(addDays(WEEK, 3), 10) + 60 * HOUR),
        sent(4, at(addDays(WEEK, 5), 10) + 80 * HOUR),
      ];
      const place = await make({
        creators: [{ page: "ana" }, { page: "bea" }],
        captions: [byId, byText, late, unsent, farOff],
        messages: sends,
      });
      onTestFinished(() => place.dispose());
      const warehouse = await place.open();
      const schedule = scheduleOf("ana", [
        message("PPV", byId, addDays(WEEK, 1)),
        message("PPV", byText, addDays(WEEK, 2)),
        message("PPV", late, addDays(WEEK, 3)),
        message("Bump", unsent, addDays(WEEK, 4)),
        message("PPV", farOff, addDays(WEEK, 5)),
      ]);
      await warehouse.commit(commitOf(schedule), QUIET);
      const asked = { scheduleId: schedule.schedule_id, page: "ana", weekStart: WEEK };
      const found = await warehouse.earnings(asked, at(addDays(WEEK, 30), 10), QUIET);
      expect(found.map(({ captionId: id, sendAt }) => [id, sendAt])).toEqual(
        schedule.messages.map(({ caption_id, utc }) => [caption_id, Date.parse(utc)]),
      );
      expect(found.map((one) => one.sent?.at ?? null)).toEqual([
        at(addDays(WEEK, 1), 10) + 5 * 60_000,
        at(addDays(WEEK, 2), 10),
        at(addDays(WEEK, 3), 10) + 50 * HOUR,
        null,
        null,
      ]);
      expect(found[1]?.sent).toEqual({
        at: at(addDays(WEEK, 2), 10),
        price: 10,
        recipients: 1000,
        viewed: 500,
        purchased: 50,
        earnings: 500,
        rpr: 0.5,
        settled: true,
      });
      // Seen an hour after the first was sent: it is there, its unlocks are still coming, and nothing after it.
      const early = await warehouse.earnings(asked, at(addDays(WEEK, 1), 11), QUIET);
      expect(early.map((one) => one.sent?.settled ?? null)).toEqual([false, null, null, null, null]);
      expect(await warehouse.earnings({ ...asked, scheduleId: "sched_of_nobody" }, NOW, QUIET)).toEqual([]);
    });
  });
}

const sent = (index: number, sendingTime: number) => ({
  page: "ana",
  text: caption(index).text,
  sendingTime,
  type: "PPV" as const,
  price: 10,
  sent: 1000,
  viewed: 500,
  purchased: 50,
  earnings: 500,
});
