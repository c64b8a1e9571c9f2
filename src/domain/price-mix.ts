import { exact, floorTimes } from "./exact.js";
import type { PriceMix } from "./message.js";
import type { Segment } from "./report.js";

/** Shares of Budget, Mid and Premium in hundredths, by what the page's buyers spend (§4). The zone does not change them. */
export const MIX_SHARES: Readonly<Record<Segment, Readonly<PriceMix>>> = {
  EXPLORATORY: { budget: 60, mid: 30, premium: 10 },
  BUDGET: { budget: 60, mid: 30, premium: 10 },
  STANDARD: { budget: 30, mid: 45, premium: 25 },
  PREMIUM: { budget: 15, mid: 35, premium: 50 },
  LUXURY: { budget: 15, mid: 35, premium: 50 },
};

/**
 * The price mix of a week's PPVs: Budget rounded down, Mid rounded half up, Premium the rest; a single PPV takes the
 * segment's largest share.
 * @param count whole number of PPVs, 0 or more
 * @example priceMix("STANDARD", 9) // { budget: 2, mid: 4, premium: 3 }
 */
export function priceMix(segment: Segment, count: number): PriceMix {
  const shares = MIX_SHARES[segment];
  if (count === 1) {
    const largest = Math.max(shares.budget, shares.mid, shares.premium);
    return {
      budget: Number(shares.budget === largest),
      mid: Number(shares.mid === largest),
      premium: Number(shares.premium === largest),
    };
  }
  const share = (hundredths: number): string => exact(hundredths).div(100).toString();
  const budget = floorTimes(count, share(shares.budget));
  const mid = Number(exact(share(shares.mid)).mul(count).add(0.5).floor().valueOf());
  return { budget, mid, premium: count - budget - mid };
}
