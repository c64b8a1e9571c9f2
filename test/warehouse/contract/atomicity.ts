import { describe, expect, it, onTestFinished } from "vitest";
import { QUIET, type Receipt } from "../../../src/warehouse/port.js";
import { caption, commitOf, WEEK, watched, weekOf } from "../fixtures.js";
import { type MakePlace, type Place, written } from "./place.js";

class Broken extends Error {}
type Moment = "before" | "after";

async function bankOfTwo(make: MakePlace): Promise<Place> {
  const place = await make({ creators: [{ page: "ana" }], captions: [caption(0), caption(1)] });
  onTestFinished(() => place.dispose());
  return place;
}

/** The statements of one commit, in order. */
async function statementsOfCommit(make: MakePlace): Promise<string[]> {
  const place = await bankOfTwo(make);
  const heard: string[] = [];
  const warehouse = await place.open({
    witness: (text, moment) => void (moment === "before" && heard.push(text)),
  });
  heard.length = 0;
  await warehouse.commit(commitOf(weekOf("ana", WEEK, [caption(0)], caption(1))), QUIET);
  return heard;
}

/** Breaks once, at a statement counted from when it is armed. */
function breakage(at: number, moment: Moment, what: () => void) {
  let armed = false;
  let count = -1;
  return {
    arm: () => {
      armed = true;
    },
    witness: (_statement: string, now: Moment): void => {
      if (!armed) return;
      if (now === "before") count++;
      if (count !== at || now !== moment) return;
      armed = false;
      what();
    },
  };
}

