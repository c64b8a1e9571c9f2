import type { IsoDate } from "../domain/calendar.js";
import type { PageName } from "../domain/page.js";
import { seeded } from "../domain/seeded.js";
import type { Zone } from "../domain/zone.js";

/** A page as far as its place in a batch depends on it. */
export interface Ordered {
  readonly page: PageName;
  /** Null where the history gives none. */
  readonly zone: Zone | null;
}

/**
 * How far a page may start behind the front, as a share of the field: need goes first, but never so surely that a
 * healthy page would plan from the leftovers of all others week after week.
 */
const HANDICAP: Readonly<Record<Zone, number>> = { RED: 0, YELLOW: 0.25, GREEN: 0.5 };

/**
 * The order in which the pages of a batch choose their captions: each week draws a place for every page anew, and the
 * more tired a page's audience is, the further ahead it starts. The same pages and week give the same order, whatever
 * else is planned with them.
 */
export function fairOrder<T extends Ordered>(pages: readonly T[], week: IsoDate): T[] {
  const placed = pages.map((each) => ({ each, place: placeOf(each, week) }));
  placed.sort((a, b) => a.place - b.place || (a.each.page < b.each.page ? -1 : 1));
  return placed.map(({ each }) => each);
}

const placeOf = ({ page, zone }: Ordered, week: IsoDate): number =>
  seeded(`batch|${week}|${page}`)() + HANDICAP[zone ?? "GREEN"];
