import { arrange } from "./arrangement.js";
import { clashOf, type Item, MOST_A_DAY, type Place } from "./arrangement-puzzle.js";
import { dateFormat } from "./calendar.js";
import { type CaptionTier, PRICE_TIERS, REST_GROUPS } from "./caption.js";
import type { Pick, Picks } from "./captions.js";
import type { PlannedMessage, Slot } from "./message.js";
import type { Revenue } from "./revenue.js";
import type { Warning } from "./warning.js";

export interface Placement {
  /** In sending order. */
  readonly messages: readonly PlannedMessage[];
  readonly warnings: readonly Warning[];
}

/**
 * Captions into slots (§6): PPVs in order of expected revenue a recipient into the slots in order of value (equal
 * ones by time), bumps by rank into theirs. Neighbours in time keep apart in category and urgency, and a category
 * stands at most three times a day, while any assignment keeps this.
 * @param slots in sending order, as many of each type as there are picks of it
 * @param carried messages before them that stand unchanged: neighbours like any others
 */
export function placement(
  slots: readonly Slot[],
  picks: Picks,
  revenue: Revenue,
  carried: readonly PlannedMessage[] = [],
): Placement {
  const all = [
    ...byWorth(picks.ppvs, revenue).map((pick) => ({ type: "PPV" as const, pick })),
    ...picks.bumps.map((pick) => ({ type: "Bump" as const, pick })),
  ];
  const before = standing(carried, slots[0]);
  const first = before.length;
  const arranged = arrange(
    [...before.map(({ place }) => place), ...slots.map(({ type, date }) => ({ type, day: date }))],
    [
      ...before.map(({ item }) => item),
      ...all.map(({ type, pick: { caption } }) => ({
        type,
        category: caption.category,
        urgent: caption.urgent,
      })),
    ],
    byValue(slots).map((place) => first + place),
    new Map(before.map((_, place) => [place, place])),
  );
  const placed = slots.flatMap((slot, place) => {
    const pick = all[(arranged.items[first + place] ?? -1) - first]?.pick;
    return pick === undefined ? [] : [message(slot, pick, revenue)];
  });
  const messages = [...carried, ...placed];
  return { messages, warnings: arranged.clean ? [] : repeats(messages) };
}

/**
 * What of the carried messages new ones must get on with: those of the first new message's day, and the last of all.
 * How they get on with each other is nobody's choice any more: something of its own kind stands between any two.
 */
function standing(
  carried: readonly PlannedMessage[],
  first: Slot | undefined,
): { readonly place: Place; readonly item: Item }[] {
  return carried
    .filter(({ slot }, index) => slot.date === first?.date || index === carried.length - 1)
    .flatMap(({ slot: { type, date }, caption: { category, urgent } }, index) => [
      {
        place: { type: "Bump", day: date },
        item: { type: "Bump", category: `\u0000${index}`, urgent: false },
      },
      { place: { type, day: date }, item: { type, category, urgent } },
    ]);
}

const message = (slot: Slot, { caption, askedTier }: Pick, revenue: Revenue): PlannedMessage => ({
  slot,
  caption,
  askedTier,
  expected: slot.type === "PPV" ? revenue.expected(caption, slot.valueTenths) : null,
  usualPrice: slot.type === "PPV" ? revenue.usualPrice(caption) : null,
});

/** The places of the slots, PPVs before bumps, the most valuable first, equal ones by time. */
function byValue(slots: readonly Slot[]): number[] {
  const tenths = (place: number): number => slots[place]?.valueTenths ?? 0;
  const of = (type: Slot["type"]): number[] =>
    [...slots.keys()]
      .filter((place) => slots[place]?.type === type)
      .sort((a, b) => tenths(b) - tenths(a) || a - b);
  return [...of("PPV"), ...of("Bump")];
}

/** By expected revenue a recipient; by rank alone while no revenue is known. Ties by rank, the dearer, the id. */
function byWorth(ppvs: readonly Pick[], revenue: Revenue): Pick[] {
  const keyed = ppvs.map((pick) => ({
    pick,
    keys: [
      -(revenue.expectedRpr(pick.caption) ?? 0),
      REST_GROUPS.indexOf(pick.caption.restGroup),
      pick.caption.rank,
      -PRICES.indexOf(pick.caption.priceTier),
    ],
  }));
  return keyed
    .sort((a, b) => {
      const differs = a.keys.findIndex((key, index) => key !== b.keys[index]);
      if (differs >= 0) return (a.keys[differs] ?? 0) - (b.keys[differs] ?? 0);
      return a.pick.caption.captionId < b.pick.caption.captionId ? -1 : 1;
    })
    .map(({ pick }) => pick);
}
const PRICES: readonly CaptionTier[] = PRICE_TIERS;

/**
 * Names every message that could not be kept apart from the one before it, and every category on a day too often; what
 * is carried over is not this plan's doing.
 */
export function repeats(messages: readonly PlannedMessage[]): Warning[] {
  const said = new Set<string>();
  messages.forEach(({ slot, caption, carried }, index) => {
    if (carried !== undefined) return;
    const before = messages[index - 1]?.caption;
    const when = dateFormat(slot.date, "ccc LLL d");
    const clash = before === undefined ? null : clashOf(before, caption);
    if (clash === "category") said.add(`${caption.category} twice in a row on ${when}`);
    if (clash === "urgent") said.add(`two urgent captions in a row on ${when}`);
    const same = messages.filter(
      (other) => other.slot.date === slot.date && other.caption.category === caption.category,
    );
    if (same.length > MOST_A_DAY) said.add(`${caption.category} ${same.length} times on ${when}`);
  });
  const message = `the captions cannot be kept apart: ${[...said].join(", ")}`;
  return said.size === 0 ? [] : [{ code: "CATEGORY_REPEAT", message }];
}