/** All or nothing, whatever fails when. */
export function atomicity(make: MakePlace): void {
  describe("a commit that fails", () => {
    it.each<Moment>(["before", "after"])(
      "%s any one statement leaves nothing, or stands whole with its receipt; the same commit then succeeds",
      async (moment) => {
        const statements = await statementsOfCommit(make);
        const commitAt = statements.indexOf("COMMIT");
        const place = await make({ captions: statements.map((_, index) => caption(index)) });
        onTestFinished(() => place.dispose());
        expect(commitAt).toBeGreaterThan(place.oneJob ? -1 : 5);
        for (const [index] of statements.entries()) {
          const broken = breakage(index, moment, () => {
            throw new Broken(`at statement ${index}`);
          });
          const warehouse = await place.open({ witness: broken.witness });
          const before = await written(place);
          const request = commitOf(weekOf(`page${index}`, WEEK, [caption(index)], caption(0)));
          broken.arm();
          const outcome: Receipt | Error = await warehouse
            .commit(request, QUIET)
            .catch((error: Error) => error);
          const stands = index === commitAt && moment === "after";
          if (stands)
            expect(outcome).toMatchObject({
              scheduleId: request.schedule.schedule_id,
              locks: 1,
              repeated: false,
            });
          else {
            expect(outcome).toBeInstanceOf(Broken);
            expect(await written(place)).toBe(before);
          }
          const again = await warehouse.commit(request, QUIET);
          expect(again).toMatchObject({ messages: 2, locks: 1, repeated: stands });
          expect(await place.rows("SELECT schedule_id FROM {dataset}.schedule_export_log")).toHaveLength(
            index + 1,
          );
        }
      },
    );

    it("with an unknown outcome that cannot be looked up says so, naming the schedule", async () => {
      const place = await bankOfTwo(make);
      let broken = false;
      const warehouse = await place.open({
        witness: (statement, moment) => {
          if (statement === "COMMIT" && moment === "after") broken = true;
          if (broken) throw new Broken("the connection is gone");
        },
      });
      const request = commitOf(weekOf("ana", WEEK, [caption(0)]));
      await expect(warehouse.commit(request, QUIET)).rejects.toMatchObject({
        name: "OutcomeUnknownError",
        exitCode: 7,
        scheduleId: request.schedule.schedule_id,
      });
      broken = false;
      const after = await place.open();
      expect(await after.commit(request, QUIET)).toMatchObject({ repeated: true });
    });
  });

  describe("a commit that meets another", () => {
    it.each<Moment>(["before", "after"])(
      "is tried again, visibly, and stored once: the clash comes %s COMMIT",
      async (moment) => {
        const place = await bankOfTwo(make);
        const statements = await statementsOfCommit(make);
        const clash = breakage(statements.indexOf("COMMIT"), moment, () => {
          throw place.clash();
        });
        const warehouse = await place.open({ witness: clash.witness });
        const ctx = watched();
        clash.arm();
        const receipt = await warehouse.commit(commitOf(weekOf("ana", WEEK, [caption(0)])), ctx);
        expect(receipt).toMatchObject({ locks: 1, repeated: false });
        expect(ctx.steps.filter((step) => step.kind === "retry")).toHaveLength(1);
        expect(await place.rows("SELECT * FROM {dataset}.schedule_recommendations")).toHaveLength(1);
        expect(await place.rows("SELECT * FROM {dataset}.schedule_export_log")).toHaveLength(1);
      },
    );
  });

  describe("an aborted unit of work", () => {
    it("rejects with an AbortError, writes nothing and leaves the warehouse usable: at every statement of a commit", async () => {
      const statements = await statementsOfCommit(make);
      const commitAt = statements.indexOf("COMMIT");
      const place = await bankOfTwo(make);
      const empty = await written(place);
      for (let index = 0; index < commitAt; index++) {
        const ctx = watched();
        const stop = breakage(index, "after", ctx.abort);
        const warehouse = await place.open({ witness: stop.witness });
        stop.arm();
        const request = commitOf(weekOf("ana", WEEK, [caption(0)]));
        await expect(warehouse.commit(request, ctx)).rejects.toMatchObject({ name: "AbortError" });
        expect(await written(place)).toBe(empty);
      }
    });

    it("is a commit no more once the transaction is sent: that is told, and its receipt comes", async () => {
      const place = await bankOfTwo(make);
      const ctx = watched();
      const warehouse = await place.open({
        witness: (statement, moment) => void (statement === "COMMIT" && moment === "before" && ctx.abort()),
      });
      const request = commitOf(weekOf("ana", WEEK, [caption(0)]));
      expect(await warehouse.commit(request, ctx)).toMatchObject({
        scheduleId: request.schedule.schedule_id,
      });
      expect(ctx.steps.filter((step) => step.kind === "step" && step.sent)).toHaveLength(1);
    });

    it("stops while it reads, and does not begin when it was aborted before", async () => {
      const place = await bankOfTwo(make);
      const ctx = watched();
      let reading = false;
      const warehouse = await place.open({ witness: () => void (reading && ctx.abort()) });
      reading = true;
      const request = { page: "ana", startDate: WEEK, now: 0, ignore: [], seed: "1" };
      await expect(warehouse.week(request, ctx)).rejects.toMatchObject({ name: "AbortError" });
      await expect(warehouse.pageNames(ctx)).rejects.toMatchObject({ name: "AbortError" });
      reading = false;
      expect(await warehouse.pageNames(QUIET)).toEqual(["ana"]);
    });
  });

  describe("a read-only warehouse", () => {
    it("reads, and refuses every write before it begins", async () => {
      const place = await bankOfTwo(make);
      const warehouse = await place.open({ readOnly: true });
      expect(warehouse.describe().readOnly).toBe(true);
      expect(await warehouse.pageNames(QUIET)).toEqual(["ana"]);
      const empty = await written(place);
      const failed = {
        scheduleId: null,
        page: "ana",
        messageCount: 0,
        seconds: 1,
        command: "build",
        user: "a",
        error: "x",
      };
      for (const attempt of [
        () => warehouse.commit(commitOf(weekOf("ana", WEEK, [caption(0)])), QUIET),
        () => warehouse.recordFailure(failed, QUIET),
        () => warehouse.load({ creators: [{ page: "bea" }] }, QUIET),
      ])
        await expect(attempt()).rejects.toMatchObject({ exitCode: 5 });
      expect(await written(place)).toBe(empty);
    });
  });

  describe("a closed warehouse", () => {
    it("lets what is under way end, and refuses what comes after", async () => {
      const place = await bankOfTwo(make);
      const warehouse = await place.open();
      const last = warehouse.commit(commitOf(weekOf("ana", WEEK, [caption(0)])), QUIET);
      await warehouse.close();
      expect(await last).toMatchObject({ repeated: false });
      await expect(warehouse.pageNames(QUIET)).rejects.toThrow(/closed/);
    });
  });
}
