import { describe, expect, it, onTestFinished } from "vitest";
import { addDays, type Instant } from "../../../src/domain/calendar.js";
import { ConflictError, QUIET, type Warehouse } from "../../../src/warehouse/port.js";
import { at, caption, captionId, commitOf, message, scheduleOf, WEEK, watched } from "../fixtures.js";
import { type MakePlace, type Place, written } from "./place.js";

const day = (index: number): string => addDays(WEEK, index);
/** Wednesday of the week, noon. */
const NOON = at(day(2), 12);
const BANK = Array.from({ length: 8 }, (_, index) => caption(index));

async function committed(make: MakePlace) {
  const place = await make({ creators: [{ page: "ana" }, { page: "bea" }], captions: BANK });
  onTestFinished(() => place.dispose());
  const warehouse = await place.open({ clock: () => NOON });
  const schedule = scheduleOf("ana", [
    message("Bump", caption(6), day(0), 9),
    ...[0, 1, 2, 3, 4].map((index) => message("PPV", caption(index), day(index))),
    message("Bump", caption(7), day(5), 9),
  ]);
  await warehouse.commit(commitOf(schedule), QUIET);
  return { place, warehouse, schedule };
}
const takeBack = (warehouse: Warehouse, scheduleId: string, now: Instant = NOON, user = "bo") =>
  warehouse.withdraw(
    { scheduleId, now, why: "the page is closed", log: { seconds: 0, command: "withdraw", user } },
    QUIET,
  );
const locked = async (place: Place): Promise<string[]> =>
  (
    await place.rows(
      "SELECT CAST(caption_id AS VARCHAR) AS id FROM {dataset}.active_caption_assignments WHERE is_active ORDER BY scheduled_send_date",
    )
  ).map(({ id }) => String(id));
const facts = (warehouse: Warehouse, startDate: string, now: Instant = NOON) =>
  warehouse.week({ page: "ana", startDate, now, seed: "1", ignore: [] }, QUIET);

