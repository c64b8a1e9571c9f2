import { FREE, type Kind, MOST_A_DAY, type Puzzle } from "./arrangement-puzzle.js";

/** Items of one sort that may not stand side by side: a category, or the urgent ones. */
export interface Sort {
  readonly is: (kind: Kind) => boolean;
  /** PPVs of the sort that are to be placed at most. */
  readonly ppvs: number;
  /** Whether it stands three times a day at most. */
  readonly daily: boolean;
}

/** How many bumps of a sort find room beside so many PPVs of it, whatever stands elsewhere. */
export interface Room {
  /**
   * The most bumps on the open places from a place on, or less than 0 where not even the PPVs find room.
   * @param beside whether the place before holds one of the sort
   * @param today how many stand on the place's day, fixed ones ahead included
   */
  bumps(place: number, beside: boolean, today: number, ppvs: number): number;
}

const NONE = -1;

/** Counts once, backwards over the places, so that a search can ask at every step. */
export function roomFor({ types, days }: Puzzle, fixed: Int32Array, { is, ppvs, daily }: Sort): Room {
  const counts = daily ? MOST_A_DAY + 1 : 1;
  const width = ppvs + 1;
  const index = (place: number, beside: number, today: number, paid: number): number =>
    ((place * 2 + beside) * counts + today) * width + paid;
  const most = new Int16Array((fixed.length + 1) * 2 * counts * width).fill(NONE);
  const fixedOn = (day: number | undefined): number => {
    let found = 0;
    if (daily)
      fixed.forEach((kind, place) => {
        if (days[place] === day && kind !== FREE && is(kind)) found += 1;
      });
    return Math.min(found, counts - 1);
  };
  for (let state = 0; state < 2 * counts; state++) most[index(fixed.length, 0, 0, 0) + state * width] = 0;
  for (let place = fixed.length - 1; place >= 0; place--) {
    const kind = fixed[place] ?? FREE;
    const newDay =
      place + 1 < days.length && days[place + 1] !== days[place] ? fixedOn(days[place + 1]) : null;
    const after = (beside: number, today: number, paid: number): number =>
      most[index(place + 1, beside, newDay ?? today, paid)] ?? NONE;
    for (let beside = 0; beside < 2; beside++)
      for (let today = 0; today < counts; today++)
        for (let paid = 0; paid < width; paid++) {
          let best = NONE;
          if (kind !== FREE) {
            const same = is(kind);
            if (!same || beside === 0) best = after(Number(same), today, paid);
          } else {
            best = after(0, today, paid);
            if (beside === 0 && (!daily || today < MOST_A_DAY)) {
              const then = daily ? today + 1 : 0;
              const more =
                types[place] === 0
                  ? paid > 0
                    ? after(1, then, paid - 1)
                    : NONE
                  : plusOne(after(1, then, paid));
              if (more > best) best = more;
            }
          }
          most[index(place, beside, today, paid)] = best;
        }
  }
  return {
    bumps: (place, beside, today, paid) =>
      paid > ppvs
        ? NONE
        : (most[index(place, Number(beside), daily ? Math.min(today, MOST_A_DAY) : 0, paid)] ?? NONE),
  };
}

const plusOne = (bumps: number): number => (bumps === NONE ? NONE : bumps + 1);
