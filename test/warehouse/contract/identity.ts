import { describe, expect, it, onTestFinished } from "vitest";
import { QUIET } from "../../../src/warehouse/port.js";
import { caption, captionId, commitOf, NOW, WEEK, weekOf } from "../fixtures.js";
import type { MakePlace } from "./place.js";

/** Ids of 19 digits, both signs, the ends of the range: not a digit changes anywhere. */
export function identity(make: MakePlace): void {
  describe("ids of 19 digits", () => {
    it("come out of load, week, commit, lookup, lock and conflict as they went in", async () => {
      const bank = Array.from({ length: 8 }, (_, index) => caption(index));
      const place = await make({ creators: [{ page: "ana" }, { page: "bea" }], captions: bank });
      onTestFinished(() => place.dispose());
      const warehouse = await place.open();
      const ids = bank.map((one) => one.captionId).sort();

      const week = await warehouse.week(
        { page: "ana", startDate: WEEK, now: NOW, ignore: [], seed: "1" },
        QUIET,
      );
      expect(week.captions.Mid.map((one) => one.captionId).sort()).toEqual(ids);

      const schedule = weekOf("ana", WEEK, bank);
      await warehouse.commit(commitOf(schedule), QUIET);
      const found = await warehouse.lookup(schedule.schedule_id, QUIET);
      expect(found?.schedule).toEqual(schedule);
      expect(found?.schedule.messages.map((one) => one.caption_id).sort()).toEqual(ids);

      const locked = await place.rows(
        "SELECT CAST(caption_id AS VARCHAR) AS id FROM {dataset}.active_caption_assignments ORDER BY 1",
      );
      expect(locked.map((row) => row.id)).toEqual(ids);
      const check = await warehouse.conflicts(weekOf("bea", WEEK, bank), WEEK, QUIET);
      expect(check.captions.map((one) => one.captionId).sort()).toEqual(ids);
    });

    it("are matched to the messages that carry them", async () => {
      const place = await make({
        creators: [{ page: "ana" }],
        captions: [caption(0), caption(1), caption(2)],
        // The last is younger than a day when the analysis looks at it: it counts for no record yet.
        messages: [0, 1, 2].map((index) => ({
          page: "ana",
          text: `as it was sent then, ${index}`,
          captionId: captionId(index),
          sendingTime: NOW - (45 - index) * 24 * 3_600_000,
          type: "PPV" as const,
          price: 10,
          sent: 100,
          viewed: 50,
          purchased: 5,
          earnings: 50,
        })),
      });
      onTestFinished(() => place.dispose());
      const warehouse = await place.open();
      const { Mid } = await warehouse.rankedCaptions(
        { page: "ana", startDate: WEEK, now: NOW, ignore: [], seed: "1" },
        QUIET,
      );
      expect(Mid.map((one) => [one.captionId, one.sends]).sort()).toEqual(
        [
          [captionId(0), 1],
          [captionId(1), 1],
          [captionId(2), 0],
        ].sort(),
      );
    });
  });
}
