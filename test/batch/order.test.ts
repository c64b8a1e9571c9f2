import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "../../src/domain/calendar.js";
import { ZONES, type Zone } from "../../src/domain/zone.js";
import { fairOrder } from "../../src/pipeline/batch-order.js";

const WEEKS = Array.from({ length: 104 }, (_, week) => addDays("2025-11-10", 7 * week));
const pagesOf = (zone: (index: number) => Zone | null, count = 40) =>
  Array.from({ length: count }, (_, index) => ({ page: `page${index}`, zone: zone(index) }));
/** Places of each page over two years, from 0. */
function places(pages: ReturnType<typeof pagesOf>): Map<string, number[]> {
  const all = new Map<string, number[]>(pages.map(({ page }) => [page, []]));
  for (const week of WEEKS)
    for (const [place, { page }] of fairOrder(pages, week).entries()) all.get(page)?.push(place);
  return all;
}
const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;

describe("the order of a batch", () => {
  it("gives every page of equal need each part of the field: nobody always chooses last", () => {
    for (const own of places(pagesOf(() => "GREEN")).values()) {
      expect(own.some((place) => place < 10)).toBe(true);
      expect(own.some((place) => place >= 30)).toBe(true);
      // Two years of even draws: the mean of 104 is within 3.5 standard errors of the middle.
      expect(Math.abs(mean(own) - 19.5)).toBeLessThan(4);
    }
  });

  it("lets the tired start ahead, and the healthy still overtake them now and then", () => {
    const own = places(pagesOf((index) => ZONES[index % 3] ?? null));
    const meanOf = (zone: Zone): number =>
      mean([...own].filter(([page]) => ZONES[Number(page.slice(4)) % 3] === zone).flatMap(([, all]) => all));
    expect(meanOf("RED")).toBeLessThan(meanOf("YELLOW"));
    expect(meanOf("YELLOW")).toBeLessThan(meanOf("GREEN"));
    // The only healthy page among thirty-nine tired ones, and the only one without a score.
    for (const lone of ["GREEN", null] as const) {
      const alone = places(pagesOf((index) => (index === 7 ? lone : "RED"))).get("page7") ?? [];
      expect(alone.filter((place) => place < 39).length).toBeGreaterThan(20);
      expect(Math.min(...alone)).toBeLessThan(30);
    }
  });

  it("is the same however the pages are listed, and does not change for the others when one joins", () => {
    const page = fc.record({
      page: fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,12}$/),
      zone: fc.constantFrom<Zone | null>("GREEN", "YELLOW", "RED", null),
    });
    const some = fc.uniqueArray(page, { selector: (each) => each.page, minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(some, fc.constantFrom(...WEEKS), (pages, week) => {
        const order = fairOrder(pages, week);
        expect([...order].sort((a, b) => (a.page < b.page ? -1 : 1))).toEqual(
          [...pages].sort((a, b) => (a.page < b.page ? -1 : 1)),
        );
        expect(fairOrder([...pages].reverse(), week)).toEqual(order);
        expect(fairOrder(pages.slice(1), week)).toEqual(order.filter((each) => each !== pages[0]));
      }),
      { numRuns: 200 },
    );
  });
});
