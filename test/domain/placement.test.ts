import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arrange } from "../../src/domain/arrangement.js";
import { clashOf, FREE, fits, type Item, type Place, puzzleOf } from "../../src/domain/arrangement-puzzle.js";
import { instantOf } from "../../src/domain/calendar.js";
import type { RankedCaption } from "../../src/domain/caption.js";
import type { Picks } from "../../src/domain/captions.js";
import { hourValues } from "../../src/domain/hours.js";
import type { Slot } from "../../src/domain/message.js";
import { placement } from "../../src/domain/placement.js";
import { revenue } from "../../src/domain/revenue.js";
import { caption, dice, NO_STATISTICS, SOME_STATISTICS } from "./generators.js";

const values = hourValues(null);
const known = revenue(SOME_STATISTICS, values);
const unknown = revenue(NO_STATISTICS, values);

/** A slot from `P Mon 21 10`: type, day of the week of Nov 10, hour and value in tenths. */
function slot(text: string): Slot {
  const [type, day = "", hour, tenths] = text.split(" ");
  const date = `2025-11-${10 + ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(day)}`;
  const instant = instantOf(date, Number(hour), 5) ?? 0;
  return {
    type: type === "P" ? "PPV" : "Bump",
    instant,
    date,
    hour: Number(hour),
    minute: 5,
    valueTenths: Number(tenths),
  };
}
/** A caption that earns so many dollars a recipient, sent often enough to be believed. */
const worth = (
  name: string,
  dollars: number,
  category: string,
  changes: Partial<RankedCaption> = {},
): RankedCaption =>
  caption({ captionId: name, text: name, category, earnings: dollars * 1e6, sent: 1e6, ...changes });
const paid = (...captions: RankedCaption[]): Picks["ppvs"] =>
  captions.map((one) => ({ caption: one, askedTier: "Mid" as const }));
const free = (...categories: string[]): Picks["bumps"] =>
  categories.map((category, index) => ({
    caption: caption({ captionId: `f${index + 1}`, category, priceTier: "Free", rank: index + 1 }),
    askedTier: "Free" as const,
  }));
const placed = (slots: readonly Slot[], ppvs: Picks["ppvs"], bumps: Picks["bumps"] = [], worthOf = known) => {
  const { messages, warnings } = placement(slots, { ppvs, bumps, warnings: [] }, worthOf);
  return { ids: messages.map((message) => message.caption.captionId), warnings, messages };
};

describe("captions into slots", () => {
  it("PPVs in order of expected revenue a recipient into slots in order of value, equal ones by time", () => {
    const slots = ["P Mon 9 4", "P Tue 21 10", "P Wed 20 10", "P Thu 12 7"].map(slot);
    const ppvs = paid(
      worth("low", 0.1, "A"),
      worth("best", 0.9, "B"),
      worth("good", 0.7, "C"),
      worth("fair", 0.4, "D"),
    );
    expect(placed(slots, ppvs).ids).toEqual(["low", "best", "good", "fair"]);
  });

  it("PPVs by rank where no revenue is known: rest group, rank, then the dearer", () => {
    const slots = ["P Mon 9 4", "P Tue 21 10", "P Wed 20 10", "P Thu 12 7"].map(slot);
    const ranked = (name: string, rank: number, changes: Partial<RankedCaption>) =>
      worth(name, 0.5, name, { rank, ...changes });
    const ppvs = paid(
      ranked("tired", 1, { restGroup: "relaxed" }),
      ranked("second", 2, { priceTier: "Premium" }),
      ranked("first mid", 1, { priceTier: "Mid" }),
      ranked("first premium", 1, { priceTier: "Premium" }),
    );
    const { ids, messages } = placed(slots, ppvs, [], unknown);
    expect(ids).toEqual(["tired", "first premium", "first mid", "second"]);
    expect(messages.every(({ expected }) => expected === null)).toBe(true);
  });

  it("bumps by rank into bump slots in order of value", () => {
    const slots = ["b Mon 9 4", "b Tue 21 10", "b Wed 20 7"].map(slot);
    expect(placed(slots, [], free("A", "B", "C")).ids).toEqual(["f3", "f1", "f2"]);
  });

  it("a PPV carries its expected revenue and usual price, a bump neither", () => {
    const { messages } = placed(
      ["P Mon 9 4", "b Mon 12 7"].map(slot),
      paid(worth("one", 0.5, "A")),
      free("B"),
    );
    expect(messages.map(({ usualPrice }) => usualPrice)).toEqual([14.5, null]);
    expect(messages[0]?.expected?.mean).toBeGreaterThan(0);
    expect(messages[1]?.expected).toBeNull();
  });
});

