import { fewestClashes } from "./arrangement-clashes.js";
import {
  categoryOf,
  FREE,
  fits,
  type Item,
  MOST_A_DAY,
  type Place,
  type Puzzle,
  puzzleOf,
} from "./arrangement-puzzle.js";
import { completion } from "./arrangement-search.js";

export interface Arrangement {
  /** The item of each place, by its index. */
  readonly items: readonly number[];
  /** False where neighbours share a category or are both urgent, or a day has a category too often. */
  readonly clean: boolean;
}

/**
 * Steps after which a search gives up, a last resort that no week of real captions comes near: the first keeps a
 * hopeless mixture of categories from freezing the screen; giving up in the second costs a little order, never a clash.
 */
const FIRST_STEPS = 50_000;
const NEXT_STEPS = 2_000;

/**
 * Puts every item into a place of its type so that neighbours neither share a category nor are both urgent, and no
 * category stands more than three times on a day, while any arrangement keeps this. Neighbours are neighbours in
 * time, across midnight too. Of all such arrangements it is the best for the first place of `order`, then for the
 * second, and so on; an item is the better the earlier it stands in `items`.
 * @param places in time order, as many of each type as there are items of it
 * @param order every place that is not pinned once, the one that chooses first first
 * @param pinned items that stand where they stand, by place; they must not clash with each other
 */
export function arrange(
  places: readonly Place[],
  items: readonly Item[],
  order: readonly number[],
  pinned: ReadonlyMap<number, number> = NONE,
): Arrangement {
  const puzzle = puzzleOf(places, items);
  const plain = inOrder(puzzle, order, pinned);
  const witness = completion(puzzle, fixedAt(puzzle, pinned), FIRST_STEPS);
  if (witness === null) return { items: fewestClashes(puzzle, plain, order), clean: false };
  return { items: bestOf(puzzle, witness, order, pinned), clean: true };
}
const NONE: ReadonlyMap<number, number> = new Map();

/** The kinds of the pinned places; all others free. */
function fixedAt({ kinds, types }: Puzzle, pinned: ReadonlyMap<number, number>): Int32Array {
  const fixed = new Int32Array(types.length).fill(FREE);
  for (const [place, item] of pinned) fixed[place] = kinds[item] ?? FREE;
  return fixed;
}

/** Items that are not pinned, the best first. */
const loose = ({ itemTypes }: Puzzle, pinned: ReadonlyMap<number, number>): number[] => {
  const standing = new Set(pinned.values());
  return [...itemTypes.keys()].filter((item) => !standing.has(item));
};
const takenBy = ({ types }: Puzzle, pinned: ReadonlyMap<number, number>): number[] =>
  types.map((_, place) => pinned.get(place) ?? FREE);

/** Each place in its turn takes the first item that is left, whatever clashes. */
function inOrder(puzzle: Puzzle, order: readonly number[], pinned: ReadonlyMap<number, number>): number[] {
  const { types, itemTypes } = puzzle;
  const left = loose(puzzle, pinned);
  const taken = takenBy(puzzle, pinned);
  for (const place of order) {
    const at = left.findIndex((item) => itemTypes[item] === types[place]);
    taken[place] = left.splice(at, 1)[0] ?? FREE;
  }
  return taken;
}

/** Each place in its turn takes the first item that leaves a clean arrangement of the rest. */
function bestOf(
  puzzle: Puzzle,
  first: Int32Array,
  order: readonly number[],
  pinned: ReadonlyMap<number, number>,
): number[] {
  const fixed = fixedAt(puzzle, pinned);
  const left = loose(puzzle, pinned);
  const taken = takenBy(puzzle, pinned);
  let witness = first;
  for (const place of order) {
    const refused = new Set<number>();
    for (const item of left) {
      const kind = puzzle.kinds[item] ?? FREE;
      if (puzzle.itemTypes[item] !== puzzle.types[place] || refused.has(kind)) continue;
      const next = withKind(puzzle, witness, fixed, place, kind);
      if (next === null) {
        refused.add(kind);
        continue;
      }
      witness = next;
      fixed[place] = kind;
      taken[place] = item;
      left.splice(left.indexOf(item), 1);
      break;
    }
  }
  return taken;
}

/** A clean arrangement like the witness with this kind at this place, or null; what is fixed stays. */
function withKind(
  puzzle: Puzzle,
  witness: Int32Array,
  fixed: Int32Array,
  place: number,
  kind: number,
): Int32Array | null {
  if (witness[place] === kind) return witness;
  // Most wishes are granted by exchanging two places: the search is for the others.
  for (let other = 0; other < witness.length; other++) {
    if (witness[other] !== kind || fixed[other] !== FREE) continue;
    const swapped = Int32Array.from(witness);
    swapped[other] = swapped[place] ?? FREE;
    swapped[place] = kind;
    if (standsWell(puzzle, swapped, place) && standsWell(puzzle, swapped, other)) return swapped;
  }
  const wish = Int32Array.from(fixed);
  wish[place] = kind;
  return standsWell(puzzle, wish, place) ? completion(puzzle, wish, NEXT_STEPS) : null;
}

/** Whether a place clashes with neither neighbour and its day does not have its category too often. */
function standsWell({ days }: Puzzle, kinds: Int32Array, place: number): boolean {
  const kind = kinds[place] ?? FREE;
  if (!fits(kinds[place - 1] ?? FREE, kind) || !fits(kind, kinds[place + 1] ?? FREE)) return false;
  let same = 0;
  kinds.forEach((other, at) => {
    if (other !== FREE && days[at] === days[place] && categoryOf(other) === categoryOf(kind)) same += 1;
  });
  return same <= MOST_A_DAY;
}
