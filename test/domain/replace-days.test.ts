import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, weekDates } from "../../src/domain/calendar.js";
import { countsPerDay, type DaysRequest } from "../../src/domain/days.js";
import { daysByTheBook } from "./days-oracle.js";

const OVER = Number.POSITIVE_INFINITY;
const NOTHING = { ppv: 0, bump: 0 };
function counts(request: Partial<DaysRequest>): string | null {
  const days = countsPerDay({
    dates: weekDates("2025-11-10"),
    ppv: 9,
    bump: 9,
    coolingDays: 0,
    caps: Array(7).fill(9),
    ...request,
  });
  return days && `${days.map((day) => day.ppv).join(" ")} | ${days.map((day) => day.bump).join(" ")}`;
}

describe("counts per day of a week of which something stands", () => {
  it("leave days that are over alone: nothing moves from them, nor to them", () => {
    expect(counts({ caps: [OVER, OVER, 9, 9, 9, 9, 9] })).toBe("1 1 1 1 2 2 1 | 2 1 1 1 1 1 2");
    // Wednesday is full: its bump goes to Thursday, then its PPV to Sunday (of the same need and as full, but later).
    expect(counts({ caps: [OVER, OVER, 0, 9, 9, 9, 9] })).toBe("1 1 0 1 2 2 2 | 2 1 0 2 1 1 2");
    expect(counts({ caps: [OVER, OVER, OVER, OVER, OVER, OVER, 2] })).toBeNull();
  });

  it("move only what does not stand yet, a bump before a PPV", () => {
    const carried = [NOTHING, NOTHING, { ppv: 0, bump: 1 }, NOTHING, NOTHING, NOTHING, NOTHING];
    // Wednesday's bump stands and fills it: its PPV moves, to Monday, which has the fewest on it and beside it.
    expect(counts({ caps: [9, 9, 1, 9, 9, 9, 9], carried })).toBe("2 1 0 1 2 2 1 | 2 1 1 1 1 1 2");
  });

  it("let stand what is more than a cap, and move nothing for it", () => {
    const carried = [{ ppv: 4, bump: 4 }, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING];
    expect(counts({ caps: [3, 9, 9, 9, 9, 9, 9], carried })).toBe("1 1 1 1 2 2 1 | 2 1 1 1 1 1 2");
  });

  it("are those of the contract read word by word, whatever stands and however much of the week is over", () => {
    const request = fc.record({
      start: fc.integer({ min: 0, max: 400 }),
      ppv: fc.integer({ min: 0, max: 30 }),
      bump: fc.integer({ min: 0, max: 30 }),
      coolingDays: fc.constantFrom(0, 0, 2),
      over: fc.integer({ min: 0, max: 6 }),
      room: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 7, maxLength: 7 }),
      most: fc.integer({ min: 3, max: 12 }),
      stands: fc.array(
        fc.record({ ppv: fc.integer({ min: 0, max: 4 }), bump: fc.integer({ min: 0, max: 4 }) }),
        {
          minLength: 7,
          maxLength: 7,
        },
      ),
    });
    let placed = 0;
    fc.assert(
      fc.property(request, ({ start, ppv, bump, coolingDays, over, room, most, stands }) => {
        // Messages stand on the days up to today, which is the first that is not over.
        const carried = stands.map((each, day) => (day <= over ? each : NOTHING));
        const caps = room.map((free, day) =>
          day < over ? OVER : Math.min(most, free + (carried[day]?.ppv ?? 0) + (carried[day]?.bump ?? 0)),
        );
        const asked: DaysRequest = {
          dates: weekDates(addDays("2025-10-01", start)),
          ppv,
          bump,
          coolingDays,
          caps,
          carried,
        };
        const days = countsPerDay(asked);
        const book = daysByTheBook(asked);
        expect(days && { ppv: days.map((day) => day.ppv), bump: days.map((day) => day.bump) }).toEqual(book);
        placed += Number(days !== null);
      }),
      { numRuns: 400 },
    );
    expect(placed).toBeGreaterThan(100);
  });
});
