import { describe, expect, it, onTestFinished } from "vitest";
import { addDays, isoUtc, MINUTE } from "../../../src/domain/calendar.js";
import type { Schedule, ScheduleMessage } from "../../../src/domain/schedule.js";
import { type CommitRequest, ConflictError, QUIET, type Warehouse } from "../../../src/warehouse/port.js";
import { startProcess } from "../commit-process.js";
import { at, caption, commitOf, message, NOW, scheduleOf, WEEK } from "../fixtures.js";
import { type MakePlace, type Place, written } from "./place.js";

/** Wednesday of the week, noon: two days are over. */
const NOON = at(addDays(WEEK, 2), 12);
const day = (index: number): string => addDays(WEEK, index);
const BANK = Array.from({ length: 12 }, (_, index) => caption(index));

async function bank(make: MakePlace): Promise<Place> {
  const place = await make({ creators: [{ page: "ana" }, { page: "bea" }], captions: BANK });
  onTestFinished(() => place.dispose());
  return place;
}

/** A PPV on each of six days at 10, captions 0 to 5, and a bump on the first. */
const first = (page = "ana"): Schedule =>
  scheduleOf(page, [
    message("Bump", caption(11), day(0), 9),
    ...[0, 1, 2, 3, 4, 5].map((index) => message("PPV", caption(index), day(index))),
  ]);
const carriedOf = ({ messages }: Schedule, until = NOON): ScheduleMessage[] =>
  messages.filter(({ utc }) => Date.parse(utc) <= until).map((each) => ({ ...each, carried: true }));
/** Carries what was sent by Wednesday noon and puts other captions on the other days. */
const second = (old: Schedule, captions = [6, 3, 7], page = old.page_name): Schedule =>
  scheduleOf(
    page,
    [
      ...carriedOf(old),
      ...captions.map((index, place) => message("PPV", caption(index), day(3 + place), 15)),
    ],
    { replaces: old.schedule_id },
  );
const atNoon = (schedule: Schedule, over: Partial<CommitRequest> = {}): CommitRequest =>
  commitOf(schedule, WEEK, { now: NOON, log: { seconds: 1, command: "build", user: "bo" }, ...over });

interface Lock {
  readonly caption: string;
  readonly schedule: string;
  readonly active: boolean;
}
async function locksOf(place: Place): Promise<Lock[]> {
  const rows = await place.rows(
    "SELECT CAST(caption_id AS VARCHAR) AS caption, schedule_id AS schedule, is_active AS active, assignment_key AS key FROM {dataset}.active_caption_assignments ORDER BY scheduled_send_date, scheduled_send_hour",
  );
  for (const row of rows) expect(row.key).toMatch(new RegExp(`^${row.schedule}\\|${row.caption}\\|`));
  return rows.map(({ key: _, ...lock }) => lock as unknown as Lock);
}
const held = (locks: readonly Lock[]): string[] =>
  locks.filter(({ active }) => active).map(({ schedule, caption: id }) => `${schedule} ${id}`);
const asHeld = (schedule: Schedule): string[] =>
  schedule.messages
    .filter(({ message_type }) => message_type === "PPV")
    .map(({ caption_id }) => `${schedule.schedule_id} ${caption_id}`);
const stateOf = async (warehouse: Warehouse, schedule: Schedule) =>
  (await warehouse.lookup(schedule.schedule_id, QUIET))?.state;

