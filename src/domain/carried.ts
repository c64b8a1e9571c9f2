import {
  addDays,
  dateFormat,
  dateOf,
  daysBetween,
  type Instant,
  type IsoDate,
  isWeekend,
  localParts,
  WEEK_DAYS,
} from "./calendar.js";
import { captionKey, PRICE_TIERS, type PriceTier, type RankedCaption } from "./caption.js";
import { countsInWords } from "./counted.js";
import type { DayCount } from "./days.js";
import { notBeforeOf } from "./grid.js";
import { type HourValues, tenthsAt } from "./hours.js";
import { mixCount, type PlannedMessage, type PriceMix, type Slot } from "./message.js";
import type { Schedule, ScheduleMessage } from "./schedule.js";
import type { Warning } from "./warning.js";

/** The committed schedule whose place a plan takes, divided by the clock (§8, "Replace"). */
export interface Replaced {
  readonly scheduleId: string;
  /** Its messages up to the clock plus 15 minutes, in sending order: they stand unchanged in the new schedule. */
  readonly carried: readonly ScheduleMessage[];
  /** The moments of all others, in order: what the plan puts others in the place of. */
  readonly toCome: readonly Instant[];
}

/** A schedule as a plan made at this moment replaces it. */
export function replacedAt({ schedule_id, messages }: Schedule, now: Instant): Replaced {
  const inOrder = [...messages].sort((a, b) => Date.parse(a.utc) - Date.parse(b.utc));
  const stands = ({ utc }: ScheduleMessage): boolean => Date.parse(utc) <= notBeforeOf(now);
  return {
    scheduleId: schedule_id,
    carried: inOrder.filter(stands),
    toCome: inOrder.filter((message) => !stands(message)).map(({ utc }) => Date.parse(utc)),
  };
}

/** Messages to come: not before the clock. */
export const toCome = ({ messages }: Schedule, now: Instant): ScheduleMessage[] =>
  messages.filter(({ utc }) => Date.parse(utc) >= now);

/** Days of the week that starts on a date that are over at this moment, 0 to 7. */
export const daysOver = (startDate: IsoDate, now: Instant): number =>
  Math.min(WEEK_DAYS, Math.max(0, daysBetween(startDate, dateOf(now))));

/** How many messages of each type stand on each of the seven days. */
export const carriedPerDay = (startDate: IsoDate, carried: readonly CarriedSlot[]): DayCount[] =>
  Array.from({ length: WEEK_DAYS }, (_, index) => {
    const date = addDays(startDate, index);
    const here = carried.filter((each) => each.date === date);
    const ppv = here.filter(({ type }) => type === "PPV").length;
    return { date, ppv, bump: here.length - ppv };
  });
export type CarriedSlot = Pick<Slot, "type" | "instant" | "date">;

/**
 * Carried messages as the plan holds them. What the warehouse knew of their captions when they were planned is in the
 * stored form only, and so are score and price: nothing is computed anew for what is sent.
 */
export function carriedMessages(carried: readonly ScheduleMessage[], values: HourValues): PlannedMessage[] {
  return carried.map((message): PlannedMessage => {
    const instant = Date.parse(message.utc);
    const { date, hour, minute } = localParts(instant);
    const type = message.message_type;
    const valueTenths = tenthsAt(values, isWeekend(date), hour);
    return {
      slot: { type, instant, date, hour, minute, valueTenths },
      caption: captionOf(message),
      askedTier: message.price_tier,
      expected: null,
      usualPrice: message.usual_price,
      carried: message,
    };
  });
}

const captionOf = (message: ScheduleMessage): RankedCaption => ({
  captionId: message.caption_id,
  captionKey: captionKey(message.caption_text),
  text: message.caption_text,
  priceTier: message.price_tier,
  category: message.content_category,
  urgent: message.has_urgency,
  rank: 0,
  restGroup: "rested",
  lastSent: null,
  sends: 0,
  successes: 0,
  weight: 0,
  tested: false,
  alpha: 1,
  beta: 1,
  wilsonLow: 0,
  wilsonHigh: 1,
  draw: 0,
  overuse: 0,
  betterInCategory: 0,
  betterUrgent: 0,
  score: 0,
  earnings: 0,
  sent: 0,
});

/**
 * The price tiers of the new PPVs beside those that stand: each tier's share of all less what stands of it; where that
 * is too many, one at a time is taken from the tier with the most new ones, of equal ones the cheaper.
 * @param mix of all PPVs that stand in the end
 * @param count how many of them are new
 */
export function mixBeside(mix: PriceMix, carried: readonly ScheduleMessage[], count: number): PriceMix {
  const ppvs = carried.filter(({ message_type }) => message_type === "PPV");
  const fresh = PRICE_TIERS.map((tier) =>
    Math.max(0, mixCount(mix, tier) - ppvs.filter(({ price_tier }) => price_tier === tier).length),
  );
  for (let over = fresh.reduce((sum, one) => sum + one, 0) - count; over > 0; over--) {
    const most = fresh.indexOf(Math.max(...fresh));
    fresh[most] = (fresh[most] ?? 0) - 1;
  }
  const of = (tier: PriceTier): number => fresh[PRICE_TIERS.indexOf(tier)] ?? 0;
  return { budget: of("Budget"), mid: of("Mid"), premium: of("Premium") };
}

/** Says what the days that are over lack, and that nobody makes up for it. */
export function pastDaysShort(short: readonly DayCount[]): Warning[] {
  const lacking = short.filter(({ ppv, bump }) => ppv + bump > 0);
  if (lacking.length === 0) return [];
  const days = lacking.map((day) => `${dateFormat(day.date, "ccc LLL d")} ${countsInWords(day)}`).join(", ");
  const all = lacking.reduce((sum, { ppv, bump }) => ({ ppv: sum.ppv + ppv, bump: sum.bump + bump }), {
    ppv: 0,
    bump: 0,
  });
  const verb = all.ppv + all.bump === 1 ? "is" : "are";
  return [
    {
      code: "PAST_DAY_SHORT",
      message: `${countsInWords(all)} of days that are over ${verb} dropped: ${days}`,
    },
  ];
}