/** A committed schedule is taken back. */
export function withdrawing(make: MakePlace): void {
  describe("a withdrawal", () => {
    it("frees the captions to come, keeps those sent, and says who, when and why", async () => {
      const { place, warehouse, schedule } = await committed(make);
      const withdrawal = await takeBack(warehouse, schedule.schedule_id);
      expect(withdrawal).toEqual({
        scheduleId: schedule.schedule_id,
        page: "ana",
        weekStart: WEEK,
        sent: 4,
        toCome: 3,
        released: 2,
        at: new Date(NOON).toISOString(),
        by: "bo",
      });
      expect(await locked(place)).toEqual([0, 1, 2].map(captionId));
      expect(await warehouse.lookup(schedule.schedule_id, QUIET)).toMatchObject({
        state: "withdrawn",
        changedAt: new Date(NOON).toISOString(),
        changedBy: "bo",
        receipt: { by: "ana" },
      });
      const [row] = await place.rows(
        "SELECT page_name, message_count, status, exported_by, details FROM {dataset}.schedule_export_log WHERE command = 'withdraw'",
      );
      expect(row).toMatchObject({ page_name: "ana", status: "SUCCESS", exported_by: "bo" });
      expect(Number(row?.message_count)).toBe(3);
      expect(JSON.parse(String(row?.details))).toEqual({ why: "the page is closed" });
    });

    it("lets the week be planned again, and what was sent counts for gap and rest, but nothing else of it", async () => {
      const { warehouse, schedule } = await committed(make);
      await takeBack(warehouse, schedule.schedule_id);
      expect(await warehouse.overlaps("ana", WEEK, QUIET)).toEqual([]);
      const next = await facts(warehouse, day(7));
      // Ten days and less before the week that starts on the 17th: 7, 6 and 5 days, the bump of Monday included.
      const offered = Object.values(next.captions).flatMap((list) => list.map((each) => each.captionId));
      expect([...offered].sort()).toEqual([3, 4, 5, 7].map(captionId).sort());
      const same = await facts(warehouse, WEEK);
      expect(same.neighbours.map(({ instant }) => instant)).toEqual(
        schedule.messages.slice(0, 4).map(({ utc }) => Date.parse(utc)),
      );
      // On another page only the locks count: 3 and 4 are free there, too.
      const theirs = await warehouse.week(
        { page: "bea", startDate: WEEK, now: NOON, seed: "1", ignore: [] },
        QUIET,
      );
      expect(theirs.captions.Mid.map((each) => each.captionId).sort()).toEqual(
        [3, 4, 5, 6, 7].map(captionId).sort(),
      );
      await warehouse.commit(
        commitOf(scheduleOf("ana", [message("PPV", caption(3), day(4), 20)]), WEEK, {
          now: NOON,
          allowPast: true,
        }),
        QUIET,
      );
    });

    it("before its week leaves no trace in rest, gap and locks", async () => {
      const { place, warehouse, schedule } = await committed(make);
      const early = at(addDays(WEEK, -3), 9);
      expect(await takeBack(warehouse, schedule.schedule_id, early)).toMatchObject({
        sent: 0,
        toCome: 7,
        released: 5,
      });
      expect(await locked(place)).toEqual([]);
      const next = await facts(warehouse, day(7), early);
      expect(Object.values(next.captions).flat()).toHaveLength(BANK.length);
      expect((await facts(warehouse, WEEK, early)).neighbours).toEqual([]);
    });

    it("twice is refused, saying when and by whom, and so is a commit of the same schedule", async () => {
      const { place, warehouse, schedule } = await committed(make);
      await takeBack(warehouse, schedule.schedule_id);
      const before = await written(place);
      const said = new RegExp(
        `^conflict: ${schedule.schedule_id} was withdrawn on 2025-11-12 20:07 UTC by bo$`,
      );
      for (const again of [
        () => takeBack(warehouse, schedule.schedule_id, NOON + 60_000, "cy"),
        () => warehouse.commit(commitOf(schedule), QUIET),
        () =>
          warehouse.commit(
            commitOf(
              scheduleOf("ana", [message("PPV", caption(5), day(6))], { replaces: schedule.schedule_id }),
              WEEK,
              { now: NOON },
            ),
            QUIET,
          ),
      ]) {
        const error: unknown = await again().catch((each: unknown) => each);
        expect(error).toBeInstanceOf(ConflictError);
        expect(error).toMatchObject({ exitCode: 4, message: expect.stringMatching(said) });
      }
      expect(await written(place)).toBe(before);
    });

    it("of an id that is not there, or through a read-only warehouse, is refused", async () => {
      const { place, warehouse, schedule } = await committed(make);
      await expect(takeBack(warehouse, "sched_20250101_000000_000000_ana")).rejects.toMatchObject({
        exitCode: 2,
      });
      const looking = await place.open({ readOnly: true });
      await expect(takeBack(looking, schedule.schedule_id)).rejects.toMatchObject({ exitCode: 5 });
    });

    it.each(["before", "after"] as const)(
      "that fails %s any one statement leaves nothing, or stands whole; the same withdrawal then succeeds or says so",
      async (moment) => {
        for (let failAt = 0; ; failAt++) {
          const { place, schedule } = await committed(make);
          let count = 0;
          let [armed, last] = [false, ""];
          const warehouse = await place.open({
            witness: (statement, now) => {
              if (!armed) return;
              if (now === "before") last = statement;
              if (now !== moment || count++ !== failAt) return;
              armed = false;
              throw new Error(`at statement ${failAt}`);
            },
          });
          const before = await written(place);
          armed = true;
          const outcome: unknown = await takeBack(warehouse, schedule.schedule_id).catch(
            (each: unknown) => each,
          );
          if (armed) {
            expect(failAt).toBeGreaterThan(place.oneJob ? 1 : 6);
            return;
          }
          if (last === "COMMIT" && moment === "after") {
            expect(outcome).toMatchObject({ released: 2, toCome: 3 });
            continue;
          }
          expect(outcome).toBeInstanceOf(Error);
          expect(await written(place)).toBe(before);
          expect(await takeBack(warehouse, schedule.schedule_id)).toMatchObject({ released: 2 });
        }
      },
    );

    it("that meets another transaction is tried again, visibly, and done once", async () => {
      const { place, schedule } = await committed(make);
      let armed = true;
      const warehouse = await place.open({
        witness: (statement, now) => {
          if (!armed || statement !== "COMMIT" || now !== "after") return;
          armed = false;
          throw place.clash();
        },
      });
      const ctx = watched();
      const log = { seconds: 0, command: "withdraw", user: "bo" };
      const request = { scheduleId: schedule.schedule_id, now: NOON, why: "closed", log };
      expect(await warehouse.withdraw(request, ctx)).toMatchObject({ released: 2, toCome: 3 });
      expect(ctx.steps.filter(({ kind }) => kind === "retry")).toHaveLength(1);
      expect(
        await place.rows("SELECT * FROM {dataset}.schedule_export_log WHERE command = 'withdraw'"),
      ).toHaveLength(1);
    });
  });
}
