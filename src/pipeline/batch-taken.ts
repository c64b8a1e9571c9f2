import type { Availability, RankedCaptions } from "../domain/caption.js";
import { captionKey, PRICE_TIERS, type PriceTier } from "../domain/caption.js";
import type { PreparedWeek } from "../domain/prepared-week.js";
import type { WeekPlan } from "../domain/week.js";

/**
 * The captions that a batch has given to its pages so far. All of its weeks are the same seven days, so that a PPV's
 * caption is taken for every other page; bumps are not locked and stay free.
 */
export class Taken {
  /** By key of the bank and of the text: ids of one key are one caption. */
  private readonly keys = new Set<string>();

  add({ messages }: Pick<WeekPlan, "messages">): void {
    for (const { slot, caption } of messages)
      if (slot.type === "PPV") this.keys.add(caption.captionKey).add(captionKey(caption.text));
  }

  /** The week as if these captions were locked, which they are or will be. */
  without<T extends Pick<PreparedWeek, "captions" | "availability">>(prepared: T): T {
    const free = (tier: PriceTier) =>
      prepared.captions[tier].filter(
        ({ captionKey: key, text }) => !this.keys.has(key) && !this.keys.has(captionKey(text)),
      );
    const captions: RankedCaptions = {
      ...prepared.captions,
      ...(Object.fromEntries(PRICE_TIERS.map((tier) => [tier, free(tier)])) as Record<
        PriceTier,
        ReturnType<typeof free>
      >),
    };
    const availability = prepared.availability.map((row): Availability => {
      const gone = prepared.captions[row.priceTier].length - captions[row.priceTier].length;
      return gone === 0 ? row : { ...row, eligible: row.eligible - gone, locked: row.locked + gone };
    });
    return { ...prepared, captions, availability };
  }
}
