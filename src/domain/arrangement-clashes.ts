import { categoryOf, FREE, fits, MOST_A_DAY, type Puzzle } from "./arrangement-puzzle.js";

/**
 * An arrangement with few clashes where none is clean: exchanges two items as long as that avoids clashes, the pair
 * that avoids most first, among equal ones where it matters least.
 * @param start the item of each place
 * @param order the places, the most valuable first
 */
export function fewestClashes(puzzle: Puzzle, start: readonly number[], order: readonly number[]): number[] {
  const items = [...start];
  const kinds = items.map((item) => puzzle.kinds[item] ?? FREE);
  const swap = (list: number[], a: number, b: number): void => {
    const kept = list[a] ?? FREE;
    list[a] = list[b] ?? FREE;
    list[b] = kept;
  };
  for (;;) {
    const now = clashes(puzzle, kinds);
    let best = { a: FREE, b: FREE, clashes: now };
    for (let i = order.length - 1; i > 0 && now > 0; i--)
      for (let j = i - 1; j >= 0; j--) {
        const [a = FREE, b = FREE] = [order[i], order[j]];
        if (puzzle.types[a] !== puzzle.types[b] || kinds[a] === kinds[b]) continue;
        swap(kinds, a, b);
        const then = clashes(puzzle, kinds);
        if (then < best.clashes) best = { a, b, clashes: then };
        swap(kinds, a, b);
      }
    if (best.a === FREE) return items;
    swap(kinds, best.a, best.b);
    swap(items, best.a, best.b);
  }
}

/** Neighbours that do not fit, and messages of a category beyond three on a day. */
function clashes({ days, categories }: Puzzle, kinds: readonly number[]): number {
  let found = 0;
  const daily = new Map<number, number>();
  kinds.forEach((kind, place) => {
    if (!fits(kinds[place - 1] ?? FREE, kind)) found += 1;
    const key = (days[place] ?? 0) * categories + categoryOf(kind);
    const same = (daily.get(key) ?? 0) + 1;
    daily.set(key, same);
    if (same > MOST_A_DAY) found += 1;
  });
  return found;
}
