import type { IsoDate } from "../../../domain/calendar.js";
import {
  CAPTION_TIERS,
  type RankedCaption,
  type RankedCaptions,
  REST_GROUPS,
} from "../../../domain/caption.js";
import { dateOrNull, numberOf, numberOrNull, type Row, textOf } from "../../cells.js";

/** Captions asked of each price tier: more than a week can hold. */
export const ASKED = 160;

/** Whether the chosen captions of `@ids` may be sent in the week; what else is known of them. */
export const STANDING = {
  standing: {
    select: `SELECT CAST(s.caption_id AS STRING) AS caption_id, s.caption_key, b.caption_text, s.price_tier,
         s.content_category, s.has_urgency, s.rest_group, s.rest_order, s.last_sent
       FROM {dataset}.caption_standing(@page, @week, @now, @ignored) AS s
       JOIN {dataset}.caption_bank AS b ON b.caption_id = s.caption_id
       WHERE s.standing = 'eligible' AND {dataset}.is_listed(@ids, CAST(s.caption_id AS STRING))
       QUALIFY ROW_NUMBER() OVER (PARTITION BY s.caption_id ORDER BY b.caption_text) = 1`,
    order: "t.caption_id",
  },
} as const;

/** A caption as a procedure gives it; columns that a version may lack are null. */
export interface Chosen {
  readonly captionId: string;
  readonly score: number | null;
  /** Between 0 and 1, where the procedure tells something of the kind. */
  readonly worth: number | null;
}

const SCORES = ["final_score", "score", "composite_score", "thompson_sample"] as const;
const WORTHS = ["performance_score", "thompson_sample", "final_score", "score"] as const;

/** Rows of the selection, the best first: by score where there is one, else as they came. */
export function chosen(rows: readonly Row[]): Chosen[] {
  const read = rows.map((row) => {
    const cells = Object.fromEntries(Object.entries(row).map(([name, cell]) => [name.toLowerCase(), cell]));
    const first = (names: readonly string[], fits: (value: number) => boolean): number | null =>
      names.map((name) => numberOrNull(cells[name])).find((value) => value !== null && fits(value)) ?? null;
    return {
      captionId: textOf(cells.caption_id),
      score: first(SCORES, () => true),
      worth: first(WORTHS, (value) => value >= 0 && value <= 1),
    };
  });
  return read.sort((a, b) => (b.score ?? 0) - (a.score ?? 0));
}

/** Chosen captions that may be sent, by price tier; rested ones first, as in every plan. */
export function rankedOf(picked: readonly Chosen[], standing: readonly Row[]): RankedCaptions {
  const byId = new Map(standing.map((row) => [textOf(row.caption_id), row]));
  const found = picked.flatMap((one) => {
    const row = byId.get(one.captionId);
    // A procedure may give an id twice.
    byId.delete(one.captionId);
    return row === undefined ? [] : [{ one, row, rest: numberOf(row.rest_order) }];
  });
  const places = new Map<string, number>();
  const ranked = found
    .sort((a, b) => a.rest - b.rest)
    .map(({ one, row, rest }) => {
      const group = `${textOf(row.price_tier)} ${rest}`;
      const rank = (places.get(group) ?? 0) + 1;
      places.set(group, rank);
      return caption(one, row, rank);
    });
  return Object.fromEntries(
    CAPTION_TIERS.map((tier) => [tier, ranked.filter(({ priceTier }) => priceTier === tier)]),
  ) as unknown as RankedCaptions;
}

/** What an older procedure does not tell stands as if nothing were known; its own score is all that there is. */
function caption({ captionId, score, worth }: Chosen, row: Row, rank: number): RankedCaption {
  const known = worth ?? 0;
  return {
    captionId,
    captionKey: textOf(row.caption_key),
    text: textOf(row.caption_text),
    priceTier: CAPTION_TIERS.find((tier) => tier === row.price_tier) ?? "Mid",
    category: textOf(row.content_category),
    urgent: row.has_urgency === true,
    rank,
    restGroup: REST_GROUPS.find((group) => group === row.rest_group) ?? "rested",
    lastSent: dateOrNull(row.last_sent) as IsoDate | null,
    sends: 0,
    successes: 0,
    weight: 0,
    tested: true,
    alpha: known,
    beta: 1 - known,
    wilsonLow: 0,
    wilsonHigh: 1,
    draw: known,
    overuse: 0,
    betterInCategory: 0,
    betterUrgent: 0,
    score: score ?? known,
    earnings: 0,
    sent: 0,
    byProcedure: true,
  };
}
