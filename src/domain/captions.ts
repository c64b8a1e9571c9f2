import {
  type Availability,
  type CaptionId,
  type CaptionTier,
  PRICE_TIERS,
  type PriceTier,
  type RankedCaption,
  type RankedCaptions,
  URGENT_LIMITS,
} from "./caption.js";
import { tooFewCaptions } from "./captions-left.js";
import { countsInWords } from "./counted.js";
import { mixCount, type PriceMix } from "./message.js";
import { priceMix } from "./price-mix.js";
import type { Segment } from "./report.js";
import type { Warning } from "./warning.js";
import type { Infeasible } from "./week.js";
import type { Zone } from "./zone.js";

/** A caption that the week uses, and the price tier that asked for it: another one's in a shortage. */
export interface Pick {
  readonly caption: RankedCaption;
  readonly askedTier: CaptionTier;
}
export interface Picks {
  readonly ppvs: readonly Pick[];
  /** The best first. */
  readonly bumps: readonly Pick[];
  readonly warnings: readonly Warning[];
}
export interface PicksRequest {
  /** Each list in the order in which a plan takes them: by rest group, then rank. */
  readonly captions: RankedCaptions;
  /** Says why there are no more of them. */
  readonly availability: readonly Availability[];
  readonly mix: PriceMix;
  readonly bump: number;
  readonly zone: Zone;
  /** Shares of the nearest count that works. */
  readonly segment: Segment;
  readonly exclude: readonly CaptionId[];
  /** Captions of messages that stand already: not used again, and the urgent ones count in the week's limits. */
  readonly carried?: readonly CarriedCaption[];
  /** How many of the counts that were asked for need no caption: they stand, or are lost with a day that is over. */
  readonly beside?: { readonly ppv: number; readonly bump: number };
}
export type CarriedCaption = globalThis.Pick<
  RankedCaption,
  "captionId" | "captionKey" | "priceTier" | "urgent"
>;

/**
 * The first captions of each price tier (§6), no caption twice in the week; what a price tier lacks comes from its
 * neighbours. More of a price tier keeps those already chosen.
 */
export function picks(request: PicksRequest): Picks | Infeasible {
  const { ppvs, bumps } = choose(request);
  if (ppvs.length < total(request.mix) || bumps.length < request.bump) {
    const nearest = { ppv: nearestPpvs(request, ppvs.length), bump: bumps.length };
    return tooFewCaptions(request, nearest);
  }
  return { ppvs, bumps, warnings: [...shortages(ppvs), ...relaxed([...ppvs, ...bumps])] };
}

type Chosen = Omit<Picks, "warnings">;

/** As many as there are: the own picks of all price tiers first, then what they lack, then the bumps. */
function choose({ captions, exclude, mix, bump, zone, carried = [] }: PicksRequest): Chosen {
  const shelf = new Shelf(captions, exclude, carried);
  const own = PRICE_TIERS.map((tier) => shelf.take(tier, mixCount(mix, tier), tier));
  const borrowed = PRICE_TIERS.map((tier, index) => {
    const found: Pick[] = [];
    const lacking = (): number => mixCount(mix, tier) - (own[index]?.length ?? 0) - found.length;
    for (const lender of lenders(tier, zone)) found.push(...shelf.take(lender, lacking(), tier));
    return found;
  });
  return { ppvs: [...own, ...borrowed].flat(), bumps: shelf.take("Free", bump, "Free") };
}

/** Whose captions fill a shortage, in order: the neighbour first; for Mid the zone decides between its two. */
function lenders(tier: PriceTier, zone: Zone): readonly PriceTier[] {
  if (tier === "Budget") return ["Mid", "Premium"];
  if (tier === "Premium") return ["Mid", "Budget"];
  return zone === "GREEN" ? ["Premium", "Budget"] : ["Budget", "Premium"];
}

/** The captions that one week has not used yet. */
class Shelf {
  private readonly usedKeys: Set<string>;
  private readonly urgentUsed = new Map<CaptionTier, number>();
  constructor(
    private readonly captions: RankedCaptions,
    exclude: readonly CaptionId[],
    carried: readonly CarriedCaption[],
  ) {
    const excluded = new Set([...exclude, ...carried.map(({ captionId }) => captionId)]);
    // Ids of one key are one caption: leaving one out leaves out its twins.
    this.usedKeys = new Set(
      Object.values(captions)
        .flat()
        .filter(({ captionId }) => excluded.has(captionId))
        .map(({ captionKey }) => captionKey),
    );
    for (const { captionKey, priceTier, urgent } of carried) {
      this.usedKeys.add(captionKey);
      if (urgent) this.urgentUsed.set(priceTier, (this.urgentUsed.get(priceTier) ?? 0) + 1);
    }
  }

  take(from: CaptionTier, count: number, askedTier: CaptionTier): Pick[] {
    const taken: Pick[] = [];
    for (const caption of this.captions[from]) {
      if (taken.length >= count) break;
      if (this.usedKeys.has(caption.captionKey) || !this.mayPress(caption, from)) continue;
      this.usedKeys.add(caption.captionKey);
      taken.push({ caption, askedTier });
    }
    return taken;
  }

  /** Counts an urgent caption against the week's limit; false where that is used up. */
  private mayPress({ urgent }: RankedCaption, tier: CaptionTier): boolean {
    if (!urgent) return true;
    const used = this.urgentUsed.get(tier) ?? 0;
    if (used >= URGENT_LIMITS[tier]) return false;
    this.urgentUsed.set(tier, used + 1);
    return true;
  }
}

/** The largest number of PPVs below the asked one whose own mix can be filled. */
function nearestPpvs(request: PicksRequest, found: number): number {
  if (found === total(request.mix)) return found;
  for (let ppv = found; ppv > 0; ppv--)
    if (choose({ ...request, mix: priceMix(request.segment, ppv), bump: 0 }).ppvs.length === ppv) return ppv;
  return 0;
}

function shortages(ppvs: readonly Pick[]): Warning[] {
  const said = PRICE_TIERS.flatMap((asked) =>
    PRICE_TIERS.map((lender) => ({
      asked,
      lender,
      count: ppvs.filter((pick) => pick.askedTier === asked && pick.caption.priceTier === lender).length,
    })),
  ).filter(({ asked, lender, count }) => asked !== lender && count > 0);
  if (said.length === 0) return [];
  const parts = said.map(({ asked, lender, count }) => `${count} ${asked} from ${lender}`);
  return [{ code: "SHORTAGE", message: `too few captions of a price tier: ${parts.join(", ")}` }];
}

function relaxed(all: readonly Pick[]): Warning[] {
  const tired = all
    .filter(({ caption }) => caption.restGroup === "relaxed")
    .map(({ askedTier }) => askedTier);
  if (tired.length === 0) return [];
  const bumps = tired.filter((tier) => tier === "Free").length;
  return [
    {
      code: "RELAXED",
      message: `${countsInWords({ ppv: tired.length - bumps, bump: bumps })} with a caption that has rested for less than 20 days`,
    },
  ];
}

const total = ({ budget, mid, premium }: PriceMix): number => budget + mid + premium;
