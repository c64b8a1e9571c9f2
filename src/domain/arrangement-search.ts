import { categoryOf, FREE, fits, type Kind, MOST_A_DAY, type Puzzle, URGENT } from "./arrangement-puzzle.js";

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
  /** How often a category stands on a day, placed or fixed: day × categories + category. */
  private readonly daily: Int32Array;
  /** Places to decide from each place on. */
  private readonly openFrom: Int32Array;
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
    this.openFrom = new Int32Array(fixed.length + 1);
    for (const kind of kinds) this.count(kind, 1);
    fixed.forEach((kind, place) => {
      if (kind === FREE) return;
      this.count(kind, -1);
      this.stand(place, kind, 1);
      this.lastFixed[categoryOf(kind)] = place;
    });
    for (let place = fixed.length - 1; place >= 0; place--)
      this.openFrom[place] = (this.openFrom[place + 1] ?? 0) + (fixed[place] === FREE ? 1 : 0);
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
    const often = (kind: Kind): number => this.leftIn[categoryOf(kind)] ?? 0;
    return found.sort((a, b) => often(b) - often(a) || (b & URGENT) - (a & URGENT) || a - b);
  }

  /** Whether some category, or the urgent items, cannot be kept apart on the places from here on. */
  private hopeless(place: number): boolean {
    const open = this.openFrom[place] ?? 0;
    let urgent = 0;
    for (let category = 0; category < this.leftIn.length; category++) {
      const ppvs = this.leftOf(category, 0);
      const bumps = this.leftOf(category, 1);
      urgent += (this.left[category * 4 + URGENT] ?? 0) + (this.left[category * 4 + 2 + URGENT] ?? 0);
      // A category that is rare among the places left always finds room somewhere: counting would be wasted.
      if ((ppvs + bumps) * 4 <= open) continue;
      const same = (kind: Kind): boolean => categoryOf(kind) === category;
      if (ppvs + bumps > this.room(place, same, category, ppvs > 0, bumps > 0)) return true;
      if (ppvs > 0 && bumps > 0) {
        if (ppvs > this.room(place, same, category, true, false)) return true;
        if (bumps > this.room(place, same, category, false, true)) return true;
      }
    }
    const pressing = (kind: Kind): boolean => (kind & URGENT) === 1;
    return urgent * 4 > open && urgent > this.room(place, pressing, FREE, true, true);
  }

  /** The most items of a sort that the places from here on hold apart, earliest first; a category also by its days. */
  private room(
    from: number,
    sort: (kind: Kind) => boolean,
    category: number,
    ppvs: boolean,
    bumps: boolean,
  ): number {
    const { days, types } = this.puzzle;
    const is = (kind: Kind | undefined): boolean => kind !== undefined && kind !== FREE && sort(kind);
    let found = 0;
    let day = FREE;
    let onDay = 0;
    let beside = is(this.at[from - 1]);
    for (let place = from; place < this.fixed.length; place++) {
      if (days[place] !== day) {
        day = days[place] ?? FREE;
        onDay = category === FREE ? Number.NEGATIVE_INFINITY : this.onDay(place, category);
      }
      const kind = this.fixed[place] ?? FREE;
      const free = kind === FREE && !beside && !is(this.fixed[place + 1]) && onDay < MOST_A_DAY;
      beside = kind === FREE ? free && (types[place] === 0 ? ppvs : bumps) : is(kind);
      if (kind === FREE && beside) {
        found += 1;
        onDay += 1;
      }
    }
    return found;
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
  }

  private stand(place: number, kind: Kind, by: number): void {
    const index = (this.puzzle.days[place] ?? 0) * this.puzzle.categories + categoryOf(kind);
    this.daily[index] = (this.daily[index] ?? 0) + by;
  }
}
