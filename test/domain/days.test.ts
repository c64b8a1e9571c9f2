import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, weekDates } from "../../src/domain/calendar.js";
import { countsPerDay, type DaysRequest, rampPace } from "../../src/domain/days.js";
import type { Tier } from "../../src/domain/tier.js";
import { volumeInZone } from "../../src/domain/volume.js";
import type { Zone } from "../../src/domain/zone.js";
import { daysByTheBook } from "./days-oracle.js";

const MONDAY = "2025-11-10";
const FREE = Array(7).fill(99);

/** `PPVs | bumps` per day, as the contract writes them. */
function counts(request: Partial<DaysRequest>, startDate = MONDAY): string | null {
  const days = countsPerDay({
    dates: weekDates(startDate),
    ppv: 0,
    bump: 0,
    coolingDays: 0,
    caps: FREE,
    ...request,
  });
  return days && `${days.map((day) => day.ppv).join(" ")} | ${days.map((day) => day.bump).join(" ")}`;
}
const documented = (tier: Tier, zone: Zone, startDate = MONDAY): string | null => {
  const { ppv, bump, coolingDays } = volumeInZone(tier, zone);
  return counts({ ppv, bump, coolingDays }, startDate);
};

describe("counts per day, the cases of the contract (Monday start)", () => {
  it.each([
    ["MICRO", "YELLOW", "1 0 1 0 1 1 0 | 1 1 0 1 0 0 1"],
    ["MEDIUM", "YELLOW", "1 1 1 1 2 2 1 | 2 1 1 1 1 1 2"],
    // 16 bumps: 6 on the cooling days, 10 after; the last PPV goes to Sunday, whose ramp equals Saturday's 1.1 exactly.
    ["MEDIUM", "RED", "0 0 1 1 1 1 2 | 3 3 2 2 2 2 2"],
  ] as const)("%s %s", (tier, zone, expected) => {
    expect(documented(tier, zone)).toBe(expected);
  });

  it("12 PPVs and 9 bumps, as the screens show them", () => {
    expect(counts({ ppv: 12, bump: 9 })).toBe("2 1 2 1 2 2 2 | 1 2 1 2 1 1 1");
  });

  it("shows the ramp as a weekly pace", () => {
    expect(rampPace(6)).toEqual([6, 7, 8, 8, 9]);
    // 10 × 1.1 is 11 and not a crumb more.
    expect(rampPace(10)).toEqual([10, 11, 13, 14, 15]);
    expect(rampPace(0)).toEqual([0, 0, 0, 0, 0]);
    expect(rampPace(100, 3)).toEqual([100, 110, 121]);
  });
});

describe("counts per day", () => {
  it("follow the weekdays, not the place in the week", () => {
    // Started on Friday, the busy days come first.
    expect(counts({ ppv: 9 }, "2025-11-14")?.split(" | ")[0]).toBe("2 2 1 1 1 1 1");
    expect(counts({ ppv: 2 }, "2025-11-14")?.split(" | ")[0]).toBe("1 1 0 0 0 0 0");
  });

  it("put a single message on the later of the two busiest days, apart from others", () => {
    expect(counts({ ppv: 1 })).toBe("0 0 0 0 0 1 0 | 0 0 0 0 0 0 0");
    expect(counts({ bump: 1 })).toBe("0 0 0 0 0 0 0 | 0 0 0 0 0 0 1");
    expect(counts({ ppv: 1, bump: 1 })).toBe("0 0 0 0 0 1 0 | 0 0 0 1 0 0 0");
  });

  it("keep PPVs off cooling days whatever the counts", () => {
    expect(counts({ ppv: 30, bump: 0, coolingDays: 2 })?.startsWith("0 0 ")).toBe(true);
    expect(counts({ ppv: 1, coolingDays: 7 })).toBeNull();
    expect(counts({ bump: 7, coolingDays: 7 })).toBe("0 0 0 0 0 0 0 | 1 1 1 1 1 1 1");
  });

  it("move messages off a day above its cap, bumps before PPVs", () => {
    // Monday has 1 PPV and 2 bumps, and both bumps leave: the first for Wednesday (as empty as Tuesday, and later), the
    // second for Tuesday (emptier than Thursday by its neighbour Monday).
    expect(counts({ ppv: 9, bump: 9, caps: [1, 9, 9, 9, 9, 9, 9] })).toBe("1 1 1 1 2 2 1 | 0 2 2 1 1 1 2");
    expect(counts({ ppv: 9, bump: 9, caps: [0, 9, 9, 9, 9, 9, 9] })?.startsWith("0 ")).toBe(true);
    // A week that starts today, late: what is left takes it all.
    expect(counts({ ppv: 3, bump: 2, caps: [0, 0, 0, 0, 0, 0, 5] })).toBe("0 0 0 0 0 0 3 | 0 0 0 0 0 0 2");
  });

  it("are refused where a message finds no day", () => {
    expect(counts({ ppv: 4, bump: 2, caps: [0, 0, 0, 0, 0, 0, 5] })).toBeNull();
    // Room is left, but only on cooling days.
    expect(counts({ ppv: 3, coolingDays: 2, caps: [5, 5, 1, 1, 0, 0, 0] })).toBeNull();
    expect(counts({ ppv: 1e15, caps: FREE })).toBeNull();
  });

  it("are those of the contract read word by word, for any week, cap and cooling", () => {
    const request = fc.record({
      start: fc.integer({ min: 0, max: 400 }),
      ppv: fc.integer({ min: 0, max: 40 }),
      bump: fc.integer({ min: 0, max: 40 }),
      coolingDays: fc.constantFrom(0, 0, 2, 2, 1, 5, 7),
      caps: fc.oneof(
        fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 7, maxLength: 7 }),
        fc.integer({ min: 1, max: 25 }).map((cap) => Array<number>(7).fill(cap)),
        // The clock cuts the week: some days are over.
        fc
          .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 4, max: 12 }))
          .map(([over, cap]) => Array.from({ length: 7 }, (_, day) => (day < over ? 0 : cap))),
      ),
    });
    let placed = 0;
    fc.assert(
      fc.property(request, ({ start, ppv, bump, coolingDays, caps }) => {
        const asked: DaysRequest = {
          dates: weekDates(addDays("2025-10-01", start)),
          ppv,
          bump,
          coolingDays,
          caps,
        };
        const days = countsPerDay(asked);
        const expected = daysByTheBook(asked);
        expect(days && { ppv: days.map((day) => day.ppv), bump: days.map((day) => day.bump) }).toEqual(
          expected,
        );
        if (days === null) return;
        placed += 1;
        expect(days.map((day) => day.date)).toEqual(asked.dates);
        expect(days.reduce((sum, day) => sum + day.ppv, 0)).toBe(ppv);
        expect(days.reduce((sum, day) => sum + day.bump, 0)).toBe(bump);
        days.forEach((day, index) => {
          expect(day.ppv + day.bump).toBeLessThanOrEqual(caps[index] ?? 0);
          if (index < coolingDays) expect(day.ppv).toBe(0);
        });
      }),
      { numRuns: 2000 },
    );
    expect(placed).toBeGreaterThan(500);
  });
});