/** A schedule takes another's place, in one transaction. */
export function replacing(make: MakePlace): void {
  describe("a replacement", () => {
    it("ends the old schedule and moves its locks: carried ones stay, those to come are free", async () => {
      const place = await bank(make);
      const warehouse = await place.open({ clock: () => NOON });
      const [old, other] = [first(), first("bea")];
      await warehouse.commit(commitOf(old), QUIET);
      const since = (
        await place.rows("SELECT MIN(assigned_at) AS at FROM {dataset}.active_caption_assignments")
      )[0];
      // Caption 3 is locked by the old schedule itself, for a message to come: it is free for the new one.
      const fresh = second(old);
      expect(await warehouse.conflicts(fresh, WEEK, QUIET)).toMatchObject({ captions: [], schedules: [] });
      const receipt = await warehouse.commit(atNoon(fresh), QUIET);
      expect(receipt).toMatchObject({ messages: 7, locks: 6, weekStart: WEEK, by: "bo", repeated: false });

      const locks = await locksOf(place);
      expect(held(locks)).toEqual(asHeld(fresh));
      expect(locks.filter(({ active }) => !active).map(({ schedule }) => schedule)).toEqual(
        [3, 4, 5].map(() => old.schedule_id),
      );
      const kept = await place.rows(
        `SELECT MIN(assigned_at) AS at FROM {dataset}.active_caption_assignments WHERE schedule_id = '${fresh.schedule_id}'`,
      );
      expect(kept[0]?.at).toEqual(since?.at);
      expect(await warehouse.lookup(old.schedule_id, QUIET)).toMatchObject({
        state: "replaced",
        changedAt: new Date(NOON).toISOString(),
        changedBy: "bo",
      });
      expect(await warehouse.overlaps("ana", WEEK, QUIET)).toMatchObject([{ scheduleId: fresh.schedule_id }]);
      // Captions 4 and 5 are anybody's again, 0 is not.
      const on = (index: number): Schedule => ({
        ...other,
        messages: [message("PPV", caption(index), day(4))],
      });
      expect((await warehouse.conflicts(on(4), WEEK, QUIET)).captions).toEqual([]);
      expect((await warehouse.conflicts(on(0), WEEK, QUIET)).captions).toMatchObject([
        { holder: "ana", heldBy: fresh.schedule_id },
      ]);
      expect(await place.rows("SELECT * FROM {dataset}.schedule_export_log")).toHaveLength(2);
    });

    it("is given back by its id, and the old one's id is refused, saying when and by whom", async () => {
      const place = await bank(make);
      const warehouse = await place.open({ clock: () => NOON });
      const old = first();
      await warehouse.commit(commitOf(old), QUIET);
      const fresh = second(old);
      const receipt = await warehouse.commit(atNoon(fresh), QUIET);
      const before = await written(place);
      // Neither the state of the old one, nor the time that has passed, comes before its own id.
      const later = atNoon({ ...fresh }, { now: NOON + 30 * 24 * 60 * MINUTE });
      expect(await warehouse.commit(later, QUIET)).toEqual({ ...receipt, repeated: true });
      await expect(warehouse.commit(commitOf(old), QUIET)).rejects.toMatchObject({
        exitCode: 4,
        message: `conflict: ${old.schedule_id} was replaced on ${isoUtc(NOON).slice(0, 16).replace("T", " ")} UTC by bo`,
      });
      expect(await written(place)).toBe(before);
    });

    it("of a week that lies ahead carries nothing and frees everything", async () => {
      const place = await bank(make);
      const warehouse = await place.open();
      const old = first();
      await warehouse.commit(commitOf(old), QUIET);
      const fresh = scheduleOf("ana", [message("PPV", caption(0), day(2), 20)], {
        replaces: old.schedule_id,
      });
      await warehouse.commit(commitOf(fresh), QUIET);
      expect(held(await locksOf(place))).toEqual(asHeld(fresh));
    });

    it("may be replaced in its turn; what was sent is told once as a neighbour of the week after", async () => {
      const place = await bank(make);
      const warehouse = await place.open();
      const late = message("PPV", caption(5), day(6), 22);
      const old = scheduleOf("ana", [message("PPV", caption(0), day(6), 10), late]);
      await warehouse.commit(commitOf(old), QUIET);
      const now = at(day(6), 12);
      const carried = carriedOf(old, now);
      const again = (replaces: string, index: number): Schedule =>
        scheduleOf("ana", [...carried, message("PPV", caption(index), day(6), 21)], { replaces });
      const b = again(old.schedule_id, 6);
      const c = again(b.schedule_id, 7);
      await warehouse.commit(atNoon(b, { now }), QUIET);
      await warehouse.commit(atNoon(c, { now: now + MINUTE }), QUIET);
      expect(held(await locksOf(place))).toEqual(asHeld(c));
      const week = await warehouse.week(
        { page: "ana", startDate: addDays(WEEK, 7), now, seed: "1", ignore: [] },
        QUIET,
      );
      expect(week.neighbours.map(({ instant }) => isoUtc(instant))).toEqual(c.messages.map(({ utc }) => utc));
    });

    it.each<[string, number, (old: Schedule) => CommitRequest]>([
      ["is not there", 2, (old) => atNoon({ ...second(old), replaces: "sched_20250101_000000_000000_ana" })],
      ["is another page's", 2, (old) => atNoon({ ...second(old), page_name: "bea" })],
      ["has another start date", 2, (old) => atNoon(second(old), { weekStart: day(1) })],
      ["has nothing to come", 2, (old) => atNoon(second(old), { now: at(day(6), 23) })],
      ["had another message", 2, (old) => atNoon(second({ ...first(), schedule_id: old.schedule_id }, [6]))],
      ["has sent more than is carried", 2, (old) => atNoon(second(old), { now: at(day(3), 11) })],
    ])("of a schedule that %s is refused and leaves nothing behind", async (what, exitCode, request) => {
      const place = await bank(make);
      const warehouse = await place.open();
      const old = first();
      await warehouse.commit(commitOf(old), QUIET);
      const before = await written(place);
      const asked = request(old);
      const changed = (each: ScheduleMessage): ScheduleMessage =>
        each.carried === true ? { ...each, caption_text: `${each.caption_text}!` } : each;
      const wanted =
        what === "had another message"
          ? { ...asked, schedule: { ...asked.schedule, messages: asked.schedule.messages.map(changed) } }
          : asked;
      await expect(warehouse.commit(wanted, QUIET)).rejects.toMatchObject({ exitCode });
      expect(await written(place)).toBe(before);
    });

    it("does not excuse other conflicts: captions of others, or another schedule of the page", async () => {
      const place = await bank(make);
      const warehouse = await place.open();
      const [old, theirs] = [first(), scheduleOf("bea", [message("PPV", caption(7), day(5))])];
      await warehouse.commit(commitOf(old), QUIET);
      await warehouse.commit(commitOf(theirs), QUIET);
      const before = await written(place);
      await expect(warehouse.commit(atNoon(second(old)), QUIET)).rejects.toMatchObject({
        exitCode: 4,
        check: { captions: [{ captionId: caption(7).captionId, holder: "bea" }], schedules: [] },
      });
      expect(await written(place)).toBe(before);
      // Carried ones are not asked for: they are out already, whoever holds their captions by now.
      const gone = scheduleOf("bea", [message("PPV", caption(0), day(4))]);
      const carried = second(old, [6]);
      expect(
        (await warehouse.conflicts({ ...carried, messages: carriedOf(old) }, WEEK, QUIET)).captions,
      ).toEqual([]);
      expect((await warehouse.conflicts(gone, WEEK, QUIET)).captions).toHaveLength(1);
    });

    it("may not send a caption again that it carries", async () => {
      const place = await bank(make);
      const warehouse = await place.open();
      const old = first();
      await warehouse.commit(commitOf(old), QUIET);
      await expect(warehouse.commit(atNoon(second(old, [0])), QUIET)).rejects.toMatchObject({
        exitCode: 2,
        field: "messages",
      });
    });

    it("is what a conflict of the page's own week offers, by name", async () => {
      const place = await bank(make);
      const warehouse = await place.open();
      const old = first();
      await warehouse.commit(commitOf(old), QUIET);
      const error: unknown = await warehouse
        .commit(commitOf(scheduleOf("ana", [message("PPV", caption(8), day(3))]), day(1)), QUIET)
        .catch((each: unknown) => each);
      expect(error).toBeInstanceOf(ConflictError);
      expect((error as ConflictError).remedy).toContain(`--replace ${old.schedule_id}`);
      expect((error as ConflictError).remedy).toContain(WEEK);
    });
  });

  describe("a replacement that fails", () => {
    it.each(["before", "after"] as const)(
      "%s any one statement leaves the old one whole, or stands whole itself; the same commit then succeeds",
      async (moment) => {
        const place = await bank(make);
        const heard: string[] = [];
        let failAt = -1;
        let count = 0;
        let armed = false;
        const warehouse = await place.open({
          witness: (statement, now) => {
            if (!armed) return;
            if (now === "before") heard.push(statement);
            if (now !== moment || count++ !== failAt) return;
            armed = false;
            throw new Error(`at statement ${failAt}`);
          },
        });
        let old = first();
        await warehouse.commit(commitOf(old), QUIET);
        for (failAt = 0; ; failAt++) {
          const before = await written(place);
          const fresh = {
            ...second(old, [failAt % 2 === 0 ? 6 : 3]),
            schedule_id: `sched_20251112_120000_${String(failAt).padStart(6, "0")}_ana`,
          };
          [count, heard.length, armed] = [0, 0, true];
          const outcome: unknown = await warehouse
            .commit(atNoon(fresh), QUIET)
            .catch((each: unknown) => each);
          const failed = !armed;
          armed = false;
          const stands = heard.at(-1) === "COMMIT" && moment === "after";
          if (!failed) {
            expect(heard.filter((each) => each === "COMMIT")).toHaveLength(1);
            expect(failAt).toBeGreaterThan(place.oneJob ? 1 : 9);
            break;
          }
          if (stands || !(outcome instanceof Error)) expect(outcome).toMatchObject({ repeated: false });
          else {
            expect(await written(place)).toBe(before);
            expect(await stateOf(warehouse, old)).toBe("committed");
          }
          await warehouse.commit(atNoon(fresh), QUIET);
          expect(await stateOf(warehouse, old)).toBe("replaced");
          expect(held(await locksOf(place))).toEqual(asHeld(fresh));
          old = fresh;
        }
      },
    );
  });

  describe("races for one week", () => {
    it("several replacements: exactly one wins, the others say what became of the schedule", async () => {
      const place = await bank(make);
      const old = first();
      await (await place.open()).commit(commitOf(old), QUIET);
      const handles = await Promise.all([place.open(), place.open(), place.open()]);
      const tries = [6, 7, 8, 9, 10].map((index) => second(old, [index]));
      const outcomes = await Promise.allSettled(
        tries.map((schedule, n) => (handles[n % 3] as Warehouse).commit(atNoon(schedule), QUIET)),
      );
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      for (const one of outcomes)
        if (one.status === "rejected") {
          expect(one.reason).toBeInstanceOf(ConflictError);
          expect(String(one.reason)).toMatch(/was replaced on 2025-11-12 20:0\d UTC by bo/);
        }
      const won = tries[outcomes.findIndex(({ status }) => status === "fulfilled")] as Schedule;
      expect(held(await locksOf(place))).toEqual(asHeld(won));
    });

    it("a replacement and a withdrawal: exactly one wins, whoever comes first", async () => {
      for (const order of [0, 1]) {
        const place = await bank(make);
        const old = first();
        const handles = await Promise.all([place.open(), place.open()]);
        await handles[0].commit(commitOf(old), QUIET);
        const fresh = second(old);
        const log = { seconds: 0, command: "withdraw", user: "cy" };
        const both = [
          () => handles[0].commit(atNoon(fresh), QUIET),
          () => handles[1].withdraw({ scheduleId: old.schedule_id, now: NOON, why: "closed", log }, QUIET),
        ];
        if (order === 1) both.reverse();
        const outcomes = await Promise.allSettled<unknown>(both.map((go) => go()));
        expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
        for (const one of outcomes)
          if (one.status === "rejected") expect(one.reason).toBeInstanceOf(ConflictError);
        const state = await stateOf(handles[0], old);
        expect(held(await locksOf(place))).toEqual(
          state === "replaced" ? asHeld(fresh) : asHeld(old).slice(0, 3),
        );
      }
    });

    it("in two real processes: exactly one wins, round after round", async () => {
      const place = await bank(make);
      const children = await Promise.all([startProcess(place.options), startProcess(place.options)]);
      onTestFinished(() => Promise.all(children.map((child) => child.end())).then(() => {}));
      const warehouse = await place.open();
      let old = first();
      await warehouse.commit(commitOf(old), QUIET);
      for (let round = 0; round < 4; round++) {
        const tries = [second(old, [6]), second(old, [7])];
        const outcomes = await Promise.all(
          children.map((child, n) => child.commit(atNoon(tries[n] as Schedule))),
        );
        expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(["committed", "conflict"]);
        old = tries[outcomes.findIndex(({ outcome }) => outcome === "committed")] as Schedule;
        expect(held(await locksOf(place))).toEqual(asHeld(old));
      }
      expect(NOW).toBeLessThan(NOON);
    });
  });
}
