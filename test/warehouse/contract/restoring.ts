import { describe, expect, it, onTestFinished } from "vitest";
import { addDays, type Instant } from "../../../src/domain/calendar.js";
import { ConflictError, QUIET, type Warehouse } from "../../../src/warehouse/port.js";
import { at, caption, captionId, commitOf, message, NOW, scheduleOf, WEEK, watched } from "../fixtures.js";
import { type MakePlace, type Place, written } from "./place.js";

const day = (index: number): string => addDays(WEEK, index);
/** Wednesday of the week, noon: a bump and PPVs 0 to 2 are sent, 3 and 4 and a bump to come. */
const NOON = at(day(2), 12);
const BANK = Array.from({ length: 8 }, (_, index) => caption(index));

/** A schedule that was committed, then withdrawn. */
async function withdrawn(make: MakePlace, when: Instant = NOON) {
  const place = await make({ creators: [{ page: "ana" }, { page: "bea" }], captions: BANK });
  onTestFinished(() => place.dispose());
  const warehouse = await place.open({ clock: () => when });
  const schedule = scheduleOf("ana", [
    message("Bump", caption(6), day(0), 9),
    ...[0, 1, 2, 3, 4].map((index) => message("PPV", caption(index), day(index))),
    message("Bump", caption(7), day(5), 9),
  ]);
  await warehouse.commit(commitOf(schedule), QUIET);
  const log = { seconds: 0, command: "withdraw", user: "bo" };
  await warehouse.withdraw({ scheduleId: schedule.schedule_id, now: when, why: "by mistake", log }, QUIET);
  return { place, warehouse, schedule, id: schedule.schedule_id };
}
const by = { user: "cy", details: '{"host":"desk-2"}' };
const bringBack = (warehouse: Warehouse, scheduleId: string, now: Instant = NOON) =>
  warehouse.restore({ scheduleId, now, by }, QUIET);
const locked = async (place: Place): Promise<string[]> =>
  (
    await place.rows(
      "SELECT CAST(caption_id AS VARCHAR) AS id FROM {dataset}.active_caption_assignments WHERE is_active ORDER BY scheduled_send_date",
    )
  ).map(({ id }) => String(id));