describe("what is kept apart", () => {
  it("is one category, or two urgent ones: as messages and as kinds alike", () => {
    const items = (["PPV", "Bump"] as const).flatMap((type) =>
      ["Solo", "Outdoor"].flatMap((category) =>
        [true, false].map((urgent): Item => ({ type, category, urgent })),
      ),
    );
    const { kinds } = puzzleOf([], items);
    items.forEach((a, at) => {
      items.forEach((b, beside) => {
        const why = a.category === b.category ? "category" : a.urgent && b.urgent ? "urgent" : null;
        expect(clashOf(a, b)).toBe(why);
        expect(fits(kinds[at] ?? FREE, kinds[beside] ?? FREE)).toBe(why === null);
      });
    });
  });

  it("neighbours of one category, PPV and bump alike, across midnight too", () => {
    const slots = ["P Mon 21 10", "b Tue 7 7", "P Tue 12 4"].map(slot);
    const ppvs = paid(worth("best", 0.9, "A"), worth("next", 0.8, "B"));
    // Both PPVs stand beside the bump: only a bump of a third category fits, or none.
    expect(placed(slots, ppvs, free("C")).warnings).toEqual([]);
    expect(
      placed(["P Mon 21 10", "b Tue 7 7", "b Tue 12 4"].map(slot), ppvs.slice(0, 1), free("A", "B")).ids,
    ).toEqual(["best", "f2", "f1"]);
  });

  it("neighbours that are both urgent", () => {
    const slots = ["P Mon 12 10", "P Mon 16 7", "P Mon 20 4"].map(slot);
    const ppvs = paid(
      worth("1", 0.9, "A", { urgent: true }),
      worth("2", 0.8, "B", { urgent: true }),
      worth("3", 0.7, "C"),
    );
    expect(placed(slots, ppvs).ids).toEqual(["1", "3", "2"]);
  });

  it("a category more than three times a day", () => {
    const slots = [
      "b Mon 7 9",
      "b Mon 9 8",
      "b Mon 11 7",
      "b Mon 13 6",
      "b Mon 15 5",
      "b Mon 17 4",
      "b Mon 19 3",
      "b Tue 9 2",
      "b Tue 12 1",
    ].map(slot);
    const { ids, warnings } = placed(slots, [], free("A", "A", "A", "A", "B", "C", "D", "E", "F"));
    expect(warnings).toEqual([]);
    expect(ids.slice(0, 7).filter((id) => ["f1", "f2", "f3", "f4"].includes(id))).toHaveLength(3);
  });

  it("as far as any assignment allows it: else the plan says what stands together, and where", () => {
    const slots = ["P Mon 12 10", "P Mon 16 7", "P Mon 20 4", "P Tue 12 7"].map(slot);
    const same = paid(...["1", "2", "3", "4"].map((name, index) => worth(name, 1 - index / 10, "A")));
    const { warnings } = placed(slots, same);
    expect(warnings).toEqual([
      {
        code: "CATEGORY_REPEAT",
        message:
          "the captions cannot be kept apart: A twice in a row on Mon Nov 10, A twice in a row on Tue Nov 11",
      },
    ]);
    const urgent = paid(worth("1", 0.9, "A", { urgent: true }), worth("2", 0.8, "B", { urgent: true }));
    expect(placed(slots.slice(0, 2), urgent).warnings[0]?.message).toContain(
      "two urgent captions in a row on Mon Nov 10",
    );
  });
});

/** A random week of few messages: types, days and items. */
const small = fc
  .record({
    seed: fc.integer({ min: 0, max: 1e9 }),
    // Seven on one day are the fewest that a fourth of a category can be among, apart from its like.
    size: fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 1, max: 6 }) },
      { weight: 1, arbitrary: fc.constant(7) },
    ),
    days: fc.integer({ min: 1, max: 3 }),
    categories: fc.integer({ min: 1, max: 4 }),
    urgentShare: fc.constantFrom(0, 0.3, 0.6),
  })
  .map(({ seed, size, days, categories, urgentShare }) => {
    const roll = dice(seed);
    const pick = (count: number): number => Math.floor(roll() * count);
    const places: Place[] = Array.from({ length: size }, (_, index) => ({
      type: roll() < 0.5 ? "PPV" : "Bump",
      day: `day ${Math.floor((index * days) / size)}`,
    }));
    const items: Item[] = places.map(({ type }) => ({
      type,
      category: `c${pick(categories)}`,
      urgent: roll() < urgentShare,
    }));
    items.sort((a, b) => (a.type < b.type ? 1 : a.type > b.type ? -1 : roll() - 0.5));
    const order = [...places.keys()].sort(() => roll() - 0.5);
    return { places, items, order };
  });

