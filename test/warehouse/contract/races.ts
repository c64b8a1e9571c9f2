import { describe, expect, it, onTestFinished } from "vitest";
import { ConflictError, QUIET, type Receipt } from "../../../src/warehouse/port.js";
import { startProcess } from "../commit-process.js";
import { caption, commitOf, WEEK, weekOf } from "../fixtures.js";
import type { MakePlace, Place } from "./place.js";

async function bank(make: MakePlace): Promise<Place> {
  const captions = Array.from({ length: 6 }, (_, index) => caption(index));
  const place = await make({ captions });
  onTestFinished(() => place.dispose());
  return place;
}

/** Of several commits that want the same caption or week exactly one wins. */
export function races(make: MakePlace): void {
  describe("commits at once", () => {
    it.each([
      ["the same caption on six pages", (n: number) => weekOf(`page${n}`, WEEK, [caption(0), caption(1)])],
      ["the same week of one page", (n: number) => weekOf("ana", WEEK, [caption(n)])],
    ])("in one process, through several handles: %s: exactly one wins", async (_what, scheduleNumber) => {
      const place = await bank(make);
      const handles = await Promise.all([place.open(), place.open(), place.open()]);
      const outcomes = await Promise.allSettled(
        Array.from({ length: 6 }, async (_, n) => handles[n % 3]?.commit(commitOf(scheduleNumber(n)), QUIET)),
      );
      const won = outcomes.filter((one) => one.status === "fulfilled");
      expect(won).toHaveLength(1);
      for (const one of outcomes)
        if (one.status === "rejected") expect(one.reason).toBeInstanceOf(ConflictError);
      expect(await place.rows("SELECT schedule_id FROM {dataset}.schedule_recommendations")).toHaveLength(1);
    });

    it("that want different things all win", async () => {
      const place = await bank(make);
      const warehouse = await place.open();
      const receipts = await Promise.all(
        Array.from({ length: 5 }, (_, n) =>
          warehouse.commit(commitOf(weekOf(`page${n}`, WEEK, [caption(n)])), QUIET),
        ),
      );
      expect(receipts.every((one) => !one.repeated)).toBe(true);
      expect(await place.rows("SELECT * FROM {dataset}.active_caption_assignments")).toHaveLength(5);
    });

    it("of the very same schedule write it once and give one receipt", async () => {
      const place = await bank(make);
      const request = commitOf(weekOf("ana", WEEK, [caption(0)]));
      const handles = await Promise.all([place.open(), place.open()]);
      const receipts: Receipt[] = await Promise.all(handles.map((one) => one.commit(request, QUIET)));
      expect(receipts.filter((one) => one.repeated)).toHaveLength(1);
      expect(receipts[0]?.storedAt).toBe(receipts[1]?.storedAt);
    });

    it("in two real processes: exactly one wins, round after round", async () => {
      const place = await bank(make);
      const children = await Promise.all([startProcess(place.options), startProcess(place.options)]);
      onTestFinished(() => Promise.all(children.map((child) => child.end())).then(() => {}));
      for (let round = 0; round < 5; round++) {
        const outcomes = await Promise.all(
          children.map((child, n) =>
            child.commit(commitOf(weekOf(`round${round}page${n}`, WEEK, [caption(round)]))),
          ),
        );
        expect(outcomes.map((one) => one.outcome).sort()).toEqual(["committed", "conflict"]);
      }
      expect(await place.rows("SELECT * FROM {dataset}.schedule_recommendations")).toHaveLength(5);
      expect(await place.rows("SELECT * FROM {dataset}.active_caption_assignments")).toHaveLength(5);
    });
  });
}
