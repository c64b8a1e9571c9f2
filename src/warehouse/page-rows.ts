import { PRICE_TIERS, type PriceTier } from "../domain/caption.js";
import type { SendStatistics, TierStatistics } from "../domain/prepared-week.js";
import { instantOrNull, numberOf, numberOrNull, type Row, textOf, textOrNull } from "./cells.js";
import type { CreatorRow } from "./port.js";

/** A row of the function creators_overview. */
export const creatorRow = (row: Row): CreatorRow => ({
  page: textOf(row.page_name),
  displayName: textOrNull(row.display_name),
  tier: textOrNull(row.size_tier),
  segment: textOrNull(row.segment_label),
  score: numberOrNull(row.saturation_score),
  saturationState: textOf(row.saturation_state, "missing"),
  revenue: numberOrNull(row.revenue),
  trend: [row.w1, row.w2, row.w3, row.w4, row.w5, row.w6, row.w7, row.w8].map((cell) => numberOf(cell)),
  lastMessage: instantOrNull(row.last_message),
  committed: textOrNull(row.committed),
});

/** Rows of the functions send_statistics and send_hours, of one page. */
export function sendStatistics(rows: readonly Row[], hours: readonly Row[]): SendStatistics {
  const of = (tier: PriceTier | "All"): TierStatistics =>
    tierStatistics(rows.find((row) => row.price_tier === tier));
  const byHour = (dayType: string): number[] => {
    const counts = new Array<number>(24).fill(0);
    for (const row of hours)
      if (row.day_type === dayType) counts[numberOf(row.hour_24)] = numberOf(row.msg_count);
    return counts;
  };
  return {
    audience: numberOrNull(rows[0]?.audience),
    byTier: Object.fromEntries(PRICE_TIERS.map((tier) => [tier, of(tier)])) as Record<
      PriceTier,
      TierStatistics
    >,
    all: of("All"),
    sendsByHour: { weekday: byHour("Weekday"), weekend: byHour("Weekend") },
  };
}

const tierStatistics = (row: Row | undefined): TierStatistics => ({
  count: numberOf(row?.msg_count),
  rpr: numberOrNull(row?.rpr),
  sd: numberOrNull(row?.rpr_sd),
  usualPrice: numberOrNull(row?.usual_price),
});
