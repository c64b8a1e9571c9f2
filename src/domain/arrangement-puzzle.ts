import type { MessageType } from "./message.js";

/** A place for one message. */
export interface Place {
  readonly type: MessageType;
  /** Its Los Angeles date. */
  readonly day: string;
}
/** What makes messages clash. */
export interface Item {
  readonly type: MessageType;
  readonly category: string;
  readonly urgent: boolean;
}

/**
 * The kind of an item is a number: four times its category, plus two for a bump, plus one if urgent. Items of one kind
 * are told apart by their order only.
 */
export type Kind = number;
/** No kind: a place that is not decided, or one before the first. */
export const FREE = -1;
export const URGENT = 1;
export const categoryOf = (kind: Kind): number => kind >> 2;
/** 0 PPV, 1 bump. */
export const typeOf = (kind: Kind): 0 | 1 => ((kind >> 1) & 1 ? 1 : 0);

/** Places and items as numbers. */
export interface Puzzle {
  /** By place in time order: 0 PPV, 1 bump; and the number of its day. */
  readonly types: readonly number[];
  readonly days: readonly number[];
  /** By item. */
  readonly kinds: readonly Kind[];
  readonly itemTypes: readonly number[];
  readonly categories: number;
}

export function puzzleOf(places: readonly Place[], items: readonly Item[]): Puzzle {
  const names = [...new Set(items.map(({ category }) => category))];
  const dates = [...new Set(places.map(({ day }) => day))];
  return {
    types: places.map(typeNumber),
    days: places.map(({ day }) => dates.indexOf(day)),
    kinds: items.map((item) => names.indexOf(item.category) * 4 + typeNumber(item) * 2 + Number(item.urgent)),
    itemTypes: items.map(typeNumber),
    categories: names.length,
  };
}

const typeNumber = ({ type }: { readonly type: MessageType }): number => (type === "PPV" ? 0 : 1);

/** A category stands at most so often on one day. */
export const MOST_A_DAY = 3;

/** Why two messages may not stand side by side: they share a category, or both are urgent; null where they may. */
export function clashOf(
  a: Pick<Item, "category" | "urgent">,
  b: Pick<Item, "category" | "urgent">,
): "category" | "urgent" | null {
  if (a.category === b.category) return "category";
  return a.urgent && b.urgent ? "urgent" : null;
}

/** The same rule for kinds, which are compared by the million. */
export const fits = (a: Kind, b: Kind): boolean =>
  a === FREE || b === FREE || (categoryOf(a) !== categoryOf(b) && (a & b & URGENT) === 0);
