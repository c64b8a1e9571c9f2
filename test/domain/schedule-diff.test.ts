import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "../../src/domain/calendar.js";
import type { ScheduleMessage } from "../../src/domain/schedule.js";
import { type DatedSchedule, diffSchedules } from "../../src/domain/schedule-diff.js";
import { caption, message, scheduleOf, WEEK } from "../warehouse/fixtures.js";

const dated = (messages: readonly ScheduleMessage[], startDate = WEEK): DatedSchedule => ({
  schedule: scheduleOf(
    "ana",
    [...messages].sort((a, b) => Date.parse(a.utc) - Date.parse(b.utc)),
  ),
  startDate,
});
const ppv = (index: number, day: number, hour = 10): ScheduleMessage =>
  message("PPV", caption(index), addDays(WEEK, day), hour);

describe("the difference of two schedules", () => {
  it("tells what is the same, moved, replaced and one's own, each message once", () => {
    const a = dated([ppv(0, 0), ppv(1, 1), ppv(2, 2), ppv(3, 3)]);
    const b = dated([ppv(0, 0), ppv(1, 4, 20), ppv(9, 2), ppv(8, 6)]);
    const diff = diffSchedules(a, b);
    expect(diff.same).toBe(1);
    expect(diff.moved.map((each) => [each.a.utc, each.b.utc])).toEqual([[ppv(1, 1).utc, ppv(1, 4, 20).utc]]);
    expect(diff.replaced.map((each) => [each.a.caption_id, each.b.caption_id])).toEqual([
      [caption(2).captionId, caption(9).captionId],
    ]);
    expect(diff.onlyA).toEqual([ppv(3, 3)]);
    expect(diff.onlyB).toEqual([ppv(8, 6)]);
    expect(diff.figures).toEqual([]);
    expect(diff.days.map((day) => [day.a.ppv, day.b.ppv])).toEqual([
      [1, 1],
      [1, 0],
      [1, 1],
      [1, 0],
      [0, 1],
      [0, 0],
      [0, 1],
    ]);
  });

  it("compares weeks of different dates by their days, and captions by their key", () => {
    const next = addDays(WEEK, 21);
    const twin = { ...caption(5), captionId: "77", text: `  ${caption(0).text.toUpperCase()} ` };
    const a = dated([ppv(0, 3)]);
    const b = dated([message("PPV", twin, addDays(next, 3), 10)], next);
    expect(diffSchedules(a, b)).toMatchObject({ same: 1, moved: [], replaced: [], onlyA: [], onlyB: [] });
  });

  it("names the figures that differ", () => {
    const a = { schedule: { ...dated([ppv(0, 0), ppv(1, 1)]).schedule, seed: "x" }, startDate: WEEK };
    const b = {
      schedule: { ...dated([ppv(0, 0)]).schedule, saturation_zone: "RED" as const },
      startDate: WEEK,
    };
    expect(diffSchedules(a, b).figures).toEqual([
      { name: "zone", a: "YELLOW", b: "RED" },
      { name: "messages", a: 2, b: 1 },
      { name: "PPVs", a: 2, b: 1 },
      { name: "Budget/Mid/Premium", a: "0/2/0", b: "0/1/0" },
      { name: "caption draw", a: "x", b: "20251110" },
    ]);
  });

  it("accounts for every message of both, whichever they are, and is its own mirror image", () => {
    const some = fc
      .uniqueArray(fc.record({ index: fc.nat(11), day: fc.nat(6), hour: fc.integer({ min: 7, max: 22 }) }), {
        selector: ({ day, hour }) => `${day} ${hour}`,
        maxLength: 12,
      })
      .map((list) => dated(list.map(({ index, day, hour }) => ppv(index, day, hour))));
    fc.assert(
      fc.property(some, some, (a, b) => {
        const diff = diffSchedules(a, b);
        const both = diff.same + diff.moved.length + diff.replaced.length;
        expect(both + diff.onlyA.length).toBe(a.schedule.total_messages);
        expect(both + diff.onlyB.length).toBe(b.schedule.total_messages);
        const back = diffSchedules(b, a);
        expect(back.same).toBe(diff.same);
        expect(back.moved).toHaveLength(diff.moved.length);
        expect(diffSchedules(a, a)).toMatchObject({
          same: a.schedule.total_messages,
          moved: [],
          replaced: [],
        });
      }),
      { numRuns: 200 },
    );
  });
});
