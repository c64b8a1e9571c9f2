import {
  type Availability,
  CAPTION_TIERS,
  type CaptionTier,
  type RankedCaption,
  type RankedCaptions,
  REST_GROUPS,
} from "../domain/caption.js";
import type { PassedOver } from "../domain/prepared-week.js";
import { dayName } from "../text/times.js";
import { dateOrNull, numberOf, type Row, textOf, textOrNull } from "./cells.js";

/** Rows of the function ranked_captions, in taking order, by price tier. Ids must come as text. */
export function rankedCaptions(rows: readonly Row[]): RankedCaptions {
  const byTier: Record<CaptionTier, RankedCaption[]> = { Budget: [], Mid: [], Premium: [], Free: [] };
  for (const row of rows) byTier[tierOf(row.price_tier)].push(rankedCaption(row));
  return byTier;
}

function rankedCaption(row: Row): RankedCaption {
  return {
    captionId: idOf(row.caption_id),
    captionKey: textOf(row.caption_key),
    text: textOf(row.caption_text),
    priceTier: tierOf(row.price_tier),
    category: textOf(row.content_category),
    urgent: row.has_urgency === true,
    rank: numberOf(row.pick_rank),
    restGroup: REST_GROUPS.find((group) => group === row.rest_group) ?? "rested",
    lastSent: dateOrNull(row.last_sent),
    sends: numberOf(row.sends),
    successes: numberOf(row.successes),
    weight: numberOf(row.weight),
    tested: row.is_tested === true,
    alpha: numberOf(row.alpha, 1),
    beta: numberOf(row.beta, 1),
    wilsonLow: numberOf(row.wilson_low),
    wilsonHigh: numberOf(row.wilson_high, 1),
    draw: numberOf(row.draw),
    overuse: numberOf(row.overuse),
    betterInCategory: numberOf(row.better_in_category),
    betterUrgent: numberOf(row.better_urgent),
    score: numberOf(row.score),
    earnings: numberOf(row.earnings),
    sent: numberOf(row.sent),
  };
}

/** A row of the function availability. */
export const availability = (row: Row): Availability => ({
  priceTier: tierOf(row.price_tier),
  active: numberOf(row.active),
  eligible: numberOf(row.eligible),
  locked: numberOf(row.locked),
  resting: numberOf(row.resting),
  restricted: numberOf(row.restricted),
  rested: numberOf(row.rested),
  recent: numberOf(row.recent),
  relaxed: numberOf(row.relaxed),
  urgent: numberOf(row.urgent),
});

/** A row of the function passed_over. */
export const passedOver = (row: Row): PassedOver => ({
  caption: {
    captionId: idOf(row.caption_id),
    text: textOf(row.caption_text),
    priceTier: tierOf(row.price_tier),
    category: textOf(row.content_category),
  },
  score: row.score === null ? null : numberOf(row.score),
  reason: reasonOf(row),
});

function reasonOf(row: Row): string {
  const day = (cell: unknown): string => {
    const date = dateOrNull(cell);
    return date === null ? "an unknown day" : dayName(date);
  };
  switch (row.reason) {
    case "locked":
      return `${textOf(row.held_by)} sends it on ${day(row.held_date)}; free for weeks from ${day(row.free_from)}`;
    case "resting":
      return `sent here on ${day(row.last_sent)}; rests until ${day(row.free_from)}`;
    case "restricted":
      return "the page does not offer its category";
    case "urgent":
      return "a week takes no more captions of its price tier that press for time";
    default:
      return textOf(row.reason, "not known");
  }
}

const tierOf = (cell: unknown): CaptionTier => {
  const tier = CAPTION_TIERS.find((one) => one === cell);
  if (tier === undefined) throw new Error(`price tier ${textOf(cell, "null")} out of the warehouse`);
  return tier;
};

/** A number has lost digits already; a bigint or text has not. */
const idOf = (cell: unknown): string => {
  if (typeof cell === "string" || typeof cell === "bigint") return String(cell);
  throw new Error(`caption id ${textOrNull(cell)} must come as text`);
};
