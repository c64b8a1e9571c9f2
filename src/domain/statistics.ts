import type { IsoDate } from "./calendar.js";
import { CAPTION_TIERS, type CaptionTier } from "./caption.js";
import { exact } from "./exact.js";
import type { Schedule, ScheduleMessage } from "./schedule.js";

/** What a schedule amounts to. */
export interface ScheduleStatistics {
  readonly totalMessages: number;
  readonly ppvs: number;
  readonly bumps: number;
  /** Mean performance_score of the PPVs, 0..1; null without a PPV. */
  readonly meanScore: number | null;
  /** Share of all messages that press the reader (has_urgency), 0..1; null without a message. */
  readonly urgencyRate: number | null;
  /** Messages of each price tier, Free for bumps. */
  readonly tierDistribution: Readonly<Record<CaptionTier, number>>;
  /** Messages by Los Angeles date, the earliest first; days without a message are not listed. */
  readonly messagesByDay: readonly DayStatistics[];
}
export interface DayStatistics {
  readonly date: IsoDate;
  readonly ppvs: number;
  readonly bumps: number;
  readonly total: number;
}

/**
 * Totals, mean score, urgency, price tiers and days of a schedule.
 * @example analyzeSchedule(schedule).tierDistribution // { Budget: 2, Mid: 4, Premium: 3, Free: 9 }
 */
export function analyzeSchedule(schedule: Pick<Schedule, "messages">): ScheduleStatistics {
  const { messages } = schedule;
  const ppvs = messages.filter(isPpv);
  return {
    totalMessages: messages.length,
    ppvs: ppvs.length,
    bumps: messages.length - ppvs.length,
    meanScore: mean(ppvs.map((message) => message.performance_score)),
    urgencyRate: mean(messages.map((message) => (message.has_urgency ? 1 : 0))),
    tierDistribution: Object.fromEntries(
      CAPTION_TIERS.map((tier) => [tier, messages.filter((message) => message.price_tier === tier).length]),
    ) as Record<CaptionTier, number>,
    messagesByDay: byDay(messages),
  };
}

function byDay(messages: readonly ScheduleMessage[]): DayStatistics[] {
  const dates = [...new Set(messages.map(dateOfMessage))].sort();
  return dates.map((date) => {
    const day = messages.filter((message) => dateOfMessage(message) === date);
    const ppvs = day.filter(isPpv).length;
    return { date, ppvs, bumps: day.length - ppvs, total: day.length };
  });
}

const isPpv = (message: ScheduleMessage): boolean => message.message_type === "PPV";
const dateOfMessage = (message: ScheduleMessage): IsoDate => message.scheduled_send_time.slice(0, 10);

/** Added up exactly: scores are decimals of two digits. */
function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values
    .reduce((sum, value) => sum.add(exact(value)), exact(0))
    .div(values.length)
    .valueOf();
}