describe("beside brute force", () => {
  it("the arrangement is the best clean one, place after place; without any the clashes are few", () => {
    let clean = 0;
    let [fewest, found] = [0, 0];
    fc.assert(
      fc.property(small, ({ places, items, order }) => {
        const expected = bruteForce(places, items, order);
        const result = arrange(places, items, order);
        expect([...result.items].sort((a, b) => a - b)).toEqual([...items.keys()]);
        expect(result.items.every((item, place) => items[item]?.type === places[place]?.type)).toBe(true);
        expect(result.clean).toBe(expected.clashes === 0);
        clean += Number(result.clean);
        if (result.clean) {
          expect(result.items).toEqual(expected.items);
          return;
        }
        const clashes = clashesOf(places, items, result.items);
        // What is promised: no exchange of two helps. The fewest of all may need one of three or four.
        for (const swapped of exchanges(places, result.items))
          expect(clashesOf(places, items, swapped)).toBeGreaterThanOrEqual(clashes);
        fewest += expected.clashes;
        found += clashes;
      }),
      { numRuns: 500 },
    );
    expect(clean).toBeGreaterThan(100);
    // Over 40,000 such weeks one clash in 90 could have been avoided.
    expect(found).toBeLessThanOrEqual(fewest * 1.1);
  });

  it("a clean arrangement is found wherever one was hidden, for weeks of 50 messages", () => {
    const big = fc.record({
      seed: fc.integer({ min: 0, max: 1e9 }),
      categories: fc.integer({ min: 2, max: 9 }),
      urgent: fc.constantFrom(0.1, 0.3, 0.5),
    });
    fc.assert(
      fc.property(big, ({ seed, categories, urgent }) => {
        const { places, items } = hidden(seed, categories, urgent);
        const order = [...places.keys()];
        const result = arrange(places, items, order);
        expect(result.clean).toBe(true);
        expect(clashesOf(places, items, result.items)).toBe(0);
      }),
      { numRuns: 150 },
    );
  });
});

/** Clashes by the words of the rule, not by the program's numbers. */
function clashesOf(places: readonly Place[], items: readonly Item[], taken: readonly number[]): number {
  const at = taken.map((item, place) => ({ ...items[item], day: places[place]?.day }));
  const side = at.filter((one, index) => {
    const before = at[index - 1];
    return (
      before !== undefined &&
      (before.category === one.category || (before.urgent === true && one.urgent === true))
    );
  }).length;
  const daily = new Map<string, number>();
  for (const { day, category } of at)
    daily.set(`${day} ${category}`, (daily.get(`${day} ${category}`) ?? 0) + 1);
  return side + [...daily.values()].reduce((sum, same) => sum + Math.max(0, same - 3), 0);
}

/** The arrangements that differ by one exchange of two messages of a type. */
function exchanges(places: readonly Place[], items: readonly number[]): number[][] {
  return places.flatMap(({ type }, a) =>
    places.flatMap((other, b) => {
      if (b <= a || other.type !== type) return [];
      const swapped = [...items];
      [swapped[a], swapped[b]] = [items[b] ?? -1, items[a] ?? -1];
      return [swapped];
    }),
  );
}

/** Tries every assignment: the fewest clashes, and of those the best for each place in its turn. */
function bruteForce(
  places: readonly Place[],
  items: readonly Item[],
  order: readonly number[],
): { items: number[]; clashes: number } {
  let best = { items: [] as number[], clashes: Number.POSITIVE_INFINITY };
  const taken: number[] = places.map(() => -1);
  const left = new Set(items.keys());
  const go = (turn: number): void => {
    const place = order[turn];
    if (place === undefined) {
      const clashes = clashesOf(places, items, taken);
      // The first of equally clean ones is the best: items are tried in order.
      if (clashes < best.clashes) best = { items: [...taken], clashes };
      return;
    }
    for (const item of [...left].sort((a, b) => a - b)) {
      if (items[item]?.type !== places[place]?.type) continue;
      left.delete(item);
      taken[place] = item;
      go(turn + 1);
      left.add(item);
    }
  };
  go(0);
  return best;
}

/** A clean week that was built place by place and then shuffled. */
function hidden(seed: number, categories: number, urgentShare: number): { places: Place[]; items: Item[] } {
  const roll = dice(seed);
  const places: Place[] = [];
  const items: Item[] = [];
  for (let index = 0; index < 50; index++) {
    const day = `day ${Math.floor(index / 8)}`;
    const type = roll() < 0.4 ? "PPV" : "Bump";
    const before = items.at(-1);
    const full = (category: string): boolean =>
      items.filter((item, at) => places[at]?.day === day && item.category === category).length >= 3;
    const open = Array.from({ length: categories }, (_, number) => `c${number}`).filter(
      (name) => name !== before?.category && !full(name),
    );
    const category = open[Math.floor(roll() ** 2 * open.length)];
    if (category === undefined) continue;
    places.push({ type, day });
    items.push({ type, category, urgent: before?.urgent !== true && roll() < urgentShare });
  }
  items.sort((a, b) => (a.type === b.type ? roll() - 0.5 : a.type < b.type ? 1 : -1));
  return { places, items };
}
