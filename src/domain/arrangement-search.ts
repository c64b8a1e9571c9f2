import {
  categoryOf,
  FREE,
  fits,
  type Kind,
  MOST_A_DAY,
  type Puzzle,
  typeOf,
  URGENT,
} from "./arrangement-puzzle.js";
import { type Room, roomFor } from "./arrangement-room.js";

/** A category with less than this part of the places left is rare. */
const RARE = 5;

/**
 * A clean arrangement that keeps the fixed places: the kind of every place, or null where there is none (or none was
 * found in so many steps). Depth first in time order, the most frequent category first, with two cuts: more of a
 * category or of urgency than the remaining places can hold apart; and situations that have failed before, where
 * categories that only their names tell apart count as the same.
 */
export function completion(puzzle: Puzzle, fixed: Int32Array, steps: number): Int32Array | null {
  const search = new Search(puzzle, fixed, steps);
  return search.from(0) ? search.at : null;
}

class Search {
  /** The kind of each place so far. */
  readonly at: Int32Array;
  /** Items left to place, by kind, and by category. */
  private readonly left: Int32Array;
  private readonly leftIn: Int32Array;
  /** Urgent ones left, of PPVs and of bumps. */
  private readonly urgent: [number, number] = [0, 0];
  /** How often a category stands on a day, placed or fixed: day × categories + category. */
  private readonly daily: Int32Array;
  private readonly urgentRoom: Room;
  private readonly rooms: readonly { readonly category: number; readonly room: Room }[];
  /** The last place that is fixed to a category. */
  private readonly lastFixed: Int32Array;
  private readonly dead = new Set<string>();

  constructor(
    private readonly puzzle: Puzzle,
    private readonly fixed: Int32Array,
    private steps: number,
  ) {
    const { days, kinds, categories } = puzzle;
    this.at = Int32Array.from(fixed);
    this.left = new Int32Array(categories * 4);
    this.leftIn = new Int32Array(categories);
    this.daily = new Int32Array((Math.max(0, ...days) + 1) * categories);
    this.lastFixed = new Int32Array(categories).fill(FREE);
    for (const kind of kinds) this.count(kind, 1);
    fixed.forEach((kind, place) => {
      if (kind === FREE) return;
      this.count(kind, -1);
      this.stand(place, kind, 1);
      this.lastFixed[categoryOf(kind)] = place;
    });
    this.urgentRoom = roomFor(puzzle, fixed, {
      is: (kind) => (kind & URGENT) === 1,
      ppvs: this.urgent[0],
      daily: false,
    });
    const open = fixed.filter((kind) => kind === FREE).length;
    // A category that is rare always finds room somewhere: counting would be wasted.
    this.rooms = [...this.leftIn.keys()]
      .filter((category) => (this.leftIn[category] ?? 0) * RARE > open)
      .map((category) => ({
        category,
        room: roomFor(puzzle, fixed, {
          is: (kind) => categoryOf(kind) === category,
          ppvs: this.leftOf(category, 0),
          daily: true,
        }),
      }));
  }

  from(start: number): boolean {
    let place = start;
    while (place < this.fixed.length && this.fixed[place] !== FREE) place += 1;
    if (place === this.fixed.length) return true;
    this.steps -= 1;
    if (this.steps < 0 || this.hopeless(place)) return false;
    if (this.dead.size > 0 && this.dead.has(this.situation(place))) return false;
    for (const kind of this.choices(place)) {
      this.at[place] = kind;
      this.count(kind, -1);
      this.stand(place, kind, 1);
      if (this.from(place + 1)) return true;
      this.stand(place, kind, -1);
      this.count(kind, 1);
      this.at[place] = FREE;
      if (this.steps < 0) return false;
    }
    this.dead.add(this.situation(place));
    return false;
  }

  /** Kinds that may stand here, of the most frequent category first: what is put off longest fits worst. */
  private choices(place: number): Kind[] {
    const type = this.puzzle.types[place] ?? 0;
    const before = this.at[place - 1] ?? FREE;
    const after = this.fixed[place + 1] ?? FREE;
    const found: Kind[] = [];
    for (let kind = type * 2; kind < this.left.length; kind += (kind & 1) === 0 ? 1 : 3) {
      if ((this.left[kind] ?? 0) === 0 || !fits(before, kind) || !fits(kind, after)) continue;
      if (this.onDay(place, categoryOf(kind)) < MOST_A_DAY) found.push(kind);
    }
    const urgent = this.urgent[0] + this.urgent[1];
    const often = (kind: Kind): number => (this.leftIn[categoryOf(kind)] ?? 0) + (kind & URGENT) * urgent;
    return found.sort((a, b) => often(b) - often(a) || a - b);
  }

  /** Whether some category, or the urgent items, find no room apart on the places from here on. */
  private hopeless(place: number): boolean {
    const before = this.at[place - 1] ?? FREE;
    for (const { category, room } of this.rooms) {
      const beside = before !== FREE && categoryOf(before) === category;
      const bumps = room.bumps(place, beside, this.onDay(place, category), this.leftOf(category, 0));
      if (bumps < this.leftOf(category, 1)) return true;
    }
    const pressed = before !== FREE && (before & URGENT) === 1;
    return this.urgentRoom.bumps(place, pressed, 0, this.urgent[0]) < this.urgent[1];
  }

  /** What decides whether the rest can be done, as text. A category named by nothing ahead goes by its numbers only. */
  private situation(place: number): string {
    const before = this.at[place - 1] ?? FREE;
    const named: string[] = [];
    const nameless: number[] = [];
    for (let category = 0; category < this.leftIn.length; category++) {
      if ((this.leftIn[category] ?? 0) === 0) continue;
      let code = 0;
      for (let kind = category * 4; kind < category * 4 + 4; kind++)
        code = code * 256 + (this.left[kind] ?? 0);
      code =
        (code * 4 + this.onDay(place, category)) * 2 +
        Number(before !== FREE && categoryOf(before) === category);
      if ((this.lastFixed[category] ?? FREE) >= place) named.push(`${category}:${code}`);
      else nameless.push(code);
    }
    const urgent = before !== FREE && (before & URGENT) === 1;
    return `${place}${urgent ? "!" : " "}${named.join(" ")}|${nameless.sort((a, b) => a - b).join(" ")}`;
  }

  private leftOf(category: number, type: number): number {
    const plain = category * 4 + type * 2;
    return (this.left[plain] ?? 0) + (this.left[plain + URGENT] ?? 0);
  }

  private onDay(place: number, category: number): number {
    return this.daily[(this.puzzle.days[place] ?? 0) * this.puzzle.categories + category] ?? 0;
  }

  private count(kind: Kind, by: number): void {
    this.left[kind] = (this.left[kind] ?? 0) + by;
    const category = categoryOf(kind);
    this.leftIn[category] = (this.leftIn[category] ?? 0) + by;
    if ((kind & URGENT) === 1) this.urgent[typeOf(kind)] += by;
  }

  private stand(place: number, kind: Kind, by: number): void {
    const index = (this.puzzle.days[place] ?? 0) * this.puzzle.categories + categoryOf(kind);
    this.daily[index] = (this.daily[index] ?? 0) + by;
  }
}
