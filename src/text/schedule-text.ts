import { type IsoDate, localParts, weekDates } from "../domain/calendar.js";
import type { SendingHours } from "../domain/defaults.js";
import type { HourValues } from "../domain/hours.js";
import { DEFAULT_HOURS } from "../domain/overrides.js";
import type { Schedule, ScheduleMessage } from "../domain/schedule.js";
import { analyzeSchedule } from "../domain/statistics.js";
import { bar } from "./bar.js";
import { fitTo, wrapFacts } from "./fit.js";
import { price } from "./money.js";
import { countsText, mixText, quoted, scoreShown } from "./plan-text.js";
import { printable } from "./printable.js";
import { clockTime, dayName, weekdayName, weekInFull, zoneLine } from "./times.js";
import { type GridWeek, weekGridLines } from "./week-grid.js";
import width from "./width.js";
import { zoneSign } from "./zone-sign.js";

/** What a picture of a schedule needs that its messages do not tell; a stored one knows only its start. */
export interface ScheduleWeek {
  readonly startDate: IsoDate;
  readonly hours?: SendingHours;
  readonly coolingDays?: number;
  /** Null where nobody kept them. */
  readonly hourValues?: Pick<HourValues, "weekday" | "weekend"> | null;
}

/** A schedule day by day, as plain lines: counts, the week as a grid, every message, statistics. */
export function scheduleLines(schedule: Schedule, week: ScheduleWeek, columns = 80): string[] {
  const counts = { ppv: schedule.total_ppvs, bump: schedule.total_bumps };
  const first = schedule.messages[0];
  const page = printable(schedule.page_name, 64);
  const head = [
    [page, weekInFull(week.startDate), countsText(counts), zoneSign(schedule.saturation_zone)],
    [
      `Budget/Mid/Premium ${mixText(schedule.price_mix)}`,
      `caption draw ${printable(schedule.seed, 40)}`,
      `planned by ${printable(schedule.created_by, 40)}`,
    ],
  ];
  return [
    ...head.flatMap((facts) => wrapFacts(facts, columns)),
    "",
    ...weekGridLines(gridOf(schedule, week), columns),
    "",
    ...(first === undefined ? [] : [zoneLine(Date.parse(first.utc))]),
    ...schedule.messages.map((message) => messageLine(message, columns)),
    "",
    ...statisticsLines(schedule, columns),
  ];
}

/** What a schedule amounts to (§10), on lines that fit; bars only where there is room. */
function statisticsLines(schedule: Pick<Schedule, "messages">, columns: number): string[] {
  const { meanScore, urgencyRate, tierDistribution, messagesByDay } = analyzeSchedule(schedule);
  const tiers = Object.entries(tierDistribution).map(([tier, count]) => `${tier} ${count}`);
  const most = Math.max(1, ...messagesByDay.map(({ total }) => total));
  const days = messagesByDay.map(({ date, total }) => ({
    drawn: `${weekdayName(date)} ${bar(total / most, Math.min(most, 6)).trimEnd()} ${total}`,
    plain: `${weekdayName(date)} ${total}`,
  }));
  const byDay = `By day       ${days.map(({ drawn }) => drawn).join("  ")}`;
  const mean = meanScore === null ? "none" : meanScore.toFixed(2);
  const urgent = urgencyRate === null ? "none" : `${Math.round(urgencyRate * 100)} %`;
  const scores = `Mean score   ${mean}    urgency ${urgent}`;
  const whole = `${scores}    ${tiers.join("  ")}`;
  return [
    ...(width(whole) <= columns ? [whole] : [scores, `${" ".repeat(13)}${tiers.join("  ")}`]),
    width(byDay) <= columns ? byDay : `By day       ${days.map(({ plain }) => plain).join(" ")}`,
  ];
}

function gridOf(schedule: Schedule, week: ScheduleWeek): GridWeek {
  const messages = schedule.messages.map(({ message_type: type, price_tier, utc }) => {
    const { date, hour, minute } = localParts(Date.parse(utc));
    return {
      slot: { type, date, hour, minute },
      askedTier: price_tier,
      caption: { priceTier: price_tier },
    };
  });
  const count = (date: IsoDate, type: "PPV" | "Bump"): number =>
    messages.filter(({ slot }) => slot.date === date && slot.type === type).length;
  return {
    days: weekDates(week.startDate).map((date) => ({
      date,
      ppv: count(date, "PPV"),
      bump: count(date, "Bump"),
    })),
    hourValues: week.hourValues ?? null,
    targets: { hours: week.hours ?? DEFAULT_HOURS, coolingDays: week.coolingDays ?? 0 },
    messages,
  };
}

/** Columns that a caption needs to be known by; the category gives way to it. */
const LEAST_CAPTION = 16;

/** `Mon Nov 10 21:55  PPV Premium $25   0.69  Tease/Preview      “Check your DMs 💌”` */
function messageLine(message: ScheduleMessage, columns: number): string {
  const { date, hour, minute } = localParts(Date.parse(message.utc));
  const usual = message.usual_price === null ? "" : ` ${price(message.usual_price)}`;
  const kind = message.message_type === "Bump" ? "bump" : `PPV ${message.price_tier}${usual}`;
  const facts = [
    `${dayName(date).padEnd(10)} ${clockTime(hour, minute)}`,
    `${kind}${message.carried === true ? " carried" : ""}`.padEnd(16),
    scoreShown(message.message_type, message.performance_score).padEnd(4),
  ].join("  ");
  const whole = `${facts}  ${fitTo(printable(message.content_category, 20), 17)}`;
  const shown = columns - width(whole) - 2 < LEAST_CAPTION ? facts : whole;
  return `${shown}  ${quoted(message.caption_text, Math.max(LEAST_CAPTION, columns - width(shown) - 2))}`;
}
