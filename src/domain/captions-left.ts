import { type Availability, type CaptionTier, URGENT_LIMITS } from "./caption.js";
import type { PicksRequest } from "./captions.js";
import { counted } from "./counted.js";
import { nothingToPlan } from "./errors.js";
import type { Counts } from "./nearest.js";
import type { Infeasible } from "./week.js";

/**
 * A week that asks for more captions than there are: what is left of each price tier, why, and which counts work.
 * @param nearest the counts that the captions are enough for
 */
export function tooFewCaptions(request: PicksRequest, nearest: Counts): Infeasible {
  const { mix, bump, beside = { ppv: 0, bump: 0 } } = request;
  const asked = { ppv: mix.budget + mix.mid + mix.premium, bump };
  const said = [
    ...(nearest.ppv < asked.ppv ? [sentence(asked.ppv, "PPV", nearest.ppv, PAID, request)] : []),
    ...(nearest.bump < asked.bump ? [sentence(asked.bump, "bump", nearest.bump, FREE, request)] : []),
  ];
  const works = nearest.ppv + nearest.bump > 0;
  const week = works ? { ppv: beside.ppv + nearest.ppv, bump: beside.bump + nearest.bump } : null;
  const { remedy, onScreen } = captionsRemedy(week);
  return {
    infeasible: true,
    rule: "captions",
    error: nothingToPlan(said.join("; "), remedy, onScreen),
    nearest: week,
  };
}

/** What helps where captions lack: the week's counts that would work, by flags and for the screens. */
export function captionsRemedy(week: Counts | null): { readonly remedy: string; readonly onScreen: string } {
  if (week === null) return { remedy: OTHERWISE, onScreen: OTHERWISE };
  const work = `${counted(week.ppv, "PPV")} and ${counted(week.bump, "bump")} would work`;
  return {
    remedy: `${work}: \`--ppv ${week.ppv} --bump ${week.bump}\`; or ${OTHERWISE}`,
    onScreen: `${work}; or ${OTHERWISE}`,
  };
}

const OTHERWISE = "plan another week, or add captions to the bank";
const PAID: readonly CaptionTier[] = ["Budget", "Mid", "Premium"];
const FREE: readonly CaptionTier[] = ["Free"];

function sentence(
  asked: number,
  noun: string,
  left: number,
  tiers: readonly CaptionTier[],
  request: PicksRequest,
): string {
  const perTier = tiers.map((tier) => leftOf(tier, request)).join(", ");
  return `not enough captions for ${counted(asked, noun)}, only for ${left}: ${perTier}`;
}

/** `Mid 3 of 120 (80 locked, 30 resting, 5 restricted, 2 urgent beyond the week's limit)` */
function leftOf(tier: CaptionTier, { captions, availability, exclude, carried = [] }: PicksRequest): string {
  const standing = new Set(carried.map(({ captionKey }) => captionKey));
  const excluded = new Set(
    Object.values(captions)
      .flat()
      .filter(({ captionId }) => exclude.includes(captionId))
      .map(({ captionKey }) => captionKey),
  );
  const free = captions[tier].filter(({ captionKey }) => !standing.has(captionKey));
  const listed = free.filter(({ captionKey }) => !excluded.has(captionKey));
  // Ids of one key are one caption.
  const texts = [...new Map(listed.map((each) => [each.captionKey, each])).values()];
  const row: Availability | undefined = availability.find(({ priceTier }) => priceTier === tier);
  const pressing = carried.filter((each) => each.urgent && each.priceTier === tier).length;
  const limit = Math.max(0, URGENT_LIMITS[tier] - pressing);
  const tooUrgent = Math.max(0, texts.filter(({ urgent }) => urgent).length - limit);
  const reasons = [
    [row?.locked ?? 0, "locked"],
    [row?.resting ?? 0, "resting"],
    [row?.restricted ?? 0, "restricted"],
    [tooUrgent, "urgent beyond the week's limit"],
    [captions[tier].length - free.length, "carried over"],
    [free.length - listed.length, "excluded by you"],
    [listed.length - texts.length, "with the text of another"],
  ] as const;
  const why = reasons.filter(([number]) => number > 0).map(([number, reason]) => `${number} ${reason}`);
  const of = row === undefined ? "" : ` of ${row.active}`;
  return `${tier} ${texts.length - tooUrgent}${of}${why.length === 0 ? "" : ` (${why.join(", ")})`}`;
}
