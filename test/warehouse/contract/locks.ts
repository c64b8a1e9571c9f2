import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { addDays, daysBetween } from "../../../src/domain/calendar.js";
import { ConflictError, QUIET } from "../../../src/warehouse/port.js";
import { caption, captionId, commitOf, message, NOW, scheduleOf, WEEK, weekOf } from "../fixtures.js";
import { type MakePlace, type Place, written } from "./place.js";

/** The same caption as number 0 for every eye: another id, another case, another white space. */
const TWIN = caption(1, { text: "  MORNING  walk number 0 \u200b🌿\n" });

async function twoPages(make: MakePlace): Promise<Place> {
  const place = await make({
    creators: [{ page: "ana" }, { page: "bea" }],
    captions: [caption(0), TWIN, caption(2), caption(3)],
  });
  onTestFinished(() => place.dispose());
  return place;
}
const on = (page: string, date: string, one = caption(0)) => scheduleOf(page, [message("PPV", one, date)]);

/** A caption is sent once within 7 days either side, on any page; a page has one schedule a week. */
export function locks(make: MakePlace): void {
  describe("locks", () => {
    const held = addDays(WEEK, 3);

    it.each([
      ["its id", caption(0)],
      ["its text under another id", TWIN],
    ])("keep a caption by %s from every page for 7 days either side, and no longer", async (_what, one) => {
      const place = await twoPages(make);
      const warehouse = await place.open();
      const first = on("ana", held);
      await warehouse.commit(commitOf(first), QUIET);
      for (const days of [-7, -1, 0, 7]) {
        const date = addDays(held, days);
        const error = await warehouse
          .commit(commitOf(on("bea", date, one), date), QUIET)
          .catch((e: unknown) => e);
        expect(error).toBeInstanceOf(ConflictError);
        expect((error as ConflictError).exitCode).toBe(4);
        expect((error as ConflictError).check.captions).toMatchObject([
          {
            captionId: one.captionId,
            sendDate: date,
            holder: "ana",
            heldDate: held,
            heldBy: first.schedule_id,
          },
        ]);
      }
      for (const days of [-8, 8]) {
        const date = addDays(held, days);
        const past = { allowPast: true };
        await warehouse.commit(commitOf(on("bea", date, one), date, past), QUIET);
      }
    });

    it("name each caption, its holder and since when, and leave nothing behind", async () => {
      const place = await twoPages(make);
      const since = NOW + 90_000;
      const warehouse = await place.open({ clock: () => since });
      await warehouse.commit(commitOf(weekOf("ana", WEEK, [caption(0), caption(2)])), QUIET);
      const before = await written(place);
      const again = weekOf("bea", WEEK, [caption(2), caption(3), TWIN]);
      const error = (await warehouse
        .commit(commitOf(again), QUIET)
        .catch((e: unknown) => e)) as ConflictError;
      expect(error.message).toMatch(/^conflict: /);
      expect(error.message).not.toContain(captionId(3));
      for (const one of [caption(2), TWIN]) expect(error.message).toContain(one.captionId);
      expect(error.message).toContain("ana");
      expect(error.message).toContain("2025-11-03 17:13");
      expect(error.remedy).toContain(`--exclude ${captionId(2)},${captionId(1)}`);
      expect(error.check).toEqual(
        await warehouse.conflicts(again, WEEK, QUIET).then((c) => ({ ...c, at: error.check.at })),
      );
      expect(await written(place)).toBe(before);
    });

    it("do not hold bumps", async () => {
      const place = await twoPages(make);
      const warehouse = await place.open();
      const receipt = await warehouse.commit(commitOf(weekOf("ana", WEEK, [caption(2)], caption(0))), QUIET);
      expect(receipt).toMatchObject({ messages: 2, locks: 1 });
      await warehouse.commit(commitOf(weekOf("bea", WEEK, [caption(3)], caption(0))), QUIET);
    });

    it.each([-6, -1, 0, 6])(
      "one page has one schedule for the seven days: %i days apart is refused",
      async (days) => {
        const place = await twoPages(make);
        const warehouse = await place.open();
        const first = weekOf("ana", WEEK, [caption(0)]);
        await warehouse.commit(commitOf(first), QUIET);
        const start = addDays(WEEK, days);
        const other = weekOf("ana", start, [caption(2)]);
        await expect(warehouse.commit(commitOf(other, start), QUIET)).rejects.toMatchObject({
          exitCode: 4,
          check: {
            captions: [],
            schedules: [{ scheduleId: first.schedule_id, weekStart: WEEK, createdBy: "ana" }],
          },
        });
        expect(await warehouse.overlaps("ana", start, QUIET)).toHaveLength(1);
        expect(await warehouse.overlaps("bea", start, QUIET)).toHaveLength(0);
      },
    );

    it.each([-7, 7])("weeks that touch do not overlap: %i days apart is fine", async (days) => {
      const place = await twoPages(make);
      const warehouse = await place.open();
      await warehouse.commit(commitOf(weekOf("ana", WEEK, [caption(0)])), QUIET);
      const start = addDays(WEEK, days);
      expect(await warehouse.overlaps("ana", start, QUIET)).toEqual([]);
      await warehouse.commit(commitOf(weekOf("ana", start, [caption(2)]), start), QUIET);
    });

    it("refuse what a plain model of the rule refuses, and nothing else", async () => {
      const step = fc.record({
        page: fc.constantFrom("ana", "bea", "cleo"),
        start: fc.integer({ min: 0, max: 30 }),
        captions: fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 3 }),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 10 }), async (steps) => {
          const bank = Array.from({ length: 5 }, (_, index) => caption(index));
          const place = await make({ captions: bank });
          try {
            const warehouse = await place.open();
            const sends: { caption: number; date: string }[] = [];
            const weeks: { page: string; start: string }[] = [];
            for (const { page, start: day, captions } of steps) {
              const start = addDays(WEEK, day);
              const dated = captions.map((index, place) => ({
                caption: index,
                date: addDays(start, 1 + place),
              }));
              const taken =
                weeks.some((one) => one.page === page && Math.abs(daysBetween(one.start, start)) < 7) ||
                dated.some((one) =>
                  sends.some(
                    (s) => s.caption === one.caption && Math.abs(daysBetween(s.date, one.date)) <= 7,
                  ),
                );
              const schedule = scheduleOf(
                page,
                dated.map((one) => message("PPV", caption(one.caption), one.date)),
              );
              const outcome = await warehouse.commit(commitOf(schedule, start), QUIET).then(
                () => "committed",
                (error: unknown) => (error instanceof ConflictError ? "conflict" : error),
              );
              expect(outcome).toBe(taken ? "conflict" : "committed");
              if (taken) continue;
              sends.push(...dated);
              weeks.push({ page, start });
            }
          } finally {
            await place.dispose();
          }
        }),
        { numRuns: 6 },
      );
    });
  });
}