/** A withdrawal is undone. */
export function restoring(make: MakePlace): void {
  describe("a restored schedule", () => {
    it("stands as before: committed, every caption locked once, the log says who did it and where", async () => {
      const { place, warehouse, schedule, id } = await withdrawn(make);
      expect(await locked(place)).toEqual([0, 1, 2].map(captionId));
      const ctx = watched();
      expect(await warehouse.restore({ scheduleId: id, now: NOON, by }, ctx)).toEqual({
        schedule,
        locks: 2,
        repeated: false,
      });
      // From here on it cannot be stopped: told, as with a commit.
      expect(ctx.steps.filter((step) => step.kind === "step" && step.sent)).toHaveLength(1);
      expect(await locked(place)).toEqual([0, 1, 2, 3, 4].map(captionId));
      expect(await warehouse.lookup(id, QUIET)).toMatchObject({
        state: "committed",
        schedule,
        receipt: { by: "ana", weekStart: WEEK },
      });
      expect((await warehouse.overlaps("ana", WEEK, QUIET)).map(({ scheduleId }) => scheduleId)).toEqual([
        id,
      ]);
      const rows = await place.rows(
        "SELECT CAST(message_count AS STRING) AS n, status, exported_by, details FROM {dataset}.schedule_export_log WHERE command = 'restore'",
      );
      expect(rows).toEqual([{ n: "3", status: "SUCCESS", exported_by: "cy", details: by.details }]);
      // Nobody else gets what it holds.
      const taken = commitOf(scheduleOf("bea", [message("PPV", caption(4), day(5))]), WEEK, {
        now: NOON,
        allowPast: true,
      });
      await expect(warehouse.commit(taken, QUIET)).rejects.toBeInstanceOf(ConflictError);

      const before = await written(place);
      expect(await bringBack(warehouse, id)).toMatchObject({ repeated: true });
      expect(await written(place)).toBe(before);
      // And it may be withdrawn once more.
      const log = { seconds: 0, command: "withdraw", user: "bo" };
      expect(
        await warehouse.withdraw({ scheduleId: id, now: NOON + 60_000, why: "after all", log }, QUIET),
      ).toMatchObject({ sent: 4, toCome: 3, released: 2 });
    });

    it("is refused where a caption or the week was taken meanwhile, naming the holder; nothing is written", async () => {
      const { place, warehouse, id } = await withdrawn(make, NOW);
      const theirs = scheduleOf("bea", [message("PPV", caption(2), day(4))]);
      await warehouse.commit(commitOf(theirs), QUIET);
      const before = await written(place);
      const conflict = await bringBack(warehouse, id, NOW).catch((error: unknown) => error);
      expect(conflict).toBeInstanceOf(ConflictError);
      expect(conflict).toMatchObject({
        exitCode: 4,
        check: {
          captions: [{ captionId: captionId(2), holder: "bea", heldBy: theirs.schedule_id }],
          schedules: [],
        },
      });
      expect(await written(place)).toBe(before);

      const own = scheduleOf("ana", [message("PPV", caption(5), day(3))]);
      await warehouse.commit(commitOf(own), QUIET);
      const both = await bringBack(warehouse, id, NOW).catch((error: unknown) => error);
      expect(both).toMatchObject({ exitCode: 4, check: { schedules: [{ scheduleId: own.schedule_id }] } });
    });

    it("is refused once a message became due, and for what was never withdrawn", async () => {
      const { place, warehouse, id } = await withdrawn(make);
      const before = await written(place);
      // PPV 3 stands on Thursday at 10:07; a quarter of an hour ahead it counts as passed.
      await expect(bringBack(warehouse, id, at(day(3), 10, 0))).rejects.toMatchObject({
        exitCode: 2,
        message: expect.stringContaining("became due"),
      });
      await expect(bringBack(warehouse, "sched_20250101_000000_000000_ana")).rejects.toMatchObject({
        exitCode: 2,
      });
      const looking = await place.open({ readOnly: true });
      await expect(bringBack(looking, id)).rejects.toMatchObject({ exitCode: 5 });
      expect(await written(place)).toBe(before);

      const old = scheduleOf("bea", [message("PPV", caption(5), day(1))]);
      await warehouse.commit(commitOf(old, WEEK, { now: NOW }), QUIET);
      const fresh = scheduleOf("bea", [message("PPV", caption(5), day(5))], { replaces: old.schedule_id });
      await warehouse.commit(commitOf(fresh, WEEK, { now: NOW }), QUIET);
      const gone = await bringBack(warehouse, old.schedule_id, NOW).catch((error: unknown) => error);
      expect(gone).toMatchObject({ exitCode: 4, message: expect.stringContaining("was replaced") });
    });

    it("meets a commit of its captions, and another restore, at the same time: exactly one wins", async () => {
      const { place, warehouse, id } = await withdrawn(make, NOW);
      const handles = await Promise.all([place.open(), place.open(), place.open()]);
      const theirs = commitOf(scheduleOf("bea", [message("PPV", caption(0), day(1))]));
      const [first, second, other] = await Promise.allSettled([
        handles[0]?.restore({ scheduleId: id, now: NOW, by }, QUIET),
        handles[1]?.restore({ scheduleId: id, now: NOW, by: { user: "di" } }, QUIET),
        handles[2]?.commit(theirs, QUIET),
      ]);
      const restored = [first, second].filter(({ status }) => status === "fulfilled");
      expect(other.status).toBe(restored.length === 0 ? "fulfilled" : "rejected");
      expect(restored.length).toBe(other.status === "fulfilled" ? 0 : 2);
      const log = await place.rows(
        "SELECT schedule_id FROM {dataset}.schedule_export_log WHERE command = 'restore'",
      );
      expect(log).toHaveLength(restored.length === 0 ? 0 : 1);
      expect(new Set(await locked(place)).size).toBe((await locked(place)).length);
      expect((await warehouse.health(NOW, QUIET)).doubleLocks).toEqual([]);
    });

    it("that fails after any one statement leaves nothing, or stands whole; the next try then succeeds", async () => {
      const { place, warehouse: sound, id } = await withdrawn(make);
      const log = { seconds: 0, command: "withdraw", user: "bo" };
      for (let failAt = 0; ; failAt++) {
        let count = 0;
        let [armed, last] = [false, ""];
        const warehouse = await place.open({
          clock: () => NOON,
          witness: (statement, now) => {
            if (!armed || now === "before") return;
            last = statement;
            if (count++ !== failAt) return;
            armed = false;
            throw new Error(`at statement ${failAt}`);
          },
        });
        const before = await written(place);
        armed = true;
        const outcome: unknown = await bringBack(warehouse, id).catch((each: unknown) => each);
        if (armed) {
          expect(failAt).toBeGreaterThan(place.oneJob ? 1 : 6);
          return;
        }
        if (last === "COMMIT") expect(outcome).toMatchObject({ locks: 2, repeated: false });
        else {
          expect(outcome).toBeInstanceOf(Error);
          expect(await written(place)).toBe(before);
          expect(await bringBack(warehouse, id)).toMatchObject({ locks: 2, repeated: false });
        }
        // The next one begins with a withdrawn schedule again.
        await sound.withdraw({ scheduleId: id, now: NOON, why: "again", log }, QUIET);
      }
    });
  });
}
